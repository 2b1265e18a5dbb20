"""A week in which everything happens to chats and watches, with a row for every match at its end.

Watches of all kinds and modes that overlap; they are changed, muted, ended and taken up again; chats are blocked and
come back; stories are merged and split, reports edited; the clocks of Europe jump in a night with quiet hours.

`python -m tests.watches.busy [REPORTS] [CHATS] [SEED] [DATABASE_URL]` replays it and prints what came of it.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot import match
from bot.alerts import Alerts
from bot.follow import Missed
from bot.model import DUE, Alert, ChatRef, Edit, Fate, Item, Kind, LedgerRow, Mode, Part, Quiet, Subject, Subscription
from bot.ports import Store
from bot.store import open_store
from tests.build import new_item, subject
from tests.watches.week import CODES, START, WHAT, Post

DAYS = 7
HOUR = timedelta(hours=1)
ZONES = ("Europe/Berlin", "America/Caracas", "Asia/Kolkata", "Europe/London", "Australia/Lord_Howe", None)
NIGHTS = ((23 * 60, 7 * 60), (90, 150), (60, 360), (22 * 60 + 30, 15), None, None)  # (90, 150): where the clocks jump
DIGESTS = ((), (), (), (480,), (150,), (480, 1110), (30,))  # 02:30 is left out in Berlin, 00:30 is in quiet hours
PATTERNS = ("oil (deal|price)s?", "^(talks|strike) ", "report \\d*7\\b", "(ceasefire|truce).{0,40}spoke")


@dataclass
class Watched:
    """A watch that there was, and the largest cap that it had; None: it had none at some time, or was a digest."""

    watch: Subscription
    cap: int | None


@dataclass
class Busy:
    """What was there, and what became of it."""

    rng: random.Random
    store: Store
    post: Post
    alerts: Alerts
    watches: dict[int, Watched] = field(default_factory=dict)
    paused: set[int] = field(default_factory=set)
    items: list[Item] = field(default_factory=list)
    wanted: set[tuple[ChatRef, int]] = field(default_factory=set)  # by looking at every watch when the report came
    live: set[int] = field(default_factory=set)  # watches that there are
    regrouped: set[int] = field(default_factory=set)  # stories
    rows: tuple[LedgerRow, ...] = ()
    outbox: dict[int, Alert] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    often: float = 0.25  # how often something happens at a report

    @property
    def now(self) -> datetime:
        return self.post.clock[0]


async def live(
    store: Store, *, seed: int, reports: int, chats: int, days: int = DAYS, minutes: int = 10, often: float = 0.25
) -> Busy:
    """The days, in steps of so many minutes; then a day and a half in which all that waits goes out."""
    step = timedelta(minutes=minutes)
    post = Post([START])
    busy = Busy(random.Random(seed), store, post, Alerts(store, post, lambda: post.clock[0], owner="busy"), often=often)
    for n in range(chats):
        await _meet(busy, n + 1)
    stories: dict[int, int] = {}
    for when, story, about in _plan(busy.rng, reports, days):
        while busy.now + step < when:
            await _work(busy, busy.now + step)
        busy.post.clock[0] = max(busy.now, when)
        await _something(busy)
        await _report(busy, stories, story, about)
        await _work(busy, busy.now)
    for chat in sorted(busy.paused):
        await store.chats.seen(chat, "private", "", busy.now)
    for _ in range(36 * 60 // minutes):
        await _work(busy, busy.now + step)
    await _collect(busy, chats)
    return busy


async def _collect(busy: Busy, chats: int) -> None:
    places = [ChatRef(n + 1) for n in range(chats)]
    found = [row for place in places for row in await busy.store.ledger.rows(place, START, fates=[*Fate], limit=99_999)]
    busy.rows = tuple(found)
    ids = {row.alert_id for row in found if row.alert_id}
    busy.outbox = {id_: one for id_ in ids if (one := await busy.store.outbox.alert(id_))}


async def _work(busy: Busy, now: datetime) -> None:
    busy.post.clock[0] = now
    await busy.alerts.match()
    await busy.alerts.release()
    await busy.alerts.send_waiting()


# ---------------------------------------------------------------- what happens


async def _meet(busy: Busy, chat: int) -> None:
    await busy.store.chats.seen(chat, "private", "", START)
    await busy.store.chats.set(chat, timezone=busy.rng.choice(ZONES))
    await busy.store.chats.set_quiet(chat, busy.rng.choice(NIGHTS))
    for _ in range(busy.rng.randint(1, 4)):
        await _follow(busy, chat)


async def _follow(busy: Busy, chat: int) -> None:
    watch = await busy.store.subscriptions.add(ChatRef(chat), _subjects(busy.rng), _mode(busy.rng), busy.now)
    _know(busy, watch)
    busy.live.add(watch.id)


def _know(busy: Busy, watch: Subscription) -> None:
    before = busy.watches.get(watch.id, Watched(watch, 0))
    caps = (before.cap, None if watch.mode.digest else watch.mode.cap)
    busy.watches[watch.id] = Watched(watch, None if None in caps else max(cap or 0 for cap in caps))


async def _something(busy: Busy) -> None:
    """Now and then."""
    if busy.rng.random() > busy.often or not busy.live:
        return
    one = busy.watches[busy.rng.choice(sorted(busy.live))].watch
    chat, subscriptions, chats = one.chat.chat_id, busy.store.subscriptions, busy.store.chats
    what = busy.rng.choice(["edit", "end", "follow", "mute", "unmute", "block", "back", "merge", "split", "reword"])
    busy.done[what] += 1
    match what:
        case "edit":
            mode = _mode(busy.rng)
            if (changed := await subscriptions.change(chat, one.id, lambda _: mode)) is not None:
                _know(busy, changed)
        case "end":
            await subscriptions.remove(chat, one.id)
            busy.live.discard(one.id)
        case "follow" if chat not in busy.paused:
            await _follow(busy, chat)
        case "mute":
            await subscriptions.mute(chat, one.id, busy.now + timedelta(hours=busy.rng.choice([1, 24])))
        case "unmute":
            await subscriptions.mute(chat, one.id, None)
        case "block":
            await chats.pause(chat, "blocked")
            busy.paused.add(chat)
        case "back" if busy.paused:
            back = min(busy.paused)
            await chats.seen(back, "private", "", busy.now)
            busy.paused.discard(back)
        case "merge" | "split" | "reword" if len(busy.items) > 5:
            await _regroup(busy, what)


async def _regroup(busy: Busy, what: str) -> None:
    first, second = busy.rng.sample(busy.items[-12:], 2) if len(busy.items) > 12 else busy.items[-2:]
    if what == "merge":
        now_in = [await busy.store.archive.get(one.id) for one in (first, second)]
        ids = [one.story_id for one in now_in if one is not None]
        if len(set(ids)) == 2:
            await busy.store.regroupings.merge(ids[0], ids[1], "the same", busy.now)
            busy.regrouped |= {*ids}
    elif what == "split":
        if (made := await busy.store.regroupings.split([first.id], "another", busy.now)) is not None:
            busy.regrouped |= {made.source, made.target}
    else:
        title = f"{first.title}, reworded at {busy.now:%H:%M}"
        await busy.store.versions.replace(_edit(first, title, busy.now))


def _edit(item: Item, title: str, now: datetime) -> Edit:
    new = new_item(item.id, title=title, body=item.body, first_seen=item.first_seen)
    return Edit(item.id, new.tagged, now, (Part.TITLE,))


def _subjects(rng: random.Random) -> tuple[Subject, ...]:
    country, actor = subject(value=_often(rng, CODES)), subject("actor", f"person-{rng.randint(1, 9)}")
    word, pattern = subject("keyword", rng.choice(WHAT)), subject("pattern", rng.choice(PATTERNS))
    kinds = ((country,), (actor,), (country, actor), (word,), (country, word), (pattern,), (country, pattern))
    return rng.choice(kinds)


def _often(rng: random.Random, of: Sequence[str]) -> str:
    return of[int(len(of) * rng.random() ** 2)]


def _mode(rng: random.Random) -> Mode:
    each = rng.random() < 0.2
    return Mode(
        each=each,
        silent=rng.random() < 0.2,
        mentions=rng.random() < 0.5,
        confirmed=rng.choice([1, 1, 1, 2, 3]),
        minimum=rng.choice([0, 0, 0, 1, 3]),
        cap=rng.choice([1, 1, 2, 3, 12, None]),
        digest=rng.choice(DIGESTS),
        quiet=rng.choice([*Quiet, Quiet.HOLD]),
        wakes=rng.choice([0, 0, 1, 3]),
        near=rng.random() < 0.1,
    )


def _plan(rng: random.Random, reports: int, days: int) -> list[tuple[datetime, int, tuple[str, int, str]]]:
    """(when, story, (country, person, what)): most stories have one or two reports, a few have many."""
    found: list[tuple[datetime, int, tuple[str, int, str]]] = []
    story = 0
    while len(found) < reports:
        story += 1
        begin, about = rng.random() * days * 24, (_often(rng, CODES), rng.randint(1, 9), rng.choice(WHAT))
        for _ in range(min(30, int(rng.paretovariate(1.1)))):
            hours = min(begin + rng.expovariate(0.4), days * 24.0)
            found.append((START + timedelta(minutes=round(hours * 60)), story, about))
    return sorted(found[:reports])


async def _report(busy: Busy, stories: dict[int, int], story: int, about: tuple[str, int, str]) -> None:
    rng, n, (code, person, what) = busy.rng, len(busy.items) + 1, about
    outlet = rng.randrange(12)
    words = " ".join(f"word{rng.randrange(4000)}" for _ in range(40))
    new = new_item(
        n,
        title=f"{what.title()} in {code}: report {n}",
        body=f"Person Nr{person} spoke of the {what} {words}.",
        countries=(code,),
        actors=(person,),
        publisher=f"Outlet {outlet}",
        feed_id=f"feed-{outlet}",
        url=f"https://outlet-{outlet}.example/{n}",
        published=busy.now,
        first_seen=busy.now,
        story_id=stories.get(story),
    )
    item = await busy.store.archive.add(new)
    assert item is not None
    stories[story] = item.story_id
    busy.items.append(item)
    reading = match.Reading(item)
    for id_ in busy.live:
        watch = busy.watches[id_].watch
        if watch.chat.chat_id not in busy.paused and match.satisfies(reading, watch):
            busy.wanted.add((watch.chat, item.id))


# ---------------------------------------------------------------- what must hold


def missing(busy: Busy) -> tuple[set[tuple[ChatRef, int]], set[tuple[ChatRef, int]]]:
    """Matches that have no row, and rows that no watch explains."""
    written = {(row.chat, row.item_id) for row in busy.rows}
    assert len(written) == len(busy.rows), "one row a chat and report"
    return busy.wanted - written, written - busy.wanted


def unsettled(busy: Busy) -> list[LedgerRow]:
    """Rows that still wait for a time that has passed."""
    return [row for row in busy.rows if row.fate in DUE]


def over_the_cap(busy: Busy) -> list[tuple[int, int, int]]:
    """Watches that had a part in more messages within an hour than their cap: (watch, messages, cap)."""
    moments: dict[int, dict[int, datetime]] = defaultdict(dict)
    for row in busy.rows:
        if row.alert_id is None:
            continue
        for id_ in row.subscription_ids:
            moments[id_][row.alert_id] = row.decided
    found = []
    for id_, of_watch in moments.items():
        cap, times = busy.watches[id_].cap, sorted(of_watch.values())
        most = max(sum(begin <= one < begin + HOUR for one in times) for begin in times)
        if cap is not None and most > cap:
            found.append((id_, most, cap))
    return found


def told_twice(busy: Busy) -> list[tuple[ChatRef, int]]:
    """Stories that were never regrouped, told in two messages to a chat where nobody wanted every report."""
    stories = {item.id: item.story_id for item in busy.items}
    told: dict[tuple[ChatRef, int], set[int]] = defaultdict(set)
    every = {one.watch.chat for one in busy.watches.values() if one.watch.mode.each}
    for id_, alert in busy.outbox.items():
        for item_id in alert.refs if alert.kind is Kind.DIGEST else (alert.item_id or 0,):
            told[alert.chat, stories[item_id]].add(id_)
    return [
        place
        for place, messages in told.items()
        if len(messages) > 1 and place[1] not in busy.regrouped and place[0] not in every
    ]


async def miscounted(busy: Busy, chats: int) -> list[tuple[ChatRef, int, int]]:
    """Chats of which /missed counts another number than there were matches."""
    missed = Missed(busy.store.ledger, busy.store.archive)
    wanted = Counter(chat for chat, _ in busy.wanted)
    counted = [(ChatRef(n + 1), await missed.counts(ChatRef(n + 1), 30, busy.now)) for n in range(chats)]
    return [
        (chat, sum(counts.values()), wanted[chat]) for chat, counts in counted if sum(counts.values()) != wanted[chat]
    ]


async def main(reports: int, chats: int, seed: int, url: str) -> None:
    started = time.monotonic()
    store = await open_store(url)
    try:
        busy = await live(store, seed=seed, reports=reports, chats=chats)
        wrong = await miscounted(busy, chats)
    finally:
        await store.close()
    without, extra = missing(busy)
    fates = Counter(row.fate.value for row in busy.rows)
    messages = len({row.alert_id for row in busy.rows if row.alert_id})
    print(f"{len(busy.items)} reports, {chats} chats, {len(busy.watches)} watches: {dict(busy.done)}")
    print(f"{len(busy.rows)} rows of {len(busy.wanted)} matches: {dict(sorted(fates.items()))}")
    print(f"{messages} alerts, {messages / len(busy.watches) / DAYS:.1f} a watch and day; {busy.post.edits} edits")
    print(f"without a row: {len(without)}; without a match: {len(extra)}; /missed counts otherwise: {len(wrong)}")
    print(f"still waiting: {len(unsettled(busy))}; told twice: {len(told_twice(busy))}")
    print(f"over the cap: {over_the_cap(busy)[:5]}; {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as directory:
        given = sys.argv[1:] + ["1500", "40", "1", f"sqlite:///{Path(directory, 'busy.db')}"][len(sys.argv) - 1 :]
        asyncio.run(main(int(given[0]), int(given[1]), int(given[2]), given[3]))
