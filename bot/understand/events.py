"""Who did what to whom, where and when, as far as a sentence says so; by PLOVER's types, each with its sentence.

English. What a sentence denies, only wishes or makes conditional is no event. Does not tell whether two reports tell of
the same event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from bot.model import ActorTag, CountryTag, Event, EventType, FoundActor, Party
from bot.text import sentences as split
from bot.understand import event_nouns, parties, stance, verb_forms
from bot.understand.clauses import Sentence, read
from bot.understand.event_roles import roles
from bot.understand.event_words import Found, phrases
from bot.understand.parties import Name, Side
from bot.understand.stance import Stance

MOST = 12  # events of one item
READ = 6_000  # characters of a body
_LONGEST = 600  # characters of one sentence
_FORCE = frozenset((EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.MOBILIZE, EventType.AID))
_BOTH = frozenset(
    (EventType.CONSULT, EventType.COOPERATE, EventType.AID, EventType.SANCTION, EventType.SUPPORT)
)  # nothing with one side
_NO_PATIENT_ALONE = frozenset(
    (EventType.SUPPORT, EventType.REJECT, EventType.REQUEST, EventType.AGREE, EventType.THREATEN, EventType.PROTEST)
)
_SPORT = re.compile(
    r"\b(?:league|midfielder|goalkeeper|innings|wickets?|touchdown|semi-?final|quarter-?final|play-?offs?|quarterback|grand\s+slam"
    r"|pre-?season|fixtures?|premiership|striker|world\s+cup|touchline|transfer\s+window|box\s+office|grand\s+prix)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:(?:on|since|by|until|from)\s+)?(?:(?:late|early|next|last|this)\s+)*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?:\s+(?:night|morning|evening|afternoon))?(?:,?\s+(?:\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\s+\d{1,2}))?"
    r"|(?:on\s+)?\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?:\s+\d{4})?|(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\s+\d{1,2}(?:,\s+\d{4})?|yesterday|today|tomorrow|tonight|overnight)\b"
    r"|\b(?:last|next|this)\s+(?:week|month|year|weekend|summer|winter|spring|autumn)\b|\bin\s+(?:19|20)\d\d\b",
)
_WHERE = re.compile(
    r"\b(?:in|at|near|outside|inside|across|throughout|around)\s+(?:(?:the|a|an|[a-z-]+|[A-Z][\w’'-]*)\s+){0,4}?(?:city\s+of\s+)?\Z"
)


def find(
    title: str, body: str, *, actors: Sequence[FoundActor], countries: Sequence[CountryTag], language: str | None
) -> tuple[Event, ...]:
    """The events of one article, its headline's first, each once; () for another language than English."""
    if (language or "en") != "en":
        return ()
    found: dict[tuple[EventType, str | None, str | None], Event] = {}
    for field, text, start, end in _sentences(title, body):
        known = parties.names(field, start, end, actors, countries)
        for event in of_sentence(text[start:end], known):
            found.setdefault((event.type, _name(event.source), _name(event.target)), event)
        if len(found) >= MOST:
            break
    return tuple(found.values())[:MOST]


def _name(party: Party | None) -> str | None:
    return party.name if party is not None else None


def _sentences(title: str, body: str) -> Iterator[tuple[str, str, int, int]]:
    if title:
        yield "title", title, 0, min(len(title), _LONGEST)
    for start, end in split(body[:READ]):
        yield "body", body, start, min(end, start + _LONGEST)


def of_sentence(text: str, known: Sequence[Name]) -> list[Event]:
    """The events of one sentence, in its order."""
    if _SPORT.search(text):
        return []
    sentence = read(text, known)
    found: list[Event] = []
    for phrase in phrases(text):
        if any(name.start <= phrase.start < name.end for name in known) or _in_quotes(text, phrase.start):
            continue
        found += _of_verb(sentence, phrase)
    for noun in event_nouns.find(text, sentence.names):
        sides = sentence.sides(noun.source), sentence.sides(noun.target)
        planned = _told(stance.of_noun(text, noun.start, noun.end))
        if planned is not None and all(event.type is not noun.type for event in found):
            found += _events(sentence, noun.type, *sides, planned=planned, both=True)
    return list(dict.fromkeys(found))


