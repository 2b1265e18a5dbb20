"""Ministries, which share their names: "Foreign Ministry" names one only together with its country."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.model import ActorKind
from bot.understand.registry import seed
from bot.understand.spans import Span

_FIELD = (
    r"(?:Foreign(?: Affairs)?|Defen[cs]e|Interior|Finance|Health|Justice|Economy|Economic Development|Energy|Oil|Trade|"
    r"Commerce|Education|Agriculture|Culture|Information|Transport|Labou?r|Environment|Tourism|Planning|Home Affairs|"
    r"External Affairs|Emergency Situations|Emergencies|Intelligence|Unification|Industry)"
)
_MINISTRY = re.compile(
    rf"(?:(?<![\w-]){_FIELD} Ministry|(?<![\w-])Ministry (?:of|for) (?:the |Foreign )?[A-Z]\w+(?: and [A-Z]\w+)?)(?!\w)"
)
_HEADS = (
    ("Foreign Ministry", re.compile(r"foreign|external affairs", re.IGNORECASE)),
    ("Defence Ministry", re.compile(r"defen[cs]e", re.IGNORECASE)),
    ("Interior Ministry", re.compile(r"interior|internal affairs", re.IGNORECASE)),
    ("Finance Ministry", re.compile(r"finance", re.IGNORECASE)),
    ("Health Ministry", re.compile(r"health", re.IGNORECASE)),
)
Place = tuple[int, int, str]  # start, end, country code


def head(name: str) -> str | None:
    """What kind of ministry a name means ("Foreign Ministry"), whatever its country; None when it names none."""
    if not (found := _MINISTRY.search(name)):
        return None
    return next((title for title, words in _HEADS if words.search(found[0])), found[0])


def is_bare(name: str) -> bool:
    """True for a ministry's name that does not say which country's it is."""
    return _MINISTRY.fullmatch(name) is not None


@cache
def _seeded() -> dict[tuple[str, str], str]:
    """(head, country) -> seed id."""
    return {
        (actor.name.partition(" (")[0], actor.country): actor.id
        for actor in seed()
        if actor.kind is ActorKind.ORGANISATION and actor.country and " Ministry (" in actor.name
    }


def find(text: str, places: Sequence[Place]) -> list[Span]:
    """Ministries with the country that stands next to them, if one does."""
    spans = []
    for found in _MINISTRY.finditer(text):
        start, end, country = _with_country(text, found.start(), found.end(), places)
        seed_id = _seeded().get((head(found[0]) or "", country)) if country else None
        spans.append(Span(start, end, ActorKind.ORGANISATION, "ministry", seed_id, country=country))
    return spans


def _with_country(text: str, start: int, end: int, places: Sequence[Place]) -> tuple[int, int, str | None]:
    for s, e, code in places:
        if e < start and text[e:start] in (" ", "'s ", "’s ", "' ", "’ "):
            return s, end, code
        if s > end and text[end:s] in (" of ", " of the ", " in ", " ("):
            return start, e if text[end:s] != " in " else end, code
    return start, end, None
