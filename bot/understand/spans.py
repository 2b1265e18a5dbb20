"""A stretch of text believed to name an actor, and how such stretches are cut clean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import ActorKind
from bot.understand import titles

_EDGE = " \t\"'“”‘’«»‹›()[]{},.;:!?*•|/\\-–—…_~<>"
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’`]s?$")
_KEEPS_DOT = re.compile(r"(?:\b(?:Jr|Sr|Inc|Corp|Co|Ltd|Bros)|(?:\b\w\.)+\w)$")
_PARTICLE = re.compile(r"(?:al|el|de|da|dos|del|della|der|den|van|von|bin|ibn|ben|bint|ter|la|le|di|du|abu|ul|of)\b")


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


def covered(places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """True when text[start:end] lies within one of the places."""
    return any(s <= start and end <= e for s, e in places)
