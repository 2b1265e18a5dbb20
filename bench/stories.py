"""Grouping: a stream in made-up words with many stories open, a large archive, a burst, a story that runs a week."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import samples
from bench.figures import Figure, cpu_seconds, peak_rss, rate, scaled
from bot.ingest.grouping import Grouping
from bot.model import Article, NewItem, Tagged
from bot.store import open_store
from bot.understand.grouping.stories import Grouper, StoryDoc

_OPEN = 5_000
_MORE = 1_000
_BURST = 10_000
_RUNNING = 3_000
_ARCHIVED = (10_000, 1_000_000)
_STORED = 500
_START = datetime(2026, 3, 6, 12, tzinfo=UTC)
_NUMBERED = {"id": "value", "story_id": "value", "first_seen": "value", "shown": "value"}
_STORIES = "INSERT INTO stories (title, first_seen, last_seen) SELECT 'Old ' || value, 0, 0 FROM numbers"
_KEYS = "INSERT INTO item_keys (key, item_id) SELECT 'old-' || value, value FROM numbers"


def run(scale: float) -> list[Figure]:
    """Items a second, by what is open, archived, and how fast it comes."""
    return [*_open(scale), _burst(scale), *_running(scale), *_archived(scale)]


def _open(scale: float) -> list[Figure]:
    grouper = Grouper()
    known, more = scaled(_OPEN, scale, 5), scaled(_MORE, scale, 5)
    before = peak_rss()
    _group_all(grouper, (_doc(n) for n in range(known)))
    memory = peak_rss() - before
    docs = [_doc(known + n) for n in range(more)]
    seconds = cpu_seconds(lambda: _group_all(grouper, docs))
    return [
        Figure(f"items, with {len(grouper)} stories open", rate(more, seconds), "a CPU-second"),
        Figure("memory of the open stories", memory, "MB"),
    ]


def _burst(scale: float) -> Figure:
    """All within a minute, on nothing."""
    grouper = Grouper()
    docs = [_doc(n, timedelta(seconds=60) / _BURST) for n in range(scaled(_BURST, scale, 5))]
    return Figure(
        f"items, {len(docs)} within a minute",
        rate(len(docs), cpu_seconds(lambda: _group_all(grouper, docs))),
        "a CPU-second",
    )


def _running(scale: float) -> list[Figure]:
    """One event, told by forty publishers over and over for a week: the first and the last tenth."""
    grouper = Grouper()
    n = scaled(_RUNNING, scale, 20)
    told = [_told_again(i, timedelta(days=7) / n) for i in range(n)]
    for doc in told[n // 10 : -n // 10]:
        grouper.add(doc, 0)
    first, last = Grouper(), told[-n // 10 :]
    early = cpu_seconds(lambda: _join_all(first, told[: n // 10]))
    late = cpu_seconds(lambda: _join_all(grouper, last))
    return [
        Figure(f"items of a running story, its first {n // 10}", rate(n // 10, early), "a CPU-second"),
        Figure(f"… its last {len(last)} of {n}", rate(len(last), late), "a CPU-second"),
    ]


def _archived(scale: float) -> list[Figure]:
    return [asyncio.run(_through_the_archive(scaled(n, scale, 10), scaled(_STORED, scale, 5))) for n in _ARCHIVED]


async def _through_the_archive(old: int, n: int) -> Figure:
    """Grouped and stored, each in a transaction, behind `old` items."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "bench.db")
        store = await open_store(f"sqlite:///{path}")
        await store.archive.add(_item(n, _START - timedelta(days=99)))
        await store.close()
        _fill(path, old)
        store = await open_store(f"sqlite:///{path}")
        try:
            grouping = Grouping(store, lambda: _START + timedelta(days=1))
            items = [_item(i) for i in range(n)]
            before = time.process_time()
            for item in items:
                await grouping.add(item)
            seconds = max(time.process_time() - before, 1e-9)
        finally:
            await store.close()
    return Figure(f"items grouped and stored, {old} archived", rate(n, seconds), "a CPU-second")


def _fill(path: Path, n: int) -> None:
    """Copies of the one item that is there, none of them findable."""
    with closing(sqlite3.connect(path)) as connection, connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(items)")]
        columns, values = ", ".join(names), ", ".join(_NUMBERED.get(name, name) for name in names)
        copies = f"INSERT INTO items ({columns}) SELECT {values} FROM numbers, items WHERE id = 1"  # noqa: S608
        connection.execute("CREATE TEMP TABLE numbers (value INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO numbers VALUES (?)", ((i,) for i in range(2, n + 1)))
        for statement in (_STORIES, copies, _KEYS):
            connection.execute(statement)


def _group_all(grouper: Grouper, docs: Iterable[StoryDoc]) -> None:
    for doc in docs:
        joined = grouper.place(doc, doc.published)
        grouper.add(doc, doc.item_id if joined is None else joined)


def _join_all(grouper: Grouper, docs: Iterable[StoryDoc]) -> None:
    for doc in docs:
        grouper.find(doc, doc.published)
        grouper.add(doc, 0)
        grouper.stray(0)


def _doc(n: int, apart: timedelta = timedelta(seconds=20)) -> StoryDoc:
    piece = samples.strange(n)
    return StoryDoc(n, piece.title, piece.body, _START + apart * n, f"Outlet {n % 40}")


def _told_again(n: int, apart: timedelta) -> StoryDoc:
    piece, other = samples.strange(0), samples.strange(n)
    body = f"{piece.body[:600]} {other.body[:300]}"
    return StoryDoc(n, piece.title, body, _START + apart * n, f"Outlet {n % 40}")


def _item(n: int, start: datetime = _START) -> NewItem:
    piece = samples.strange(n)
    tagged = Tagged(Article(piece.title, piece.body, url=f"https://outlet.example/{n}"))
    when = start + timedelta(seconds=20 * n)
    return NewItem("bench", f"Outlet {n % 40}", (f"a{n}",), tagged, first_seen=when, published=when, silent=True)
