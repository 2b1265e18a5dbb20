"""Where alerts go: topics on request, channels managed from a private chat, and who hears that the bot cannot write."""

from __future__ import annotations

import time

import pytest

from bot.alerts import Alerts
from bot.deliver.limits import Limiter
from bot.deliver.telegram import TelegramSender
from bot.model import ChatRef, Mode
from bot.sandbox import Status
from bot.sandbox.model import Message
from tests.build import NOON, new_alert
from tests.chat.conftest import Desk, labels
from tests.chat.test_following import VENEZUELA, alerted

POST, TOPICS = frozenset({"can_post_messages"}), frozenset({"can_manage_topics"})


async def told(desk: Desk, user: int, words: str) -> Message:
    """The message that says so, in that private chat."""
    return await desk.sandbox.until(lambda: next((one for one in desk.sandbox.sent(user) if words in one.text), None))


async def send_all(desk: Desk) -> None:
    sender = TelegramSender(desk.application.bot, Limiter(time.monotonic))
    await Alerts(desk.store, sender, lambda: NOON, owner="test").send_waiting()


async def taken_into_a_channel(desk: Desk, lacks: frozenset[str] = frozenset()) -> int:
    """The admin, who has pressed START, adds the bot to a channel of theirs."""
    await desk.say("/start", by=desk.admin)
    channel = desk.sandbox.add_channel("Harbour wire")
    desk.sandbox.world.chats[channel.id].bot = Status.LEFT
    desk.sandbox.set_bot_status(channel.id, Status.ADMINISTRATOR, desk.admin, lacks)
    return channel.id


# ---------------------------------------------------------------- channels


async def test_who_adds_the_bot_to_a_channel_chooses_in_private_what_it_gets(desk: Desk) -> None:
    channel = await taken_into_a_channel(desk)
    hello = await told(desk, desk.admin, "I am in this channel now")
    assert hello.text.startswith("📣 Harbour wire\n")
    await desk.tap(hello, "Choose a country", by=desk.admin)
    regions = await desk.changed(hello)
    assert labels(regions)[-1] == "‹ Back to my own chat", "each screen leads back"
    await desk.tap(regions, data="~f:n:1:c:VE", by=desk.admin)
    assert "✓ You follow 🇻🇪 Venezuela." in (await desk.changed(regions)).text
    typed = await desk.say("/follow Russia", by=desk.admin)
    assert typed.text.startswith("📣 Harbour wire\n")
    assert await desk.watches(channel) == ["Venezuela", "Russia"]
    assert await desk.watches(desk.admin) == []


async def test_the_way_back_to_ones_own_chat(desk: Desk) -> None:
    channel = await taken_into_a_channel(desk)
    hello = await told(desk, desk.admin, "I am in this channel now")
    await desk.tap(hello, "‹ Back to my own chat", by=desk.admin)
    assert (await desk.changed(hello)).text == "This is about your own chat again."
    assert (await desk.say("/follow Cuba", by=desk.admin)).text.startswith("✓ You follow 🇨🇺 Cuba.")
    assert await desk.watches(desk.admin) == ["Cuba"]
    assert await desk.watches(channel) == []


async def test_old_buttons_stay_about_what_they_were_about(desk: Desk) -> None:
    mine = await desk.say("/country Venezuela", by=desk.admin)
    channel = await taken_into_a_channel(desk)
    await told(desk, desk.admin, "I am in this channel now")
    await desk.tap(mine, "➕ Follow 🇻🇪 Venezuela", by=desk.admin)
    assert await desk.watches(desk.admin) == ["Venezuela"]
    assert await desk.watches(channel) == []


async def test_who_is_no_administrator_any_more_has_no_say(desk: Desk) -> None:
    channel = await taken_into_a_channel(desk)
    hello = await told(desk, desk.admin, "I am in this channel now")
    desk.sandbox.set_member(channel, desk.admin, Status.MEMBER)
    refused = await desk.say("/follow Russia", by=desk.admin)
    assert refused.text.startswith("Only administrators of that channel")
    assert "Only administrators" in (await desk.tap(hello, data="~f:n:1:c:VE", by=desk.admin)).text
    assert await desk.watches(channel) == []
    assert (await desk.say("/follow Cuba", by=desk.admin)).text.startswith("✓ You follow"), "of their own chat"


async def test_a_channel_is_chosen_by_name_by_its_administrators_alone(desk: Desk) -> None:
    refused = await desk.say("/manage @wire_channel")
    assert refused.text.startswith("Only administrators of that channel")
    home = await desk.say("/manage https://t.me/wire_channel", by=desk.admin)
    assert "What shall this channel get?" in home.text
    assert (await desk.say("/manage @nowhere", by=desk.admin)).text.startswith("I am not in that channel.")
    assert (await desk.say("/manage", chat=desk.group, by=desk.admin)).text.startswith("Write that to me in private")


