"""Summaries: of one report, of ordinary length and at the most that is read, and of a story of twelve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench import samples
from bench.figures import Figure, cpu_seconds, scaled
from bot.understand.summaries.story_summary import summarise_story
from bot.understand.summaries.summarise import summarise

_REPORTS = 300
_STORIES = 40
_IN_A_STORY = 12
_LONG = 12  # samples put together: more than is read
_START = datetime(2026, 3, 6, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Report:
    id: int
    title: str
    body: str
    when: datetime


def run(scale: float) -> list[Figure]:
    """Milliseconds of processor time for each."""
    ordinary = [_report(n) for n in range(scaled(_REPORTS, scale))]
    long = [_report(n, _LONG) for n in range(scaled(_REPORTS // 4, scale))]
    stories = [[_report(n * 100 + i) for i in range(_IN_A_STORY)] for n in range(scaled(_STORIES, scale))]
    return [
        _each("a report", len(ordinary), lambda: [summarise(one.title, one.body) for one in ordinary]),
        _each("a report of great length", len(long), lambda: [summarise(one.title, one.body) for one in long]),
        _each(f"a story of {_IN_A_STORY} reports", len(stories), lambda: [summarise_story(one) for one in stories]),
    ]


def _each(name: str, count: int, work: Callable[[], object]) -> Figure:
    return Figure(name, 1000 * cpu_seconds(work) / count, "ms of processor time")


def _report(n: int, pieces: int = 1) -> _Report:
    bodies = "\n\n".join(samples.news(n * pieces + i).body for i in range(pieces))
    return _Report(n, samples.news(n * pieces).title, bodies, _START + timedelta(minutes=n))
