"""Late is late for a moment only: what is overdue after a long sleep is caught up with, and not in one burst."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.ingest import PARALLEL_FEEDS, PARALLEL_OTHERS, PATIENCE, Ingest, Pace
from bot.jobs import Job, Ticker
from bot.model import (
    Failed,
    Fetched,
    NotModified,
    PollRecord,
)
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON, at, feed, new_item
from tests.parse.documents import rss
from tests.workers import InProcess

FEEDS = 200
MINUTE = timedelta(minutes=1)


@dataclass
class Web:
    """ports.Fetcher: every feed is unchanged, or has `body`, once the gate is open."""

    body: bytes | None = None
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    now: int = 0
    most: int = 0

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified | Failed:
        self.now += 1
        self.most = max(self.most, self.now)
        await self.gate.wait()
        self.now -= 1
        return NotModified() if self.body is None else Fetched(url, self.body)

    async def page(self, url: str) -> Fetched | Failed:
        raise AssertionError("no page is read here")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path / 'w.db'}")
    yield opened
    await opened.close()


@dataclass
class Watch:
    """A monotonic clock that goes when it is told to."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def ingest(store: Store, web: Web, now: datetime, watch: Watch | None = None) -> Ingest:
    pace = Pace(MINUTE, timedelta(hours=24))
    monotonic = watch or Watch()
    return Ingest(
        store, web, InProcess(), lambda: now, owner="me", pace=pace, on_news=lambda: None, monotonic=monotonic
    )


async def _asleep(store: Store) -> datetime:
    """All feeds were polled within a few seconds, long ago. Returns now."""
    await store.feeds.sync([feed(n) for n in range(FEEDS)], NOON)
    for state in await store.feeds.claim_due(NOON, owner="me", lease=MINUTE, limit=FEEDS):
        await store.feeds.record(state.feed.id, "me", PollRecord(NOON, at(10), ok=True))
    return at(3 * 24 * 60)


async def test_overdue_feeds_are_started_a_few_at_a_time_and_spread_again(store: Store) -> None:
    now, web = await _asleep(store), Web()
    at_work = ingest(store, web, now)
    assert await at_work.tick() == PARALLEL_FEEDS
    assert await at_work.tick() == 0, "no room while they are under way"
    web.gate.set()
    started = PARALLEL_FEEDS
    async with asyncio.timeout(60):
        while started < FEEDS:
            await asyncio.sleep(0)
            started += await at_work.tick()
        while any(  # noqa: ASYNC110 - a poll's end is seen in the database only
            state.next_check is None or state.next_check <= now for state in await store.feeds.list()
        ):
            await asyncio.sleep(0)
    assert web.most <= PARALLEL_FEEDS
    checks = sorted(state.next_check - now for state in await store.feeds.list() if state.next_check)
    assert len(set(checks)) == FEEDS
    assert 9.5 * MINUTE <= checks[0] < checks[-1] <= 10 * MINUTE
    assert checks[-1] - checks[0] >= 0.2 * MINUTE


async def _mixed(store: Store, *, new: int, failing: int, well: int) -> None:
    """All of them are due at NOON; those that are well have waited for the shortest time."""
    await store.feeds.sync([feed(n) for n in range(failing + well)], NOON)
    for n, state in enumerate(await store.feeds.claim_due(NOON, owner="me", lease=MINUTE, limit=failing + well)):
        failed = n < failing
        record = PollRecord(at(-60), at(-50 if failed else -1), ok=not failed, failures=int(failed))
        await store.feeds.record(state.feed.id, "me", record)
    await store.feeds.sync([feed(n) for n in range(failing + well + new)], NOON)


async def test_feeds_that_are_well_find_their_places_beside_any_number_of_others(store: Store) -> None:
    await _mixed(store, new=60, failing=60, well=30)
    web = Web()
    at_work = ingest(store, web, NOON)
    assert await at_work.tick() == PARALLEL_FEEDS + PARALLEL_OTHERS
    started = [
        state
        for state in await store.feeds.list()
        if await store.feeds.claim(state.feed.id, NOON, owner="x", lease=MINUTE) is None
    ]
    assert sum(state.last_ok is not None for state in started) == PARALLEL_FEEDS
    await at_work.stop()


