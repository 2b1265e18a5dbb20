"""A person follows, changes, mutes and ends: by tap, by command, by name; and nobody does it for another chat."""

from __future__ import annotations

import time

import pytest

from bot.alerts import Alerts
from bot.deliver.limits import Limiter
from bot.deliver.telegram import TelegramSender
from bot.model import ChatRef, Mode, Subject, SubjectKind
from bot.sandbox import Status
from handlers.buttons import NOT_KEPT
from tests.build import NOON, new_alert
from tests.chat.conftest import LAVROV, Desk, data_of, labels

VENEZUELA = Subject(SubjectKind.COUNTRY, "VE", "Venezuela")


async def test_two_taps_from_nothing_to_following(desk: Desk) -> None:
    await desk.add_item(1, countries=("VE",), title="Lavrov lands in Caracas")
    welcome = await desk.say("/start")
    assert welcome.text.startswith("News about the people and places you follow")
    assert labels(welcome)[0] == "🇻🇪 Venezuela"
    await desk.tap(welcome, "🇻🇪 Venezuela")
    confirmed = await desk.changed(welcome)
    assert confirmed.text.startswith("✓ You follow 🇻🇪 Venezuela.")
    assert "Lavrov lands in Caracas" in confirmed.text
    assert await desk.watches() == ["Venezuela"]


async def test_the_picker_leads_to_any_country(desk: Desk) -> None:
    welcome = await desk.say("/start")
    await desk.tap(welcome, "More countries")
    regions = await desk.changed(welcome)
    await desk.tap(regions, "Europe")
    countries = await desk.changed(regions)
    assert "🇦🇱 Albania" in labels(countries)
    await desk.tap(countries, "›")
    second = await desk.changed(countries)
    assert "2/" in " ".join(labels(second))
    await desk.tap(second, labels(second)[0])
    assert (await desk.changed(second)).text.startswith("✓ You follow ")
    assert len(await desk.watches()) == 1


async def test_follow_by_command_confirms_once_however_often(desk: Desk) -> None:
    for _ in range(2):
        reply = await desk.say("/follow Venezuela")
        assert reply.text.startswith("✓ You follow 🇻🇪 Venezuela.\nYou get one message a story, as soon as it is in.")
    assert await desk.watches() == ["Venezuela"]


async def test_follow_a_pair_with_modes(desk: Desk) -> None:
    reply = await desk.say("/follow Lavrov and country Venezuela silent confirmed 2")
    assert "Sergey Lavrov + 🇻🇪 Venezuela" in reply.text
    (watch,) = await desk.store.subscriptions.of_chat(desk.user)
    assert watch.mode == Mode(silent=True, confirmed=2)


async def test_mere_mentions_are_one_tap_away_and_back(desk: Desk) -> None:
    followed = await desk.say("/follow Venezuela silent")
    await desk.tap(followed, "Also where it is only mentioned")
    more = await desk.changed(followed)
    await desk.tap(more, "Only reports about it")
    changed = await desk.changed(more)
    assert "Also where it is only mentioned" in labels(changed)
    (watch,) = await desk.store.subscriptions.of_chat(desk.user)
    assert watch.mode == Mode(silent=True)


async def test_a_keyword_has_no_mere_mentions(desk: Desk) -> None:
    assert "Also where it is only mentioned" not in labels(await desk.say("/follow keyword lithium"))


async def test_a_keyword_is_taken_literally(desk: Desk) -> None:
    await desk.say("/follow keyword <b>a.*(b)</b> &amp;")
    (watch,) = await desk.store.subscriptions.of_chat(desk.user)
    assert watch.subjects[0].label == "<b>a.*(b)</b> &amp;"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("/follow keyword a", "A keyword needs at least two letters"),
        ("/follow Venezuela digest 25:00", "No clock shows 25:00"),
        ("/follow keyword " + "x" * 101, "at most 100 characters"),
    ],
)
async def test_what_cannot_be_followed_is_explained(desk: Desk, words: str, sentence: str) -> None:
    assert sentence in (await desk.say(words)).text
    assert await desk.watches() == []


