"""Edits of stored items: the text that stands now, and those that stood before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from bot.clean.volatile import words
from bot.model import Edit, Part, Version
from bot.store import rows, search
from bot.store.actors import count_actors, uncount_actors
from bot.store.engine import Database, insert, reads, writes
from bot.store.items import ACTOR, CHUNK
from bot.store.merged import as_merged
from bot.store.schema import item_tags, item_versions, items, stories, unread

MOST = 20  # former texts of an item: its first one and the last ones
_TEXT = ("title", "dek", "body")


class VersionTable:
    """bot.ports.Versions."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @writes
    def replace(self, tx: Connection, edit: Edit) -> bool:
        rows.one_at_a_time(tx)
        before = tx.execute(select(items).where(items.c.id == edit.item_id)).one()
        article = edit.tagged.article
        if all(getattr(before, name) == getattr(article, name) for name in _TEXT):
            _heard(tx, before, edit.said)
            return False
        if edit.what:
            _keep(tx, before, edit)
        _write(tx, before, edit)
        return True

    @writes
    def heard(self, tx: Connection, item_id: int, said: str | None) -> None:
        _heard(tx, tx.execute(select(items).where(items.c.id == item_id)).one(), said)

    @reads
    def untold(self, tx: Connection, limit: int = 50) -> tuple[Version, ...]:
        query = select(item_versions).where(item_versions.c.told.is_(False)).order_by(item_versions.c.replaced)
        return tuple(map(_version, tx.execute(query.limit(limit)).all()))

    @reads
    def of(self, tx: Connection, item_ids: Sequence[int]) -> tuple[Version, ...]:
        found: list[Version] = []
        for start in range(0, len(item_ids), CHUNK):
            of = item_versions.c.item_id.in_(item_ids[start : start + CHUNK])
            found += map(_version, tx.execute(select(item_versions).where(of)).all())
        return tuple(sorted(found, key=lambda version: (version.item_id, version.replaced)))


def _heard(tx: Connection, before: Row[Any], said: str | None) -> None:
    values = {"said": said or before.said, "idle": before.idle + 1}
    tx.execute(update(items).where(items.c.id == before.id).values(values))


def _keep(tx: Connection, before: Row[Any], edit: Edit) -> None:
    """The former text as a version; one that stood before stands where it was replaced last."""
    text = {name: getattr(before, name) for name in _TEXT}
    statement = insert(tx, item_versions)
    told = not {Part.TITLE, Part.WITHDRAWN} & set(edit.what)
    latest = {"replaced": edit.at, "what": tuple(edit.what), "gone": edit.gone, "came": edit.came, "told": told}
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["item_id", "digest"], set_={name: statement.excluded[name] for name in latest}
        ),
        {"item_id": before.id, "digest": _digest(before), **text, **latest},
    )
    kept = select(item_versions.c.digest).where(item_versions.c.item_id == before.id)
    digests = tx.scalars(kept.order_by(item_versions.c.replaced, item_versions.c.digest)).all()
    if surplus := digests[1 : 1 + max(len(digests) - MOST, 0)]:
        these = item_versions.c.digest.in_(surplus)
        tx.execute(delete(item_versions).where(item_versions.c.item_id == before.id, these))


def _write(tx: Connection, before: Row[Any], edit: Edit) -> None:
    """The new text in the item, its tags, the index, and its story's title where that was its own."""
    article, item_id, tagged = edit.tagged.article, before.id, as_merged(tx, edit.tagged)
    values = rows.words(tagged) | {"url": article.url or before.url, "said": edit.said or before.said, "idle": 0}
    tx.execute(update(items).where(items.c.id == item_id).values(values))
    # A draft that is still to be read would bring back what it said before.
    waiting = update(unread).where(unread.c.item_id == item_id, unread.c.entry.is_not(None))
    tx.execute(waiting.values(entry=edit.entry))
    # What was to be tagged again is tagged; a reading of its old text that is under way finds nothing to write.
    retag = delete(unread).where(unread.c.item_id == item_id, unread.c.entry.is_(None), unread.c.alert.is_(False))
    tx.execute(retag)
    search.remove(tx, item_id, before.title, before.dek, before.body)
    search.put(tx, [(item_id, article.title, article.dek, article.body)])
    old = delete(item_tags).where(item_tags.c.item_id == item_id).returning(item_tags.c.kind, item_tags.c.value)
    uncount_actors(tx, [tag.value for tag in tx.execute(old).all() if tag.kind == ACTOR])
    rows.put_tags(tx, rows.tags(item_id, tagged, before.topics, before.shown))
    count_actors(tx, rows.registered(tagged), edit.at)
    headed = update(stories).where(stories.c.id == before.story_id, stories.c.title == before.title)
    tx.execute(headed.values(title=article.title))


def _version(row: Row[Any]) -> Version:
    what = tuple(Part(part) for part in row.what)
    return Version(row.item_id, row.replaced, row.title, row.dek, row.body, what, row.gone, row.came)


def _digest(row: Row[Any]) -> str:
    """Of the words, so that a text is known again whatever counter stands in it."""
    return hashlib.sha256("\0".join(map(words, (row.title, row.dek, row.body))).encode()).hexdigest()[:40]
