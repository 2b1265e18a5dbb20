"""The sides of one verb: whose act it is, and whom it is done to.

English. Knows the frames of bot/data/event_verbs.tsv. Does not judge whether the act happened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import EventType
from bot.understand import clauses, parties, verb_forms
from bot.understand.clauses import Sentence, Stretch, Token
from bot.understand.event_words import Found, phrases
from bot.understand.parties import Side

Sides = tuple[list[Side], list[Side]]  # sources and targets

_INTRANSITIVE = frozenset((EventType.PROTEST, EventType.CONSULT, EventType.YIELD, EventType.SUPPORT))
_NEEDS_OBJECT = frozenset((EventType.ASSAULT, EventType.COERCE, EventType.YIELD, EventType.AID, EventType.THREATEN))
_TO_A_PLACE = frozenset(("in", "to", "at"))
_OF_WHAT = frozenset(("accuse", "strip", "convict", "acquit", "suspect"))
_QUARRELS = frozenset(("clash", "battle", "fight"))  # of a person: with words
_GOVERNS = clauses.PREPOSITIONS - {"out", "up", "off", "down"} | {"of"}
_GATHER = frozenset(("gather", "converge"))
_CAUSE = re.compile(
    r"\b(?:against|over|demand\w*|protest\w*|call(?:ing|ed)\s+for|denounc\w+|in\s+support|strike|demonstrat\w+)\b|\banti-",
    re.I,
)


def roles(sentence: Sentence, phrase: Found) -> Sides | None:
    """Sources and targets; None where the sentence does not tell of such an act between parties."""
    behind = clauses.right(sentence.words, phrase.end)
    subject = sentence.sides(clauses.subjects(sentence.words, phrase.start))
    if verb_forms.is_passive(sentence, phrase, behind, subject):
        found = _passive(sentence, phrase, behind, subject)
        return found if found[1] else None
    found = _active(sentence, phrase, behind, subject)
    return None if not found[0] or _says_too_little(sentence, phrase, *found, behind) else found


def _passive(sentence: Sentence, phrase: Found, behind: Sequence[Token], subject: list[Side]) -> Sides:
    agents = sentence.sides(clauses.behind_word(behind, "by")) or _striker(sentence, phrase)
    if phrase.phrase.type is EventType.MOBILIZE and not agents:  # "Rwandan troops were deployed in Congo"
        return subject, _target(sentence, phrase, behind)
    if phrase.phrase.type is EventType.ASSAULT and agents and not any(map(parties.is_target, agents)):
        if not verb_forms.is_violent(agents[0].party.name):
            return [], []  # "was hit by a car"
        agents = []
    return agents, subject if "=" in phrase.phrase.frames else _target(sentence, phrase, behind)


def _striker(sentence: Sentence, phrase: Found) -> list[Side]:
    """Whose act of force it was: "killed in an Israeli air strike"."""
    for name in sentence.names:
        if name.start > phrase.end and verb_forms.is_attacker(sentence.text, name.end) and name.actor is None:
            return sentence.sides([(name.start, name.end)])
    return []


def _active(sentence: Sentence, phrase: Found, behind: Sequence[Token], subject: list[Side]) -> Sides:
    target = _inner(sentence, phrase, behind) or _target(sentence, phrase, behind) or _within(sentence, phrase)
    if "<" in phrase.phrase.frames:
        return target, subject
    apart = [side for side in target if side.party.name not in {one.party.name for one in subject}]
    if not apart and "&" in phrase.phrase.frames and len(subject) > 1:
        return subject[:1], subject[1:]
    return subject, target


def _says_too_little(
    sentence: Sentence, phrase: Found, source: list[Side], target: list[Side], behind: Sequence[Token]
) -> bool:
    """The verb's object is left out, or is a thing; "demonstrated great skill"; two politicians who "clash"."""
    kind, frames = phrase.phrase.type, phrase.phrase.frames
    alone = phrase.phrase.length == len(phrase.phrase.verb)
    if kind is EventType.PROTEST and (alone or phrase.phrase.verb in _GATHER) and not _CAUSE.search(sentence.text):
        return True
    if phrase.phrase.verb in _QUARRELS and any(side.person for side in source):
        return True
    if phrase.phrase.verb == "warn" and not any(side.party.country or side.party.mention for side in target):
        return True
    objects = clauses.direct(behind)
    if "=" not in frames:
        return bool(kind in _INTRANSITIVE and objects and alone and phrase.phrase.verb != "discuss")
    told = bool(objects) or (bool(behind) and behind[0].low == "what")
    return not any(map(parties.is_target, target)) and (not told or kind in _NEEDS_OBJECT)


def _inner(sentence: Sentence, phrase: Found, behind: Sequence[Token]) -> list[Side]:
    """Whom the act is meant for that is agreed, threatened or refused: "agreed to send tanks to Ukraine"."""
    if not sentence.text[: phrase.end].endswith(" to") or not behind:
        return []
    for inner in phrases(sentence.text):
        if inner.start == behind[0].start:
            rest = clauses.right(sentence.words, inner.end)
            return _target(sentence, inner, rest) or _within(sentence, inner)
    whom = [side for side in sentence.sides(clauses.direct(behind[1:])) if side.solid]
    named = [side for side in whom if side.party.country or side.party.mention]
    return named or _first_of(sentence, behind[1:], ("with", "to", "on", "against", "for")) or whom


def _first_of(sentence: Sentence, behind: Sequence[Token], prepositions: Sequence[str]) -> list[Side]:
    """The sides behind the first of the prepositions that has any."""
    for preposition in prepositions:
        if found := [side for side in sentence.sides(clauses.behind_word(behind, preposition)) if side.solid]:
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


def _target(sentence: Sentence, phrase: Found, behind: Sequence[Token]) -> list[Side]:
    """By the first frame of the phrase that is there."""
    frames = phrase.phrase.frames
    if _TO_A_PLACE.issuperset(frames):  # "will travel to Caracas, the ministry in Moscow said"
        frames = tuple(word.low for word in behind if word.low in frames and not word.named)[:1] or frames
    last = sentence.text[phrase.verb_end : phrase.end].lower().split()[-1:]
    if last and last[0] not in frames and last[0] in _GOVERNS:  # "stands by Japan"
        frames = ("=", *frames)
    things: list[Side] = []
    for frame in sorted(frames, key=lambda word: _place_of(word, behind)):
        if frame == "=":
            stretches = clauses.direct(behind)
            things = sentence.sides(_before_of(sentence, stretches) if phrase.phrase.verb in _OF_WHAT else stretches)
            found = things if any(map(parties.is_target, things)) else []
        elif frame in "&<":
            continue
        else:
            stretches = clauses.direct(behind) if last == [frame] else clauses.behind_word(behind, frame)
            found = [side for side in sentence.sides(stretches) if side.solid]
        if found:
            return found
    return things


def _place_of(frame: str, behind: Sequence[Token]) -> int:
    """Where the word of a frame stands: the nearest goes first, and the object before all."""
    if frame in "=&<":
        return -1
    return next((n for n, word in enumerate(behind) if word.low == frame and not word.named), len(behind))


def _before_of(sentence: Sentence, stretches: Sequence[Stretch]) -> list[Stretch]:
    """ "accused A and its allies of B and C": A, its allies."""
    found: list[Stretch] = []
    for start, end in stretches:
        cut = sentence.text.find(" of ", start, end)
        found.append((start, cut if cut >= 0 else end))
        if cut >= 0:
            break
    return found
