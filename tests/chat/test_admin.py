"""The admins' commands do what they say; for anybody else they do nothing at all."""

from __future__ import annotations

import pytest

import handlers
from handlers.commands import COMMANDS
from tests.chat.conftest import Desk, labels

ADMIN_COMMANDS = [command.name for command in COMMANDS if command.admins]


@pytest.mark.parametrize("name", ADMIN_COMMANDS)
async def test_others_cannot_use_admin_commands(desk: Desk, name: str) -> None:
    reply = await desk.say(f"/{name} https://outlet.example/rss")
    assert reply.text == "Only the admins of this bot can do that."
    assert desk.feeds.done == []


@pytest.mark.parametrize("data", ["~n:token-1", "~b:p:feed-1", "~b:D:feed-1", "~e:0"])
async def test_others_cannot_press_admin_buttons(desk: Desk, data: str) -> None:
    message = await desk.say("/start")
    note = await desk.tap(message, data=data)
    assert (note.text, note.alert) == ("Only the admins of this bot can do that.", True)
    assert desk.feeds.done == []
    assert list(desk.feeds.feeds) == ["feed-1"]


async def test_a_feed_is_tried_shown_and_added(desk: Desk) -> None:
    preview = await desk.say("/addfeed https://outlet.example/rss", by=desk.admin)
    assert preview.text.startswith("New feed\nhttps://outlet-2.example/rss\n2 items · as feed-2")
    assert "feed-2" not in desk.feeds.feeds
    await desk.tap(preview, "Add it", by=desk.admin)
    assert (await desk.changed(preview)).text.startswith("✓ Outlet 2 is added as feed-2.")
    assert "feed-2" in desk.feeds.feeds


async def test_a_link_from_an_admin_is_tried_as_a_feed(desk: Desk) -> None:
    assert (await desk.say("https://outlet.example/", by=desk.admin)).text.startswith("New feed")


async def test_what_is_no_feed_is_explained(desk: Desk) -> None:
    reply = await desk.say("/addfeed https://none.example/", by=desk.admin)
    assert reply.text == "That is a web page without a feed."
    assert (await desk.say("/addfeed", by=desk.admin)).text.startswith("Which feed?")


async def test_a_preview_that_is_too_old_is_out_of_date(desk: Desk) -> None:
    message = await desk.say("/start", by=desk.admin)
    assert (await desk.tap(message, data="~n:gone", by=desk.admin)).text == "That button is out of date."


async def test_pause_resume_and_remove(desk: Desk) -> None:
    assert "is paused" in (await desk.say("/pausefeed feed-1", by=desk.admin)).text
    assert desk.feeds.feeds["feed-1"].paused
    assert "is polled again" in (await desk.say("/resumefeed feed-1", by=desk.admin)).text
    asked = await desk.say("/removefeed feed-1", by=desk.admin)
    assert asked.text.startswith("Remove feed-1?")
    assert desk.feeds.feeds
    await desk.tap(asked, "Remove it", by=desk.admin)
    assert (await desk.changed(asked)).text.startswith("feed-1 is removed.")
    assert not desk.feeds.feeds


@pytest.mark.parametrize("name", ["pausefeed", "resumefeed", "removefeed"])
async def test_an_unknown_feed_is_named(desk: Desk, name: str) -> None:
    assert "There is no feed “nope”." in (await desk.say(f"/{name} nope", by=desk.admin)).text
    assert "Which feed?" in (await desk.say(f"/{name}", by=desk.admin)).text


async def test_the_list_of_feeds_and_the_numbers(desk: Desk) -> None:
    assert (await desk.say("/feeds", by=desk.admin)).text.startswith("1 feeds · all well")
    shown = await desk.say("/stats", by=desk.admin)
    assert labels(shown) == ["Feeds"]


async def test_help_shows_each_what_they_have(desk: Desk) -> None:
    assert "/addfeed" not in (await desk.say("/help")).text
    assert "/addfeed" in (await desk.say("/help", by=desk.admin)).text


async def test_the_menu_shows_admin_commands_to_admins_alone(desk: Desk) -> None:
    await handlers.publish_menu(desk.application.bot, [desk.admin])  # they have not written yet: that is no error
    everyone = [command.command for command in await desk.application.bot.get_my_commands()]
    assert everyone == ["follow", "following", "latest", "actor", "country", "ask", "search", "settings", "help"]
    await desk.say("/start", by=desk.admin)
    shown = [call.params for call in desk.sandbox.calls("setMyCommands") if call.status == 200]
    assert "addfeed" in str(shown[-1])
    assert sum("addfeed" in str(params) for params in shown) == 1


async def test_settings_switch_and_stay(desk: Desk) -> None:
    shown = await desk.say("/settings")
    await desk.tap(shown, "Sound off")
    shown = await desk.changed(shown)
    assert "Alerts come without a sound." in shown.text
    await desk.tap(shown, "Show link previews")
    await desk.changed(shown)
    chat = await desk.store.chats.get(desk.user)
    assert chat is not None
    assert (chat.silent, chat.previews) == (True, True)


async def test_forget_asks_and_then_deletes_everything(desk: Desk) -> None:
    await desk.say("/follow Venezuela")
    asked = await desk.say("/forget")
    assert "one watch" in asked.text
    assert await desk.watches() == ["Venezuela"]
    await desk.tap(asked, "Delete it all")
    assert (await desk.changed(asked)).text.startswith("Done: everything")
    assert await desk.store.chats.get(desk.user) is None
    assert await desk.watches() == []


async def test_keeping_what_there_is_keeps_it(desk: Desk) -> None:
    await desk.say("/follow Venezuela")
    asked = await desk.say("/forget")
    await desk.tap(asked, "Keep it")
    assert await desk.watches() == ["Venezuela"]
