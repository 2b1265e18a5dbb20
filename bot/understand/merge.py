"""One actor, many names in one text: surnames to full names, acronyms to organisations.

Joins only what a careful reader would; two people of one surname stay two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.model import ActorKind
from bot.understand import ministries
from bot.understand.skeleton import fold
from bot.understand.spans import Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTICLES = _words("al de da dos del der den van von bin ibn ben bint la le di du abu ter ul st")
_GENERATION = _words("jr sr ii iii iv")
_SHORT_ORG_STOP = _words(
    "national united american british russian chinese european international new bank university ministry "
    "department party council court house office union group state royal federal central general south north "
    "east west first world institute college school committee commission agency association center centre "
    "supreme high democratic republican social people liberal free islamic christian"
)
_COMPANY = _words("inc corp corporation ltd limited llc plc co company group holdings ag gmbh sa nv")
_MINOR = _words("of and the for in on de la du des et y e a")
_NICKNAMES = {
    "joe": "joseph", "bill": "viliam", "bob": "robert", "rob": "robert", "mike": "michael", "jim": "james",
    "tom": "thomas", "dan": "daniel", "ben": "benjamin", "chris": "christopher", "steve": "steven", "ted": "edvard",
    "tony": "anthony", "alex": "aleksander", "nick": "nicholas", "nik": "nicholas", "ed": "edvard", "ken": "kenneth",
    "dave": "david", "matt": "mathev", "andy": "andrev", "liz": "elizabeth", "kate": "katherine", "sam": "samuel",
}  # fmt: skip


@dataclass(slots=True)
class Group:
    """The spans of one actor. Grows while a text is read; handed on complete."""

    kind: ActorKind
    name: str
    tokens: tuple[str, ...]
    spans: list[Span] = field(default_factory=list)
    seed: str | None = None


def group(text: str, spans: Sequence[Span]) -> list[Group]:
    """Every span in exactly one group."""
    people = [span for span in spans if span.kind is ActorKind.PERSON]
    organisations = [span for span in spans if span.kind is ActorKind.ORGANISATION]
    return [*_people(text, people), *_organisations(text, organisations)]


def _by_surface(text: str, spans: Sequence[Span]) -> list[tuple[str, tuple[str, ...], list[Span]]]:
    """(surface, folded words, spans), the longest names first, then the earliest."""
    surfaces: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        surfaces[text[span.start : span.end]].append(span)
    rows = [(name, tuple(fold(name).split()), found) for name, found in surfaces.items()]
    rows.sort(key=lambda row: (-len(row[1]), row[2][0].start))
    return [row for row in rows if row[1]]


def _sure_seed(spans: Sequence[Span]) -> str | None:
    return next((span.seed for span in spans if span.seed and not span.weak), None)


# ---------------------------------------------------------------- people


def _people(text: str, spans: Sequence[Span]) -> list[Group]:
    groups: list[Group] = []
    lone: list[tuple[str, tuple[str, ...], list[Span]]] = []
    for name, tokens, found in _by_surface(text, spans):
        if len(_essential(tokens)) < 2:
            lone.append((name, tokens, found))
            continue
        seed = _sure_seed(found)
        home = next((g for g in groups if _same_person(tokens, seed, g)), None)
        if home is None:
            home = Group(ActorKind.PERSON, name, tokens, seed=seed)
            groups.append(home)
        home.seed = home.seed or seed
        home.spans += found
    for name, tokens, found in lone:
        for span in found:
            _home_of_lone(name, tokens, span, groups).spans.append(span)
    return groups


def _essential(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(t for t in tokens if t not in _PARTICLES and t not in _GENERATION)


def _same_person(tokens: tuple[str, ...], seed: str | None, other: Group) -> bool:
    """A full name that is a shorter or differently spelt form of the group's name."""
    if seed and other.seed:
        return seed == other.seed
    short, long = _essential(tokens), _essential(other.tokens)
    if set(tokens) & _GENERATION != set(other.tokens) & _GENERATION:
        return False
    if short == long or short == long[-len(short) :]:
        return True
    return _same_given(short[0], long[0]) and short[-1] in long[1:]


