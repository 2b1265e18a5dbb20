"""Where in an article something stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MentionField = Literal["title", "body"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Offsets in characters into the article's title or body."""

    field: MentionField
    start: int
    end: int

    def meets(self, other: Mention) -> bool:
        """They share a character."""
        return self.field == other.field and self.start < other.end and other.start < self.end
