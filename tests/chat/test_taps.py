"""Where each kind of button leads: in place, beside it, or nowhere."""

from __future__ import annotations

import pytest

from bot.sandbox import Fault, FaultKind
from tests.chat.conftest import Desk, labels


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        ("~m:home", "News about the people and places you follow"),
        ("~m:help", "What you can do"),
        ("~m:ask", "Ask me about anybody in the news."),
        ("~m:regions", "Where?"),
        ("~c:0:0", "Africa"),
        ("~t:s:1", "Settings of this chat"),
    ],
)
async def test_screens_take_the_place_of_the_message(desk: Desk, data: str, beginning: str) -> None:
    message = await desk.say("/settings")
    await desk.tap(message, data=data)
    assert (await desk.changed(message)).text.startswith(beginning)


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        ("~o:c:VE", "🇻🇪 Venezuela"),
        ("~o:a:sergey-lavrov", "Sergey Lavrov"),
        ("~l:0:x:", "What's new"),
        ("~l:0:t:energy", "What's new: Energy"),
        ("~i:0", "You follow nothing yet."),
        ("~a:c:VE", "My archive is still empty"),
    ],
)
async def test_pages_come_beside_the_message(desk: Desk, data: str, beginning: str) -> None:
    message = await desk.say("/settings")
    await desk.tap(message, data=data)
    assert (await desk.sandbox.reply(desk.user, message)).text.startswith(beginning)
    assert desk.sandbox.chat(desk.user).messages[message.id] == message


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        ("~e:0", "1 feed ·"),
        ("~b:d:feed-1", "Remove feed-1?"),
    ],
)
async def test_the_admins_pages_too(desk: Desk, data: str, beginning: str) -> None:
    message = await desk.say("/stats", by=desk.admin)
    await desk.tap(message, data=data, by=desk.admin)
    assert (await desk.sandbox.reply(desk.admin, message)).text.startswith(beginning)


async def test_a_search_is_paged_in_place(desk: Desk) -> None:
    for n in range(1, 8):
        await desk.add_item(n)
    found = await desk.say("/search headline")
    await desk.tap(found, "›")
    turned = await desk.changed(found)
    assert labels(turned)[-2:] == ["‹", "2/2"]


async def test_a_button_that_only_says_something_does_nothing(desk: Desk) -> None:
    message = await desk.say("/settings")
    assert (await desk.tap(message, data="~-")).text == ""
    assert desk.sandbox.sent(desk.user) == (message,)


async def test_the_way_back_from_the_mute_menu(desk: Desk) -> None:
    message = await desk.say("/help")
    assert (
        await desk.tap(message, data="~am:1")
    ).text == "That report is no longer kept. /latest shows the newest ones."


async def test_a_question_that_cannot_be_deleted_loses_its_buttons(desk: Desk) -> None:
    asked = await desk.say("/follow all")
    reason = "Bad Request: message can't be deleted for everyone"
    desk.sandbox.fail(Fault(FaultKind.ERROR, "deleteMessage", status=400, description=reason))
    await desk.tap(asked, "Cancel")
    assert (await desk.changed(asked)).keyboard == ()


async def test_in_a_group_who_cannot_be_checked_is_not_let_in(desk: Desk) -> None:
    desk.sandbox.fail(Fault(FaultKind.ERROR, "getChatMember", status=400))
    refused = await desk.say("/follow Venezuela", by=desk.admin, chat=desk.group)
    assert refused.text.startswith("Only the administrators of this group")
    assert await desk.watches(desk.group) == []


async def test_a_story_of_many_reports_is_paged_in_place(desk: Desk) -> None:
    story = await desk.add_item(1, title="A story")
    for n in range(2, 14):
        await desk.add_item(n, story_id=story, publisher=f"Outlet {n}")
    shown = await desk.say(f"/story {story}")
    await desk.tap(shown, "›")
    assert "2/2" in labels(await desk.changed(shown))


async def test_a_mute_in_the_list_of_watches_ends_in_place(desk: Desk) -> None:
    await desk.say("/follow Venezuela")
    (watch,) = await desk.store.subscriptions.of_chat(desk.user)
    await desk.services.follow.mute(desk.user, watch.id, 5, desk.services.clock())
    shown = await desk.say("/following")
    assert "quiet until 17:00 UTC" in shown.text
    await desk.tap(shown, "🔔 Unmute")
    assert "quiet" not in (await desk.changed(shown)).text
