"""Broadcasts, and how far they are: a row of the outbox for each chat."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, Row, cast, func, literal, select, update

from bot.model import Broadcast, Kind, Progress, Stage
from bot.store.columns import Listing, Moment
from bot.store.engine import Database, insert, reads, writes
from bot.store.schema import (
    EXPIRED,
    PENDING,
    SENT,
    WAITING,
    alerts,
    broadcasts,
)
from bot.store.watch_tables import chats


class BroadcastTable:
    """bot.ports.Broadcasts."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @writes
    def draft(self, tx: Connection, author: int, text: str, now: datetime) -> Broadcast:
        row = insert(tx, broadcasts).values(author=author, text=text, stage=Stage.DRAFT.value, created=now)
        return _broadcast(tx.execute(row.returning(broadcasts)).one())

    @reads
    def get(self, tx: Connection, broadcast_id: int) -> Broadcast | None:
        row = tx.execute(select(broadcasts).where(broadcasts.c.id == broadcast_id)).one_or_none()
        return _broadcast(row) if row else None

    @writes
    def start(
        self, tx: Connection, broadcast_id: int, message_id: int, now: datetime, lifetime: timedelta
    ) -> int | None:
        begun = _of(broadcast_id, Stage.DRAFT).values(stage=Stage.RUNNING.value, message_id=message_id)
        if tx.execute(begun.returning(broadcasts.c.id)).first() is None:
            return None
        row = _row(broadcast_id, now, now + lifetime)
        everybody = select(chats.c.id, *row.values()).where(chats.c.paused.is_(None)).order_by(chats.c.id)
        written = insert(tx, alerts).from_select(["chat_id", *row], everybody)
        return len(tx.execute(written.returning(alerts.c.id)).all())

    @writes
    def end(self, tx: Connection, broadcast_id: int, stage: Stage) -> bool:
        ended = _of(broadcast_id, Stage.RUNNING).values(stage=stage.value)
        if tx.execute(ended.returning(broadcasts.c.id)).first() is None:
            return False
        waiting = update(alerts).where(_rows(broadcast_id), alerts.c.state == WAITING)
        tx.execute(waiting.values(state=EXPIRED, reason="the broadcast was stopped"))
        return True

    @reads
    def running(self, tx: Connection) -> tuple[Broadcast, ...]:
        query = select(broadcasts).where(broadcasts.c.stage == Stage.RUNNING.value).order_by(broadcasts.c.id)
        return tuple(map(_broadcast, tx.execute(query).all()))

    @reads
    def progress(self, tx: Connection, broadcast_id: int) -> Progress:
        query = select(alerts.c.state, func.count().label("chats")).where(_rows(broadcast_id)).group_by(alerts.c.state)
        counts: dict[str, int] = {row.state: row.chats for row in tx.execute(query)}
        waiting, sent = sum(counts.get(state, 0) for state in PENDING), counts.get(SENT, 0)
        return Progress(waiting, sent, sum(counts.values()) - waiting - sent)


def _of(broadcast_id: int, stage: Stage) -> Any:
    return update(broadcasts).where(broadcasts.c.id == broadcast_id, broadcasts.c.stage == stage.value)


def _rows(broadcast_id: int) -> ColumnElement[bool]:
    # Written into the statement: with a bound one SQLite cannot tell that the index of broadcasts holds all these rows.
    kind = alerts.c.kind == literal(Kind.BROADCAST.value, literal_execute=True)
    return kind & (alerts.c.key == _key(broadcast_id))


def _key(broadcast_id: int) -> str:
    return f"broadcast:{broadcast_id}"


def _row(broadcast_id: int, now: datetime, expires: datetime) -> dict[str, ColumnElement[Any]]:
    """All columns but the chat."""
    return {
        "kind": literal(Kind.BROADCAST.value),
        "priority": literal(Kind.BROADCAST.priority.value),
        "thread_id": literal(0),
        "key": literal(_key(broadcast_id)),
        "subscription_ids": literal((), Listing()),
        "refs": literal((broadcast_id,), Listing()),
        "words": literal((), Listing()),
        "silent": cast(literal(False), Boolean),
        "created": literal(now, Moment()),
        "expires": literal(expires, Moment()),
        "state": literal(WAITING),
        "attempts": literal(0),
    }


def _broadcast(row: Row[Any]) -> Broadcast:
    return Broadcast(row.id, row.author, row.text, Stage(row.stage), row.message_id)