async def test_all_asks_back_unless_a_mode_is_said(desk: Desk) -> None:
    asked = await desk.say("/follow all")
    assert await desk.watches() == []
    await desk.tap(asked, "All, without a sound")
    assert (await desk.changed(asked)).text.startswith("✓ You follow Everything.")
    (watch,) = await desk.store.subscriptions.of_chat(desk.user)
    assert watch.mode == Mode(silent=True)


async def test_all_each_needs_no_question(desk: Desk) -> None:
    assert (await desk.say("/follow all each")).text.startswith("✓ You follow Everything.")
    (watch,) = await desk.store.subscriptions.of_chat(desk.user)
    assert watch.mode == Mode(each=True, cap=None)


async def test_cancelling_takes_the_question_away(desk: Desk) -> None:
    asked = await desk.say("/follow all")
    await desk.tap(asked, "Cancel")
    await desk.sandbox.until(lambda: asked.id not in desk.sandbox.chat(desk.user).messages)
    assert await desk.watches() == []


async def test_a_name_of_two_is_asked_back_and_the_pair_is_kept(desk: Desk) -> None:
    asked = await desk.say("/follow Rodríguez and Venezuela")
    assert asked.text == "Which Rodríguez do you mean?"
    await desk.tap(asked, "🇻🇪 Venezuela + Delcy Rodríguez")
    await desk.changed(asked)
    assert await desk.watches() == ["Venezuela + Delcy Rodríguez"]


async def test_a_misspelt_name_is_one_tap_away(desk: Desk) -> None:
    asked = await desk.say("/follow Lavrof")
    assert labels(asked) == ["Sergey Lavrov", "Follow the words “Lavrof”"]
    await desk.tap(asked, "Sergey Lavrov")
    await desk.changed(asked)
    assert await desk.watches() == ["Sergey Lavrov"]


async def test_a_calmer_mode_is_one_tap_away(desk: Desk) -> None:
    confirmed = await desk.say("/follow Venezuela")
    await desk.tap(confirmed, "Confirmed by 2")
    assert "once 2 independent publishers report it" in (await desk.changed(confirmed)).text
    (watch,) = await desk.store.subscriptions.of_chat(desk.user)
    assert watch.mode == Mode(confirmed=2)


async def test_unfollow_can_be_undone(desk: Desk) -> None:
    await desk.say("/follow Venezuela silent")
    ended = await desk.say("/unfollow venezuela")
    assert ended.text == "You do not follow 🇻🇪 Venezuela any more."
    assert await desk.watches() == []
    await desk.tap(ended, "Undo")
    await desk.changed(ended)
    (watch,) = await desk.store.subscriptions.of_chat(desk.user)
    assert watch.mode == Mode(silent=True)


async def test_unfollowing_what_is_not_followed_shows_what_is(desk: Desk) -> None:
    await desk.say("/follow Venezuela")
    first, second = await desk.replies("/unfollow Russia", 2)
    assert first.text == "This chat does not follow that."
    assert second.text.startswith("Following (1)")
    assert await desk.watches() == ["Venezuela"]


async def test_the_list_ends_watches_in_place(desk: Desk) -> None:
    assert "You follow nothing yet." in (await desk.say("/following")).text
    await desk.say("/follow Venezuela")
    await desk.say("/follow Russia")
    shown = await desk.say("/following")
    await desk.tap(shown, "✕")
    shown = await desk.changed(shown)
    assert labels(shown)[:4] == ["↩ Undo: follow 🇻🇪 Venezuela", "🇷🇺 Russia", "✕", "Follow more"]
    assert await desk.watches() == ["Russia"]
    await desk.tap(shown, "↩ Undo: follow 🇻🇪 Venezuela")
    assert "Following (2)" in (await desk.changed(shown)).text
    assert await desk.watches() == ["Russia", "Venezuela"]


