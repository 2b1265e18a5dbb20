"""What happened: who did what to whom, what a report adds to its story, and how much a story matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.mentions import Mention


class NoveltyKind(StrEnum):
    ACTOR = "actor"  # somebody acts who was not in the story
    COUNTRY = "country"
    NUMBER = "number"
    QUOTE = "quote"  # somebody is quoted who was not
    TURN = "turn"  # dies, resigns, denies, agrees …


@dataclass(frozen=True, slots=True)
class Novelty:
    """One thing that an item tells and that the items before it in its story did not."""

    kind: NoveltyKind
    what: str  # a name, the code of a country, "12 killed", "denies"
    sentence: str  # the item's, that says so
    strong: bool = False  # worth a message of its own
    was: str = ""  # of a number: what the items before gave as the highest, "9 killed"; "": none, or not exactly


_TURNS = {  # what a turn is called in a list
    "dies": "a death",
    "resigns": "a resignation",
    "is fired": "a dismissal",
    "is arrested": "an arrest",
    "is charged": "charges",
    "is convicted": "a conviction",
    "is sentenced": "a sentence",
    "is acquitted": "an acquittal",
    "denies": "a denial",
    "claims it": "a claim of responsibility",
    "agrees": "an agreement",
    "rejects": "a refusal",
    "vetoes": "a veto",
    "truce": "a truce",
    "truce broken": "a broken truce",
    "is freed": "somebody freed",
    "sanctions": "sanctions",
    "lifts sanctions": "sanctions lifted",
    "withdraws": "a withdrawal",
    "is called off": "called off",
    "wins": "a win",
    "concedes": "a defeat conceded",
    "passes": "a law passed",
    "is blocked": "blocked by a court",
    "declares emergency": "a state of emergency",
    "cuts ties": "ties cut",
    "strikes back": "retaliation",
    "surrenders": "a surrender",
    "is found": "somebody found",
    "is appointed": "an appointment",
    "is impeached": "an impeachment",
    "signs": "a signing",
    "is suspended": "a suspension",
    "strike ends": "the end of a strike",
    "attempts suicide": "an attempted suicide",
    "is overthrown": "a coup",
    "invades": "an offensive",
    "is in hospital": "a stay in hospital",
}


def turn_words(kind: str) -> str:
    """ "a resignation" for "resigns"; an unknown kind as it is."""
    return _TURNS.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Importance:
    """How much a story matters, and why."""

    level: int  # 0 … 10
    reasons: tuple[str, ...] = ()  # in words, the weightiest first: "5 independent publishers"

    @property
    def words(self) -> str:
        """ "Importance 7 of 10: 5 independent publishers, people killed"."""
        because = f": {', '.join(self.reasons)}" if self.reasons else ""
        return f"Importance {self.level} of 10{because}"


class EventType(StrEnum):
    """PLOVER's types of events between political actors."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    YIELD = "YIELD"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    RETREAT = "RETREAT"


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an event: an actor of the article, a country, or people in the sentence's own words."""

    name: str  # "Sergey Lavrov", "Venezuela", "dozens of protesters"
    country: str | None = None
    mention: Mention | None = None  # of the actor; None: no tagged actor


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, as one sentence says."""

    type: EventType
    sentence: str
    source: Party | None = None
    target: Party | None = None
    country: str | None = None  # where, as far as the sentence says
    when: str | None = None  # in its words: "on Monday"
    planned: bool = False  # announced, not done yet