async def test_manage_and_start_list_the_channels_one_added_the_bot_to(desk: Desk) -> None:
    await taken_into_a_channel(desk)
    hello = await told(desk, desk.admin, "I am in this channel now")
    listed = await desk.say("/manage", by=desk.admin)
    assert labels(listed) == ["📣 Harbour wire", "Add me to a channel"]
    await desk.tap(hello, "‹ Back to my own chat", by=desk.admin)
    await desk.changed(hello)
    assert "📣 Harbour wire" in labels(await desk.say("/start", by=desk.admin))
    await desk.tap(listed, "📣 Harbour wire", by=desk.admin)
    assert "What shall this channel get?" in (await desk.changed(listed)).text
    assert (await desk.say("/manage")).text.startswith("I am in no channel of yours yet.")


async def test_a_forged_channel_button_needs_the_right_too(desk: Desk) -> None:
    message = await desk.say("/start")
    note = await desk.tap(message, data=f"~mg:{desk.sandbox.channel_id}")
    assert note.text.startswith("Only administrators of that channel")


@pytest.mark.parametrize(
    ("data", "payload"),
    [("~s:7:0", "story_7"), ("~w:5", "why_5"), ("~mm:5", "why_5"), ("~f:b:1:a:sergey-lavrov", "a_sergey-lavrov")],
)
async def test_a_tap_under_a_channels_post_is_answered_in_private(desk: Desk, data: str, payload: str) -> None:
    post = await desk.application.bot.send_message(desk.sandbox.channel_id, "News")
    query = desk.sandbox.press(desk.user, post.message_id, chat_id=desk.sandbox.channel_id, data=data)
    answer = await desk.sandbox.until(lambda: desk.sandbox.answer_to(query))
    assert answer.url == f"https://t.me/wirewatch_sandbox_bot?start={payload}"
    assert len(desk.sandbox.sent(desk.sandbox.channel_id)) == 1


async def test_why_of_a_channels_post_is_for_its_administrators(desk: Desk) -> None:
    _, alert = await alerted(desk, desk.sandbox.channel_id)
    why = await desk.say(f"/start why_{alert}", by=desk.admin)
    assert why.text.startswith("📣 ")
    assert "You follow Venezuela." in why.text
    await desk.tap(why, "Mute 1 hour", by=desk.admin)
    (watch,) = await desk.store.subscriptions.of_chat(desk.sandbox.channel_id)
    assert watch.muted_until is not None
    assert (await desk.say(f"/start why_{alert}")).text.startswith("Only administrators of that channel")
    assert "no longer kept" in (await desk.say("/start why_99")).text


# ---------------------------------------------------------------- rights come and go


async def test_a_channel_without_the_right_to_post_says_who_can_mend_it(desk: Desk) -> None:
    channel = await taken_into_a_channel(desk, POST)
    asked = await told(desk, desk.admin, "I may not post in the channel “Harbour wire”")
    assert "Administrators › me › Post messages" in asked.text
    chat = await desk.store.chats.get(channel)
    assert chat is not None
    assert chat.paused
    desk.sandbox.set_bot_status(channel, Status.ADMINISTRATOR, desk.admin)
    await told(desk, desk.admin, "I am in this channel now")
    chat = await desk.store.chats.get(channel)
    assert chat is not None
    assert chat.paused is None


async def test_a_group_that_silences_the_bot_keeps_its_watches_and_its_keeper_is_told_once(desk: Desk) -> None:
    await desk.say("/start", by=desk.admin)
    group = desk.sandbox.add_group("Small desk", bot=Status.LEFT)
    desk.sandbox.set_bot_status(group.id, Status.MEMBER, desk.admin)
    await desk.sandbox.reply(group.id)
    await desk.say("/follow Venezuela", by=desk.admin, chat=group.id)
    desk.sandbox.set_bot_status(group.id, Status.RESTRICTED, desk.sandbox.desk_id)
    lost = await told(desk, desk.admin, "I may not write in the group “Small desk”")
    assert lost.text.endswith("What it follows is kept.")
    desk.sandbox.set_bot_status(group.id, Status.MEMBER, desk.sandbox.desk_id)
    await told(desk, desk.admin, "I can write in “Small desk” again")
    assert await desk.watches(group.id) == ["Venezuela"]
    assert len([one for one in desk.sandbox.sent(desk.admin) if "Small desk" in one.text]) == 2


async def test_who_removed_the_bot_is_not_told_that_it_is_gone(desk: Desk) -> None:
    await desk.say("/start", by=desk.admin)
    group = desk.sandbox.add_group("Small desk", bot=Status.LEFT)
    desk.sandbox.set_bot_status(group.id, Status.MEMBER, desk.admin)
    await desk.sandbox.reply(group.id)
    desk.sandbox.set_bot_status(group.id, Status.KICKED, desk.admin)
    await desk.say("/help", by=desk.admin)
    assert not any("Small desk" in one.text for one in desk.sandbox.sent(desk.admin))
    before = desk.sandbox.sent(group.id)[-1]
    desk.sandbox.set_bot_status(group.id, Status.MEMBER, desk.admin)
    await desk.sandbox.reply(group.id, before)
    desk.sandbox.set_bot_status(group.id, Status.KICKED, desk.sandbox.desk_id)
    await told(desk, desk.admin, "I am not in the group “Small desk” any more")


