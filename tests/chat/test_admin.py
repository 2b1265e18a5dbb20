"""The admins' commands do what they say; for anybody else they do nothing at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

import handlers
from bot.model import Condition, FeedState, Vitals
from handlers.commands import COMMANDS
from tests.build import NOON, at, feed
from tests.chat.conftest import Desk, labels

ADMIN_COMMANDS = [command.name for command in COMMANDS if command.admins]


@pytest.mark.parametrize("name", ADMIN_COMMANDS)
async def test_others_cannot_use_admin_commands(desk: Desk, name: str) -> None:
    reply = await desk.say(f"/{name} https://outlet.example/rss")
    assert reply.text == "Only the admins of this bot can do that."
    assert desk.feeds.done == []


@pytest.mark.parametrize(
    "data", ["~n:token-1", "~b:p:feed-1", "~b:D:feed-1", "~b:t:feed-1", "~b:m:feed-1", "~e:0", "~ni:file-1", "~ex"]
)
async def test_others_cannot_press_admin_buttons(desk: Desk, data: str) -> None:
    message = await desk.say("/start")
    note = await desk.tap(message, data=data)
    assert (note.text, note.alert) == ("Only the admins of this bot can do that.", True)
    assert desk.feeds.done == []
    assert list(desk.feeds.feeds) == ["feed-1"]


async def test_a_feed_is_tried_shown_and_added(desk: Desk) -> None:
    note = await desk.say("/addfeed https://outlet.example/rss", by=desk.admin)
    preview = await desk.finished(desk.admin)
    assert preview.id == note.id, "the note became the preview"
    assert preview.text.startswith("New feed\nhttps://outlet-2.example/rss\n2 items · as feed-2")
    assert "feed-2" not in desk.feeds.feeds
    await desk.tap(preview, "Add it", by=desk.admin)
    assert (await desk.changed(preview)).text.startswith("✓ Outlet 2 is added as feed-2.")
    assert "feed-2" in desk.feeds.feeds


async def test_a_feed_is_tried_without_being_added(desk: Desk) -> None:
    note = await desk.say("/testfeed https://outlet.example/rss", by=desk.admin)
    trial = await desk.finished(desk.admin)
    assert trial.id == note.id, "the note became the result"
    assert trial.text.startswith("Trying New feed\n1 items · not one of your feeds · nothing is stored")
    assert "1. Ferry line reopens" in trial.text
    await desk.tap(trial, "Add it", by=desk.admin)
    assert (await desk.changed(trial)).text.startswith("✓ Outlet 2 is added as feed-2.")


async def test_a_trial_of_nothing_says_what_to_send(desk: Desk) -> None:
    assert (await desk.say("/testfeed", by=desk.admin)).text.startswith("Which feed?")
    await desk.say("/testfeed https://none.example/", by=desk.admin)
    assert (await desk.finished(desk.admin)).text == "That is a web page without a feed."


async def test_only_admins_try_feeds(desk: Desk) -> None:
    await desk.say("/testfeed https://outlet.example/rss")
    assert desk.feeds.done == []


async def test_a_link_from_an_admin_is_tried_as_a_feed(desk: Desk) -> None:
    await desk.say("https://outlet.example/", by=desk.admin)
    assert (await desk.finished(desk.admin)).text.startswith("New feed")


async def test_what_is_no_feed_is_explained(desk: Desk) -> None:
    note = await desk.say("/addfeed https://none.example/", by=desk.admin)
    reply = await desk.finished(desk.admin)
    assert (reply.id, reply.text) == (note.id, "That is a web page without a feed.")
    assert (await desk.say("/addfeed", by=desk.admin)).text.startswith("Which feed?")


async def test_of_several_feeds_of_a_site_one_is_chosen(desk: Desk) -> None:
    await desk.say("/addfeed https://several.example/", by=desk.admin)
    choice = await desk.finished(desk.admin)
    assert choice.text.startswith("That site has 2 feeds. Which one?")
    assert "Headline 3" in choice.text
    assert labels(choice) == ["1. New feed", "2. Another feed", "Cancel"]
    assert list(desk.feeds.feeds) == ["feed-1"]
    await desk.tap(choice, "2. Another feed", by=desk.admin)
    assert (await desk.changed(choice)).text.startswith("✓ Outlet 3 is added as feed-3.")
    assert list(desk.feeds.feeds) == ["feed-1", "feed-3"]


async def test_a_sick_feed_says_what_is_wrong_and_is_retried(desk: Desk) -> None:
    desk.feeds.ill["feed-1"] = FeedState(
        feed(1), failures=4, reason="outlet answered 503", trouble=Condition.FAILING, since=at(-90), last_ok=at(-95)
    )
    shown = await desk.say("/feeds", by=desk.admin)
    assert "🔴 feed-1 · Outlet 1\nFailing since 10:30 UTC: outlet answered 503." in shown.text
    assert labels(shown) == ["🔴 feed-1", "Retry", "Pause", "Export OPML"]
    await desk.tap(shown, "Retry", by=desk.admin)
    assert (await desk.changed(shown)).text.startswith("feed-1 is polled now.")
    assert desk.feeds.done == [("retry", "feed-1")]


async def test_a_feed_is_opened_and_mended_on_its_page(desk: Desk) -> None:
    desk.feeds.worth["feed-1"] = Vitals(lag=timedelta(minutes=4), per_day=12.0)
    shown = await desk.say("/feeds", by=desk.admin)
    await desk.tap(shown, "⚪ feed-1", by=desk.admin)
    page = await desk.changed(shown)
    assert "Lag: 4 min from publication to us, usually." in page.text
    assert labels(page) == ["Retry", "Pause", "Remove", "All feeds"]
    await desk.tap(page, "Pause", by=desk.admin)
    assert (await desk.changed(page)).text.startswith("feed-1 is paused")


async def test_a_feed_that_is_no_more_is_not_opened(desk: Desk) -> None:
    shown = await desk.say("/feeds", by=desk.admin)
    assert (await desk.tap(shown, by=desk.admin, data="~b:o:nope")).text == "That button is out of date."
    note = await desk.tap(await desk.say("/start"), data="~b:o:feed-1")
    assert "admin" in note.text


async def test_a_paused_feed_is_not_retried(desk: Desk) -> None:
    await desk.say("/pausefeed feed-1", by=desk.admin)
    shown = await desk.say("/feeds", by=desk.admin)
    note = await desk.tap(shown, by=desk.admin, data="~b:t:feed-1")
    assert (note.text, note.alert) == ("feed-1 is paused. Resume it first.", True)


async def test_a_feed_that_moved_gets_its_new_address(desk: Desk) -> None:
    new = "https://outlet.example/new/rss"
    desk.feeds.ill["feed-1"] = FeedState(feed(1), last_ok=NOON, address=new, moved_since=at(-60))
    shown = await desk.say("/feeds", by=desk.admin)
    assert f"Moved since 11:00 UTC: it is polled at its new address, {new}." in shown.text
    await desk.tap(shown, "Use new address", by=desk.admin)
    assert new in (await desk.changed(shown)).text
    assert desk.feeds.done == [("move", "feed-1")]


async def test_a_feed_that_did_not_move_keeps_its_address(desk: Desk) -> None:
    desk.feeds.ill["feed-1"] = FeedState(feed(1))
    shown = await desk.say("/feeds", by=desk.admin)
    assert (await desk.tap(shown, by=desk.admin, data="~b:m:feed-1")).text == "That button is out of date."
    assert desk.feeds.done == []


async def test_an_opml_file_is_read_shown_and_imported(desk: Desk) -> None:
    desk.sandbox.upload(desk.admin, "mine.opml", b"<opml/>")
    await desk.sandbox.reply(desk.admin)
    shown = await desk.finished(desk.admin)
    assert shown.text.startswith("3 feeds, 2 of them new\n\n• Outlet 4\n• Outlet 5")
    assert desk.feeds.done == [("read", "7")]
    await desk.tap(shown, "Import 2", by=desk.admin)
    await desk.changed(shown)
    done = await desk.finished(desk.admin)
    assert done.text == "✓ 2 feeds added. 1 were left out: there already, or no web address."
    assert desk.feeds.done[1:] == [("import", "file-1")]


async def test_an_opml_file_that_is_not_wanted_is_not_imported(desk: Desk) -> None:
    desk.sandbox.upload(desk.admin, "mine.opml", b"<opml/>")
    await desk.sandbox.reply(desk.admin)
    shown = await desk.finished(desk.admin)
    await desk.tap(shown, "Cancel", by=desk.admin)
    await desk.sandbox.until(lambda: shown.id not in desk.sandbox.chat(desk.admin).messages)
    assert desk.feeds.done == [("read", "7")]


async def test_a_file_that_is_no_opml_or_too_large_is_refused(desk: Desk) -> None:
    desk.sandbox.upload(desk.admin, "holiday.jpg.exe", b"MZ")
    await desk.sandbox.reply(desk.admin)
    assert (await desk.finished(desk.admin)).text == "this is no OPML file"
    sent = desk.sandbox.upload(desk.admin, "huge.opml", b"<opml/>" + b" " * 5 * 1024 * 1024)
    assert (await desk.sandbox.reply(desk.admin, sent)).text == "That file is too large: at most 5 MiB."
    assert desk.feeds.done == []


async def test_files_of_others_are_not_read(desk: Desk) -> None:
    desk.sandbox.upload(desk.user, "mine.opml", b"<opml/>")
    await desk.say("/help")
    assert desk.sandbox.calls("getFile") == ()
    assert desk.feeds.done == []


async def test_the_feeds_are_exported_as_a_file(desk: Desk) -> None:
    shown = await desk.say("/feeds", by=desk.admin)
    await desk.tap(shown, "Export OPML", by=desk.admin)
    sent = await desk.sandbox.reply(desk.admin, shown)
    assert sent.document is not None
    assert (sent.document.name, sent.document.content) == ("wirewatch-feeds.opml", b"<opml/>")


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
    assert (await desk.say("/feeds", by=desk.admin)).text.startswith("1 feed · all well")
    shown = await desk.say("/stats", by=desk.admin)
    assert labels(shown) == ["Feeds"]


async def test_help_shows_each_what_they_have(desk: Desk) -> None:
    assert "/addfeed" not in (await desk.say("/help")).text
    assert "/addfeed" in (await desk.say("/help", by=desk.admin)).text


async def test_the_menu_shows_admin_commands_to_admins_alone(desk: Desk) -> None:
    await handlers.publish_menu(desk.application.bot, [desk.admin])  # they have not written yet: that is no error
    everyone = [command.command for command in await desk.application.bot.get_my_commands()]
    assert everyone == [
        *("follow", "following", "latest", "actor", "country", "ask", "search", "missed", "settings", "manage"),
        "help",
    ]
    await desk.say("/start", by=desk.admin)
    shown = [call.params for call in desk.sandbox.calls("setMyCommands") if call.status == 200]
    assert "addfeed" in str(shown[-1])
    assert sum("addfeed" in str(params) for params in shown) == 1


async def test_settings_switch_and_stay(desk: Desk) -> None:
    shown = await desk.say("/settings")
    await desk.tap(shown, "Sound off")
    shown = await desk.changed(shown)
    assert "Alerts come without a sound." in shown.text
    await desk.tap(shown, data="~t:p:1")
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