async def test_a_pair_is_followed_by_taps_alone(desk: Desk) -> None:
    await desk.add_item(1, countries=("VE",), actors=(LAVROV,), title="Lavrov lands in Venezuela")
    welcome = await desk.say("/start")
    await desk.tap(welcome, "People and pairs")
    people = await desk.changed(welcome)
    assert {"Sergey Lavrov", "Sergey Lavrov + 🇻🇪 Venezuela"} <= set(labels(people))
    await desk.tap(people, "Sergey Lavrov + 🇻🇪 Venezuela")
    assert (await desk.changed(people)).text.startswith("✓ You follow Sergey Lavrov + 🇻🇪 Venezuela.")
    assert await desk.watches() == ["Sergey Lavrov + Venezuela"]


async def test_nobody_in_the_news_leaves_the_way_to_write(desk: Desk) -> None:
    welcome = await desk.say("/start")
    await desk.tap(welcome, "People and pairs")
    people = await desk.changed(welcome)
    assert "follow Lavrov and Venezuela" in people.text
    assert labels(people) == ["‹ Back"]


async def test_a_watch_is_narrowed_to_a_pair_and_the_wide_one_ended(desk: Desk) -> None:
    await desk.add_item(1, countries=("VE",), actors=(LAVROV,), title="Lavrov lands in Venezuela")
    shown = await desk.say("/follow Venezuela")
    await desk.tap(shown, "Only together with …")
    choices = await desk.changed(shown)
    await desk.tap(choices, "Sergey Lavrov")
    pair = await desk.changed(choices)
    assert "You also follow 🇻🇪 Venezuela alone: everything about it comes too." in pair.text
    assert "Only together with …" not in labels(pair)
    await desk.tap(pair, "Unfollow 🇻🇪 Venezuela alone")
    assert await desk.watches() == ["Venezuela + Sergey Lavrov"]
    pair = await desk.changed(pair)
    await desk.tap(pair, "➕ Follow 🇻🇪 Venezuela")
    assert await desk.watches() == ["Venezuela + Sergey Lavrov", "Venezuela"]


@pytest.mark.parametrize(
    ("words", "beginning"),
    [
        ("follow Lavrov and Venezuela", "✓ You follow Sergey Lavrov + 🇻🇪 Venezuela."),
        ("Follow Russia silent", "✓ You follow 🇷🇺 Russia."),
        ("unfollow Cuba", "This chat does not follow that."),
        ("following", "You follow nothing yet."),
        ("Settings", "Settings of this chat"),
        ("missed", "The last 24 hours"),
    ],
)
async def test_a_command_needs_no_slash_in_private(desk: Desk, words: str, beginning: str) -> None:
    assert (await desk.say(words)).text.startswith(beginning)


@pytest.mark.parametrize("words", ["start with Venezuela", "settings of the talks in Venezuela"])
async def test_a_question_that_begins_like_a_command_is_a_question(desk: Desk, words: str) -> None:
    assert "still empty" in (await desk.say(words)).text


async def test_a_page_follows_and_unfollows_in_place(desk: Desk) -> None:
    page = await desk.say("Venezuela")
    assert page.text.startswith("🇻🇪 Venezuela")
    note = await desk.tap(page, "➕ Follow 🇻🇪 Venezuela")
    assert note.text == "✓ You follow 🇻🇪 Venezuela."
    page = await desk.changed(page)
    assert labels(page)[-1] == "Unfollow 🇻🇪 Venezuela"
    assert await desk.watches() == ["Venezuela"]
    await desk.tap(page, "Unfollow 🇻🇪 Venezuela")
    assert labels(await desk.changed(page))[-1] == "➕ Follow 🇻🇪 Venezuela"
    assert await desk.watches() == []


# ---------------------------------------------------------------- an alert's buttons


