"""The archive in a SQLite file: adding items, and finding them again among twenty thousand."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import samples
from bench.figures import Figure, rate, scaled
from bot.model import Actor, ActorKind, ActorTag, Article, CountryTag, Mention, NewItem, SearchQuery, Tagged
from bot.ports import Store
from bot.store import open_store

_ITEMS = 20_000
_SEARCHES = 50
_START = datetime(2026, 1, 1, tzinfo=UTC)
_CODES = ("VE", "RU", "US", "CN", "FR", "SE", "BR", "IN", "ZA", "EG")


def run(scale: float) -> list[Figure]:
    """Items added a second; milliseconds of a search."""
    with tempfile.TemporaryDirectory() as directory:
        return asyncio.run(_run(scaled(_ITEMS, scale, 20), f"sqlite:///{Path(directory, 'bench.db')}"))


async def _run(n: int, url: str) -> list[Figure]:
    store = await open_store(url)
    try:
        items = [_item(i) for i in range(n)]
        started, before = time.monotonic(), time.process_time()
        for item in items:
            await store.archive.add(item)
        own, seconds = time.process_time() - before, time.monotonic() - started
        return [
            Figure("items added", rate(n, own), "a CPU-second"),
            Figure("items added, each safe on the disk", rate(n, seconds), "a second by the clock"),
            await _search(
                store, f"a search by two words among {n} items", SearchQuery(terms=("sanctions", "minister"))
            ),
            await _search(store, "a search by a country", SearchQuery(countries=("VE",))),
            await _search(store, "a search by a word and a country", SearchQuery(terms=("oil",), countries=("VE",))),
        ]
    finally:
        await store.close()


async def _search(store: Store, name: str, query: SearchQuery) -> Figure:
    started = time.monotonic()
    for _ in range(_SEARCHES):
        await store.archive.search(query)
    return Figure(name, 1000 * (time.monotonic() - started) / _SEARCHES, "ms by the clock")


def _item(n: int) -> NewItem:
    piece = samples.news(n)
    here = (Mention("body", 0, 5),)
    actors = tuple(
        Actor(f"person-{(n * 7 + i) % 2_000}", f"Person {(n * 7 + i) % 2_000}", ActorKind.PERSON) for i in range(5)
    )
    tagged = Tagged(
        Article(piece.title, piece.body, url=f"https://outlet.example/{n}"),
        countries=tuple(CountryTag(_CODES[(n + i) % len(_CODES)], here) for i in range(3)),
        actors=tuple(ActorTag(actor, here) for actor in actors),
        summary=piece.paragraphs[:2],
    )
    when = _START + timedelta(minutes=n)
    return NewItem(
        "bench", f"Outlet {n % 40}", (f"a{n}", f"b{n}", f"c{n}"), tagged, first_seen=when, published=when, silent=True
    )
