"""Polling whole: fetcher and guard, workers, the store in a file; feeds on loopback with twenty entries each.

A first poll is counted over all processes: fetch, guard, parse, keys, store, search index. Cleaning, tagging and
grouping its items is done later and counted apart. Beside it, on the same feeds: bare httpx, and feedparser alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import feedparser
import httpx

from bench.figures import Figure, children, cpu_of, cpu_seconds, peak_rss, rate, scaled
from bench.publisher import ETAG, feed, publishing
from bot.fetch.http import HttpFetcher
from bot.ingest import Ingest, Outcome, Pace, PollResult
from bot.model import Article, Feed, FullText, ParsedFeed, PollRecord
from bot.ports import Store
from bot.store import open_store
from bot.understand.identity import registry
from bot.worker import WorkerPool

_UNCHANGED = 10_000
_FIRST = 300
_READ = 4  # feeds whose items are read
_AT_ONCE = 24
_ENTRIES = 20
_SITES = 50  # addresses that the feeds are spread over
_OWNER = "bench"


def run(scale: float) -> list[Figure]:
    """Feeds a CPU-second, first-time and unchanged; peak memory with 10,000 feeds."""
    with tempfile.TemporaryDirectory() as directory, publishing(_ENTRIES, _SITES) as sites:
        return asyncio.run(_run(scale, f"sqlite:///{Path(directory, 'bench.db')}", sites))


class _Apart(WorkerPool):
    """Feeds are parsed by another pool, so that the processor time of each can be told."""

    def __init__(self, parsing: WorkerPool) -> None:
        super().__init__()
        self._parsing = parsing

    async def parse_feed(self, body: bytes, *, content_type: str | None, url: str, now: datetime) -> ParsedFeed:
        return await self._parsing.parse_feed(body, content_type=content_type, url=url, now=now)


async def _run(scale: float, url: str, sites: Sequence[str]) -> list[Figure]:
    async with AsyncExitStack() as stack:
        store = await open_store(url)
        stack.push_async_callback(store.close)
        await store.actors.seed(registry.seed())
        fetcher = await stack.enter_async_context(
            HttpFetcher(user_agent="WirewatchBench/0", allowed=(ip_network("127.0.0.0/8"),))
        )
        others = children()
        parsing = await stack.enter_async_context(WorkerPool())
        await parsing.parse_feed(feed(0, 1), content_type=None, url="http://outlet.example", now=datetime.now(UTC))
        light = children() - others
        reading = await stack.enter_async_context(_Apart(parsing))
        await reading.understand(Article("A minister arrives", "The minister arrived in Caracas."))
        heavy = children() - others - light
        ingest = Ingest(
            store,
            fetcher,
            reading,
            lambda: datetime.now(UTC),
            owner=_OWNER,
            pace=Pace(timedelta(minutes=1), timedelta(hours=24)),
            on_news=lambda: None,
        )
        read = await _read(scaled(_READ, scale), sites, store, ingest, light | heavy)
        first = await _first(scaled(_FIRST, scale), sites, store, ingest, light)
        unchanged = await _unchanged(scaled(_UNCHANGED, scale, 10), sites, store, ingest)
        return first + read + unchanged + await _others(scaled(_FIRST, scale), sites)


async def _first(n: int, sites: Sequence[str], store: Store, ingest: Ingest, light: frozenset[int]) -> list[Figure]:
    await store.feeds.sync(_feeds(n, sites), datetime.now(UTC))
    before = (time.process_time(), cpu_of(light))
    async with _hold_ups() as waited:
        results = await _pass(ingest)
    own, parsing = time.process_time() - before[0], cpu_of(light) - before[1]
    if any(result.new != _ENTRIES for result in results):
        raise AssertionError(f"a feed did not come whole: {results}")
    return [
        Figure("first-time feeds through parse and store (all processes)", rate(n, own + parsing), "a CPU-second"),
        Figure("… in the bot's own process: fetch, keys, store, index", rate(n, own), "a CPU-second"),
        Figure("… in the light worker: parse", rate(n, parsing), "a CPU-second"),
        Figure("longest hold-up of the event loop meanwhile", 1000 * max(waited), "ms by the clock"),
    ]


async def _read(n: int, sites: Sequence[str], store: Store, ingest: Ingest, workers: frozenset[int]) -> list[Figure]:
    """What is deferred, of feeds of its own."""
    await store.feeds.sync(_feeds(n, sites, first=_UNCHANGED), datetime.now(UTC))
    await _pass(ingest)
    before = time.process_time() + cpu_of(workers)
    count = await ingest.later.read_all(lambda: None)
    spent = time.process_time() + cpu_of(workers) - before
    return [Figure("items of a backlog read later: clean, tag, group, store", rate(count, spent), "a CPU-second")]


async def _others(n: int, sites: Sequence[str]) -> list[Figure]:
    """What others take for a part of the same."""
    body = feed(0, _ENTRIES)
    spent = cpu_seconds(lambda: [feedparser.parse(body) for _ in range(n)])
    room = asyncio.Semaphore(_AT_ONCE)
    async with httpx.AsyncClient(headers={"If-None-Match": ETAG}) as client:

        async def one(state: Feed) -> None:
            async with room:
                await client.get(state.url)

        before = time.process_time()
        await asyncio.gather(*(one(state) for state in _feeds(4 * n, sites)))
        asked = time.process_time() - before
    return [
        Figure("for comparison: feedparser alone, a feed of the same", rate(n, spent), "a CPU-second"),
        Figure("for comparison: bare httpx, an unchanged feed", rate(4 * n, asked), "a CPU-second"),
    ]


@contextlib.asynccontextmanager
async def _hold_ups() -> AsyncIterator[list[float]]:
    """Seconds by which a task that sleeps a hundredth of a second wakes up late, each time."""
    late = [0.0]

    async def watch() -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            late.append(time.monotonic() - before - 0.01)

    task = asyncio.create_task(watch())
    try:
        yield late
    finally:
        task.cancel()


async def _unchanged(n: int, sites: Sequence[str], store: Store, ingest: Ingest) -> list[Figure]:
    now = datetime.now(UTC)
    await store.feeds.sync(_feeds(n, sites), now)
    for state in await store.feeds.claim_due(now, owner=_OWNER, lease=timedelta(hours=1), limit=n, everything=True):
        await store.feeds.record(state.feed.id, _OWNER, PollRecord(now, now, ok=True, etag=ETAG))
    before = time.process_time()
    results = await _pass(ingest)
    own = time.process_time() - before
    if any(result.outcome is not Outcome.NOT_MODIFIED for result in results):
        raise AssertionError("a feed was not answered by 304")
    return [
        Figure("unchanged feeds", rate(n, own), "a CPU-second"),
        Figure(f"peak memory of the bot's own process with {n} feeds", peak_rss(), "MB"),
    ]


async def _pass(ingest: Ingest) -> list[PollResult]:
    results: list[PollResult] = []
    await ingest.one_pass(everything=True, began=lambda total: None, done=results.append)
    return results


def _feeds(n: int, sites: Sequence[str], first: int = 0) -> list[Feed]:
    return [
        Feed(f"feed-{i}", f"{sites[i % len(sites)]}/{i}", f"Outlet {i}", full_text=FullText.NEVER)
        for i in range(first, first + n)
    ]
