"""Cities and provinces: which country a town of that name is in, by what follows it, by the rest of the article, by size.

A town names a country only with evidence; a town that could be in a country the article names anyway, is in it.
"""

from __future__ import annotations


from bot.understand.country_context import Evidence, Spot, followed_by_name, heads, placed, preceded_by_name, surname

# A capital is named that much more often than a town of its size.
_CAPITAL = 5
# How many times larger the largest has to be, to be meant rather than one in a country that the article names.
_FAR_LARGER = 60
# How many times larger than the next, to be meant when the article names neither.
_LARGER = 4
# Inhabitants (a capital's times five): enough to be meant without a preposition, and with one.
_KNOWN_ANYWHERE, _KNOWN_IN_PLACE = 900_000, 150_000
# American or British cues that count as naming the country, for towns there.
_CUES = 2


def candidates(spot: Spot) -> dict[str, int]:
    """Country → how well known its town of that name is."""
    known = dict(spot.hit.towns)
    for entry in spot.hit.entries:
        if entry.kind == "capital":
            for code in entry.codes:
                known[code] = known.get(code, 50_000) * _CAPITAL
    return known


def part_of_a_name(spot: Spot) -> bool:
    """Lincoln Park, Jack London, Mount Vernon: no town."""
    return surname(spot) or preceded_by_name(spot) or followed_by_name(spot)


def settle(spot: Spot, evidence: Evidence) -> str | None:
    """The country of the town, or None when it may as well be something else."""
    known = candidates(spot)
    if not known:
        return None
    top = max(known, key=lambda code: (known[code], code))
    supported = [code for code in known if _supported(code, evidence)]
    if supported:
        best = max(supported, key=lambda code: (known[code], code))
        if known[top] <= _FAR_LARGER * known[best]:
            return best
    if part_of_a_name(spot):
        return None
    rest = [people for code, people in known.items() if code != top]
    if rest and known[top] < _LARGER * max(rest):
        return None
    at_hand = placed(spot) or heads(spot)
    return top if known[top] >= (_KNOWN_IN_PLACE if at_hand else _KNOWN_ANYWHERE) else None


def _supported(code: str, evidence: Evidence) -> bool:
    if code == "US" and evidence.american >= _CUES and evidence.american > evidence.british:
        return True
    if code == "GB" and evidence.british >= _CUES and evidence.british > evidence.american:
        return True
    return evidence.sure[code] > 0


