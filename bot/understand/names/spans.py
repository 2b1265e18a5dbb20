"""A stretch of text believed to name an actor, and how such stretches are cut clean."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from bot.model import ActorKind
from bot.understand.names import titles

_EDGE = " \t\"'“”‘’«»‹›()[]{},.;:!?*•|/\\-–—…_~<>"
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’`]s?$")
_KEEPS_DOT = re.compile(r"(?:\b(?:Jr|Sr|Inc|Corp|Co|Ltd|Bros)|(?:\b\w\.)+\w)$")
_PARTICLE = re.compile(r"(?:al|el|de|da|dos|del|della|der|den|van|von|bin|ibn|ben|bint|ter|la|le|di|du|abu|ul|of)\b")
_TAIL = re.compile(  # "Storm Otto kills", "Houston Police Capt."
    r"(?:\s+(?:[a-z]+|Capt|Gen|Col|Lt|Sgt|Minister|Secretary|President|Chief|Director|Chairman|CEO|Spokesman|"
    r"Spokeswoman|Spokesperson|Commissioner|Governor|Ambassador))+\.?$"
)


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end] names an actor of this kind.

    `source` is what says so: "seed", "NER", "title", "ministry", "again" (a name of this text, once more).
    `weak`: the seed actor is only likely, the name alone is not enough to be sure.
    """

    start: int
    end: int
    kind: ActorKind
    source: str
    seed: str | None = None
    weak: bool = False
    country: str | None = None

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


def trim(text: str, start: int, end: int, kind: ActorKind) -> tuple[int, int] | None:
    """The bare name inside text[start:end], without quotes, article, possessive, title; None when nothing is left."""
    line = text.find("\n", start, end)
    if line >= 0:
        end = line
    while True:
        before = (start, end)
        start, end = _edges(text, start, end)
        if article := _ARTICLE.match(text, start, end):
            start = article.end()
        if kind is ActorKind.PERSON and end > start:
            first, last = titles.strip(text[start:end])
            start, end = start + first, start + last
        if (start, end) == before:
            break
    if kind is ActorKind.PERSON:
        start = _first_capital(text, start, end)
    if tail := _TAIL.search(text, start, end):
        end = tail.start()
    return (start, end) if end - start > 1 else None


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        if text[end - 1] == "." and _KEEPS_DOT.search(text, start, end - 1):
            break
        end -= 1
    if possessive := _POSSESSIVE.search(text, start, end):
        end = possessive.start()
    return start, end


def _first_capital(text: str, start: int, end: int) -> int:
    """Skips leading lower-case words that are no particles ("defender Smith")."""
    while start < end and text[start].islower() and not _PARTICLE.match(text, start, end):
        space = text.find(" ", start, end)
        if space < 0:
            return end
        start = space + 1
    return start


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Earlier spans of the input win; the result is in the order of the text."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in spans:
        cover = range(span.start, span.end)
        if taken.isdisjoint(cover):
            kept.append(span)
            taken.update(cover)
    return sorted(kept, key=lambda span: span.start)


class Cover:
    """Stretches of a text, none overlapping another, for asking what they cover in logarithmic time."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._stretches = sorted(stretches)

    def covers(self, start: int, end: int) -> bool:
        """text[start:end] lies within one of them."""
        at = bisect_right(self._stretches, (start, sys.maxsize)) - 1
        return at >= 0 and end <= self._stretches[at][1]

    def touches(self, start: int, end: int) -> bool:
        """text[start:end] overlaps one of them."""
        at = bisect_left(self._stretches, (end, 0)) - 1
        return at >= 0 and start < self._stretches[at][1]

    def end_of(self, start: int) -> int:
        """The end of the one that starts exactly there, else `start`."""
        at = bisect_left(self._stretches, (start, 0))
        if at < len(self._stretches) and self._stretches[at][0] == start:
            return self._stretches[at][1]
        return start
