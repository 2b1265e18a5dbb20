"""Grouping a stream of items in made-up words, so that many stories are open at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bench import samples
from bench.figures import Figure, cpu_seconds, rate, scaled
from bot.understand.stories import Grouper, StoryDoc

_OPEN = 5_000
_MORE = 1_000
_START = datetime(2026, 3, 6, 12, tzinfo=UTC)


def run(scale: float) -> list[Figure]:
    """Items a second through place and add."""
    grouper = Grouper()
    known, more = scaled(_OPEN, scale, 5), scaled(_MORE, scale, 5)
    _group_all(grouper, (_doc(n) for n in range(known)))
    docs = [_doc(known + n) for n in range(more)]
    seconds = cpu_seconds(lambda: _group_all(grouper, docs))
    return [Figure(f"items, with {len(grouper)} stories open", rate(more, seconds), "a CPU-second")]


def _group_all(grouper: Grouper, docs: Iterable[StoryDoc]) -> None:
    for doc in docs:
        joined = grouper.place(doc, doc.published)
        grouper.add(doc, doc.item_id if joined is None else joined)


def _doc(n: int) -> StoryDoc:
    piece = samples.strange(n)
    return StoryDoc(n, piece.title, piece.body, _START + timedelta(seconds=20 * n), f"Outlet {n % 40}")
