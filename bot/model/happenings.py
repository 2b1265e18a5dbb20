"""What happened: what a report adds to its story, and how much a story matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
