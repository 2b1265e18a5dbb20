"""A few sentences over all reports of a story that hold together: what they agree on, with the newest figures.

TF-IDF centroid, support by the other reports, headlines, position and MMR. Does not look at who reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Protocol, TypeVar

from bot.model import Recap, StorySentence
from bot.understand.news.counts import Count, Of, counts
from bot.understand.summaries.dangling import is_loose
from bot.understand.summaries.salience import Sentence, Weights, pick, scored
from bot.understand.summaries.summarise import is_beginning, read, summarise, told_by, usable

WORDS = 70
_CHARACTERS = 480  # the same for scripts without spaces
_SENTENCES = 3
_REPORTS = 12  # looked at: the first, which opened the story, and the newest
_CHARACTERS_READ, _SENTENCES_READ = 4_000, 15  # of each
_WEIGHTS = Weights(position=0.3, headline=1.0, support=1.0, likeness=0.3)
_LOOSE = 0.3
_ROUGHLY = 0.2  # "nearly 60" is not another figure than 58


class Report(Protocol):
    """What is read of an item."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def when(self) -> datetime: ...


def recap_of(reports: Sequence[Report]) -> Recap:
    """Of several reports their summary; of one nothing, it has its own."""
    return Recap(summarise_story(reports) if len(reports) > 1 else ())


R = TypeVar("R", bound=Report)


def summarise_story(reports: Sequence[Report]) -> tuple[StorySentence, ...]:
    """At most three sentences of at most 70 words together, verbatim, none of which another report has overtaken.

    The first sentences of reports come first; within that, the older report's. Empty when no report has a text.
    """
    read_of = looked_at(sorted(reports, key=lambda report: report.when))
    return _summary(tuple((report.id, report.title, report.body) for report in read_of if report.body.strip()))


def looked_at(reports: tuple[R, ...] | list[R]) -> tuple[R, ...]:
    """Those that a summary is made of, given the oldest first."""
    return tuple(reports) if len(reports) <= _REPORTS else (reports[0], *reports[1 - _REPORTS :])


@lru_cache(maxsize=128)
def _summary(reports: tuple[tuple[int, str, str], ...]) -> tuple[StorySentence, ...]:
    """Of (id, title, body), oldest first. Remembered: an alert to a thousand chats asks a thousand times."""
    texts = [[replace(one, source=source) for one in _read(body)] for source, (_, _, body) in enumerate(reports)]
    titles = ["" if is_beginning(title, body) else title for _, title, body in reports]
    every = [one for text in texts for one in text]
    if not every:
        return ()
    pool = usable(titles, every, told_by(*titles, *(text[0].text for text in texts if text)))
    outdated = _outdated(texts)
    pool = [one for one in pool if (one.source, one.at) not in outdated] or pool
    pool = [replace(one, fault=_LOOSE if one.rank and is_loose(one.text) else 0.0) for one in pool]
    chosen = pick(scored(pool, texts, titles, _WEIGHTS), _WEIGHTS, _fits)
    if not chosen:
        last, title, body = reports[-1]
        return tuple(StorySentence(sentence, last) for sentence in summarise(title, body, sentences=1))
    ordered = sorted(chosen, key=lambda one: (one.rank > 0, one.source, one.at))
    return tuple(StorySentence(one.text, reports[one.source][0]) for one in ordered)


@lru_cache(maxsize=512)
def _read(body: str) -> tuple[Sentence, ...]:
    """Remembered too: a story's reports are read again with each that joins."""
    return tuple(read(body, _CHARACTERS_READ, _SENTENCES_READ))


@lru_cache(maxsize=8_192)
def _counts(sentence: str) -> tuple[Count, ...]:
    return counts(sentence)


def _fits(chosen: Sequence[Sentence]) -> bool:
    words = sum(len(one.text.split()) for one in chosen)
    characters = sum(len(one.text) + 1 for one in chosen) - 1
    return len(chosen) <= _SENTENCES and words <= WORDS and characters <= _CHARACTERS


def _outdated(texts: Sequence[Sequence[Sentence]]) -> set[tuple[int, int]]:
    """Sentences with a figure (dead, hurt, missing, …) of which a newer report has another."""
    figures = [[(one, _counts(one.text)) for one in text] for text in texts]
    newest: dict[Of, tuple[int, list[Count]]] = {}
    for source, text in enumerate(figures):
        found: dict[Of, list[Count]] = {}
        for _, said in text:
            for count in said:
                found.setdefault(count.of, []).append(count)
        newest |= {of: (source, given) for of, given in found.items() if of is not Of.MONEY}
    return {
        (one.source, one.at)
        for text in figures
        for one, said in text
        for count in said
        if count.of in newest and newest[count.of][0] > one.source and not _agrees(count, newest[count.of][1])
    }


def _agrees(count: Count, others: Sequence[Count]) -> bool:
    return any(
        count.value == other.value
        or ((count.about or other.about) and abs(count.value - other.value) <= _ROUGHLY * max(count.value, other.value))
        for other in others
    )
