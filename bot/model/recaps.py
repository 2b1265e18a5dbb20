"""What the reports of a story say together, and in whose words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class StorySentence:
    """One sentence of a story's summary, verbatim, and the item it stands in."""

    sentence: str
    item_id: int


class Telling(StrEnum):
    """How a chat wants its summaries worded; all but the first need a model endpoint."""

    REPORT = "report"  # in the reports' own words
    REWRITTEN = "rewritten"
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Recap:
    """What a story's reports say together. Empty: there is one report, whose own summary does."""

    sentences: tuple[StorySentence, ...] = ()
    telling: Telling = Telling.REPORT


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model answered, and what that cost."""

    text: str
    tokens: int
