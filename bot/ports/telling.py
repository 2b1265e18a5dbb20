"""Summaries in a model's words: the model, what is kept of it, and who asks it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Chat, Completion, Item, Recap


class Model(Protocol):
    """A language model's endpoint."""

    name: str

    async def complete(self, instructions: str, text: str) -> Completion:
        """Raises errors.ModelFailed."""
        ...


class Retellings(Protocol):
    """What a model made of summaries, by a key of all that it was made of."""

    async def get(self, key: str) -> tuple[str, ...] | None:
        """A text a sentence, "" where it did not hold; None: the model was not asked yet."""
        ...

    async def put(self, key: str, told: Sequence[str], tokens: int, now: datetime, *, keep_since: datetime) -> None:
        """Those made before `keep_since` go."""
        ...

    async def spent(self, now: datetime) -> int:
        """Tokens since midnight UTC."""
        ...


class Reteller(Protocol):
    """Summaries as a chat wants them worded. Never raises, never takes long."""

    async def retell(self, recap: Recap, items: Sequence[Item], chat: Chat) -> Recap:
        """Of a story, or, where `recap` is empty, of its one report; `recap` as it is where there is nothing better.

        `items`: those that the sentences are of.
        """
        ...
