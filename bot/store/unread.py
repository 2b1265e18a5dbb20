"""Items that are stored before they are read: whole backlogs in, one by one out again, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, exists, false, func, literal, or_, select, text, update

from bot.model import Draft, Item, NewItem, Reading, Unread
from bot.store import memories, rows, search
from bot.store.actors import count_actors, uncount_actors
from bot.store.engine import Database, put, reads, writes
from bot.store.feed_tables import feeds
from bot.store.items import ACTOR, load_items
from bot.store.merged import as_merged
from bot.store.schema import changes, item_tags, items, stories, unread

_NUMBERS_POSTGRES = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :n)")
_QUEUED = ("item_id", "shown", "page", "alert", "attempts")
_NUMBER_SQLITE = text("SELECT seq FROM sqlite_sequence WHERE name = :name")


class UnreadTable:
    """bot.ports.UnreadItems."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def add(self, drafts: Sequence[Draft]) -> tuple[int, ...] | None:
        try:
            return await self._add(drafts)
        except rows.StoredMeanwhile:
            return None

    @writes
    def _add(self, tx: Connection, drafts: Sequence[Draft]) -> tuple[int, ...]:
        if not drafts:
            return ()
        rows.one_at_a_time(tx)
        new = [draft.new for draft in drafts]
        ids, story_ids = _numbers(tx, items, len(new)), _numbers(tx, stories, len(new))
        numbered = list(zip(ids, new, strict=True))
        put(tx, stories, [_story(id_, one) for id_, one in zip(story_ids, new, strict=True)])
        put(tx, items, [rows.item(n, s) | {"id": i} for i, s, n in zip(ids, story_ids, new, strict=True)])
        rows.put_keys(tx, ((id_, one.keys) for id_, one in numbered))
        rows.put_tags(tx, [row for id_, one in numbered for row in rows.tags(id_, one.tagged, one.topics, _shown(one))])
        texts = ((id_, one.tagged.article) for id_, one in numbered)
        search.put(tx, [(id_, article.title, article.dek, article.body) for id_, article in texts])
        put(tx, unread, [_waiting(id_, draft) for id_, draft in zip(ids, drafts, strict=True)])
        # Whatever dies after this, what the feed brings next is news.
        tx.execute(update(feeds).where(feeds.c.id == new[0].feed_id).values(silent=False))
        return tuple(ids)

    @reads
    def due(self, tx: Connection, now: datetime, limit: int) -> tuple[Unread, ...]:
        query = (
            select(unread)
            .where(or_(unread.c.not_before.is_(None), unread.c.not_before <= now))
            .order_by(unread.c.shown.desc(), unread.c.item_id.desc())
            .limit(limit)
        )
        waiting = tx.execute(query).all()
        found = load_items(tx, [row.item_id for row in waiting])
        return tuple(
            Unread(item, row.entry, row.page, row.alert, row.attempts) for item, row in zip(found, waiting, strict=True)
        )

    @writes
    def read(self, tx: Connection, reading: Reading) -> Item | None:
        rows.one_at_a_time(tx)
        id_, tagged = reading.item_id, as_merged(tx, reading.tagged)
        done = tx.execute(delete(unread).where(unread.c.item_id == id_).returning(unread.c.entry)).first()
        if done is None:
            return None
        before = tx.execute(select(items).where(items.c.id == id_)).one()
        shown = reading.published or before.first_seen
        values = _text(tx, before, reading) if done.entry is not None else _tags_only(tx, before, reading)
        tx.execute(update(items).where(items.c.id == id_).values(values | {"edition": reading.edition}))
        tags = delete(item_tags).where(item_tags.c.item_id == id_).returning(item_tags.c.kind, item_tags.c.value)
        uncount_actors(tx, [tag.value for tag in tx.execute(tags).all() if tag.kind == ACTOR])
        rows.put_tags(tx, rows.tags(id_, tagged, before.topics, shown))
        count_actors(tx, rows.registered(tagged), before.first_seen)
        if reading.lesson is not None:
            memories.teach(tx, before.publisher, reading.lesson)
        if reading.alert:
            tx.execute(update(changes).where(changes.c.item_id == id_).values(done_at=None, opened=False))
        return next(iter(load_items(tx, [id_])), None)

    @writes
    def later(self, tx: Connection, item_id: int, not_before: datetime) -> None:
        again = {"attempts": unread.c.attempts + 1, "not_before": not_before}
        tx.execute(update(unread).where(unread.c.item_id == item_id).values(again))

    @writes
    def give_up(self, tx: Connection, item_id: int, reason: str, edition: str) -> None:
        if tx.execute(delete(unread).where(unread.c.item_id == item_id).returning(unread.c.item_id)).first():
            notes = tx.scalars(select(items.c.notes).where(items.c.id == item_id)).one()
            kept = tuple(dict.fromkeys((*notes, reason)))
            tx.execute(update(items).where(items.c.id == item_id).values(notes=kept, edition=edition))

    @writes
    def outdated(self, tx: Connection, edition: str, since: datetime) -> int:
        rows.one_at_a_time(tx)
        queued = exists().where(unread.c.item_id == items.c.id)
        old = or_(items.c.edition.is_(None), items.c.edition != edition)
        found = select(items.c.id, items.c.shown, false(), false(), literal(0)).where(
            items.c.shown >= since, old, ~queued
        )
        return len(tx.execute(unread.insert().from_select(_QUEUED, found).returning(unread.c.item_id)).all())

    @writes
    def revisit(self, tx: Connection, publisher: str, since: datetime, limit: int) -> int:
        rows.one_at_a_time(tx)
        queued = exists().where(unread.c.item_id == items.c.id)
        found = (
            select(items.c.id, items.c.shown, false(), false(), literal(0))
            .where(items.c.publisher == publisher, items.c.shown >= since, ~queued)
            .order_by(items.c.shown.desc(), items.c.id.desc())
            .limit(limit)
        )
        return len(tx.execute(unread.insert().from_select(_QUEUED, found).returning(unread.c.item_id)).all())

    @reads
    def count(self, tx: Connection) -> int:
        return tx.execute(select(func.count()).select_from(unread)).scalar_one()


