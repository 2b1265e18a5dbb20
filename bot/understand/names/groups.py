"""The spans of one actor of one text, and names sorted for merging."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.model import ActorKind
from bot.understand.identity.skeleton import fold
from bot.understand.names.inflect import base
from bot.understand.names.spans import Span


@dataclass(slots=True)
class Group:
    """The spans of one actor. Grows while a text is read; handed on complete."""

    kind: ActorKind
    name: str
    tokens: tuple[str, ...]  # folded words of the name
    spans: list[Span] = field(default_factory=list)
    seed: str | None = None
    full: list[int] = field(default_factory=list)  # where a full name stands, in the order of the text


class Surface(NamedTuple):
    """One way to write a name, with every place where it is written so."""

    name: str
    tokens: tuple[str, ...]
    spans: list[Span]

    @property
    def seed(self) -> str | None:
        """The seed actor that the name is sure to mean."""
        return next((span.seed for span in self.spans if span.seed and not span.weak), None)

    @property
    def likely_seed(self) -> str | None:
        return self.seed or next((span.seed for span in self.spans if span.seed), None)


def surfaces(text: str, spans: Sequence[Span]) -> list[Surface]:
    """The longest names first, then the earliest."""
    written: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        written[text[span.start : span.end]].append(span)
    rows = [Surface(base(name), tuple(fold(base(name)).split()), found) for name, found in written.items()]
    rows.sort(key=lambda row: (-len(row.tokens), row.spans[0].start))
    return [row for row in rows if row.tokens]
