"""What a form in a sentence is: a finite verb or a noun of the same letters, active or passive, an act or an accident.

English. Does not know who the sides are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import EventType
from bot.text import word_set
from bot.understand import syntax
from bot.understand.happenings import clauses
from bot.understand.happenings.clauses import Sentence
from bot.understand.happenings.event_words import Form, Found
from bot.understand.happenings.parties import Side
from bot.understand.syntax import Clause

_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got|['’]s|['’]re)\s+(?:\w+ly\s+|also\s+|not\s+)*\Z", re.IGNORECASE
)
_PARTICIPLE = re.compile(
    r",\s*\Z|\b(?:after|while|by|began|begun|begins|start(?:ed|s)|continu(?:ed|es)|resumed)\s+\Z", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"(?:\A|[,;:(“\"]|\b(?:a|an|the|its|his|her|their|of|in|on|for|from|with|by|two|three|newly|least))\s*\Z",
    re.IGNORECASE,
)
_FINITE = re.compile(r"\b(?:to|will|would|may|could|should|must|can|not|also|and)\s+(?:\w+ly\s+)?\Z", re.IGNORECASE)
_PLURAL = re.compile(r"(?:\b(?:who|they|we|you|police|people|men|women|children|that)|[a-z]{2,}s)\s+(?:\w+ly\s+)?\Z")
_AFTER_NOUN = word_set("on in against by of near from at over after between and or that who which as")
_AFTER_PARTICIPLE = clauses.PREPOSITIONS | word_set("while when , .") | {""}
_ARTICLE = re.compile(r"\b(?:a|an|the|its|his|their)\s+\Z", re.IGNORECASE)
_HAVE = re.compile(r"\b(?:has|have|had|having)\s+(?:\w+ly\s+|also\s+)?\Z", re.IGNORECASE)
_DETERMINERS = word_set("a an the its his her their two three four five six some several dozens hundreds more at")
_DETERMINED = re.compile(
    r"(?:\b(?:a|an|the|this|that|these|those|its|his|her|their|our|my|no|any|some|more|further|new|recent|air|drone"
    r"|missile|rocket|suicide|military|joint|first|second|third|last|state|official|another|each|every|two|three|several"
    r"|many|of|in|on|for|after|by|with|from|against|under|amid|during|following|deadly|overnight|latest|mass|heavy)"
    r"|['’]s|\w+-)\s*\Z",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"\s+(?:up|off|away|down|out(?!\s+(?:of|to|at|near|in)\b))\b(?!-)")
_VIOLENT = re.compile(
    r"\b(?:attack|bomb|blast|explo|str(?:ike|uck)|shell|gun|shoot|shot|missile|rocket|drone|clash|raid|assassin|militant|fight"
    r"|war\b|fire\b|rebel|soldier|troops|terror|kidnap|abduct|ambush|insurgen|massacre|police|protest|riot|stab|murder)",
    re.IGNORECASE,
)
_STRIKE = re.compile(
    r"\s+(?:[\w-]+\s+){0,2}?(?:air\s*)?(?:strikes?|airstrikes?|raids?|attacks?|drones?|missiles?|shelling|bombardment|fire)\b"
)
_ATTACKER = re.compile(
    r"(?:terrorist|gunm[ae]n|militant|rebel|attacker|bomber|warplane|drone|missile|jet|jihadist|insurgent)s?\Z"
)
_ACCIDENT = re.compile(
    r"\b(?:crash|accident|collision|storm|flood|quake|earthquake|hurricane|fall|vehicle|derail\w*)\b", re.IGNORECASE
)


def is_verb(sentence: Sentence, phrase: Found) -> bool:
    """Not a noun of the same form, nor a participle that is an adjective."""
    if _PARTICLE.match(sentence.text[phrase.verb_end :]) and phrase.end == phrase.verb_end:
        return False  # "fired up" is another verb
    before = sentence.text[: phrase.start]
    if sentence.grammar and not (
        phrase.form is Form.PRESENT and any(name.end == len(before.rstrip()) for name in sentence.names)
    ):
        return (
            syntax.verb_at(sentence.grammar, phrase.start) is not None
        )  # but "Lula hosts Modi", which it takes for nouns
    if phrase.form is Form.ING:
        return bool(_BE.search(before) or _PARTICIPLE.search(before))
    if phrase.form is Form.PAST:
        return bool(_BE.search(before)) or not _is_attribute(sentence, phrase)
    if _FINITE.search(before):
        return True
    if _DETERMINED.search(before) or not before.strip() or _is_noun_here(sentence, phrase):
        return False
    return phrase.form is Form.PRESENT or _PLURAL.search(before) is not None


def _is_attribute(sentence: Sentence, phrase: Found) -> bool:
    """ "armed men": a participle before a plain noun."""
    before = sentence.text[: phrase.start]
    if sentence.text[phrase.verb_end : phrase.end].strip() or not _ATTRIBUTE.search(before):
        return _ARTICLE.search(before) is not None
    following = next((word for word in sentence.words if word.start >= phrase.end), None)
    if following is None or following.named or following.low in clauses.PREPOSITIONS or following.low in _DETERMINERS:
        return _ARTICLE.search(before) is not None
    return following.text.islower()


def _is_noun_here(sentence: Sentence, phrase: Found) -> bool:
    """ "Israeli strikes on Gaza", "Russian attacks kill 12": a preposition of a noun or another verb follows."""
    if sentence.text[phrase.verb_end : phrase.end].strip():
        return False
    following = next((word for word in sentence.words if word.start >= phrase.end), None)
    if following is None or following.text in ",;:":
        return phrase.form is Form.BASE
    if following.named:
        return False
    if following.low in _AFTER_NOUN:
        return following.low not in phrase.phrase.frames or "=" in phrase.phrase.frames
    return following.low in ("is", "are", "was", "were", "has", "have", "will", "kill", "kills", "killed", "hit")


def is_passive(sentence: Sentence, phrase: Found, clause: Clause, subject: Sequence[Side]) -> bool:
    if phrase.form is not Form.PAST:
        return False
    if clause.passive is not None:
        return clause.passive
    if _BE.search(sentence.text[: phrase.start]):
        return True
    several = sentence.text[phrase.verb_end : phrase.end].strip() or "&" in phrase.phrase.frames
    if several or "=" not in phrase.phrase.frames or _HAVE.search(sentence.text[: phrase.start]):
        return False
    if clause.follows == "by":
        return True
    ends = clause.follows in _AFTER_PARTICIPLE and not clause.objects
    return ends and not any(side.official or _ATTACKER.search(side.party.name) for side in subject)


def is_accident(sentence: Sentence, phrase: Found) -> bool:
    """ "was killed in a crash", "were injured": of nobody's doing, as far as the sentence says."""
    if phrase.phrase.type is not EventType.ASSAULT or not _BE.search(sentence.text[: phrase.start]):
        return False
    return bool(_ACCIDENT.search(sentence.text)) or not (
        _VIOLENT.search(sentence.text) or re.search(r"\bby\b", sentence.text[phrase.end :])
    )


def is_violent(text: str) -> bool:
    """Whether words of force stand in it."""
    return _VIOLENT.search(text) is not None


def is_attacker(text: str, at: int) -> bool:
    """Whether an act of force follows: it is that of whoever is named before ("an Israeli air strike")."""
    return _STRIKE.match(text, at) is not None
