"""Decisions about matches -> rows of the ledger, in the transaction that writes their alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.model import ChatRef, Decision, Fate, Kind, Verdict
from bot.store.engine import insert
from bot.store.items import CHUNK
from bot.store.schema import alerts, items, ledger

_ROWS = 200  # of one INSERT: SQLite binds 32,766 values at most
TOLD = "you were told of this story"
_CHANGES = ("fate", "reason", "due", "alert_id", "decided", "level", "subscription_ids")


def write(tx: Connection, decisions: Sequence[Decision], now: datetime) -> None:
    """The decisions as rows, when their alerts are in the outbox.

    A row that is there already is changed, unless it was sent. One whose story, or item, the outbox had is merged.
    """
    sent = _alerts_of(tx, [one for one in decisions if one.verdict.fate is Fate.SENT])
    where = _stories(tx, sorted({one.item_id for one in decisions}))
    rows = [
        _row(one, where.get(one.item_id, one.story_id), sent.get((one.chat, one.item_id)), now) for one in decisions
    ]
    for start in range(0, len(rows), _ROWS):
        statement = insert(tx, ledger).values(rows[start : start + _ROWS])
        changed = {name: statement.excluded[name] for name in _CHANGES}
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=["chat_id", "thread_id", "item_id"], set_=changed, where=ledger.c.fate != Fate.SENT.value
            )
        )


def _row(decision: Decision, story_id: int, alert_id: int | None, now: datetime) -> dict[str, Any]:
    verdict = decision.verdict
    if verdict.fate is Fate.SENT and alert_id is None:
        verdict = Verdict(Fate.MERGED, TOLD)  # the outbox had the story, or the item, already
    return {
        "chat_id": decision.chat.chat_id,
        "thread_id": decision.chat.thread_id or 0,
        "item_id": decision.item_id,
        "story_id": story_id,
        "subscription_ids": decision.subscription_ids,
        "fate": verdict.fate.value,
        "reason": verdict.reason,
        "level": decision.level,
        "created": now,
        "decided": now,
        "due": verdict.due,
        "alert_id": alert_id,
    }


def _stories(tx: Connection, item_ids: Sequence[int]) -> dict[int, int]:
    """Where the items are now: they may have gone to another story since they were decided on."""
    query = select(items.c.id, items.c.story_id).where(items.c.id.in_(item_ids[:CHUNK]))
    return {row.id: row.story_id for row in tx.execute(query)}


def _alerts_of(tx: Connection, decisions: Sequence[Decision]) -> dict[tuple[ChatRef, int], int]:
    """The rows of the outbox that carry them, by chat and item."""
    found: dict[tuple[ChatRef, int], int] = {}
    items = sorted({one.item_id for one in decisions})
    chats = sorted({one.chat.chat_id for one in decisions})
    for start in range(0, len(chats), CHUNK):
        query = select(alerts.c.id, alerts.c.chat_id, alerts.c.thread_id, alerts.c.item_id)
        of_them = (
            (alerts.c.kind == Kind.ALERT.value)
            & alerts.c.chat_id.in_(chats[start : start + CHUNK])
            & alerts.c.item_id.in_(items)
        )
        for row in tx.execute(query.where(of_them).order_by(alerts.c.id.desc())):
            found[ChatRef(row.chat_id, row.thread_id or None), row.item_id] = row.id
    return found
