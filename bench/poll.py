"""Polling whole: fetcher and guard, workers, the store in a file; feeds on loopback with twenty entries each."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

from bench.figures import Figure, children, cpu_of, peak_rss, rate, scaled
from bench.publisher import ETAG, feed, publishing
from bot.fetch.http import HttpFetcher
from bot.ingest import Ingest, Outcome, Pace, PollResult
from bot.model import Article, Feed, FullText, ParsedFeed, PollRecord
from bot.ports import Store
from bot.store import open_store
from bot.understand import registry
from bot.worker import WorkerPool

_UNCHANGED = 10_000
_FIRST = 60
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
        first = await _first(scaled(_FIRST, scale), sites, store, ingest, light, heavy)
        return first + await _unchanged(scaled(_UNCHANGED, scale, 10), sites, store, ingest)


async def _first(
    n: int, sites: Sequence[str], store: Store, ingest: Ingest, light: frozenset[int], heavy: frozenset[int]
) -> list[Figure]:
    await store.feeds.sync(_feeds(n, sites), datetime.now(UTC))
    before = (time.process_time(), cpu_of(light), cpu_of(heavy))
    results = await _pass(ingest)
    own, parsing, reading = time.process_time() - before[0], cpu_of(light) - before[1], cpu_of(heavy) - before[2]
    if any(result.new != _ENTRIES for result in results):
        raise AssertionError(f"a feed did not come whole: {results}")
    return [
        Figure("first-time feeds, fetch and store (the bot's own process)", rate(n, own), "a CPU-second"),
        Figure("first-time feeds, parse (light worker)", rate(n, parsing), "a CPU-second"),
        Figure("first-time feeds, clean and understand (heavy worker)", rate(n, reading), "a CPU-second"),
        Figure("first-time feeds through parse and store", rate(n, own + parsing), "a CPU-second"),
    ]


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


def _feeds(n: int, sites: Sequence[str]) -> list[Feed]:
    return [
        Feed(f"feed-{i}", f"{sites[i % len(sites)]}/{i}", f"Outlet {i}", full_text=FullText.NEVER) for i in range(n)
    ]
