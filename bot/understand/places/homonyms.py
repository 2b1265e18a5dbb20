"""Names of countries that are people, birds, verbs, languages or things as well: the rules that tell them apart.

A rule gets the name in its place and the evidence of the rest of the article, and answers with codes; none means that
no country is meant here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from bot.understand.places.country_context import (
    Evidence,
    Spot,
    cues,
    followed_by_name,
    heads,
    located,
    placed,
    preceded_by_name,
    spoken,
    surname,
)
from bot.understand.wordlists import function_word, known_word

Rule = Callable[[Spot, Evidence], tuple[str, ...]]

_BIRD_AFTER = re.compile(
    r"[ -](?:breasts?|sandwich\w*|dinners?|legs?|burgers?|bacon|soup|recipes?|farm\w*|season|hunt\w*|meat|sausage|"
    r"shoot|trot|day)\b"
)
_OBJECT_OF_POLISH = re.compile(
    r" (?:your|my|his|her|their|our|the|off|up|it|them|its|shoes?|nails?|silver|furniture|until|with|and buff)\b"
)
_BEFORE_POLISH = ("nail", "shoe", "furniture", "spit", "floor")
_FORMER = re.compile(r"(?i:\b(?:former|ex-?|post-?|pre-?|onetime)[- ]?(?:the )?\Z)")
_OF_AN_ERA = re.compile(
    r"[- ](?:era|style|made|built|designed|born|time|times|days|republics?|states?|bloc|satellite|nations?|countries)\b"
)
_PRONOUN_BEFORE = re.compile(
    r"(?i:\b(?:let|help|tell|with|join|give|for|of|to|at|on|show|trust|behind|leave|made|makes?|about)) \Z"
)
_HE_OR_SHE_AFTER = re.compile(
    r" (?:said|says|told|added|asked|scored|averaged|testified|pleaded|recalled|wrote|was|is|has|had)\b[^.]{0,45}"
    r"\b(?:he|she|his|her|him)\b| \w+ (?:his|her)\b|,? who\b|, \d\d,"
)
_COUNTED = re.compile(r"(?i:\b(?:an?|the|one|every|fellow|two|three|young|old|\w+ed|-year-old)) \Z")


def person(code: str) -> Rule:
    """A country whose name people bear, first or last: India Walton, Michael Jordan."""

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        if surname(spot) or (followed_by_name(spot) and not spot.after.startswith(("'", "’"))):
            return ()
        return (code,)

    return rule


def often_person(code: str) -> Rule:
    """Jordan and Chad are people more often: then one full name in the article is enough."""
    by_name = person(code)

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        if not by_name(spot, evidence) or _titled_name(spot):
            return ()
        he = _HE_OR_SHE_AFTER.match(spot.after)
        if evidence.sure[code] or heads(spot) or (located(spot) and not he):
            return (code,)
        named = spot.previous[:1].isupper() and not spot.titled and not function_word(spot.previous)
        return () if he or named or evidence.count(_full_name(spot.hit.text)) else (code,)

    return rule


def _titled_name(spot: Spot) -> bool:
    """In a headline that capitalises everything, only a verb ("Rejects") or an office may follow a country."""
    following = spot.next
    return spot.titled and following[:1].isupper() and not following.endswith("s") and not heads(spot)


@lru_cache(maxsize=8)
def _full_name(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b[A-Z][a-z]+ (?:[A-Z]\. )?{name}\b(?! River)|\b{name} [A-Z][a-z]+(?:son|er|man|ton)\b")


def family_name(code: str) -> Rule:
    """A country that is a family name only: Kathy Ireland, Tom Holland, Jimmy Wales."""
    return lambda spot, _evidence: () if surname(spot) else (code,)


def first_name(code: str) -> Rule:
    """A region that is a first name: Brittany, Lorraine, Devon. Only where it stands like a place."""

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        if surname(spot) or (followed_by_name(spot) and not placed(spot)):
            return ()
        return (code,) if placed(spot) or heads(spot) or evidence.sure[code] else ()

    return rule


def in_place(code: str) -> Rule:
    """A place whose name is a word or a person's: Nice, Sydney, Kent. Only right after a preposition of place."""

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        somebody = surname(spot) or (followed_by_name(spot) and not heads(spot))
        return (code,) if placed(spot) and not somebody else ()

    return rule


def state(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    """A state of the US that is a first name: Virginia, Carolina, Montana."""
    named = followed_by_name(spot) and not located(spot) and not spot.before.endswith(", ")
    return () if surname(spot) or named else ("US",)


def washington(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    """The state, the city and the government are one country; the rest are people."""
    titled = surname(spot) or spot.previous in ("President", "General", "Gen.")
    somebody = titled or _unknown(spot.previous, spot) or bool(_HE_OR_SHE_AFTER.match(spot.after))
    return () if somebody or (followed_by_name(spot) and not placed(spot)) else ("US",)


def _unknown(word: str, spot: Spot) -> bool:
    """A capitalised word that English does not know, such as a first name: Kamasi Washington."""
    return word.istitle() and not spot.titled and not known_word(word) and not word.endswith("ern")


def singular(code: str) -> Rule:
    """Finn, Dane, Pole, Turk, Swede, Brit, Scot: one of a people, but also names and things."""

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        if followed_by_name(spot) or preceded_by_name(spot) or surname(spot):
            return ()
        return (code,) if _COUNTED.search(spot.before) or evidence.sure[code] else ()

    return rule


def language(code: str) -> Rule:
    """A demonym that is a language too."""
    return lambda spot, _evidence: () if spoken(spot) or surname(spot) else (code,)


def turkey(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    if _BIRD_AFTER.match(spot.after):
        return ()
    if spot.after[:1] in ("'", "’") or heads(spot) or placed(spot) or evidence.sure["TR"]:
        return ("TR",)
    kitchen = cues("turkey-bird").search(spot.around) or (evidence.count(cues("turkey-bird")) > 1 and not evidence.sure)
    return () if kitchen else ("TR",)


def polish(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    verb = _OBJECT_OF_POLISH.match(spot.after) or spot.previous.lower() in _BEFORE_POLISH
    return () if verb or spoken(spot) else ("PL",)


def us(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    """In a line of capitals US may be the pronoun."""
    shouted = (spot.before[-25:] + spot.after[:25]).isupper()
    return () if shouted and _PRONOUN_BEFORE.search(spot.before) else ("US",)


def past(*codes: str) -> Rule:
    """ "Former Soviet states", "ex-Yugoslav", "Soviet-era": a region or a time, no country."""

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        return () if _FORMER.search(spot.before) or _OF_AN_ERA.match(spot.after) else codes

    return rule
