"""Which of very many watches an item satisfies: the index in memory, and from the database to the watches."""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import samples
from bench.figures import Figure, peak_rss, rss_of, scaled
from bot import match
from bot.alerts.watchlist import Watchlist
from bot.model import Actor, ActorKind, ActorTag, ChatRef, CountryTag, Item, Mention, Mode, Subject, SubjectKind
from bot.store import open_store

_WATCHES = 1_000_000
_ITEMS = 10_000
_STORED = 20_000  # watches in a database
_LOADED = 200  # items that are matched against those
_ACTORS = 200_000
_COUNTRIES = 200
_WORDS = 50_000  # keywords in use
_NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)

Rank = Callable[[random.Random, int], int]


def run(scale: float) -> list[Figure]:
    """Milliseconds an item, bytes a watch; of watches that are spread, and of such as crowd on what is in the news."""
    watches, items = scaled(_WATCHES, scale, 20), scaled(_ITEMS, scale, 2)
    before = rss_of(os.getpid())
    figures = _indexed("spread", _anywhere, watches, items)
    used = 1024 * 1024 * max(peak_rss() - before, 0.0) / watches
    figures.append(Figure("memory, spread", used, "bytes a watch"))
    figures += _indexed("crowded", _in_the_news, watches, scaled(items, 0.1, 2))
    with tempfile.TemporaryDirectory() as directory:
        stored, loaded = scaled(_STORED, scale, 20), scaled(_LOADED, scale, 2)
        return [*figures, *asyncio.run(_stored(stored, loaded, Path(directory, "bench.db")))]


def _indexed(name: str, rank: Rank, watches: int, n: int) -> list[Figure]:
    rng = random.Random(0)
    index = match.Index()
    started = time.process_time()
    for watch in range(watches):
        index.add(watch, [(subject.kind.value, subject.value) for subject in _subjects(rng, rank)])
    built = time.process_time() - started
    index.find(match.Reading(_item(0, rng, rank)))  # puts the keywords in order
    spent, found = 0.0, 0
    for item in (_item(i, rng, rank) for i in range(n)):
        started = time.process_time()
        found += len(index.find(match.Reading(item)))
        spent += time.process_time() - started
    return [
        Figure(f"an item among {watches} watches, {name}", 1000 * spent / n, "CPU-ms"),
        Figure(f"watches that it satisfies, {name}", found / n, "watches"),
        Figure(f"making the index, {name}", built, "CPU-s"),
    ]


async def _stored(watches: int, n: int, path: Path) -> list[Figure]:
    store = await open_store(f"sqlite:///{path}")
    try:
        rng = random.Random(0)
        for chat in range(watches):
            await store.subscriptions.add(ChatRef(chat + 1), _subjects(rng, _in_the_news), Mode(), _NOW)
        known = Watchlist(store.subscriptions)
        await known.refresh()
        items = [_item(i, rng, _in_the_news) for i in range(n)]
        before = time.process_time()
        found = [len(await known.wanting(match.Reading(item))) for item in items]
        own = time.process_time() - before
        return [
            Figure(f"an item among {watches} watches, with those it satisfies loaded", 1000 * own / n, "CPU-ms"),
            Figure("a watch that it satisfies, loaded", 1000 * own / max(sum(found), 1), "CPU-ms"),
            Figure("peak memory", peak_rss(), "MB"),
        ]
    finally:
        await store.close()


def _subjects(rng: random.Random, rank: Rank) -> tuple[Subject, ...]:
    """Half of the watches are on an actor, the rest on a country with an actor, a country with a word, or a word."""
    who = f"actor-{rank(rng, _ACTORS)}"
    actor = Subject(SubjectKind.ACTOR, who, who)
    where = f"C{rank(rng, _COUNTRIES)}"
    country = Subject(SubjectKind.COUNTRY, where, where)
    word = Subject(SubjectKind.KEYWORD, f"word{rng.randrange(_WORDS)}", "word")
    kinds = ((actor,), (actor, country), (country, word), (word,))
    return rng.choices(kinds, weights=(50, 20, 10, 20))[0]


def _anywhere(rng: random.Random, most: int) -> int:
    return rng.randrange(most)


def _in_the_news(rng: random.Random, most: int) -> int:
    """The first few are in the news every day, most never."""
    return int(most ** rng.random())


def _item(n: int, rng: random.Random, rank: Rank) -> Item:
    piece = samples.news(n)
    here = (Mention("title", 0, 4),)
    actors = {f"actor-{rank(rng, _ACTORS)}" for _ in range(8)}
    countries = {f"C{rank(rng, _COUNTRIES)}" for _ in range(3)}
    return Item(
        id=n,
        story_id=n,
        feed_id="bench",
        publisher="Outlet",
        title=piece.title,
        url=None,
        dek="",
        body=f"{piece.body} word{rng.randrange(_WORDS)} word{rng.randrange(_WORDS)}",
        summary=(),
        image=None,
        language="en",
        authors=(),
        published=_NOW,
        first_seen=_NOW,
        countries=tuple(CountryTag(code, here) for code in countries),
        actors=tuple(ActorTag(Actor(id_, id_, ActorKind.PERSON), here) for id_ in actors),
    )
