"""What is kept no longer: old items go whole, in short transactions, and leave what it takes to know them again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, exists, func, select, update

from bot.model import KnownItem, OldItems, Purged
from bot.store import search
from bot.store.engine import Database, reads, writes
from bot.store.feed_tables import feeds, metadata
from bot.store.items import CHUNK
from bot.store.outbox import queued
from bot.store.schema import alerts, changes, item_keys, items, stories, tombstones
from bot.store.story_tables import regroupings
from bot.text import shorten

_TITLE = 200  # characters of a headline that tell it from another
# Whatever refers to an item goes with it.
_PARTS = tuple(
    (table, key.parent) for table in metadata.sorted_tables for key in table.foreign_keys if key.references(items)
)


class RetentionTable:
    """bot.ports.Retention."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @reads
    def old(self, tx: Connection, before: datetime, *, after: int, limit: int) -> OldItems:
        """Numbers are given in the order of arrival: a stretch without an old item is the end."""
        query = select(items.c.id, items.c.first_seen).where(items.c.id > after).order_by(items.c.id).limit(limit)
        rows = tx.execute(query).all()
        found = tuple(row.id for row in rows if row.first_seen < before)
        return OldItems(found, rows[-1].id if found else None)

    @reads
    def listed(self, tx: Connection, up_to: int) -> frozenset[int]:
        return _listed(tx, up_to)

    @writes
    def purge(self, tx: Connection, ids: Sequence[int], now: datetime, *, since: datetime) -> Purged:
        dead = _dead(tx, ids, _listed(tx, max(ids, default=0), since))
        if not dead:
            return Purged()
        for row in dead:
            search.remove(tx, row.id, row.title, row.dek, row.body)
        tx.execute(tombstones.insert(), [_tombstone(row, now) for row in dead])
        gone = [row.id for row in dead]
        for table, column in _PARTS:
            tx.execute(delete(table).where(column.in_(gone)))
        tx.execute(delete(items).where(items.c.id.in_(gone)))
        return Purged(len(dead), _bury_stories(tx, sorted({row.story_id for row in dead})))

    @reads
    def last_tombstone(self, tx: Connection) -> int:
        return tx.scalar(select(func.max(tombstones.c.item_id))) or 0

    @writes
    def relisted(self, tx: Connection, ids: Sequence[int], now: datetime) -> None:
        for start in range(0, len(ids), CHUNK):
            chunk = tombstones.c.item_id.in_(ids[start : start + CHUNK])
            tx.execute(update(tombstones).where(chunk).values(listed=now))

    @writes
    def forget(self, tx: Connection, before: datetime, limit: int) -> int:
        query = select(tombstones.c.item_id).where(tombstones.c.listed < before).order_by(tombstones.c.listed)
        gone = tx.scalars(query.limit(limit)).all()
        tx.execute(delete(item_keys).where(item_keys.c.item_id.in_(gone)))
        tx.execute(delete(tombstones).where(tombstones.c.item_id.in_(gone)))
        return len(gone)


def buried(tx: Connection, keys: Sequence[str]) -> dict[str, KnownItem]:
    """The purged items behind those keys."""
    found: dict[str, KnownItem] = {}
    for start in range(0, len(keys), CHUNK):
        query = (
            select(item_keys.c.key, tombstones)
            .join(tombstones, tombstones.c.item_id == item_keys.c.item_id)
            .where(item_keys.c.key.in_(keys[start : start + CHUNK]))
        )
        for row in tx.execute(query).all():
            found[row.key] = KnownItem(row.item_id, row.feed_id, row.title, row.url, purged=True)
    return found


def _listed(tx: Connection, up_to: int, since: datetime | None = None) -> frozenset[int]:
    """Few at a time: what feeds list is new, and `up_to` is old."""
    query = select(feeds.c.listed).where(feeds.c.active, feeds.c.listed.is_not(None))
    if since is not None:
        query = query.where(feeds.c.last_checked >= since)
    listings = tx.scalars(query.execution_options(yield_per=CHUNK))
    return frozenset(id_ for listing in listings for id_ in listing if id_ <= up_to)


def _dead(tx: Connection, ids: Sequence[int], listed: frozenset[int]) -> list[Row[Any]]:
    """Those of the items that nobody waits for."""
    query = select(items).where(
        items.c.id.in_([id_ for id_ in ids if id_ not in listed]),
        ~exists().where(changes.c.item_id == items.c.id, changes.c.done_at.is_(None)),
        items.c.id.not_in(select(alerts.c.item_id).where(queued(alerts), alerts.c.item_id.is_not(None))),
    )
    return list(tx.execute(query).all())


def _tombstone(row: Row[Any], now: datetime) -> dict[str, Any]:
    return {
        "item_id": row.id,
        "feed_id": row.feed_id,
        "title": shorten(row.title, _TITLE),
        "url": row.url,
        "listed": now,
    }


def _bury_stories(tx: Connection, ids: Sequence[int]) -> int:
    """Those of the stories that have no item left, with the ledger of what was sent of them."""
    waiting = select(alerts.c.story_id).where(queued(alerts), alerts.c.story_id.is_not(None))
    empty = select(stories.c.id).where(
        stories.c.id.in_(ids), ~exists().where(items.c.story_id == stories.c.id), stories.c.id.not_in(waiting)
    )
    gone = tx.scalars(empty).all()
    parts: tuple[tuple[Table, Any], ...] = (
        (regroupings, regroupings.c.source),
        (regroupings, regroupings.c.target),
        (alerts, alerts.c.story_id),
        (stories, stories.c.merged_into),
        (stories, stories.c.id),
    )
    for table, column in parts:
        tx.execute(delete(table).where(column.in_(gone)))
    return len(gone)
