"""The sides of one verb: whose act it is, and whom it is done to.

English. Knows the frames of bot/data/event_verbs.tsv. Does not judge whether the act happened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import EventType
from bot.understand.happenings import clauses, event_nouns, parties, verb_forms
from bot.understand.happenings.clauses import Sentence
from bot.understand.happenings.event_words import Found, phrases
from bot.understand.happenings.parties import Side
from bot.understand.syntax import Clause, Stretch

Sides = tuple[list[Side], list[Side]]  # sources and targets

_INTRANSITIVE = frozenset((EventType.PROTEST, EventType.CONSULT, EventType.YIELD, EventType.SUPPORT))
_NEEDS_OBJECT = frozenset((EventType.ASSAULT, EventType.COERCE, EventType.YIELD, EventType.AID, EventType.THREATEN))
_TO_A_PLACE = frozenset(("in", "to", "at"))
_OF_WHAT = frozenset(("accuse", "strip", "convict", "acquit", "suspect"))
_QUARRELS = frozenset(("clash", "battle", "fight"))  # of a person: with words
_GOVERNS = clauses.PREPOSITIONS - {"out", "up", "off", "down"} | {"of"}
_WHAT = re.compile(r"\s+what\b", re.I)
_OF_PEOPLE = frozenset(("release", "free", "receive", "rescue", "greet"))
_MARCHES = frozenset(("leave", "exit", "mass"))
_ARMED = re.compile(
    r"\b(?:troops|soldiers|forces|army|peacekeepers|marines|military|convoy|contingent|rebels|fighters|mercenaries|garrison)\b"
)
_SILENT = re.compile(
    r"\s+(?:say|comment|elaborate|discuss|answer|name|be|give\s+(?:details|his|her|their)|speculate|provide|speak|talk)\b",
    re.I,
)
_FOR = re.compile(r"\s+(?:to|for)\b", re.I)
_GATHER = frozenset(("gather", "converge"))
_CAUSE = re.compile(
    r"\b(?:against|over|demand\w*|protest\w*|call(?:ing|ed)\s+for|denounc\w+|in\s+support|strike|demonstrat\w+)\b|\banti-",
    re.I,
)


def roles(sentence: Sentence, phrase: Found) -> Sides | None:
    """Sources and targets; None where the sentence does not tell of such an act between parties."""
    where = phrase.start, phrase.verb_end, phrase.end
    clause = sentence.clause(*where)
    found = _roles(sentence, phrase, clause)
    if not sentence.grammar or clause.passive or (found and all(found)):
        return found
    other = _roles(sentence, phrase, sentence.shallow(*where))
    return other if other and all(other) else found


def _roles(sentence: Sentence, phrase: Found, clause: Clause) -> Sides | None:
    subject = sentence.sides(clause.subject)
    if verb_forms.is_passive(sentence, phrase, clause, subject):
        found = _passive(sentence, phrase, clause, subject)
        told = any(map(parties.is_target, found[1])) and not _is_no_person(phrase, found[1])
        return found if told or (found[0] and "=" not in phrase.phrase.frames) else None
    found = _active(sentence, phrase, clause, subject)
    if found[1] and _is_no_person(phrase, found[1]):
        return None
    return None if not found[0] or _says_too_little(sentence, phrase, *found, clause) else found


def _is_no_person(phrase: Found, whom: Sequence[Side]) -> bool:
    """ "released data", "received clearance"."""
    if phrase.phrase.length > 1 or phrase.phrase.verb not in _OF_PEOPLE:
        return False
    return not any(side.person or parties.PEOPLE.search(side.party.name) or parties.is_country(side) for side in whom)


def _passive(sentence: Sentence, phrase: Found, clause: Clause, subject: list[Side]) -> Sides:
    agents = sentence.sides(clause.agents) or _striker(sentence, phrase) or _with_whose(sentence, phrase)
    if not agents and phrase.phrase.type in (EventType.AID, EventType.COOPERATE):
        agents = _first_of(sentence, clause, ("from",)) or subject  # "Moroccan trucks were sent"
    if phrase.phrase.type is EventType.MOBILIZE and not agents:  # "Rwandan troops were deployed in Congo"
        return subject, _target(sentence, phrase, clause)
    if phrase.phrase.type is EventType.ASSAULT and agents and not any(map(parties.is_target, agents)):
        if not verb_forms.is_violent(agents[0].party.name):
            return [], []  # "was hit by a car"
        agents = []
    return agents, subject if "=" in phrase.phrase.frames else _target(sentence, phrase, clause)


def _striker(sentence: Sentence, phrase: Found) -> list[Side]:
    """Whose act of force it was: "killed in an Israeli air strike"."""
    for name in sentence.names:
        if name.start > phrase.end and verb_forms.is_attacker(sentence.text, name.end) and name.actor is None:
            return sentence.sides([(name.start, name.end)])
    return []


def _with_whose(sentence: Sentence, phrase: Found) -> list[Side]:
    """Whose means they are: "were hit with U.S. sanctions"."""
    within = [name for name in sentence.names if phrase.verb_end <= name.start < phrase.end]
    return sentence.sides([(within[0].start, within[0].end)]) if within else []


def _active(sentence: Sentence, phrase: Found, clause: Clause, subject: list[Side]) -> Sides:
    target = _inner(sentence, phrase, clause) or _target(sentence, phrase, clause) or _within(sentence, phrase)
    if "<" in phrase.phrase.frames:
        return target, subject
    apart = [side for side in target if side.party.name not in {one.party.name for one in subject}]
    if not apart and "&" in phrase.phrase.frames and len(subject) > 1:
        return subject[:1], subject[1:]
    return subject, target


def _says_too_little(sentence: Sentence, phrase: Found, source: list[Side], target: list[Side], clause: Clause) -> bool:
    """The verb's object is left out, or is a thing; "demonstrated great skill"; two politicians who "clash"."""
    kind, frames = phrase.phrase.type, phrase.phrase.frames
    alone = phrase.phrase.length == 1
    if kind is EventType.PROTEST and (alone or phrase.phrase.verb in _GATHER) and not _CAUSE.search(sentence.text):
        return True
    if phrase.phrase.verb in _QUARRELS and (
        any(side.person for side in source) or _FOR.match(sentence.text, phrase.end)
    ):
        return True
    if sentence.text[: phrase.end].endswith(" to") and _SILENT.match(sentence.text, phrase.end):
        return True
    if kind is EventType.AGREE and phrase.phrase.verb != "agree" and alone and not target:
        return True
    if phrase.phrase.verb == "warn" and not any(side.party.country or side.party.mention for side in target):
        return True
    if "=" not in frames:
        return bool(kind in _INTRANSITIVE and clause.objects and alone and phrase.phrase.verb != "discuss")
    if (
        alone
        and phrase.phrase.verb in _MARCHES
        and not any(_ARMED.search(sentence.text[one.start : one.end]) for one in source)
    ):
        return True
    if phrase.phrase.verb == "order" and any(
        event_nouns.type_of(sentence.text[:end].split()[-1]) for _, end in clause.objects
    ):
        return True
    if "-" in frames or sentence.text[: phrase.end].endswith(" to"):
        return False
    told = bool(clause.objects or clause.led) or _WHAT.match(sentence.text, phrase.end) is not None
    return not any(map(parties.is_target, target)) and (not told or kind in _NEEDS_OBJECT)


