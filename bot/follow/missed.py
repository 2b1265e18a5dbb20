"""Use case: what became of the matches of a chat, and what was held back, sent after all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.model import ChatRef, Fate, Item, Kind, LedgerRow, NewAlert
from bot.ports import Archive, Ledger

MOST_REPLAYED = 200  # reports of one digest
_LIFETIME = timedelta(hours=24)


class Missed:
    """Methods take the chat, so that nobody reads another one's ledger."""

    def __init__(self, ledger: Ledger, archive: Archive) -> None:
        self._ledger = ledger
        self._archive = archive

    async def counts(self, chat: ChatRef, days: int, now: datetime) -> Mapping[Fate, int]:
        """Decisions of so many days, by fate."""
        return await self._ledger.counts(chat, now - timedelta(days=days))

    async def rows(
        self, chat: ChatRef, days: int, now: datetime, *, fates: Sequence[Fate], page: int, size: int
    ) -> tuple[tuple[LedgerRow, Item | None], ...]:
        """A page of them, newest first, each with its report, if it is kept."""
        since = now - timedelta(days=days)
        found = await self._ledger.rows(chat, since, fates=fates, limit=size, offset=page * size)
        return tuple([(row, await self._archive.get(row.item_id)) for row in found])

    async def replay(self, chat: ChatRef, days: int, now: datetime, *, fates: Sequence[Fate]) -> int:
        """What has these fates goes out as one digest, the newest of it at most. How many reports that are."""
        since = now - timedelta(days=days)
        rows = await self._ledger.rows(chat, since, fates=fates, limit=MOST_REPLAYED)
        if not rows:
            return 0
        alert = NewAlert(
            chat=chat,
            item_id=None,
            story_id=None,
            key=f"replay:{rows[0].id}:{rows[-1].id}:{len(rows)}",
            subscription_ids=(),
            silent=False,
            expires=now + _LIFETIME,
            kind=Kind.DIGEST,
            refs=tuple(dict.fromkeys(row.item_id for row in rows)),
            words=("What you missed",),
        )
        sent = await self._ledger.release(chat, now, [row.id for row in rows], {}, alert)
        return len(rows) if sent is not None else 0
