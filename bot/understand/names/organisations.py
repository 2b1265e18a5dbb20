"""One organisation, many names in one text: acronyms, legal forms left out, short forms, bare ministries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.model import ActorKind
from bot.understand.identity import ministries
from bot.understand.names.groups import Group, Surface, surfaces
from bot.understand.names.spans import Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOO_COMMON = _words(
    "national united american british russian chinese european international new bank university ministry "
    "department party council court house office union group state royal federal central general south north "
    "east west first world institute college school committee commission agency association center centre "
    "supreme high democratic republican social people liberal free islamic christian"
)
_COMPANY = _words("inc corp corporation ltd limited llc plc co company group holdings ag gmbh sa nv")
_MINOR = _words("of and the for in on de la du des et y e a")
_DEFINED = re.compile(r" \(([A-Z][A-Za-z.]{1,8})\)")  # "Name (ABC)"


def merge(text: str, spans: Sequence[Span]) -> list[Group]:
    """Every span of an organisation in exactly one group."""
    groups: list[Group] = []
    defined: defaultdict[str, list[int]] = defaultdict(list)
    for found in _DEFINED.finditer(text):
        defined[found[1]].append(found.start())
    for surface in surfaces(text, spans):
        home = _home(text, surface, groups, defined)
        if home is None:
            home = Group(ActorKind.ORGANISATION, surface.name, surface.tokens)
            groups.append(home)
        home.seed = home.seed or surface.likely_seed
        home.spans += surface.spans
    return groups


def _home(text: str, surface: Surface, groups: Sequence[Group], defined: Mapping[str, list[int]]) -> Group | None:
    seed, stem = surface.likely_seed, _stem(surface.tokens)
    if seed and (known := next((g for g in groups if g.seed == seed), None)):
        return known
    for g in groups:
        if (g.seed is None or not surface.seed) and _stem(g.tokens) == stem:
            return g
    if surface.seed:
        return None
    for g in groups:
        if _is_acronym(surface.name, g) or _defines(text, surface.name, g.name, defined):
            return g
    same = [g for g in groups if _is_short_for(surface, g)]
    return same[0] if len(same) == 1 else None


def _stem(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a company's name without its legal form."""
    end = len(tokens)
    while end > 1 and tokens[end - 1] in _COMPANY:
        end -= 1
    return tokens[:end]


def _is_acronym(name: str, other: Group) -> bool:
    letters = name.replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isupper()):
        return False
    words = re.findall(r"[^\W_]+", other.name)
    initials = "".join(word[0] for word in words if word.lower() not in _MINOR)
    every = "".join(word[0] for word in words)
    return len(words) > 1 and letters in (initials.upper(), every.upper())


def _defines(text: str, acronym: str, name: str, defined: Mapping[str, list[int]]) -> bool:
    """The text says "Name (ABC)" somewhere."""
    return any(text[max(0, at - len(name)) : at] == name for at in defined.get(acronym, ()))


def _is_short_for(surface: Surface, other: Group) -> bool:
    """ "Varian" for Varian Medical Systems, "the Times" for the New York Times, "Foreign Ministry" for Russia's."""
    short, long = surface.tokens, other.tokens
    if ministries.is_bare(surface.name):
        return ministries.head(other.name) == ministries.head(surface.name)
    if len(short) >= len(long):
        return False
    if len(short) == 1 and long[-1] == short[0]:
        return True
    return long[: len(short)] == short and (len(short) > 1 or (short[0] not in _TOO_COMMON and len(short[0]) > 2))
