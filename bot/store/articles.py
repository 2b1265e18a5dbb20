"""The archive: items in time order with their keys, tags and stories, written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    exists,
    func,
    select,
)

from bot.model import Actor, Arrivals, Counts, Hit, Item, Kind, KnownItem, Memory, NewItem, Recent, SearchQuery, Story
from bot.store import memories, queries, retention, rows, search
from bot.store.actors import count_actors
from bot.store.engine import Database, reads, writes
from bot.store.feed_tables import feeds
from bot.store.items import ACTOR, CHUNK, COUNTRY, load_actors, load_items
from bot.store.merged import as_merged
from bot.store.schema import (
    PENDING,
    SENT,
    actors,
    alerts,
    changes,
    item_keys,
    item_tags,
    items,
    stories,
    tombstones,
    unread,
)
from bot.store.watch_tables import chats, subscriptions

_PAGE = 500  # items that are looked at together
MAX_STORY = 200  # items of one story that are read
_EPOCH, _HOUR = datetime(1970, 1, 1, tzinfo=UTC), timedelta(hours=1)

# The fields of KnownItem.
_KNOWN = (items.c.id, items.c.feed_id, items.c.title, items.c.url, items.c.said, items.c.full, items.c.idle)
_RECENT = (items.c.id, items.c.title, items.c.said, items.c.published, items.c.first_seen)

# Made once: SQLAlchemy takes longer to put such a statement together than SQLite to run it.
_NEW_ITEM = items.insert().returning(items.c.id)
_NEW_STORY = stories.insert().returning(stories.c.id)
_NEW_CHANGE = changes.insert()
_NEW_UNREAD = unread.insert()
_DRAFT = exists().where(unread.c.item_id == items.c.id, unread.c.entry.is_not(None))


class ArticleTable:
    """bot.ports.Archive."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @reads
    def known(self, tx: Connection, keys: Sequence[str]) -> Mapping[str, KnownItem]:
        found: dict[str, KnownItem] = {}
        for start in range(0, len(keys), CHUNK):
            query = (
                select(item_keys.c.key, *_KNOWN)
                .join(items, items.c.id == item_keys.c.item_id)
                .where(item_keys.c.key.in_(keys[start : start + CHUNK]))
            )
            for row in tx.execute(query).all():
                found[row.key] = KnownItem(*row[1:])
        return found | retention.buried(tx, [key for key in keys if key not in found])

    async def add(self, new: NewItem) -> Item | None:
        """The item as it was given; `get` has it as the database and the registry do."""
        try:
            return await self._add(new)
        except rows.StoredMeanwhile:
            return None

    @writes
    def _add(self, tx: Connection, new: NewItem) -> Item:
        if not new.keys:
            raise ValueError("an item without identity keys would be stored again and again")
        rows.one_at_a_time(tx)
        new = replace(new, tagged=as_merged(tx, new.tagged))
        story_id, opened = _story(tx, new)
        item_id = tx.execute(_NEW_ITEM, rows.item(new, story_id)).scalar_one()
        rows.put_keys(tx, [(item_id, new.keys)])
        rows.put_tags(tx, rows.tags(item_id, new.tagged, new.topics, new.published or new.first_seen))
        count_actors(tx, rows.registered(new.tagged), new.first_seen)
        article = new.tagged.article
        search.put(tx, [(item_id, article.title, article.dek, article.body)])
        if new.lesson is not None:
            memories.teach(tx, new.publisher, new.lesson)
        if not new.silent:
            tx.execute(_NEW_CHANGE, {"item_id": item_id, "opened": opened})
        if new.again is not None:
            waiting = {"shown": new.published or new.first_seen, "alert": not new.silent, "not_before": new.again}
            tx.execute(_NEW_UNREAD, waiting | {"item_id": item_id, "page": False, "attempts": 1})
        # Without reading it again, which would take as long as writing it.
        return new.as_item(item_id, story_id)

    @reads
    def memory(self, tx: Connection, publisher: str) -> Memory:
        return memories.recall(tx, publisher)

    @writes
    def remember(self, tx: Connection, more: Sequence[tuple[int, Sequence[str]]]) -> None:
        rows.add_keys(tx, more)

    @reads
    def get(self, tx: Connection, item_id: int) -> Item | None:
        return next(iter(load_items(tx, [item_id])), None)

    @reads
    def recent(self, tx: Connection, feed_id: str, limit: int) -> tuple[Recent, ...]:
        found = select(*_RECENT).where(items.c.feed_id == feed_id).order_by(items.c.shown.desc(), items.c.id.desc())
        return tuple(Recent(*row) for row in tx.execute(found.limit(limit)).all())

    @reads
    def search(self, tx: Connection, query: SearchQuery) -> tuple[Hit, ...]:
        """`since` and `until` are both inclusive, and compare Item.when."""
        sought = search.phrases(query.terms)
        if query.terms and not sought:
            return ()
        rows = tx.execute(queries.hits(query, tx.dialect.name, sought)).all()
        found = load_items(tx, [row.id for row in rows])
        return tuple(Hit(item, float(row.score)) for item, row in zip(found, rows, strict=True))

    @reads
    def outline(self, tx: Connection, query: SearchQuery) -> tuple[tuple[int, datetime], ...]:
        sought = search.phrases(query.terms)
        if query.terms and not sought:
            return ()
        found = queries.hits(query, tx.dialect.name, sought).add_columns(items.c.story_id, items.c.shown)
        return tuple((row.story_id, row.shown) for row in tx.execute(found))

    @reads
    def last_before(self, tx: Connection, moment: datetime) -> int:
        last = 0
        while page := tx.execute(_newest(last)).all():
            if all(row.first_seen < moment for row in page):
                return int(page[0].id)
            last = page[-1].id
        return 0

    @reads
    def added_after(self, tx: Connection, item_id: int, *, since: datetime, limit: int = 500) -> tuple[Item, ...]:
        query = (
            select(items.c.id)
            .where(items.c.id > item_id, items.c.first_seen >= since, ~_DRAFT)
            .order_by(items.c.id)
            .limit(limit)
        )
        return load_items(tx, tx.scalars(query).all())

    @reads
    def hours(self, tx: Connection, feed_id: str, *, since: datetime) -> tuple[datetime, ...]:
        found = tx.scalars(queries.busy_hours(feed_id, since)).all()
        return tuple(_EPOCH + n * _HOUR for n in sorted(found))

    @reads
    def arrivals(self, tx: Connection, feed_ids: Sequence[str], *, since: datetime) -> Mapping[str, Arrivals]:
        found = {}
        for feed_id in feed_ids:
            began = tx.scalar(queries.BEGAN, {"feed_id": feed_id})
            if began is not None:
                of_feed = {"feed_id": feed_id, "since": max(since, began)}
                pairs = tuple((row.shown, row.first_seen) for row in tx.execute(queries.NEWEST, of_feed))
                found[feed_id] = Arrivals(of_feed["since"], tx.scalar(queries.ARRIVED, of_feed) or 0, pairs)
        return found

    @reads
    def story(self, tx: Connection, story_id: int, most: int = MAX_STORY) -> Story | None:
        row = tx.execute(select(stories).where(stories.c.id == story_id)).one_or_none()
        if row is not None and row.merged_into is not None:
            row = tx.execute(select(stories).where(stories.c.id == row.merged_into)).one_or_none()
        if row is None:
            return None
        found = load_items(tx, _told(tx, row.id, most))
        return Story(row.id, row.title, row.first_seen, row.last_seen, found)

    @reads
    def of_stories(self, tx: Connection, story_ids: Sequence[int], limit: int) -> tuple[Item, ...]:
        found: list[int] = []
        for start in range(0, len(story_ids), CHUNK):
            ids = select(items.c.id).where(items.c.story_id.in_(story_ids[start : start + CHUNK]))
            found += tx.scalars(ids.order_by(items.c.shown.desc(), items.c.id.desc()).limit(limit)).all()
        return load_items(tx, found[:limit])

    @reads
    def busiest_actors(
        self, tx: Connection, since: datetime, limit: int, country: str | None = None
    ) -> tuple[tuple[Actor, int], ...]:
        query = queries.busiest(ACTOR, since, limit)
        if country is not None:
            query = query.where(queries.carries(item_tags.c.item_id, COUNTRY, country))
        rows = tx.execute(query).all()
        known = load_actors(tx, [row.value for row in rows])
        return tuple((known[row.value], row.n) for row in rows)

    @reads
    def reach(self, tx: Connection) -> tuple[datetime, datetime] | None:
        return _reach(tx)

    @reads
    def counts(self, tx: Connection) -> Counts:
        reach = _reach(tx)
        return Counts(
            items=_count(tx, items),
            stories=_count(tx, stories),
            actors=_count(tx, actors),
            feeds=_count(tx, feeds, feeds.c.active),
            chats=_count(tx, chats),
            subscriptions=_count(tx, subscriptions),
            pending_alerts=_count(tx, alerts, alerts.c.state.in_(PENDING)),
            sent_alerts=_count(tx, alerts, alerts.c.state == SENT, alerts.c.kind == Kind.ALERT.value),
            oldest=reach[0] if reach else None,
            newest=reach[1] if reach else None,
            purged=_count(tx, tombstones),
            unread=_count(tx, unread),
        )


