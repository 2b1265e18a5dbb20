"""Ministries, which share their names: "Foreign Ministry" names one only together with its country."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

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


def find(text: str, places: Sequence[Place]) -> list[tuple[int, int, str | None]]:
    """Start and end of each ministry's name, and the country that stands next to it, if one does.

    The country belongs to the name: "Russia's Foreign Ministry", "Ministry of Finance of Kenya".
    """
    starts = [place[0] for place in places]
    return [_with_country(text, found.start(), found.end(), places, starts) for found in _MINISTRY.finditer(text)]


def _with_country(
    text: str, start: int, end: int, places: Sequence[Place], starts: Sequence[int]
) -> tuple[int, int, str | None]:
    at = bisect_left(starts, start)
    for s, e, code in places[max(0, at - 1) : at]:
        if text[e:start] in (" ", "'s ", "’s ", "' ", "’ "):
            return s, end, code
    for s, e, code in places[at : at + 2]:
        if text[end:s] in (" of ", " of the "):
            return start, e, code
        if text[end:s] in (" in ", " in the "):
            return start, end, code
    return start, end, None
