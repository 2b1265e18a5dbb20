"""Watches in a chat: the preview, each part changed by buttons, quiet hours, /missed, lists that are handed on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.alerts import Alerts
from bot.model import Alert, ChatRef, Fate, Mode, Quiet, Subject, SubjectKind
from tests.build import NOON, at
from tests.chat.conftest import Desk, labels

VENEZUELA = Subject(SubjectKind.COUNTRY, "VE", "Venezuela")


class Nowhere:
    """A sender that is always busy: rows are decided on, and none leaves."""

    def busy(self) -> tuple[int, ...]:
        return ()

    def opens_in(self) -> timedelta:
        return timedelta(hours=1)


async def watch(desk: Desk) -> Mode:
    (one,) = await desk.store.subscriptions.of_chat(desk.user)
    return one.mode


async def run(desk: Desk, now: datetime = NOON) -> int:
    """Match and release, as the bot does each second; how many messages were handed over."""
    alerts = Alerts(desk.store, Nowhere(), lambda: now, owner="test")  # type: ignore[arg-type]
    await alerts.match()
    return await alerts.release()


async def ledger(desk: Desk) -> list[Fate]:
    rows = await desk.store.ledger.rows(ChatRef(desk.user), NOON - timedelta(days=1), fates=tuple(Fate), limit=50)
    return [row.fate for row in reversed(rows)]


async def test_a_calmer_way_is_chosen_and_taken_back_in_place(desk: Desk) -> None:
    for n in (1, 2):
        await desk.add_item(n, countries=("VE",), title=f"Headline {n}")
    shown = await desk.say("/follow Venezuela")
    assert "that would have been 2 messages. The last two:" in shown.text
    await desk.tap(shown, "Daily digest · 1")
    shown = await desk.changed(shown)
    assert "You get one message a story in a digest at 08:00." in shown.text.replace("story, in", "story in")
    assert (await watch(desk)).digest == (480,)
    await desk.tap(shown, "As usual")
    await desk.changed(shown)
    assert await watch(desk) == Mode()


async def test_each_part_is_changed_and_the_rest_stays(desk: Desk) -> None:
    await desk.say("/follow Venezuela silent")
    shown = await desk.say("/following")
    await desk.tap(shown, "🇻🇪 Venezuela")
    edit = await desk.changed(shown)
    for part, choice, now in (
        ("Publishers: any one", "2 confirm", "Publishers: 2 confirm"),
        ("At most: 12 an hour", "3 an hour", "At most: 3 an hour"),
        ("Importance: all", "4 and more", "Importance: 4 and more"),
        ("Quiet hours: keep for their end", "leave out", "Quiet hours: leave out"),
    ):
        await desk.tap(edit, part)
        choices = await desk.changed(edit)
        await desk.tap(choices, choice)
        edit = await desk.changed(choices)
        assert now in labels(edit)
    assert await watch(desk) == Mode(silent=True, confirmed=2, cap=3, minimum=4, quiet=Quiet.DROP)


async def test_a_watch_leads_back_to_its_page_of_the_list_in_place(desk: Desk) -> None:
    for name in ("Brazil", "Cuba", "Chile", "Peru", "Iran", "Iraq", "Egypt", "Sudan", "Turkey"):
        await desk.say(f"/follow {name}")
    shown = await desk.say("/following")
    await desk.tap(shown, "›")
    second = await desk.changed(shown)
    await desk.tap(second, "🇹🇷 Turkey")
    edit = await desk.changed(second)
    await desk.tap(edit, "‹ What I follow")
    assert "2/2" in labels(await desk.changed(edit))


async def test_of_two_who_edit_at_once_both_have_their_way(desk: Desk) -> None:
    await desk.say("/follow Venezuela")
    shown = await desk.say("/following")
    for data in ("~y:l:1:k2", "~y:l:1:c3"):  # of two screens that were open at the same time
        await desk.tap(shown, data=data)
    assert await watch(desk) == Mode(confirmed=2, cap=3)


async def test_a_button_of_a_watch_that_is_gone_is_out_of_date(desk: Desk) -> None:
    shown = await desk.say("/follow Venezuela")
    await desk.say("/unfollow Venezuela")
    for data in ("~y:n:1:k2", "~ew:1", "~y:l:99:c3"):
        assert (await desk.tap(shown, data=data)).text == "That button is out of date."


async def test_undo_brings_a_watch_back_with_all_its_parts(desk: Desk) -> None:
    await desk.say("/follow Venezuela digest 08:00 confirmed 2 min 4 quiet through")
    before = await watch(desk)
    ended = await desk.say("/unfollow Venezuela")
    await desk.tap(ended, "Undo")
    await desk.changed(ended)
    assert await watch(desk) == before


async def test_only_what_must_not_be_in_it_is_no_watch(desk: Desk) -> None:
    await desk.say("/follow keyword oil -olive")
    (one,) = await desk.store.subscriptions.of_chat(desk.user)
    assert [(s.kind, s.value) for s in one.subjects] == [("keyword", "oil"), ("without", "olive")]
    assert "You follow “oil” without “olive”." in (await desk.say("/follow keyword oil -olive")).text


# ---------------------------------------------------------------- the chat's own hours


async def test_quiet_hours_ask_for_the_time_zone_once(desk: Desk) -> None:
    shown = await desk.say("/settings")
    await desk.tap(shown, "Quiet hours")
    shown = await desk.changed(shown)
    await desk.tap(shown, "23:00–07:00")
    asked = await desk.changed(shown)
    assert asked.text.startswith("✓ Quiet hours: 23:00–07:00.\n\nWhere are you?")
    await desk.tap(asked, "Europe")
    cities = await desk.changed(asked)
    await desk.tap(cities, next(label for label in labels(cities) if label.startswith("Berlin")))
    done = await desk.changed(cities)
    assert "Time zone: Berlin, where it is 13:00.\nQuiet hours: 23:00–07:00." in done.text
    await desk.tap(done, "Quiet hours")
    shown = await desk.changed(done)
    await desk.tap(shown, "22:00–07:00")
    assert (await desk.changed(shown)).text.startswith("Settings of this chat"), "it is not asked again"


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("/settings quiet 23-7", "✓ Quiet hours: 23:00–07:00.\n\nWhere are you?"),
        ("/settings quiet 22:30-6:15", "✓ Quiet hours: 22:30–06:15.\n\nWhere are you?"),
        ("/settings zone berlin", "Settings of this chat"),
        ("/settings zone Venezuela", "Settings of this chat"),
        ("/settings zone United States", "United States: which of these has your time?"),
        ("/settings zone Atlantis", "I do not know that place."),
        ("/settings quiet 25-7", "No clock shows 25."),
        ("/settings whatever", "What can be set:"),
        ("/settings quiet off", "Settings of this chat"),
    ],
)
async def test_settings_can_be_typed(desk: Desk, words: str, reply: str) -> None:
    assert (await desk.say(words)).text.startswith(reply)


async def test_how_alerts_look_is_chosen_in_words(desk: Desk) -> None:
    shown = await desk.say("/settings")
    assert "Alerts are text only." in shown.text
    for choice, look, stored in (
        ("Large picture on top", "text under a large picture", (True, True)),
        ("Small picture below", "text with a small picture below", (True, False)),
        ("Text only", "text only", (False, False)),
    ):
        await desk.tap(shown, "Pictures")
        choices = await desk.changed(shown)
        await desk.tap(choices, choice)
        shown = await desk.changed(choices)
        assert f"Alerts are {look}." in shown.text
        chat = await desk.store.chats.get(desk.user)
        assert chat is not None
        assert (chat.previews, chat.large) == stored


# ---------------------------------------------------------------- the ledger


async def test_missed_says_what_became_of_what_matched_and_sends_it_after_all(desk: Desk) -> None:
    await desk.say("/follow Venezuela confirmed 2")
    await desk.say("/follow Russia")
    for n, code in enumerate(("VE", "VE", "RU"), 1):
        await desk.add_item(n, countries=(code,), title=f"Headline {n}")
    await run(desk)
    shown = await desk.say("/missed")
    assert shown.text.startswith(
        "The last 24 hours: 3 reports matched\n\n1 sent\n2 wait for more publishers\n\n• Headline 2\n"
    )
    assert "1 of 2 independent publishers" in shown.text
    await desk.tap(shown, "sent 1")
    assert "• Headline 3" in (await desk.changed(shown)).text
    await desk.tap(shown, "▶ Send me the 2 not sent, as a digest")
    await desk.sandbox.until(lambda: "3 sent" in desk.sandbox.chat(desk.user).messages[shown.id].text)
    assert await ledger(desk) == [Fate.SENT] * 3
    (row,) = [one for one in await outbox(desk) if one.refs]
    message = await desk.services.digests.message(row, 0, NOON)
    assert message.text.startswith("What you missed · 2 stories\n\n🇻🇪 Venezuela\n1. Headline")


async def outbox(desk: Desk) -> list[Alert]:
    rows = [await desk.store.outbox.alert(n) for n in range(1, 9)]
    return [row for row in rows if row is not None]


async def test_nothing_missed_says_what_to_do(desk: Desk) -> None:
    assert "You follow nothing yet" in (await desk.say("/missed")).text
    await desk.say("/follow Venezuela")
    shown = await desk.say("/missed 7d")
    assert shown.text.startswith("The last 7 days\n\nNothing matched what you follow.")
    assert (await desk.tap(shown, data="~mr:7")).text == "There is nothing that you were not sent."


async def test_a_digest_turns_its_pages_for_its_own_chat_alone(desk: Desk) -> None:
    await desk.say("/follow Venezuela digest 13:00")
    for n in range(1, 12):
        await desk.add_item(n, countries=("VE",), title=f"Headline {n}")
    assert await run(desk) == 0
    assert await run(desk, at(61)) == 1
    assert await run(desk, at(62)) == 0, "once"
    message = await desk.say("/help")
    page = await desk.tap(message, data="~dg:1:1")
    assert page.text == ""
    assert (await desk.changed(message)).text.startswith(
        "Your digest of 13:00 · 11 stories\n\n🇻🇪 Venezuela\n9. Headline"
    )
    other = await desk.say("/help", by=desk.admin, chat=desk.group)
    assert (await desk.tap(other, data="~dg:1:0", by=desk.admin)).text == "That button is out of date."


# ---------------------------------------------------------------- handed on


async def test_a_list_is_shared_by_link_and_taken_over_with_one_tap(desk: Desk) -> None:
    await desk.say("/follow Venezuela digest 08:00")
    await desk.say("/follow Lavrov and Russia near confirmed 2")
    shown = await desk.say("/following")
    await desk.tap(shown, "Share as a link")
    link = (await desk.sandbox.reply(desk.user, shown)).text
    token = link.partition("?start=")[2].split()[0]
    asked = await desk.say(f"/start {token}", by=desk.admin, chat=desk.admin)
    assert "Sergey Lavrov + 🇷🇺 Russia: one message a story, once 2 independent publishers" in asked.text
    await desk.tap(asked, "Follow all 2", by=desk.admin)
    assert (await desk.changed(asked)).text == "✓ You follow 🇻🇪 Venezuela, Sergey Lavrov + 🇷🇺 Russia."
    theirs = await desk.store.subscriptions.of_chat(asked.chat_id)
    mine = await desk.store.subscriptions.of_chat(desk.user)
    assert [(one.subjects, one.mode) for one in theirs] == [(one.subjects, one.mode) for one in mine]
    again = await desk.say(f"/start {token}", by=desk.admin, chat=desk.admin)
    await desk.tap(again, "Follow all 2", by=desk.admin)
    assert (await desk.changed(again)).text == "You follow all of that already."


@pytest.mark.parametrize("payload", ["w_" + "0" * 20, "w_", "w_../../etc", "w_" + "x" * 60, "w_~f:n:1:c:VE"])
async def test_a_forged_list_brings_nothing(desk: Desk, payload: str) -> None:
    assert (await desk.say(f"/start {payload}")).text
    assert await desk.watches() == []


async def test_nothing_to_share_is_said(desk: Desk) -> None:
    shown = await desk.say("/start")
    for screen in ("share", "file"):
        note = await desk.tap(shown, data=f"~m:{screen}")
        assert "/follow begins" in note.text


async def test_how_new_watches_deliver_is_said_once(desk: Desk) -> None:
    shown = await desk.say("/settings")
    await desk.tap(shown, "New watches: daily digest")
    shown = await desk.changed(shown)
    assert "New watches: one message a story, in a digest at 08:00." in shown.text
    await desk.say("/follow Venezuela")
    assert await watch(desk) == Mode(digest=(480,))
    await desk.say("/follow Venezuela instant silent")
    assert await watch(desk) == Mode(silent=True), "what is said goes before"
    await desk.tap(shown, "New watches: at once")
    await desk.say("/follow Venezuela")
    assert await watch(desk) == Mode()


async def test_how_new_watches_deliver_can_be_typed(desk: Desk) -> None:
    shown = await desk.say("/settings new confirmed 2 lang en,es min high")
    assert "once 2 independent publishers report it, only from importance 6 (of 10), only in EN, ES." in shown.text
    assert "New watches: all languages" in labels(shown)
    await desk.say("/follow Venezuela")
    assert await watch(desk) == Mode(confirmed=2, languages=("en", "es"), minimum=6)
    assert "is no way to deliver" in (await desk.say("/settings new loudly")).text
    assert "New watches:" not in (await desk.say("/settings new usual")).text
