"""Who did what to whom, where and when, as far as a sentence says so; by PLOVER's types, each with its sentence.

English. What a sentence denies, only wishes or makes conditional is no event. Does not tell whether two reports tell of
the same event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, product, repeat

from bot.model import ActorTag, CountryTag, Event, EventType, FoundActor, Party, Tagger
from bot.text import sentences as split
from bot.understand import syntax
from bot.understand.happenings import event_nouns, modality, noun_frames, parties, stance, verb_forms
from bot.understand.happenings.clauses import Sentence, read
from bot.understand.happenings.event_nouns import Noun
from bot.understand.happenings.event_roles import roles
from bot.understand.happenings.event_words import Found, of_passive, phrases
from bot.understand.happenings.parties import Name, Side
from bot.understand.happenings.stance import Stance
from bot.understand.syntax import Word

MOST = 12  # events of one item
READ = 6_000  # characters of a body
_PARSED = 4  # sentences of an item, together: a parse takes as long as finding the names, and the news stands on top
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
_DATELINE = re.compile(
    r"[A-Z][A-Z'’.-]+(?:[ ,/]+[A-Za-z.'’/]+){0,5}(?:,?\s+\w{3,9}\.?\s+\d{1,2})?\s*"
    r"(?:\([A-Z][\w/ .]{1,20}\)\s*)?[—–-]{1,2}\s+"
)
_GAMES = re.compile(
    r"\b(?:league|midfielder|goalkeeper|innings|wickets?|touchdowns?|quarterback|fixtures?|striker|winger|defender|coach|head\s+coach"
    r"|boss|goals?|season|championship|tournament|squad|kick-?off|half-?time|penalty|offside|match(?:es)?|playoffs?|batsman|bowler"
    r"|cup|semi-?finals?|quarter-?finals?|team-?mates?|transfer|referee|unbeaten|hat-?trick|rebounds?|fans|pitch|stadium|points)\b",
    re.IGNORECASE,
)
_SPORTY = 6  # different words of sport, by which a text is about one: politics borrows four at most
_FORCE_OR_SANCTION = frozenset((EventType.ASSAULT, EventType.COERCE, EventType.SANCTION))
_VOWS = re.compile(
    r"\b(?:vow|threat|pledg|promis|swear|swore)\w*\s+(?:\w+\s+){0,3}?to\s+(?:\w+ly\s+)?\Z", re.IGNORECASE
)
_NONE = re.compile(r"\b(?:no|nobody|none|any)\b", re.IGNORECASE)  # "made no arrests"
_EXPECTED = re.compile(
    r"\b(?:expected|likely|tipped|thought|believed|rumou?red|said|understood)\s+to\s+(?:\w+ly\s+|have\s+)?\Z",
    re.IGNORECASE,
)
_BLOCKS = frozenset(("block", "blockade", "occupy", "shut", "besiege", "storm"))
_ASKS = re.compile(r"\?\W*\Z")
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
    title: str,
    body: str,
    *,
    actors: Sequence[FoundActor],
    countries: Sequence[CountryTag],
    language: str | None,
    tagger: Tagger = Tagger.LIGHT,
) -> tuple[Event, ...]:
    """The events of one article, its headline's first, each once; () for one of sport, or in another language."""
    if (language or "en") != "en" or _is_sport(f"{title} {body[:READ]}"):
        return ()
    found: dict[tuple[EventType, str | None, str | None], Event] = {}
    candidates = _candidates(title, body, actors, countries)
    first = list(islice(candidates, _PARSED))
    grammars = chain(_parsed(first, tagger), repeat(()))
    for candidate, grammar in zip(chain(first, candidates), grammars, strict=False):
        for event in of_sentence(candidate, grammar):
            found.setdefault((event.type, _name(event.source), _name(event.target)), event)
        if len(found) >= MOST:
            break
    return tuple(found.values())[:MOST]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may tell of an event: by its verbs, or by who is named in it."""

    text: str
    known: tuple[Name, ...]
    verbs: tuple[Found, ...]


def _candidates(
    title: str, body: str, actors: Sequence[FoundActor], countries: Sequence[CountryTag]
) -> Iterator[Candidate]:
    for field, text, begin, end in _sentences(title, body):
        start = begin + _dateline(text[begin:end])
        one = candidate(text[start:end], parties.names(field, start, end, actors, countries))
        by_force = any(phrase.phrase.type in _FORCE for phrase in one.verbs)
        told_by_verbs = one.verbs and (one.known or by_force)
        if not _SPORT.search(one.text) and (told_by_verbs or (len(one.known) > 1 and event_nouns.names_one(one.text))):
            yield one


def candidate(text: str, known: tuple[Name, ...]) -> Candidate:
    """A sentence with the verbs of it that may tell of an event."""
    verbs = [
        phrase
        for phrase in phrases(text)
        if not any(name.start <= phrase.start < name.end for name in known) and not _in_quotes(text, phrase.start)
    ]
    return Candidate(text, known, tuple(verbs))


def _parsed(some: Sequence[Candidate], tagger: Tagger) -> list[tuple[Word, ...]]:
    if tagger is Tagger.LIGHT:
        return [()] * len(some)
    from bot.understand.names import ner  # noqa: PLC0415 - as in bot.understand.names.actors: the light tagger does without spaCy

    return ner.parser()([one.text for one in some])


def _dateline(sentence: str) -> int:
    """Its length: "HANOI, Vietnam (AP) — "."""
    return found.end() if (found := _DATELINE.match(sentence)) else 0


def _is_sport(text: str) -> bool:
    return len({match[0].lower() for match in _GAMES.finditer(text)}) >= _SPORTY


def _name(party: Party | None) -> str | None:
    return party.name if party is not None else None


def _sentences(title: str, body: str) -> Iterator[tuple[str, str, int, int]]:
    if title:
        yield "title", title, 0, min(len(title), _LONGEST)
    for start, end in split(body[:READ]):
        yield "body", body, start, min(end, start + _LONGEST)


def of_sentence(one: Candidate, grammar: tuple[Word, ...] = ()) -> list[Event]:
    """The events of one sentence, in its order."""
    sentence = read(one.text, one.known, grammar)
    found = [event for phrase in _with_passives(sentence, one.verbs) for event in _of_verb(sentence, phrase)]
    for noun in _nouns(sentence):
        sides = sentence.sides(noun.source), sentence.sides(noun.target)
        planned = _told(_stance_of_noun(sentence, noun))
        if planned is not None and all(event.type is not noun.type for event in found):
            found += _events(sentence, noun.type, *sides, planned=planned, both=True)
    return list(dict.fromkeys(found))


def _with_passives(sentence: Sentence, known: Sequence[Found]) -> list[Found]:
    verbs = list(known)
    for verb, (start, end) in syntax.passives(sentence.grammar):
        word = sentence.grammar[verb]
        if not any(phrase.start == word.start for phrase in verbs) and not _in_quotes(sentence.text, word.start):
            verbs += of_passive(sentence.text, word.start, word.end, sentence.text[start:end])
    return sorted(verbs, key=lambda phrase: phrase.start)


def _nouns(sentence: Sentence) -> Iterator[Noun]:
    if sentence.grammar:
        return noun_frames.find(sentence.grammar, sentence.names, sentence.text)
    return event_nouns.find(sentence.text, sentence.names)


def _stance_of_noun(sentence: Sentence, noun: Noun) -> Stance:
    said = (
        stance.of_noun(sentence.text, noun.start, noun.end)
        if noun.verb is None
        else stance.of_verb(sentence.text, sentence.grammar[noun.verb].start)
    )
    if _ASKS.search(sentence.text):
        return Stance.POSSIBLE
    at = noun.verb
    if at is None:
        at = next((n for n, word in enumerate(sentence.grammar) if word.start == noun.start), None)
    found = modality.of(sentence.grammar, at) if at is not None and said is Stance.STATED else None
    return found or said


def _told(said: Stance) -> bool | None:
    """Whether it is planned; None: it is not told as a fact at all."""
    return {Stance.STATED: False, Stance.PLANNED: True}.get(said)


def _in_quotes(text: str, at: int) -> bool:
    before = text[:at]
    return before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")


def _of_verb(sentence: Sentence, phrase: Found) -> list[Event]:
    if not verb_forms.is_verb(sentence, phrase) or verb_forms.is_accident(sentence, phrase):
        return []
    planned = _told(_stance(sentence, phrase))
    sides = roles(sentence, phrase) if planned is not None else None
    kind = phrase.phrase.type
    if planned and kind in _FORCE_OR_SANCTION and _VOWS.search(sentence.text[: phrase.start]):
        kind = EventType.THREATEN
    if phrase.phrase.verb in _BLOCKS and sides and any(parties.CIVIL.search(side.party.name) for side in sides[0]):
        kind = EventType.PROTEST
    return _events(sentence, kind, *sides, planned=bool(planned)) if sides else []


def _stance(sentence: Sentence, phrase: Found) -> Stance:
    """What its words say of the act, or its grammar, if that is more."""
    said = stance.of_verb(sentence.text, phrase.start)
    verb = syntax.verb_at(sentence.grammar, phrase.start)
    if _NONE.search(sentence.text, phrase.verb_end, phrase.end):
        return Stance.DENIED
    if phrase.phrase.type is not EventType.CONSULT and _EXPECTED.search(sentence.text[: phrase.start]):
        return Stance.POSSIBLE
    if _ASKS.search(sentence.text):
        return Stance.POSSIBLE
    found = (
        modality.of(sentence.grammar, verb) if verb is not None and said in (Stance.STATED, Stance.PLANNED) else None
    )
    return found if found and (said is Stance.STATED or found is not Stance.PLANNED) else said


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
    if kind is EventType.CONSULT and source and target:
        return known and _meet(source, target)
    return known and any(side.official for side in sides)


def _meet(source: Side, target: Side) -> bool:
    """Not a singer who tours a country: people in office, or of two countries."""
    persons = source.person and target.person and source.party.country and target.party.country
    return source.official or (target.official and target.person) or bool(persons)


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