async def test_polls_that_wait_for_their_server_hold_nobody_up(store: Store) -> None:
    await _mixed(store, new=100, failing=0, well=0)
    web, watch = Web(), Watch()
    at_work = ingest(store, web, NOON, watch)
    assert [await at_work.tick() for _ in range(2)] == [PARALLEL_OTHERS, 0]
    watch.seconds += PATIENCE
    assert [await at_work.tick() for _ in range(2)] == [PARALLEL_OTHERS, 0]
    await at_work.stop()


async def test_one_pass_goes_on_while_feeds_hang(store: Store) -> None:
    """The last feed is the only one that answers, and then the others do."""
    await store.feeds.sync([feed(n) for n in range(PARALLEL_FEEDS + 1)], NOON)
    last = sorted(feed(n).id for n in range(PARALLEL_FEEDS + 1))[-1]
    done: list[str] = []

    class Answering(Web):
        async def feed(
            self, url: str, *, etag: str | None = None, last_modified: str | None = None
        ) -> Fetched | NotModified | Failed:
            if url == feed(int(last.rpartition("-")[2])).url:
                self.gate.set()
            return await super().feed(url)

    web = Answering()
    async with asyncio.timeout(30):
        await ingest(store, web, NOON).one_pass(
            everything=True, began=lambda count: None, done=lambda result: done.append(result.feed_id)
        )
    assert len(done) == PARALLEL_FEEDS + 1


async def test_feeds_that_are_not_due_are_left_alone(store: Store) -> None:
    await _asleep(store)
    assert await ingest(store, Web(), at(9)).tick() == 0


async def _polled(store: Store, web: Web, now: datetime) -> str | None:
    web.gate.set()
    at_work = ingest(store, web, now)
    (state,) = await store.feeds.claim_due(now, owner="me", lease=MINUTE, limit=1, everything=True)
    await at_work.poll(state)
    polled = await store.feeds.get(state.feed.id)
    assert polled is not None
    return polled.week


async def test_a_feed_s_week_comes_from_the_archive_once_a_day(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    first = NOON - timedelta(weeks=9)
    for n in range(64):
        when = first + timedelta(days=n)
        assert await store.archive.add(new_item(n, published=when, first_seen=when))
    week = await _polled(store, Web(), at(0))
    assert week is not None
    assert [n % 24 for n, mark in enumerate(week) if mark == "0"] == [12] * 7
    await store.archive.add(new_item(99, published=at(-9), first_seen=at(-9)))
    assert await _polled(store, Web(), at(60)) == week, "the same day"


async def test_hours_that_a_feed_asks_to_skip_are_kept_when_it_is_unchanged(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    body = rss(head="<title>Post</title><skipHours><hour>3</hour></skipHours>").encode()
    week = await _polled(store, Web(body), at(0))
    assert week == ("---s" + "-" * 20) * 7
    assert await _polled(store, Web(), at(24 * 60)) == week, "made anew on the next day"
    assert await _polled(store, Web(rss().encode()), at(25 * 60)) == "-" * 168, "it asks no more"


async def test_a_feed_polled_to_the_letter_has_no_week(store: Store) -> None:
    await store.feeds.sync([feed(1, every=timedelta(seconds=2))], NOON)
    assert await _polled(store, Web(), at(0)) is None


async def test_a_tick_that_is_late_is_not_skipped(caplog: pytest.LogCaptureFixture) -> None:
    ran = asyncio.Event()

    async def run() -> None:
        ran.set()

    ticker = Ticker((Job("late", timedelta(seconds=1.2), run),))
    with caplog.at_level(logging.ERROR):
        ticker.start()
        time.sleep(2.3)  # noqa: ASYNC251 - the loop is held up: the tick comes more than a second late
        async with asyncio.timeout(30):
            await ran.wait()
        ticker.stop()
    assert caplog.records == []


async def test_a_job_that_is_stopped_in_its_midst_leaves_no_word_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def run() -> None:
        began.set()
        try:
            await asyncio.sleep(600)
        finally:
            ended.set()

    ticker = Ticker((Job("long", timedelta(seconds=0.01), run),))
    with caplog.at_level(logging.ERROR):
        ticker.start()
        async with asyncio.timeout(30):
            await began.wait()
            ticker.stop()
            await ended.wait()
            await asyncio.sleep(0)  # what there is to say is said after the job's end
    assert caplog.records == []
