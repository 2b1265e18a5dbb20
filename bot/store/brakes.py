"""What feeds brought at once and was no news: for the notice to admins, and for their second thoughts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot.model import Brake
from bot.store import rows
from bot.store.engine import Database, insert, reads, writes
from bot.store.feed_tables import brakes
from bot.store.items import CHUNK
from bot.store.schema import changes, item_keys, items, unread

_SAME = timedelta(hours=12)  # a site that is rebuilt changes in several polls


class BrakeTable:
    """bot.ports.Brakes."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @writes
    def put(self, tx: Connection, brake: Brake) -> None:
        before = tx.execute(select(brakes).where(brakes.c.feed_id == brake.feed_id)).one_or_none()
        values = {"at": brake.at, "renamed": brake.renamed, "old": brake.old, "told": False}
        if before is not None and brake.at - before.at < _SAME:
            values |= {
                "at": before.at,
                "renamed": tuple(dict.fromkeys((*before.renamed, *brake.renamed))),
                "old": tuple(dict.fromkeys((*before.old, *brake.old))),
                "told": before.told,
            }
        statement = insert(tx, brakes).values(feed_id=brake.feed_id, **values)
        tx.execute(statement.on_conflict_do_update(index_elements=["feed_id"], set_=values))

    @reads
    def untold(self, tx: Connection) -> tuple[Brake, ...]:
        found = tx.execute(select(brakes).where(brakes.c.told.is_(False)).order_by(brakes.c.feed_id)).all()
        return tuple(_brake(row) for row in found)

    @reads
    def of(self, tx: Connection, feed_id: str) -> Brake | None:
        row = tx.execute(select(brakes).where(brakes.c.feed_id == feed_id)).one_or_none()
        return _brake(row) if row else None

    @writes
    def told(self, tx: Connection, feed_ids: Sequence[str]) -> None:
        tx.execute(update(brakes).where(brakes.c.feed_id.in_(feed_ids)).values(told=True))

    @writes
    def release(self, tx: Connection, feed_id: str, since: datetime) -> int:
        rows.one_at_a_time(tx)
        keys = tx.scalars(select(brakes.c.old).where(brakes.c.feed_id == feed_id)).one_or_none() or ()
        ids: list[int] = []
        for start in range(0, len(keys), CHUNK):
            of = (
                select(items.c.id)
                .join(item_keys, item_keys.c.item_id == items.c.id)
                .where(item_keys.c.key.in_(keys[start : start + CHUNK]))
            )
            ids += tx.scalars(of.where(items.c.shown >= since).distinct()).all()
        tx.execute(update(brakes).where(brakes.c.feed_id == feed_id).values(old=()))
        written = [_release(tx, item_id) for item_id in sorted(set(ids))]
        return sum(written)


def _brake(row: Row[Any]) -> Brake:
    return Brake(row.feed_id, row.at, row.renamed, row.old)


def _release(tx: Connection, item_id: int) -> int:
    """Its change row. An item that is still unread is matched once more when it is read."""
    statement = insert(tx, changes).values(item_id=item_id, opened=False).on_conflict_do_nothing()
    tx.execute(update(unread).where(unread.c.item_id == item_id).values(alert=True))
    return len(tx.execute(statement.returning(changes.c.id)).all())
