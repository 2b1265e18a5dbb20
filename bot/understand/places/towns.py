"""Towns: which country one of that name is in, by what follows, by the rest of the article, by its size.

A town names a country only with evidence; a town that could be in a country the article names anyway, is in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.understand.places.country_context import (
    Evidence,
    Spot,
    followed_by_name,
    heads,
    placed,
    preceded_by_name,
    surname,
)

# A capital is named that much more often than a town of its size.
_CAPITAL = 5
# Inhabitants of a capital that has its name in another language: enough to be known anywhere.
_ELSEWHERE = 200_000
# How many times larger the largest has to be, to be meant rather than one in a country that the article names.
_FAR_LARGER = 60
# How many times larger than the next, to be meant when the article names neither.
_LARGER = 4
# Inhabitants (a capital's times five): enough to be meant without a preposition, with one, and with one where no other
# country has a town of that name.
_KNOWN_ANYWHERE, _KNOWN_IN_PLACE, _KNOWN_AND_ALONE = 900_000, 150_000, 50_000
# American or British cues that count as naming the country, for towns there; and that make the article a local one.
_CUES, _LOCAL = 2, 3
# Settlers took the names of towns along: inside this family a town is not enough to bring in another country.
_FAMILY = frozenset(("US", "GB", "CA", "AU", "NZ", "IE", "ZA"))
_FAMOUS = 2_000_000
_COMPOUND = re.compile(
    r"\b(?:St|Saint|San|Santa|Fort|Ft|Mount|Mt|Port|Lake|New|Old|El|Los|Las|La|Cape|Point|Upper|Lower)\.? \Z", re.I
)


def candidates(spot: Spot) -> dict[str, int]:
    """Country → how well known its town of that name is."""
    known = dict(spot.hit.towns)
    for entry in spot.hit.entries:
        if entry.kind == "capital":
            own = bool(entry.languages) and "en" not in entry.languages
            for code in entry.codes:
                known[code] = known.get(code, _ELSEWHERE if own else 50_000) * _CAPITAL
    return known


def part_of_a_name(spot: Spot) -> bool:
    """Lincoln Park, Jack London, St. Paris: no town, or another."""
    return surname(spot) or preceded_by_name(spot) or followed_by_name(spot) or bool(_COMPOUND.search(spot.before))


def settle(spot: Spot, evidence: Evidence) -> str | None:
    """The country of the town, or None when it may as well be something else."""
    known = candidates(spot)
    if not known:
        return None
    top = max(known, key=lambda code: (known[code], code))
    named = _largest(known, [code for code in known if evidence.sure[code]])
    if named and known[top] <= _FAR_LARGER * known[named]:
        return named
    if part_of_a_name(spot):
        return None
    local = _local(evidence)
    if local in known and (known[top] <= _FAR_LARGER * known[local] or _nothing_else(local, evidence)):
        return local if placed(spot) or heads(spot) or known[local] >= _KNOWN_IN_PLACE else None
    return top if _known(top, known, spot) and not _of_the_family(top, known, evidence) else None


def local_namesake(spot: Spot, evidence: Evidence) -> str | None:
    """Lebanon, Palestine, Peru in an article that sounds local and names nothing abroad: the town of that name."""
    local = _local(evidence)
    if local is None or local not in dict(spot.hit.towns) or not _nothing_else(local, evidence):
        return None
    return local


def _largest(known: Mapping[str, int], codes: list[str]) -> str | None:
    return max(codes, key=lambda code: (known[code], code)) if codes else None


def _local(evidence: Evidence) -> str | None:
    """The country whose way of writing the article shows, though it does not name it."""
    if evidence.sure.keys() & _FAMILY and not evidence.sure.keys() & {"US", "GB"}:
        return None
    if evidence.american >= _CUES and evidence.american > evidence.british:
        return "US"
    if evidence.british >= _CUES and evidence.british > evidence.american:
        return "GB"
    return None


def _nothing_else(local: str, evidence: Evidence) -> bool:
    """The article sounds local and names no other country."""
    return max(evidence.american, evidence.british) >= _LOCAL and not evidence.sure.keys() - {local}


def _known(top: str, known: Mapping[str, int], spot: Spot) -> bool:
    rest = [people for code, people in known.items() if code != top]
    if rest and known[top] < _LARGER * max(rest):
        return False
    if not (placed(spot) or heads(spot)):
        return known[top] >= _KNOWN_ANYWHERE
    return known[top] >= (_KNOWN_IN_PLACE if rest else _KNOWN_AND_ALONE)


def _of_the_family(top: str, known: Mapping[str, int], evidence: Evidence) -> bool:
    relatives = (evidence.sure.keys() | {_local(evidence)}) & _FAMILY
    return top in _FAMILY and bool(relatives) and known[top] < _FAMOUS