def _same_given(one: str, other: str) -> bool:
    if one == other or _NICKNAMES.get(one, one) == _NICKNAMES.get(other, other):
        return True
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


def _home_of_lone(name: str, tokens: tuple[str, ...], span: Span, groups: list[Group]) -> Group:
    word = (_essential(tokens) or tokens)[-1]
    ranked = (
        [g for g in groups if len(g.tokens) > 1 and g.tokens[-1] == word],
        [g for g in groups if len(g.tokens) > 1 and word in _essential(g.tokens)[1:]],
        [g for g in groups if len(g.tokens) > 1 and g.tokens[0] == word],
    )
    for fitting in ranked:
        if not fitting:
            continue
        if span.weak and (known := next((g for g in fitting if g.seed == span.seed), None)):
            return known
        home = _nearest(fitting, span)
        if span.weak and home.spans[0].start > span.start:
            break  # "Trump" before any "Melania Trump": the one everybody means
        return home
    for g in groups:
        if (span.seed and g.seed == span.seed) or (not span.seed and not g.seed and g.tokens == tokens):
            return g
    alone = Group(ActorKind.PERSON, name, tokens, seed=span.seed)
    groups.append(alone)
    return alone


def _nearest(fitting: Sequence[Group], span: Span) -> Group:
    """The one named last before the span, else the first one after it."""

    def distance(g: Group) -> tuple[bool, int]:
        before = [s.start for s in g.spans if s.start < span.start]
        return (False, span.start - before[-1]) if before else (True, g.spans[0].start)

    return min(fitting, key=distance)


# ---------------------------------------------------------------- organisations


def _organisations(text: str, spans: Sequence[Span]) -> list[Group]:
    groups: list[Group] = []
    for name, tokens, found in _by_surface(text, spans):
        seed = _sure_seed(found) or next((span.seed for span in found if span.seed), None)
        home = _home_of_organisation(text, name, tokens, seed, groups)
        if home is None:
            home = Group(ActorKind.ORGANISATION, name, tokens, seed=seed)
            groups.append(home)
        home.seed = home.seed or seed
        home.spans += found
    for g in groups:
        g.spans.sort(key=lambda span: span.start)
    return groups


def _home_of_organisation(
    text: str, name: str, tokens: tuple[str, ...], seed: str | None, groups: Sequence[Group]
) -> Group | None:
    if seed:
        return next((g for g in groups if g.seed == seed), None) or next(
            (g for g in groups if g.seed is None and _stem(g.tokens) == _stem(tokens)), None
        )
    for g in groups:
        if _stem(g.tokens) == _stem(tokens) or _is_acronym(text, name, g):
            return g
    if ministries.is_bare(name):
        same = [g for g in groups if ministries.head(g.name) == ministries.head(name)]
    elif len(tokens) == 1 and (tokens[0] in _SHORT_ORG_STOP or len(tokens[0]) < 3):
        same = []
    else:
        same = [g for g in groups if len(g.tokens) > len(tokens) and g.tokens[: len(tokens)] == tokens]
    return same[0] if len(same) == 1 else None


def _stem(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a company's name without its legal form."""
    end = len(tokens)
    while end > 1 and tokens[end - 1] in _COMPANY:
        end -= 1
    return tokens[:end]


def _is_acronym(text: str, name: str, other: Group) -> bool:
    letters = name.replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isupper()):
        return False
    words = re.findall(r"[^\W_]+", other.name)
    initials = "".join(word[0] for word in words if word.lower() not in _MINOR)
    every = "".join(word[0] for word in words)
    if len(words) > 1 and letters in (initials.upper(), every.upper()):
        return True
    return f"{other.name} ({name})" in text
