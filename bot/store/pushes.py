"""WebSub subscriptions: one row a feed that announces a hub."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from bot.model import Push, PushMode
from bot.store.engine import Database, insert, reads, writes
from bot.store.feed_tables import feeds, pushes

_POLLED = select(feeds.c.id).where(feeds.c.active, feeds.c.paused.is_(False))
_ACTIVE = select(feeds.c.id).where(feeds.c.active)


class PushTable:
    """bot.ports.Pushes."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @reads
    def list(self, tx: Connection) -> tuple[Push, ...]:
        return tuple(_push(row) for row in tx.execute(select(pushes).order_by(pushes.c.feed_id)))

    @reads
    def by_callback(self, tx: Connection, callback: str) -> Push | None:
        row = tx.execute(select(pushes).where(pushes.c.callback == callback)).one_or_none()
        return _push(row) if row else None

    @writes
    def put(self, tx: Connection, push: Push) -> None:
        values: dict[str, Any] = {name: getattr(push, name) for name in Push.__slots__} | {"mode": push.mode.value}
        statement = insert(tx, pushes).values(**values)
        tx.execute(statement.on_conflict_do_update(index_elements=["feed_id"], set_=values))

    @writes
    def drop(self, tx: Connection, feed_id: str) -> None:
        tx.execute(delete(pushes).where(pushes.c.feed_id == feed_id))

    @writes
    def follow_feeds(self, tx: Connection, now: datetime) -> tuple[str, ...]:
        anew = {"next_try": now, "failures": 0}
        ended = pushes.c.feed_id.not_in(_POLLED)
        live = update(pushes).where(ended, pushes.c.mode == PushMode.SUBSCRIBE.value)
        tx.execute(live.where(pushes.c.asked.is_(None)).values(mode=PushMode.OFF.value))
        tx.execute(live.where(pushes.c.asked.is_not(None)).values(mode=PushMode.UNSUBSCRIBE.value, **anew))
        back = update(pushes).where(pushes.c.feed_id.in_(_POLLED), pushes.c.mode != PushMode.SUBSCRIBE.value)
        tx.execute(back.values(mode=PushMode.SUBSCRIBE.value, until=None, reason=None, **anew))
        gone = delete(pushes).where(pushes.c.feed_id.not_in(_ACTIVE), pushes.c.mode == PushMode.OFF.value)
        return tuple(tx.scalars(gone.returning(pushes.c.feed_id)))

    @reads
    def due(self, tx: Connection, now: datetime, limit: int) -> tuple[Push, ...]:
        waiting = pushes.c.mode != PushMode.OFF.value
        rows = select(pushes).where(waiting, pushes.c.next_try <= now).order_by(pushes.c.next_try).limit(limit)
        return tuple(_push(row) for row in tx.execute(rows))

    @writes
    def asked(self, tx: Connection, callback: str, now: datetime, next_try: datetime, reason: str) -> None:
        values = {"asked": now, "next_try": next_try, "failures": pushes.c.failures + 1, "reason": reason}
        tx.execute(update(pushes).where(pushes.c.callback == callback).values(**values))

    @writes
    def failed(self, tx: Connection, callback: str, reason: str) -> None:
        tx.execute(update(pushes).where(pushes.c.callback == callback).values(reason=reason))

    @writes
    def delivered(self, tx: Connection, callback: str) -> None:
        tx.execute(update(pushes).where(pushes.c.callback == callback).values(reason=None))

    @writes
    def subscribed(self, tx: Connection, callback: str, until: datetime, next_try: datetime) -> None:
        values = {"until": until, "next_try": next_try, "failures": 0, "reason": None}
        tx.execute(update(pushes).where(pushes.c.callback == callback).values(**values))

    @writes
    def refused(self, tx: Connection, callback: str, next_try: datetime, reason: str) -> None:
        values = {"until": None, "next_try": next_try, "reason": reason}
        tx.execute(update(pushes).where(pushes.c.callback == callback).values(**values))

    @writes
    def ended(self, tx: Connection, callback: str) -> None:
        values = {"mode": PushMode.OFF.value, "until": None, "asked": None, "reason": None}
        tx.execute(update(pushes).where(pushes.c.callback == callback).values(**values))


def _push(row: Row[Any]) -> Push:
    return Push(**{**row._mapping, "mode": PushMode(row.mode)})