def _inner(sentence: Sentence, phrase: Found, clause: Clause) -> list[Side]:
    """Whom the act is meant for that is agreed, threatened or refused: "agreed to send tanks to Ukraine"."""
    if not sentence.text[: phrase.end].endswith(" to") or "~" in phrase.phrase.written:
        return []
    at = phrase.end + 1
    for inner in phrases(sentence.text):
        if inner.start == at:
            clause = sentence.clause(inner.start, inner.verb_end, inner.end)
            whom = _target(sentence, inner, clause) or _within(sentence, inner)
            return [side for side in whom if parties.is_target(side)]
    verb_end = clauses.word_end(sentence.words, at)
    within = sentence.clause(at, verb_end, verb_end)
    whom = [side for side in sentence.sides(within.objects) if side.solid]
    named = [side for side in whom if side.party.country or side.party.mention]
    return named or _first_of(sentence, within, ("with", "to", "on", "against", "for")) or whom


def _first_of(sentence: Sentence, clause: Clause, prepositions: Sequence[str]) -> list[Side]:
    """The sides behind the first of the prepositions that has any."""
    for preposition in prepositions:
        for stretches in clause.behind(preposition):
            if found := [side for side in sentence.sides(stretches) if side.solid]:
                return found
    return []


def _within(sentence: Sentence, phrase: Found) -> list[Side]:
    """Somebody between the verb and the end of its phrase: "gave Pakistan a loan", "expelled two Russian diplomats"."""
    within = [name for name in sentence.names if phrase.verb_end <= name.start < phrase.end]
    inside = [name for name in within if sentence.text[name.end : name.end + 1] not in "-–"]  # "a US-brokered deal"
    if not inside:
        return []
    if re.match(r"\s+(?:an?|the|\d|some|more)\b", sentence.text[inside[0].end :]):
        return sentence.sides([(phrase.verb_end, inside[0].end)])
    return sentence.sides(clauses.direct(clauses.right(sentence.words, phrase.verb_end))[:1])


