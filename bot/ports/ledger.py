"""What became of every match, and lists of watches that were shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import ChatRef, Fate, LedgerRow, NewAlert, Spent, Verdict


class Ledger(Protocol):
    """What became of every match; `Outbox.settle` writes it."""

    async def told(self, story_id: int, chat_ids: Sequence[int]) -> frozenset[ChatRef]:
        """Those of the chats, and topics, that were told of the story, or are about to be."""
        ...

    async def open(self, story_id: int, since: datetime) -> tuple[LedgerRow, ...]:
        """Decisions about the story since then that a further report may change, oldest first."""
        ...

    async def spent(self, chat_ids: Sequence[int], since: datetime) -> Mapping[ChatRef, Mapping[int, Spent]]:
        """By chat or topic, what each of its watches sent after that, and when what is over its cap is due."""
        ...

    async def due(self, now: datetime, chats: int) -> tuple[LedgerRow, ...]:
        """All that is due in so many chats and topics, longest due first; oldest first in each."""
        ...

    async def release(
        self,
        chat: ChatRef,
        now: datetime,
        sent: Sequence[int],
        rest: Mapping[int, Verdict],
        alert: NewAlert | None,
    ) -> int | None:
        """The rows `sent` go out with the alert, `rest` get another verdict, in one transaction.

        The number of the outbox row; None when there is no alert, the chat is paused, or one of the rows was sent
        meanwhile: then nothing is sent.
        """
        ...

    async def collapse(self, now: datetime, *, waiting_since: datetime, more_than: int, expires: datetime) -> int:
        """Where more alerts than that wait for one chat, or topic, the first of them since then: one digest instead.

        Returns how many digests.
        """
        ...

    async def counts(self, chat: ChatRef, since: datetime) -> Mapping[Fate, int]:
        """How many decisions about items there were since then, by fate."""
        ...

    async def rows(
        self, chat: ChatRef, since: datetime, *, fates: Sequence[Fate], limit: int, offset: int = 0
    ) -> tuple[LedgerRow, ...]:
        """Newest first."""
        ...

    async def of_alert(self, alert_id: int) -> tuple[LedgerRow, ...]:
        """What an outbox row carries, oldest first."""
        ...


class SharedLists(Protocol):
    """Lists of watches, by token."""

    async def put(self, token: str, text: str, now: datetime) -> None:
        """Once; what is there already stays."""
        ...

    async def get(self, token: str) -> str | None: ...
