"""A week of news in a town square's time: thousands of reports, dozens of watches of all modes, a clock that runs.

`python -m tests.watches.week [REPORTS] [DAYS]` replays it and prints who got how much.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot import match
from bot.alerts import Alerts
from bot.hours import quiet_until
from bot.model import (
    Alert,
    ChatRef,
    Delivery,
    Fate,
    Item,
    Kind,
    LedgerRow,
    Message,
    Mode,
    Priority,
    Quiet,
    Sent,
    Subject,
    Subscription,
)
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON, new_item, subject

START = datetime(2026, 3, 27, tzinfo=NOON.tzinfo)  # the clocks of Europe jump on the 29th
STEP = timedelta(minutes=10)
CODES = ("UA", "RU", "US", "IL", "IR", "VE", "CN", "SD", "FR", "DE", "BR", "KE")
PEOPLE = 30
OUTLETS = 12
WHAT = (
    "talks",
    "sanctions",
    "election",
    "strike",
    "earthquake",
    "ceasefire",
    "budget",
    "oil deal",
    "protest",
    "trial",
)

MODES: tuple[tuple[str, Mode], ...] = (
    ("usual", Mode()),
    ("each", Mode(each=True, cap=None)),
    ("each, 5 an hour", Mode(each=True, cap=5)),
    ("one an hour", Mode(cap=1)),
    ("confirmed by 2", Mode(confirmed=2)),
    ("confirmed by 3, mornings", Mode(confirmed=3, digest=(480,))),
    ("twice a day", Mode(digest=(480, 1110))),
    ("important", Mode(minimum=2)),
    ("dropped at night", Mode(quiet=Quiet.DROP)),
    ("through the night", Mode(quiet=Quiet.THROUGH)),
    ("woken", Mode(wakes=3)),
    ("silent mentions", Mode(silent=True, mentions=True)),
)
NIGHT = (23 * 60, 7 * 60)


@dataclass
class Post:
    """ports.Sender: takes everything at once."""

    clock: list[datetime]
    got: list[tuple[datetime, ChatRef, Priority]] = field(default_factory=list)
    edits: int = 0

    async def send(
        self,
        chat: ChatRef,
        message: Message,
        *,
        silent: bool = False,
        reply_to: int | None = None,
        priority: Priority = Priority.ALERT,
    ) -> Delivery:
        assert message.text
        self.got.append((self.clock[0], chat, priority))
        return Sent(len(self.got))

    async def edit(
        self, chat: ChatRef, message_id: int, message: Message, *, priority: Priority = Priority.EDIT
    ) -> Delivery:
        self.edits += 1
        return Sent(message_id)

    def busy(self) -> tuple[int, ...]:
        return ()

    def opens_in(self) -> timedelta:
        return timedelta(0)


@dataclass(frozen=True)
class Week:
    """What was there, and what became of it."""

    items: tuple[Item, ...]
    watches: tuple[tuple[str, Subscription], ...]  # with the name of their mode
    rows: tuple[LedgerRow, ...]
    outbox: dict[int, Alert]
    post: Post
    zones: dict[int, str | None]
    nights: dict[int, tuple[int, int] | None]


async def live(store: Store, *, seed: int, reports: int, days: int) -> Week:
    """The reports as they come, matched at once; what is due goes out at each step of the clock."""
    rng = random.Random(seed)
    watches = await _watches(store, rng)
    clock = [START]
    post = Post(clock)
    alerts = Alerts(store, post, lambda: clock[0], owner="week")
    plan = sorted(_plan(rng, reports, days))
    stories: dict[int, int] = {}
    items: list[Item] = []
    for when, story, first in plan:
        while clock[0] + STEP < when:
            clock[0] += STEP
            await _work(alerts)
        clock[0] = when
        item = await _report(store, rng, len(items) + 1, stories.get(story), first, when)
        stories[story] = item.story_id
        items.append(item)
        await _work(alerts)
    for _ in range(200):  # what is due still: over the night, and an hour's cap
        clock[0] += STEP
        await _work(alerts)
    rows = [row for _, watch in watches for row in await _rows(store, watch.chat)]
    outbox = {id_: one for id_ in {row.alert_id for row in rows} if id_ and (one := await store.outbox.alert(id_))}
    chats = await store.chats.many(sorted({watch.chat.chat_id for _, watch in watches}))
    return Week(
        tuple(items),
        watches,
        tuple({row.id: row for row in rows}.values()),
        outbox,
        post,
        {id_: one.timezone for id_, one in chats.items()},
        {id_: one.quiet for id_, one in chats.items()},
    )


async def _work(alerts: Alerts) -> None:
    await alerts.match()
    await alerts.release()
    await alerts.send_waiting()


async def _watches(store: Store, rng: random.Random) -> tuple[tuple[str, Subscription], ...]:
    """Two chats a mode: one that never sleeps, one that does; a third of them has a second watch."""
    found = []
    for n, (name, mode) in enumerate(MODES * 2):
        chat = ChatRef(n + 1)
        await store.chats.seen(chat.chat_id, "private", "", START)
        await store.chats.set(chat.chat_id, timezone=rng.choice(["Europe/Berlin", "America/Caracas", "Asia/Kolkata"]))
        await store.chats.set_quiet(chat.chat_id, NIGHT if n >= len(MODES) else None)
        on = [subject(value=CODES[n % 4])]
        found.append((name, await store.subscriptions.add(chat, on, mode, START)))
        if n % 3 == 0:
            other: Sequence[Subject] = [subject("actor", f"person-{n % 5 + 1}")]
            found.append((name, await store.subscriptions.add(chat, other, mode, START)))
    return tuple(found)


def _plan(rng: random.Random, reports: int, days: int) -> list[tuple[datetime, int, tuple[str, int, str]]]:
    """(when, story, (country, person, what)): most stories have one or two reports, a few have many."""
    found: list[tuple[datetime, int, tuple[str, int, str]]] = []
    story = 0
    while len(found) < reports:
        story += 1
        begin = rng.random() * days * 24
        about = CODES[int(len(CODES) * rng.random() ** 2)], int(PEOPLE * rng.random() ** 2) + 1, rng.choice(WHAT)
        for _ in range(min(30, int(rng.paretovariate(1.1)))):
            hours = min(begin + rng.expovariate(0.4), days * 24.0)
            found.append((START + timedelta(minutes=round(hours * 60)), story, about))
    return found[:reports]


async def _report(
    store: Store, rng: random.Random, n: int, story: int | None, about: tuple[str, int, str], when: datetime
) -> Item:
    code, person, what = about
    outlet = rng.randrange(OUTLETS)
    words = " ".join(rng.sample([f"word{rng.randrange(4000)}" for _ in range(60)], 40))
    new = new_item(
        n,
        title=f"{what.title()} in {code}: report {n}",
        body=f"Person Nr{person} spoke of the {what} {words}.",
        countries=(code,),
        actors=(person,),
        publisher=f"Outlet {outlet}",
        feed_id=f"feed-{outlet}",
        url=f"https://outlet-{outlet}.example/{n}",
        published=when,
        first_seen=when,
        story_id=story,
    )
    item = await store.archive.add(new)
    assert item is not None
    return item


async def _rows(store: Store, chat: ChatRef) -> tuple[LedgerRow, ...]:
    return await store.ledger.rows(chat, START, fates=tuple(Fate), limit=100_000)


# ---------------------------------------------------------------- what must hold


def missing(week: Week) -> tuple[set[tuple[ChatRef, int]], set[tuple[ChatRef, int]]]:
    """Matches, by looking at every watch, that have no row; and rows that no watch explains."""
    wanted = {
        (watch.chat, item.id)
        for item in week.items
        for _, watch in week.watches
        if match.satisfies(match.Reading(item), watch)
    }
    written = {(row.chat, row.item_id) for row in week.rows}
    assert len(written) == len(week.rows), "one row a chat and report"
    return wanted - written, written - wanted


def messages_of(week: Week, watch: Subscription) -> dict[int, datetime]:
    """The messages that the watch sent, or had a part in, and when."""
    found = {}
    for row in week.rows:
        if row.chat == watch.chat and row.alert_id is not None and watch.id in row.subscription_ids:
            one = week.outbox[row.alert_id]
            if one.kind is Kind.DIGEST or watch.id in one.subscription_ids:
                found[row.alert_id] = row.decided
    return found


def most_in_an_hour(week: Week, watch: Subscription) -> int:
    """The most messages of the watch within any hour."""
    moments = sorted(messages_of(week, watch).values())
    hour = timedelta(hours=1)
    return max((sum(begin <= one < begin + hour for one in moments) for begin in moments), default=0)


def at_night(week: Week) -> list[tuple[str, datetime]]:
    """Messages of watches that are to be quiet, in the quiet hours of chats that have some."""
    return [
        (name, moment)
        for name, watch in week.watches
        if not (watch.mode.digest or watch.mode.wakes or watch.mode.quiet is Quiet.THROUGH)
        for moment in messages_of(week, watch).values()
        if quiet_until(moment, week.zones[watch.chat.chat_id], week.nights[watch.chat.chat_id])
    ]


def told_twice(week: Week) -> list[tuple[ChatRef, int]]:
    """Stories that a chat was told of in more than one message, where it did not ask for every report."""
    stories = {item.id: item.story_id for item in week.items}
    each = {watch.chat for _, watch in week.watches if watch.mode.each}
    told: dict[tuple[ChatRef, int], set[int]] = defaultdict(set)
    for id_, one in week.outbox.items():
        ids = one.refs if one.kind is Kind.DIGEST else (one.item_id or 0,)
        for item_id in ids:
            told[one.chat, stories[item_id]].add(id_)
    return [place for place, messages in told.items() if len(messages) > 1 and place[0] not in each]


def table(week: Week, days: int) -> list[str]:
    """Alerts a day for each watch, and what became of the rest."""
    lines = []
    for name, watch in week.watches:
        fates = Counter(row.fate for row in week.rows if row.chat == watch.chat and watch.id in row.subscription_ids)
        messages = messages_of(week, watch)
        rest = ", ".join(f"{count} {fate.value}" for fate, count in sorted(fates.items()))
        most = most_in_an_hour(week, watch)
        lines.append(f"{watch.id:3} {name:26} {len(messages) / days:5.1f} a day, {most:2} an hour at most · {rest}")
    return lines


async def main(reports: int, days: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        store = await open_store(f"sqlite:///{Path(directory, 'week.db')}")
        try:
            week = await live(store, seed=1, reports=reports, days=days)
        finally:
            await store.close()
    without, extra = missing(week)
    fates = Counter(row.fate.value for row in week.rows)
    print("\n".join(table(week, days)))
    print(f"{len(week.items)} reports, {len(week.rows)} decisions: {dict(fates)}")
    print(f"{len(week.post.got)} messages, {week.post.edits} edits")
    print(f"told twice: {len(told_twice(week))}; at night: {len(at_night(week))}")
    print(f"matches without a decision: {len(without)}; decisions without a match: {len(extra)}")


if __name__ == "__main__":
    asyncio.run(main(*map(int, (sys.argv[1:] + ["2000", "7"][len(sys.argv) - 1 :])[:2])))