def _target(sentence: Sentence, phrase: Found, clause: Clause) -> list[Side]:
    """By the first frame of the phrase that is there."""
    frames = phrase.phrase.frames
    order = [word for word, _ in clause.leads]
    if _TO_A_PLACE.issuperset(frames):  # "will travel to Caracas, the ministry in Moscow said"
        frames = tuple(word for word in order if word in frames)[:1] or frames
    last = sentence.text[phrase.verb_end : phrase.end].lower().split()[-1:]
    if last and last[0] not in frames and last[0] in _GOVERNS:  # "stands by Japan"
        frames = ("=", last[0], *frames[1:]) if "=" in frames else (last[0], *frames)
    things: list[Side] = []
    if phrase.phrase.type is not EventType.PROTEST:  # whom it is against, not the square it is in
        frames = tuple(sorted(frames, key=lambda word: _place_of(word, order, frames)))
    for frame in frames:
        if frame == "=":
            whom = clause.objects or clause.led
            things = sentence.sides(_before_of(sentence, whom) if phrase.phrase.verb in _OF_WHAT else whom)
            found = things if any(map(parties.is_target, things)) else []
        elif frame in "&<-":
            continue
        else:
            led = [side for side in sentence.sides(clause.led) if side.solid] if last == [frame] else []
            found = led or _first_of(sentence, clause, (frame,))
        if found:
            return found
    asked = sentence.sides(clause.asked) if phrase.phrase.type is EventType.REQUEST else []
    return [side for side in asked if side.solid] or things


def _place_of(frame: str, order: Sequence[str], frames: Sequence[str]) -> int:
    """Where the word of a frame stands: the nearest goes first; the object before all, or last, as the frames say."""
    if frame in "=&<-":
        return -1 if frame == frames[0] else len(order) + 1
    return order.index(frame) if frame in order else len(order)


def _before_of(sentence: Sentence, stretches: Sequence[Stretch]) -> list[Stretch]:
    """ "accused A and its allies of B and C": A, its allies."""
    found: list[Stretch] = []
    for start, end in stretches:
        cut = sentence.text.find(" of ", start, end)
        found.append((start, cut if cut >= 0 else end))
        if cut >= 0:
            break
    return found
