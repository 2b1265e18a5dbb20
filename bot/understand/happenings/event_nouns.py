"""Events told by nouns: "talks between A and B", "A's attack on B", "sanctions on B by A", "a visit of A to B".

English. Finds the nouns and where their sides stand; does not judge whether they happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.model import EventType
from bot.understand.happenings.parties import Name

_NOUNS = {
    EventType.CONSULT: "talks meeting meetings summit visit trip negotiations discussions consultations phone_call call"
    " dialogue conversation round_of_talks state_visit",
    EventType.AGREE: "deal agreement accord pact treaty truce ceasefire memorandum contract pledge promise settlement"
    " understanding swap_deal",
    EventType.ASSAULT: "attack attacks strike strikes airstrike airstrikes raid raids bombing bombings shelling assault"
    " invasion offensive bombardment massacre killing assassination ambush shooting incursion war"
    " missile_strike missile_strikes salvo barrage abduction kidnapping stabbing poisoning murder torture"
    " sabotage counteroffensive",
    EventType.SANCTION: "sanctions tariffs tariff embargo sanction blockade curbs duties expulsion boycott ban bans"
    " blacklisting levies restrictions penalties fine",
    EventType.ACCUSE: "criticism condemnation accusations accusation allegations complaint lawsuit probe investigation"
    " indictment prosecution inquiry denunciation rebuke impeachment lawsuits charges",
    EventType.THREATEN: "threat threats ultimatum warning warnings",
    EventType.PROTEST: "protest protests demonstration demonstrations rally march marches walkout sit-in",
    EventType.AID: "aid assistance loan grant bailout donation evacuation rescue shipment donations",
    EventType.SUPPORT: "support backing recognition praise endorsement solidarity congratulations condolences apology",
    EventType.REJECT: "rejection veto refusal",
    EventType.RETREAT: "withdrawal pullout retreat surrender pull-out drawdown",
    EventType.COERCE: "arrest detention crackdown annexation occupation deportation seizure hack cyberattack"
    " cyber-attack"
    " jailing conviction imprisonment overthrow ouster siege",
    EventType.COOPERATE: "cooperation trade extradition sale exports drills exercises exercise swap partnership",
    EventType.YIELD: "release resignation pardon concession concessions",
    EventType.REQUEST: "appeal request demand demands plea appeals requests",
    EventType.MOBILIZE: "deployment",
}
_TYPE_OF = {word.replace("_", " "): kind for kind, words in _NOUNS.items() for word in words.split()}


def type_of(noun: str) -> EventType | None:
    """Of one word."""
    return _TYPE_OF.get(noun.lower())


_NOUN = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_TYPE_OF, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)


def names_one(sentence: str) -> bool:
    """Whether such a noun is in it."""
    return _NOUN.search(sentence) is not None


_TOWARDS = re.compile(r"\s+(?:on|against|to|into|upon|of|over|for|in|from)\s+(?:the\s+)?\Z")
_BETWEEN = re.compile(r"\s+(?:\w+\s+){0,3}?(?:between|of)\s+(?:the\s+)?\Z")
_BY = re.compile(r"\s+by\s+(?:the\s+)?\Z")
_WITH = re.compile(r"\s+(?:\w+\s+){0,3}?with\s+(?:the\s+)?\Z")
_OWNS = re.compile(
    r"(?:['’]s?)?\s+(?:(?!(?:ha[sd]|have|is|are|w(?:as|ere|ill)|the|an?|of|in|and|to|for|from|with|on|by|at|that|after|its)\b)"
    r"[\w-]+\s+){0,2}\Z"
)
_GAP = 60  # characters between a noun and its side
_ROLE = r"(?:[\w’'-]+\s+){0,5}?"


@dataclass(frozen=True, slots=True)
class Noun:
    """sentence[start:end] names an event; `source` and `target` are where its sides stand."""

    type: EventType
    start: int
    end: int
    source: tuple[tuple[int, int], ...]
    target: tuple[tuple[int, int], ...]
    verb: int | None = None  # the index of the word that says that it is done, where that says who does it


def find(sentence: str, known: Sequence[Name]) -> Iterator[Noun]:
    """Nouns with both sides, in the sentence's order."""
    if len(known) < 2:
        return
    for match in _NOUN.finditer(sentence):
        if any(name.start <= match.start() < name.end for name in known):
            continue
        found = _sides(sentence, match.start(), match.end(), known)
        if found:
            source, target = found
            yield Noun(_TYPE_OF[match[0].lower()], match.start(), match.end(), source, target)


def _sides(
    sentence: str, start: int, end: int, known: Sequence[Name]
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]] | None:
    after = [name for name in known if name.start >= end and name.start - end <= _GAP]
    before = [name for name in known if name.end <= start and _OWNS.fullmatch(sentence[name.end : start])]
    if pair := _pair(sentence, end, after):
        return pair
    by = next((name for name in after if _BY.search(sentence[end : name.start])), None)
    owner = before[-1] if before else by
    others = [name for name in after if name is not by]
    other = next((name for name in others if _leads(sentence, end, name)), None)
    if owner is None or other is None:
        return None
    return (_of(owner),), (_of(other),)


def _leads(sentence: str, end: int, name: Name) -> bool:
    between = sentence[end : name.start]
    return bool(
        re.fullmatch(
            rf"\s+(?:(?:was|were|is|are|has\s+been|have\s+been)\s+\w+\s+)?(?:on|against|to|into|upon|of|with|for|from)\s+{_ROLE}",
            between,
        )
    )


def _pair(
    sentence: str, end: int, after: Sequence[Name]
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]] | None:
    """ "… between A and B", "… of A and B"."""
    for first, second in pairwise(after):
        opens = re.fullmatch(
            rf"\s+(?:[\w-]+\s+){{0,3}}?(?:between|of|involving)\s+{_ROLE}", sentence[end : first.start]
        )
        joins = re.match(
            rf"(?:['’]s?)?(?:\s+[\w’'-]+){{0,4}}?,?\s+(?:and|with)\s+{_ROLE}\Z", sentence[first.end : second.start]
        )
        if opens and joins:
            return (_of(first),), (_of(second),)
    return None


def _of(name: Name) -> tuple[int, int]:
    return name.start, name.end
