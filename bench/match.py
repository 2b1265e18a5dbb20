"""Which of very many watches an item satisfies: from the database to the matches."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import samples
from bench.figures import Figure, peak_rss, scaled
from bot import match
from bot.model import Actor, ActorKind, ActorTag, ChatRef, CountryTag, Item, Mention, Mode, Subject, SubjectKind
from bot.ports import Store
from bot.store import open_store

_WATCHES = 100_000
_ITEMS = 20
_ACTORS = 20_000
_COUNTRIES = 200
_WORDS = 2_000  # keywords in use
_NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)


def run(scale: float) -> list[Figure]:
    """Milliseconds an item."""
    with tempfile.TemporaryDirectory() as directory:
        return asyncio.run(_run(scaled(_WATCHES, scale, 20), scaled(_ITEMS, scale, 2), Path(directory, "bench.db")))


async def _run(watches: int, n: int, path: Path) -> list[Figure]:
    store = await open_store(f"sqlite:///{path}")
    try:
        rng = random.Random(0)
        for chat in range(watches):
            await store.subscriptions.add(ChatRef(chat + 1), _subjects(rng), Mode(), _NOW)
        items = [_item(i, rng) for i in range(n)]
        before = time.process_time()
        found = [await _matches(store, item) for item in items]
        own = time.process_time() - before
        return [
            Figure(f"an item among {watches} watches, two subjects in five", 1000 * own / n, "CPU-ms"),
            Figure("watches it satisfies, on average", sum(found) / n, "watches"),
            Figure("peak memory", peak_rss(), "MB"),
        ]
    finally:
        await store.close()


async def _matches(store: Store, item: Item) -> int:
    candidates = await store.subscriptions.candidates(match.keys_of(item, await store.subscriptions.keywords()))
    return len(match.matching(item, candidates, _NOW))


def _subjects(rng: random.Random) -> tuple[Subject, ...]:
    """Half of the watches are on an actor, the rest on a country (some with an actor), a topic or a keyword."""
    who = f"actor-{_rank(rng, _ACTORS)}"
    actor = Subject(SubjectKind.ACTOR, who, who)
    where = f"C{_rank(rng, _COUNTRIES)}"
    country = Subject(SubjectKind.COUNTRY, where, where)
    word = Subject(SubjectKind.KEYWORD, f"word{rng.randrange(_WORDS)}", "word")
    kinds = ((actor,), (country,), (actor, country), (word,))
    return rng.choices(kinds, weights=(50, 20, 20, 10))[0]


def _rank(rng: random.Random, most: int) -> int:
    """The first few are in the news every day, most never."""
    return int(most ** rng.random())


def _item(n: int, rng: random.Random) -> Item:
    piece = samples.news(n)
    here = (Mention("title", 0, 4),)
    actors = {f"actor-{_rank(rng, _ACTORS)}" for _ in range(8)}
    countries = {f"C{_rank(rng, _COUNTRIES)}" for _ in range(3)}
    return Item(
        id=n,
        story_id=n,
        feed_id="bench",
        publisher="Outlet",
        title=piece.title,
        url=None,
        dek="",
        body=f"{piece.body} word{rng.randrange(_WORDS)}",
        summary=(),
        image=None,
        language="en",
        authors=(),
        published=_NOW,
        first_seen=_NOW,
        countries=tuple(CountryTag(code, here) for code in countries),
        actors=tuple(ActorTag(Actor(id_, id_, ActorKind.PERSON), here) for id_ in actors),
    )