async def test_a_keeper_who_never_pressed_start_cannot_be_told_and_nothing_breaks(desk: Desk) -> None:
    channel = desk.sandbox.add_channel("Quiet wire")
    desk.sandbox.world.chats[channel.id].bot = Status.LEFT
    desk.sandbox.set_bot_status(channel.id, Status.ADMINISTRATOR, desk.admin)
    await desk.sandbox.until(lambda: [one for one in desk.sandbox.calls("sendMessage") if not one.accepted])
    assert "📣 Quiet wire" in labels(await desk.say("/start", by=desk.admin)), "it is offered as soon as they do"


# ---------------------------------------------------------------- topics


async def in_a_forum(desk: Desk, lacks: frozenset[str] = frozenset()) -> Message:
    """The screen of a watch in a forum whose administrator the bot is."""
    forum = desk.sandbox.add_group("Forum", bot=Status.ADMINISTRATOR, topics=("Caribbean",))
    forum.lacks = lacks
    shown = await desk.say("/follow Venezuela", by=desk.admin, chat=forum.id)
    await desk.tap(shown, "Change", by=desk.admin)
    return await desk.changed(shown)


async def test_a_watch_gets_a_topic_of_its_own_and_goes_back(desk: Desk) -> None:
    edit = await in_a_forum(desk)
    await desk.tap(edit, "Put into a topic of its own", by=desk.admin)
    edit = await desk.changed(edit)
    assert "It comes in its topic." in edit.text
    (watch,) = await desk.store.subscriptions.of_chat(edit.chat_id)
    assert desk.sandbox.chat(edit.chat_id).topics[watch.chat.thread_id or 0] == "🇻🇪 Venezuela"
    first = desk.sandbox.sent(edit.chat_id)[-1]
    assert (first.thread_id, first.text) == (
        watch.chat.thread_id,
        "What is new about 🇻🇪 Venezuela comes here from now on.",
    )
    await desk.tap(edit, "Move to General", by=desk.admin)
    await desk.changed(edit)
    (watch,) = await desk.store.subscriptions.of_chat(edit.chat_id)
    assert watch.chat.thread_id is None


async def test_without_the_right_to_make_topics_it_is_said_who_can_give_it(desk: Desk) -> None:
    edit = await in_a_forum(desk, TOPICS)
    note = await desk.tap(edit, "Put into a topic of its own", by=desk.admin)
    assert note.text.startswith("I may not make topics here. Admin (owner) can change that")
    assert note.text.endswith("Then tap again.")
    (watch,) = await desk.store.subscriptions.of_chat(edit.chat_id)
    assert watch.chat.thread_id is None


async def test_only_a_forums_administrators_make_topics(desk: Desk) -> None:
    edit = await in_a_forum(desk)
    note = await desk.tap(edit, "Put into a topic of its own")
    assert note.text == "Only the administrators of this group can change what it follows."


async def test_a_group_without_topics_offers_none(desk: Desk) -> None:
    shown = await desk.say("/follow Venezuela", by=desk.admin, chat=desk.group)
    await desk.tap(shown, "Change", by=desk.admin)
    assert "Put into a topic of its own" not in labels(await desk.changed(shown))
    assert (await desk.tap(shown, data="~tp:1:1", by=desk.admin)).text == "That button is out of date."


@pytest.mark.parametrize("gone", ["closed", "deleted"])
async def test_what_a_topic_got_comes_to_the_group_when_it_is_gone_and_that_is_said_once(desk: Desk, gone: str) -> None:
    forum = desk.sandbox.add_group("Forum", topics=("Caribbean",))
    (thread,) = forum.topics
    watch = await desk.store.subscriptions.add(ChatRef(forum.id, thread), (VENEZUELA,), Mode(), NOON)
    if gone == "closed":
        desk.sandbox.close_topic(forum.id, thread)
    else:
        desk.sandbox.delete_topic(forum.id, thread)
    for n in (1, 2):
        await desk.add_item(n, countries=("VE",), title=f"Headline {n}")
    for change in await desk.store.outbox.changes():
        alert = new_alert(
            change.item.id,
            change.item.id,
            story_id=change.item.story_id,
            to=ChatRef(forum.id, thread),
            subscription_ids=(watch.id,),
        )
        await desk.store.outbox.settle(change.id, [alert], NOON)
    for _ in range(2):
        await send_all(desk)
    texts = [one.text for one in desk.sandbox.sent(forum.id)]
    assert sum(text.startswith("Headline") for text in texts) == 2
    (note,) = (text for text in texts if text.startswith("The topic for 🇻🇪 Venezuela is closed or deleted"))
    assert "An administrator of this group can give it a topic again." in note
    (moved,) = await desk.store.subscriptions.of_chat(forum.id)
    assert moved.chat == ChatRef(forum.id)
