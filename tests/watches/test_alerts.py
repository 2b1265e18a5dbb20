"""From a report to what a chat gets and when: confirmation, quiet hours, digests, caps, clocks that jump."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.alerts import Alerts
from bot.model import ChatRef, Fate, Mode, Subscription
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON, at, chat, new_item, subject
from tests.watches.week import Post

HERE = chat(1)
DAY = timedelta(days=1)


class Room:
    """A chat, its watches, the bot's work and its clock."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = [NOON]
        self.post = Post(self.clock)
        self.alerts = Alerts(store, self.post, lambda: self.clock[0], owner="room")

    async def watch(self, mode: Mode, code: str = "VE") -> Subscription:
        return await self.store.subscriptions.add(HERE, [subject(value=code)], mode, NOON)

    async def report(self, n: int, minutes: float = 0, *, code: str = "VE", **changes: object) -> int:
        """Report `n`, of a publisher of its own; the story it is in."""
        self.clock[0] = at(minutes)
        words: dict[str, object] = {
            "title": f"Headline {n}",
            "body": f"Words of their own {n * 7919} about this.",
            "publisher": f"Outlet {n}",
            "url": f"https://outlet-{n}.example/{n}",
            "first_seen": at(minutes),
            "published": at(minutes),
        }
        item = await self.store.archive.add(new_item(n, countries=(code,), **(words | changes)))  # type: ignore[arg-type]
        assert item is not None
        await self.work()
        return item.story_id

    async def work(self, now: datetime | None = None) -> int:
        """One round; how many messages left in it."""
        self.clock[0] = now or self.clock[0]
        before = len(self.post.got)
        await self.alerts.match()
        await self.alerts.release()
        await self.alerts.send_waiting()
        return len(self.post.got) - before

    async def fates(self, to: ChatRef = HERE) -> list[Fate]:
        rows = await self.store.ledger.rows(to, NOON - DAY, fates=tuple(Fate), limit=100)
        return [row.fate for row in sorted(rows, key=lambda row: row.id)]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    store = await open_store(f"sqlite:///{tmp_path}/t.db")
    await store.chats.seen(HERE.chat_id, "private", "", NOON)
    yield Room(store)
    await store.close()


async def test_a_second_publisher_confirms_and_the_waiting_report_is_merged(room: Room) -> None:
    await room.watch(Mode(confirmed=2))
    story = await room.report(1)
    assert await room.fates() == [Fate.UNCONFIRMED]
    await room.report(2, 5, story_id=story)
    assert await room.fates() == [Fate.MERGED, Fate.SENT]
    assert len(room.post.got) == 1


async def test_a_report_that_the_watch_is_not_on_confirms_the_one_that_it_is(room: Room) -> None:
    await room.watch(Mode(confirmed=2))
    story = await room.report(1)
    await room.report(2, 5, code="CU", story_id=story)
    assert await room.fates() == [Fate.SENT]
    assert len(room.post.got) == 1


async def test_a_copy_of_the_same_wire_report_confirms_nothing(room: Room) -> None:
    await room.watch(Mode(confirmed=2))
    same: dict[str, Any] = {
        "title": "Headline",
        "body": "CARACAS (Reuters) - " + "The very same report of the agency. " * 10,
    }
    story = await room.report(1, **same)
    await room.report(2, 5, story_id=story, **same)
    assert await room.fates() == [Fate.UNCONFIRMED, Fate.UNCONFIRMED]


async def test_quiet_hours_hold_and_one_message_tells_all_of_it_when_they_end(room: Room) -> None:
    await room.store.chats.set_quiet(HERE.chat_id, (12 * 60, 13 * 60))
    await room.watch(Mode())
    for n in (1, 2, 3):
        await room.report(n, n)
    assert await room.fates() == [Fate.HELD] * 3
    assert await room.work(at(59)) == 0
    assert await room.work(at(60)) == 1
    assert await room.work(at(61)) == 0
    assert await room.fates() == [Fate.SENT] * 3


async def test_one_report_that_was_held_is_the_alert_that_it_would_have_been(room: Room) -> None:
    await room.store.chats.set_quiet(HERE.chat_id, (12 * 60, 13 * 60))
    await room.watch(Mode())
    story = await room.report(1)
    assert await room.work(at(60)) == 1
    row = await room.store.outbox.alert(1)
    assert row is not None
    assert (row.kind, row.item_id, row.refs) == ("alert", 1, ())
    await room.report(2, 65, story_id=story)
    assert await room.fates() == [Fate.SENT, Fate.MERGED]


async def test_what_is_told_at_once_meanwhile_is_not_in_the_digest(room: Room) -> None:
    await room.watch(Mode(digest=(13 * 60,)))
    await room.watch(Mode(confirmed=2), code="CU")
    story = await room.report(1)
    await room.report(2, code="CU", story_id=story)
    assert await room.fates() == [Fate.MERGED, Fate.SENT]
    assert await room.work(at(60)) == 0