def _told(said: Stance) -> bool | None:
    """Whether it is planned; None: it is not told as a fact at all."""
    return {Stance.STATED: False, Stance.PLANNED: True}.get(said)


def _in_quotes(text: str, at: int) -> bool:
    before = text[:at]
    return before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")


def _of_verb(sentence: Sentence, phrase: Found) -> list[Event]:
    if not verb_forms.is_verb(sentence, phrase) or verb_forms.is_accident(sentence, phrase):
        return []
    planned = _told(stance.of_verb(sentence.text, phrase.start))
    sides = roles(sentence, phrase) if planned is not None else None
    return _events(sentence, phrase.phrase.type, *sides, planned=bool(planned)) if sides else []


def _events(
    sentence: Sentence, kind: EventType, sources: list[Side], targets: list[Side], *, planned: bool, both: bool = False
) -> list[Event]:
    """One for each pair of sides that are worth it. What is neither known, nor people, nor their place, is no side."""
    whom = [side for side in targets if parties.is_target(side)]
    nobody: list[Side | None] = [None]
    pairs = product(sources[:3] or nobody, whom[:3] or nobody)
    return [
        _event(sentence, kind, source, target, planned=planned)
        for source, target in pairs
        if _tells(kind, source, target, both=both)
    ]


def _event(sentence: Sentence, kind: EventType, source: Side | None, target: Side | None, *, planned: bool) -> Event:
    place = _place(sentence)
    who, whom = (side.party if side is not None else None for side in (source, target))
    if whom is not None and whom.country is None and kind in (EventType.ASSAULT, EventType.COERCE):
        whom = replace(whom, country=place or _other(sentence, who))
    where = place or (whom.country if whom is not None and kind in (EventType.ASSAULT, EventType.CONSULT) else None)
    when = _WHEN.search(sentence.text)
    return Event(kind, sentence.text, who, whom, where, when[0] if when else None, planned)


def _tells(kind: EventType, source: Side | None, target: Side | None, *, both: bool) -> bool:
    """Somebody known is a side of it, or people are, of an act of force."""
    if source is not None and (not source.solid or (target is not None and source.party.name == target.party.name)):
        return False
    if (both or kind in _BOTH) and not (source and target):
        return False
    if source is None and kind in _NO_PATIENT_ALONE:
        return False
    sides = [side for side in (source, target) if side is not None]
    known = any(side.party.mention or side.party.country for side in sides)
    if kind in _FORCE:
        return bool(sides)
    if kind is EventType.CONSULT and source and target and not (source.official or (target.official and target.person)):
        return False
    return known and any(side.official for side in sides)


def _place(sentence: Sentence) -> str | None:
    """The country of a place that the sentence says it happened in."""
    for name in sentence.names:
        attacker = verb_forms.is_attacker(sentence.text, name.end)
        if name.actor is None and not attacker and _WHERE.search(sentence.text[: name.start]):
            return name.country
    return None


def _other(sentence: Sentence, who: Party | None) -> str | None:
    """The one country besides the source's that the sentence names."""
    others = {name.country for name in sentence.names} - {None, who.country if who else None}
    return others.pop() if len(others) == 1 and who is not None and who.country else None


def named(found: Sequence[Event], tags: Sequence[ActorTag]) -> tuple[Event, ...]:
    """With the names that the registry gives the actors."""
    known = {mention: tag.actor for tag in tags for mention in tag.mentions}

    def name(party: Party | None) -> Party | None:
        actor = known.get(party.mention) if party is not None and party.mention is not None else None
        if party is None or actor is None:
            return party
        return replace(party, name=actor.name, country=party.country or actor.country)

    return tuple(replace(event, source=name(event.source), target=name(event.target)) for event in found)