def _story(tx: Connection, new: NewItem) -> tuple[int, bool]:
    """Join the story, or open one; one that does not exist is opened too, rather than lose the item."""
    joined = rows.join_story(tx, new.story_id, new.first_seen) if new.story_id is not None else None
    if joined is not None:
        return joined, False
    row = {"title": new.tagged.article.title, "first_seen": new.first_seen, "last_seen": new.first_seen}
    return tx.execute(_NEW_STORY, row).scalar_one(), True


def _told(tx: Connection, story_id: int, most: int) -> list[int]:
    """The story's items, oldest first; of very many the first, and the newest: what is new is told by those."""
    its = select(items.c.id).where(items.c.story_id == story_id)
    newest = tx.scalars(its.order_by(items.c.first_seen.desc(), items.c.id.desc()).limit(most)).all()
    if len(newest) < most:
        return list(newest[::-1])
    first = tx.scalar(its.order_by(items.c.first_seen, items.c.id).limit(1)) or 0
    return list(dict.fromkeys((first, *newest[-2::-1])))


def _newest(before: int) -> Select[tuple[int, datetime]]:
    """A page of items with smaller ids, the largest first; 0: of all."""
    query = select(items.c.id, items.c.first_seen).order_by(items.c.id.desc()).limit(_PAGE)
    return query.where(items.c.id < before) if before else query


def _reach(tx: Connection) -> tuple[datetime, datetime] | None:
    row = tx.execute(select(func.min(items.c.shown), func.max(items.c.shown))).one()
    return (row[0], row[1]) if row[0] is not None else None


def _count(tx: Connection, table: Table, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table)
    return tx.execute(query.where(*conditions)).scalar_one()