async def test_beyond_the_cap_the_rest_is_one_message_an_hour_later(room: Room) -> None:
    await room.watch(Mode(cap=2))
    for n in range(1, 6):
        await room.report(n, n)
    assert len(room.post.got) == 2
    assert await room.fates() == [Fate.SENT, Fate.SENT, Fate.CAPPED, Fate.CAPPED, Fate.CAPPED]
    assert await room.work(at(60.9)) == 0
    assert await room.work(at(61)) == 1
    await room.report(6, 62.5)
    assert await room.fates() == [Fate.SENT] * 6


async def test_a_watch_that_came_after_the_start_and_one_that_went_are_seen_at_once(room: Room) -> None:
    first = await room.watch(Mode())
    await room.report(1)
    await room.store.subscriptions.remove(HERE.chat_id, first.id)
    await room.report(2, 1)
    await room.watch(Mode())
    await room.report(3, 2)
    assert await room.fates() == [Fate.SENT, Fate.SENT]


async def test_what_was_due_while_we_were_down_goes_out_once(room: Room) -> None:
    await room.watch(Mode(digest=(13 * 60,)))
    await room.report(1)
    assert await room.work(at(26 * 60)) == 1
    assert await room.work(at(27 * 60)) == 0


async def test_what_was_due_long_ago_is_no_news(room: Room) -> None:
    await room.watch(Mode(digest=(13 * 60,)))
    await room.report(1)
    assert await room.work(NOON + timedelta(days=5)) == 0
    assert await room.fates() == [Fate.EXPIRED]


async def test_a_clock_that_was_ahead_keeps_nothing_for_a_year(room: Room) -> None:
    await room.watch(Mode(digest=(13 * 60,)))
    await room.report(1, 365 * 24 * 60)
    assert await room.work(at(1)) == 1


async def test_hundreds_of_watches_of_one_chat_are_one_alert(room: Room) -> None:
    for n in range(300):
        await room.store.subscriptions.add(HERE, [subject("keyword", f"words{n}"), subject()], Mode(), NOON)
    await room.report(1, body=" ".join(f"words{n}" for n in range(300)))
    assert len(room.post.got) == 1
    assert await room.fates() == [Fate.SENT]


async def most(room: Room) -> int:
    """The most messages within an hour, with what is due still."""
    for minutes in range(0, 600, 5):
        await room.work(at(max(minutes, (room.clock[0] - NOON).total_seconds() / 60)))
    moments = [moment for moment, _, _ in room.post.got]
    return max(sum(begin <= one < begin + timedelta(hours=1) for one in moments) for begin in moments)


async def test_what_is_held_over_night_counts_for_the_cap_with_what_woke(room: Room) -> None:
    await room.store.chats.set_quiet(HERE.chat_id, (12 * 60, 13 * 60))
    await room.watch(Mode(cap=1, wakes=1))
    await room.report(1)
    await room.report(2, 50, title="Venezuela president killed in attack, 20 dead")
    assert await room.fates() == [Fate.HELD, Fate.SENT]
    assert await room.work(at(60)) == 0
    assert await room.fates() == [Fate.CAPPED, Fate.SENT]
    assert await room.work(at(109)) == 0
    assert await room.work(at(110)) == 1
    assert await room.fates() == [Fate.SENT, Fate.SENT]


async def test_of_a_story_that_two_watches_match_nobody_gets_more_than_the_tighter_cap(room: Room) -> None:
    await room.watch(Mode(cap=1))
    await room.store.subscriptions.add(HERE, [subject(), subject("keyword", "words")], Mode(cap=4), NOON)
    await room.report(1)
    await room.report(2, 10)
    assert await room.fates() == [Fate.SENT, Fate.CAPPED]
    assert await most(room) == 1
    assert await room.fates() == [Fate.SENT, Fate.SENT]


async def test_one_report_that_confirms_many_sends_no_more_than_the_cap(room: Room) -> None:
    await room.watch(Mode(each=True, cap=2, confirmed=3))
    story = await room.report(1)
    await room.report(2, 1, story_id=story)
    await room.report(3, 2, story_id=story)
    assert await room.fates() == [Fate.CAPPED, Fate.SENT, Fate.SENT] or len(room.post.got) == 2
    assert await most(room) <= 2
    assert await room.fates() == [Fate.SENT] * 3


@pytest.mark.parametrize(
    ("change", "fate"),
    [("mute", Fate.MUTED), ("end", Fate.EXPIRED), ("", Fate.SENT)],
)
async def test_what_waits_for_a_watch_that_is_muted_or_gone_by_then_is_not_sent(
    room: Room, change: str, fate: Fate
) -> None:
    watch = await room.watch(Mode(digest=(13 * 60,)))
    await room.report(1)
    if change == "mute":
        await room.store.subscriptions.mute(HERE.chat_id, watch.id, at(120))
    elif change == "end":
        await room.store.subscriptions.remove(HERE.chat_id, watch.id)
    assert await room.work(at(60)) == (fate is Fate.SENT)
    assert await room.fates() == [fate]