def _numbers(tx: Connection, table: Table, n: int) -> list[int]:
    """The next numbers of a table. Given beforehand, the rows of all tables go in by one statement each."""
    if tx.dialect.name == "postgresql":
        return list(tx.scalars(_NUMBERS_POSTGRES, {"name": table.name, "n": n}))
    last = tx.scalar(_NUMBER_SQLITE, {"name": table.name}) or 0
    return list(range(last + 1, last + n + 1))


def _story(id_: int, new: NewItem) -> dict[str, Any]:
    return {"id": id_, "title": new.tagged.article.title, "first_seen": new.first_seen, "last_seen": new.first_seen}


def _waiting(id_: int, draft: Draft) -> dict[str, Any]:
    return {
        "item_id": id_,
        "shown": _shown(draft.new),
        "entry": draft.entry,
        "page": draft.page,
        "alert": False,
        "attempts": 0,
    }


def _shown(new: NewItem) -> datetime:
    return new.published or new.first_seen


def _text(tx: Connection, before: Row[Any], reading: Reading) -> dict[str, Any]:
    """Columns of an item that was a draft: its clean text is in the index from now on, and it is in its story."""
    article = reading.tagged.article
    search.remove(tx, before.id, before.title, before.dek, before.body)
    search.put(tx, [(before.id, article.title, article.dek, article.body)])
    values = rows.words(reading.tagged)
    values |= {"published": reading.published, "shown": reading.published or before.first_seen}
    joins = reading.story_id
    story_id = rows.join_story(tx, joins, before.first_seen) if joins is not None else None
    if story_id is not None:
        values |= {"story_id": story_id, "adds": reading.adds}
        tx.execute(update(items).where(items.c.id == before.id).values(story_id=story_id))
        deserted = ~exists().where(items.c.story_id == before.story_id)
        tx.execute(delete(stories).where(stories.c.id == before.story_id, deserted))
    else:
        tx.execute(update(stories).where(stories.c.id == before.story_id).values(title=article.title))
    return values


def _tags_only(tx: Connection, before: Row[Any], reading: Reading) -> dict[str, Any]:
    """Columns of an item whose text was clean already, and may be cleaner now."""
    body = reading.tagged.article.body if reading.cleaner else before.body
    if reading.cleaner:
        search.remove(tx, before.id, before.title, before.dek, before.body)
        search.put(tx, [(before.id, before.title, before.dek, body)])
    kept = tuple(note for note in before.notes if not note.endswith(rows.FAILED))
    tagged = reading.tagged
    notes = kept + rows.failures(tagged)
    read = {"summary": tagged.summary, "events": tagged.events, "language": tagged.article.language}
    return read | {"body": body, "notes": notes}
