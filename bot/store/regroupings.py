"""Stories that merge and split: their items go from one to the other, with what chats were told of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, func, or_, select, update

from bot.model import Regrouping
from bot.store import rows, told
from bot.store.engine import Database, reads, writes
from bot.store.items import CHUNK
from bot.store.schema import items, stories
from bot.store.story_tables import regroupings

_NEWEST = select(select(func.max(items.c.id)).scalar_subquery(), select(func.max(regroupings.c.id)).scalar_subquery())


class RegroupingTable:
    """bot.ports.Regroupings."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @writes
    def merge(self, tx: Connection, source: int, target: int, reason: str, now: datetime) -> Regrouping | None:
        rows.one_at_a_time(tx)
        ids = _items_of(tx, source)
        if source == target or not ids or not _items_of(tx, target):
            return None
        return _move(tx, ids, source, target, reason, now)

    @writes
    def split(self, tx: Connection, item_ids: Sequence[int], reason: str, now: datetime) -> Regrouping | None:
        rows.one_at_a_time(tx)
        ids = sorted(set(item_ids))
        found = [row for chunk in _chunks(ids) for row in tx.execute(_firsts(chunk)).all()]
        from_stories = {row.story_id for row in found}
        if len(found) < len(ids) or len(from_stories) != 1 or _items_of(tx, found[0].story_id) == ids:
            return None
        lead = min(found, key=lambda row: (row.first_seen, row.id))
        row = {"title": lead.title, "first_seen": lead.first_seen, "last_seen": lead.first_seen}
        target = tx.execute(stories.insert().returning(stories.c.id), row).scalar_one()
        return _move(tx, ids, lead.story_id, target, reason, now)

    @writes
    def undo(self, tx: Connection, regrouping_id: int, reason: str, now: datetime) -> Regrouping | None:
        rows.one_at_a_time(tx)
        query = select(regroupings).where(regroupings.c.id == regrouping_id, ~regroupings.c.undone)
        was = tx.execute(query).one_or_none()
        if was is None or not _exists(tx, was.source):
            return None
        there = set(_items_of(tx, was.target))
        ids = [id_ for id_ in was.items if id_ in there]
        if not ids:
            return None
        tx.execute(update(regroupings).where(regroupings.c.id == was.id).values(undone=True))
        back = _move(tx, ids, was.target, was.source, reason, now, undone=True)
        told.restore(tx, ids, was.source, was.target, now)
        return back

    @reads
    def of(self, tx: Connection, story_id: int) -> tuple[Regrouping, ...]:
        here = or_(regroupings.c.source == story_id, regroupings.c.target == story_id)
        return _read(tx.execute(select(regroupings).where(here).order_by(regroupings.c.id.desc())).all())

    @reads
    def after(self, tx: Connection, regrouping_id: int) -> tuple[Regrouping, ...]:
        query = select(regroupings).where(regroupings.c.id > regrouping_id).order_by(regroupings.c.id)
        return _read(tx.execute(query).all())

    @reads
    def newest(self, tx: Connection) -> tuple[int, int]:
        found = tx.execute(_NEWEST).one()
        return found[0] or 0, found[1] or 0


def _move(
    tx: Connection,
    ids: Sequence[int],
    source: int,
    target: int,
    reason: str,
    now: datetime,
    *,
    undone: bool = False,
) -> Regrouping:
    for chunk in _chunks(ids):
        tx.execute(update(items).where(items.c.id.in_(chunk)).values(story_id=target))
    whole = not _items_of(tx, source)
    gone = update(stories).where(or_(stories.c.id == source, stories.c.merged_into == source))
    if whole:
        tx.execute(gone.values(merged_into=target))
    tx.execute(update(stories).where(stories.c.id == target).values(merged_into=None))
    for story_id in (target,) if whole else (source, target):
        _date(tx, story_id)
    told.follow(tx, ids, source, target)
    if whole:
        told.keep_out(tx, source, target)
    row = {"source": source, "target": target, "items": ids, "reason": reason, "at": now, "undone": undone}
    id_ = tx.execute(regroupings.insert().returning(regroupings.c.id), row).scalar_one()
    return Regrouping(id_, source, target, tuple(ids), reason, now, undone)


def _date(tx: Connection, story_id: int) -> None:
    first, last = tx.execute(
        select(func.min(items.c.first_seen), func.max(items.c.first_seen)).where(items.c.story_id == story_id)
    ).one()
    tx.execute(update(stories).where(stories.c.id == story_id).values(first_seen=first, last_seen=last))


def _items_of(tx: Connection, story_id: int) -> list[int]:
    return list(tx.scalars(select(items.c.id).where(items.c.story_id == story_id).order_by(items.c.id)).all())


def _exists(tx: Connection, story_id: int) -> bool:
    return bool(tx.scalar(select(exists().where(stories.c.id == story_id))))


def _firsts(ids: Sequence[int]) -> Any:
    return select(items.c.id, items.c.story_id, items.c.title, items.c.first_seen).where(items.c.id.in_(ids))


def _chunks(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]


def _read(found: Sequence[Row[Any]]) -> tuple[Regrouping, ...]:
    return tuple(Regrouping(row.id, row.source, row.target, row.items, row.reason, row.at, row.undone) for row in found)