async def alerted(desk: Desk, chat: int) -> tuple[int, int]:
    """A watch of the chat and an alert it caused: their ids."""
    watch = await desk.store.subscriptions.add(ChatRef(chat), (VENEZUELA,), Mode(), NOON)
    await desk.add_item(1, countries=("VE",), body="He flew to Venezuela on Friday.")
    (change,) = await desk.store.outbox.changes()
    alert = new_alert(1, change.item.id, story_id=change.item.story_id, to=ChatRef(chat), subscription_ids=(watch.id,))
    await desk.store.outbox.settle(change.id, [alert], NOON)
    return watch.id, 1


async def test_mute_for_an_hour_and_back(desk: Desk) -> None:
    message = await desk.say("/help")
    watch, alert = await alerted(desk, desk.user)
    await desk.tap(message, data=f"~mm:{alert}")
    message = await desk.changed(message)
    assert labels(message) == ["Mute Venezuela for …", "1 hour", "24 hours", "For ever", "‹ Back"]
    note = await desk.tap(message, "1 hour")
    assert note.text.startswith("🇻🇪 Venezuela is quiet until 13:00 UTC.")
    message = await desk.changed(message)
    assert labels(message) == ["Story", "Mute", "Why", "🔔 Unmute 🇻🇪 Venezuela"]
    muted = await desk.store.subscriptions.get(desk.user, watch)
    assert muted is not None
    assert muted.muted_until is not None
    await desk.tap(message, "🔔 Unmute 🇻🇪 Venezuela")
    await desk.changed(message)
    heard = await desk.store.subscriptions.get(desk.user, watch)
    assert heard is not None
    assert heard.muted_until is None


async def test_mute_for_ever_is_to_unfollow_with_a_way_back(desk: Desk) -> None:
    message = await desk.say("/help")
    _, alert = await alerted(desk, desk.user)
    await desk.tap(message, data=f"~mm:{alert}")
    message = await desk.changed(message)
    await desk.tap(message, "For ever")
    message = await desk.changed(message)
    assert await desk.watches() == []
    await desk.tap(message, labels(message)[-1])
    await desk.changed(message)
    assert await desk.watches() == ["Venezuela"]


async def test_why_shows_the_watch_and_the_words(desk: Desk) -> None:
    message = await desk.say("/help")
    _, alert = await alerted(desk, desk.user)
    await desk.tap(message, data=f"~w:{alert}")
    why = await desk.sandbox.reply(desk.user, message)
    assert "You follow Venezuela." in why.text


async def test_an_alert_that_was_sent_works_to_its_last_button(desk: Desk) -> None:
    await desk.say("/follow Venezuela")
    await desk.add_item(1, countries=("VE",), actors=(LAVROV,), title="Lavrov lands", body="He flew to Venezuela.")
    sender = TelegramSender(desk.application.bot, Limiter(time.monotonic))
    alerts = Alerts(desk.store, sender, lambda: NOON, owner="test")
    await alerts.match()
    await alerts.send_waiting()
    alert = desk.sandbox.sent(desk.user)[-1]
    assert alert.text.startswith("Lavrov lands\n")
    await desk.tap(alert, "➕ Follow Sergey Lavrov")
    assert labels(await desk.changed(alert))[-1] == "Unfollow Sergey Lavrov"
    await desk.tap(alert, "Story")
    assert "One publisher so far" in (await desk.sandbox.reply(desk.user, alert)).text
    await desk.tap(alert, "Mute")
    await desk.sandbox.until(lambda: "1 hour" in labels(desk.sandbox.chat(desk.user).messages[alert.id]))
    assert await desk.watches() == ["Venezuela", "Sergey Lavrov"]


# ---------------------------------------------------------------- forged and stale


@pytest.mark.parametrize(
    "data",
    [
        "~",
        "~nonsense",
        "~s:-1:0",
        "~f:n:1:c:ve",
        "~u:n:1",
        "~o:a:nobody",
        "~f:n:1:c:ZZ",
        "x",
        "~c:99:0",
    ],
)
async def test_forged_and_stale_buttons_are_out_of_date(desk: Desk, data: str) -> None:
    message = await desk.say("/start")
    assert (await desk.tap(message, data=data)).text == "That button is out of date."
    assert desk.sandbox.sent(desk.user) == (message,)


