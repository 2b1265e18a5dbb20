"""One person, many names in one text: surnames to full names, initials, nicknames, titles apart.

Joins only what a careful reader would; two people of one surname stay two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from bot.model import ActorKind
from bot.understand.names.groups import Group, Surface, surfaces
from bot.understand.names.inflect import same_surname
from bot.understand.names.spans import Span

_PARTICLES = frozenset(
    (
        "al",
        "de",
        "da",
        "dos",
        "del",
        "der",
        "den",
        "van",
        "von",
        "bin",
        "ibn",
        "ben",
        "bint",
        "la",
        "le",
        "di",
        "du",
        "ul",
    )
)
_GENERATION = frozenset(("jr", "sr", "ii", "iii", "iv"))
_NICKNAMES = {
    "joe": "joseph", "bill": "viliam", "bob": "robert", "rob": "robert", "mike": "michael", "jim": "james",
    "tom": "thomas", "dan": "daniel", "ben": "benjamin", "chris": "christopher", "steve": "steven", "ted": "edvard",
    "tony": "anthony", "alex": "aleksander", "nick": "nicholas", "nik": "nicholas", "ed": "edvard", "ken": "kenneth",
    "dave": "david", "matt": "mathev", "andy": "andrev", "liz": "elizabeth", "kate": "katherine", "sam": "samuel",
}  # fmt: skip


_SUBJECT = 3  # lone surnames that make somebody the one who is called by it


def merge(text: str, spans: Sequence[Span]) -> list[Group]:
    """Every span of a person in exactly one group."""
    groups: list[Group] = []
    written = surfaces(text, spans)
    for surface in written:
        if len(_essential(surface.tokens)) > 1:
            home = next((g for g in groups if _same_person(surface, g)), None)
            if home is None:
                home = Group(ActorKind.PERSON, surface.name, surface.tokens)
                groups.append(home)
            home.seed = home.seed or surface.seed
            home.spans += surface.spans
            home.full = sorted([*home.full, *(span.start for span in surface.spans)])
    for surface in written:
        if len(_essential(surface.tokens)) < 2:
            for span in surface.spans:
                _home_of_lone(surface, span, groups).spans.append(span)
    return groups


def _essential(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(t for t in tokens if t not in _PARTICLES and t not in _GENERATION)


def _same_person(surface: Surface, other: Group) -> bool:
    """A full name that is a shorter or differently spelt form of the group's name."""
    if surface.seed and other.seed:
        return surface.seed == other.seed
    short, long = _essential(surface.tokens), _essential(other.tokens)
    if set(surface.tokens) & _GENERATION != set(other.tokens) & _GENERATION:
        return False
    if short == long or short == long[-len(short) :]:
        return True
    return _same_given(short[0], long[0]) and short[-1] in long[1:]


def _same_given(one: str, other: str) -> bool:
    if one == other or _NICKNAMES.get(one, one) == _NICKNAMES.get(other, other):
        return True
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


def _home_of_lone(surface: Surface, span: Span, groups: list[Group]) -> Group:
    """The group of a one-word name; a new one where none fits."""
    word = (_essential(surface.tokens) or surface.tokens)[-1]
    written = surface.name.split()[-1]
    ranked = (
        [g for g in groups if g.full and (g.tokens[-1] == word or same_surname(written, g.name.split()[-1]))],
        [g for g in groups if g.full and word in _essential(g.tokens)[1:]],
        [g for g in groups if g.full and g.tokens[0] == word],
    )
    for fitting in ranked:
        if not fitting:
            continue
        if span.weak and (known := next((g for g in fitting if g.seed == span.seed), None)):
            return known
        home = _nearest(fitting, span)
        if span.weak and home.full[0] > span.start:
            break  # "Trump" before any "Melania Trump": the one everybody means
        return home
    for g in groups:
        if (span.seed and g.seed == span.seed) or (not span.seed and not g.seed and g.tokens == surface.tokens):
            return g
    alone = Group(ActorKind.PERSON, surface.name, surface.tokens, seed=span.seed)
    groups.append(alone)
    return alone


def _nearest(fitting: Sequence[Group], span: Span) -> Group:
    """The one whose full name is given most often, else whom the text has called by surname so far, else the one named
    last before the span, else the first after it.

    A text calls its main subject by surname, and the spouse or the namesake by full name.
    """

    def rank(g: Group) -> tuple[int, bool, bool, int]:
        before = bisect_left(g.full, span.start)
        near = span.start - g.full[before - 1] if before else g.full[0]
        return -len(g.full), len(g.spans) - len(g.full) < _SUBJECT, not before, near

    return min(fitting, key=rank)
