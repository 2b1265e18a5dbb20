"""Whether items in two languages tell one event: kind of event, actors, countries and figures, which need no words.

Does not read texts: what it compares was read for grouping.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from functools import cache
from importlib.resources import files

from bot.text import fold

__all__ = ["evidence", "kinds"]

# Of these there is one a day in a place, as a rule; of talks, attacks or arrests there are several.
_SELDOM = frozenset(("quake", "flood", "crash", "fire", "resign", "coup", "court"))
_ACTOR, _FIGURE, _PLACE = 2, 2, 1  # points for what is shared
_MOST = 2  # actors, and figures, that count
_ENOUGH, _ENOUGH_WHEN_SELDOM = 4, 3
_SHORTEST = 3  # characters of the beginning of a word
_ARTICLES = re.compile("^[وبلف]?ال")


def kinds(language: str | None, words: Iterable[str]) -> frozenset[str]:
    """The kinds of event that folded words speak of; none in a language that is not known."""
    known = _kinds().get(language or "", {})
    return frozenset(kind for word in words if (kind := _kind(word, known))) if known else frozenset()


def _kind(word: str, known: Mapping[str, str]) -> str | None:
    bare = _ARTICLES.sub("", word)
    return next((known[bare[:n]] for n in range(len(bare), _SHORTEST - 1, -1) if bare[:n] in known), None)


@cache
def _kinds() -> dict[str, dict[str, str]]:
    """For each language the kind by the beginning of a word."""
    found: dict[str, dict[str, str]] = {}
    for line in (files("bot") / "data" / "kinds.tsv").read_text("utf8").splitlines():
        if not line.startswith("#"):
            kind, language, words = line.split("\t")
            found.setdefault(language, {}).update((fold(word), kind) for word in words.split())
    return found


def evidence(shared_kinds: Set[str], actors: int, figures: int, *, same_place: bool) -> int:
    """How much speaks for one event, by what is shared; 0: not enough."""
    points = _ACTOR * min(actors, _MOST) + _FIGURE * min(figures, _MOST) + _PLACE * same_place
    enough = _ENOUGH_WHEN_SELDOM if shared_kinds & _SELDOM else _ENOUGH
    return points if shared_kinds and points >= enough else 0