@pytest.mark.parametrize("data", ["~w:999", "~s:999:0", "~mm:999", "~am:999"])
async def test_a_button_of_a_report_that_is_no_longer_kept_says_so(desk: Desk, data: str) -> None:
    message = await desk.say("/start")
    assert (await desk.tap(message, data=data)).text == NOT_KEPT
    assert desk.sandbox.sent(desk.user) == (message,)


async def test_an_old_alert_outlives_its_report(desk: Desk) -> None:
    _, alert = await alerted(desk, desk.user)
    message = await desk.say("/help")
    await desk.store.outbox.sent(alert, message.id, NOON)
    assert (await desk.store.retention.purge([1], NOON, since=NOON)).items == 1
    for data in (f"~mm:{alert}", f"~am:{alert}", f"~w:{alert}", "~s:1:0"):
        assert (await desk.tap(message, data=data)).text == NOT_KEPT
    assert "it is no longer kept" in (await desk.say("/story 1")).text
    assert "there is none" in (await desk.say("/story 1")).text


async def test_nobody_touches_the_watch_or_alert_of_another_chat(desk: Desk) -> None:
    other = desk.sandbox.desk_id
    watch, alert = await alerted(desk, other)
    message = await desk.say("/start")
    for data in (f"~u:n:{watch}:0", f"~u:b:{watch}:0", f"~z:{watch}:1", f"~z:{watch}:0", f"~d:{watch}:e1"):
        assert (await desk.tap(message, data=data)).text == "That button is out of date."
    for data in (f"~mm:{alert}", f"~am:{alert}", f"~w:{alert}"):
        assert (await desk.tap(message, data=data)).text == "That button is out of date."
    (kept,) = await desk.store.subscriptions.of_chat(other)
    assert (kept.mode, kept.muted_until) == (Mode(), None)


async def test_a_button_pressed_twice_does_it_once(desk: Desk) -> None:
    page = await desk.say("Venezuela")
    data = data_of(page, "➕ Follow 🇻🇪 Venezuela")
    for _ in range(2):
        await desk.tap(page, data=data)
    assert await desk.watches() == ["Venezuela"]


# ---------------------------------------------------------------- groups


async def test_in_a_group_its_administrators_decide(desk: Desk) -> None:
    refused = await desk.say("/follow Venezuela", chat=desk.group)
    assert refused.text == "Only the administrators of this group can change what it follows."
    assert await desk.watches(desk.group) == []
    done = await desk.say("/follow Venezuela", by=desk.admin, chat=desk.group)
    assert done.text.startswith("✓ You follow")
    assert done.reply_to is not None
    assert await desk.watches(desk.group) == ["Venezuela"]


async def test_a_tap_in_a_group_needs_the_same_right(desk: Desk) -> None:
    page = await desk.say("/country Venezuela", chat=desk.group)
    note = await desk.tap(page, "➕ Follow 🇻🇪 Venezuela")
    assert (note.text, note.alert) == ("Only the administrators of this group can change what it follows.", True)
    assert await desk.watches(desk.group) == []
    desk.sandbox.set_member(desk.group, desk.user, Status.ADMINISTRATOR)
    await desk.tap(page, "➕ Follow 🇻🇪 Venezuela")
    assert await desk.watches(desk.group) == ["Venezuela"]


async def test_a_topic_follows_for_itself(desk: Desk) -> None:
    forum = desk.sandbox.add_group("Forum", topics=("Caribbean",))
    (thread,) = forum.topics
    reply = await desk.say("/follow Venezuela", by=desk.admin, chat=forum.id, thread_id=thread)
    assert reply.thread_id == thread
    (watch,) = await desk.store.subscriptions.of_chat(forum.id)
    assert watch.chat == ChatRef(forum.id, thread)
