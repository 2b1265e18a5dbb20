"""A new item as rows of the tables: what `add` of one item and of a whole backlog have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, literal, select, update

from bot.model import ActorTag, Mention, NewItem, Tagged
from bot.store.advisory import Lock, alone
from bot.store.columns import Moment
from bot.store.engine import put
from bot.store.items import ACTOR, CHUNK, COUNTRY, LOCAL, TOPIC
from bot.store.schema import item_keys, item_tags, stories

MOST_KEYS = 60  # of one item
FAILED = " failed"  # ends the note on a stage that did not run


class StoredMeanwhile(Exception):
    """Somebody else stored one of the keys: undo this transaction."""


def one_at_a_time(tx: Connection) -> None:
    """Until this transaction ends nobody else adds items, in PostgreSQL as in SQLite.

    Ids become visible in their order (added_after, changes rely on it), and no two transactions can lock keys and
    actors crosswise.
    """
    alone(tx, Lock.ITEMS)


def item(new: NewItem, story_id: int) -> dict[str, Any]:
    """The row of `items`, but for its number."""
    return words(new.tagged) | {
        "story_id": story_id,
        "feed_id": new.feed_id,
        "guid": new.guid,
        "publisher": new.publisher,
        "topics": new.topics,
        "published": new.published,
        "first_seen": new.first_seen,
        "shown": new.published or new.first_seen,
        "edition": new.edition,
        "said": new.said,
        "adds": new.adds,
        "idle": 0,
    }


def words(tagged: Tagged) -> dict[str, Any]:
    """The columns of `items` that come of reading it."""
    article = tagged.article
    return {
        "title": article.title,
        "url": article.url,
        "dek": article.dek,
        "body": article.body,
        "full": article.full,
        "summary": tagged.summary,
        "events": tagged.events,
        "image": article.image,
        "image_caption": article.image_caption,
        "image_credit": article.image_credit,
        "section": article.section,
        "modified": article.modified,
        "language": article.language,
        "authors": article.authors,
        "credit": article.credit,
        "dateline": article.dateline,
        "notes": (*article.notes, *failures(tagged)),
    }


def failures(tagged: Tagged) -> tuple[str, ...]:
    """Notes on the stages that did not run."""
    return tuple(f"{stage}{FAILED}" for stage in tagged.failed)


def join_story(tx: Connection, story_id: int, moment: datetime) -> int | None:
    """An item of that moment is in the story now, or in the one that it went into: its id. None: there is none."""
    seen = literal(moment, Moment())
    merged = select(stories.c.merged_into).where(stories.c.id == story_id).scalar_subquery()
    joined = (
        update(stories)
        .where(stories.c.id == func.coalesce(merged, story_id))
        .values(
            first_seen=case((stories.c.first_seen < seen, stories.c.first_seen), else_=seen),
            last_seen=case((stories.c.last_seen > seen, stories.c.last_seen), else_=seen),
        )
        .returning(stories.c.id)
    )
    found: int | None = tx.scalar(joined)
    return found


def put_keys(tx: Connection, of: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Raises StoredMeanwhile when one is there already."""
    found = [{"key": key, "item_id": item_id} for item_id, keys in of for key in dict.fromkeys(keys)]
    if put(tx, item_keys, found, unless_there=True) < len(found):
        raise StoredMeanwhile


def add_keys(tx: Connection, more: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Those that are not there yet, of items that have not had too many: a feed may date an item anew at each poll."""
    ids = [item_id for item_id, _ in more]
    full: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        counted = select(item_keys.c.item_id).where(item_keys.c.item_id.in_(ids[start : start + CHUNK]))
        full |= set(tx.scalars(counted.group_by(item_keys.c.item_id).having(func.count() >= MOST_KEYS)).all())
    found = [(key, item_id) for item_id, keys in more if item_id not in full for key in dict.fromkeys(keys)]
    put(tx, item_keys, [{"key": key, "item_id": item_id} for key, item_id in found], unless_there=True)


def put_tags(tx: Connection, found: Sequence[dict[str, Any]]) -> None:
    """Rows by `tags`; a tag that is given twice is kept once."""
    put(tx, item_tags, found, unless_there=True)


def tags(item_id: int, tagged: Tagged, topics: Sequence[str], shown: datetime) -> list[dict[str, Any]]:
    """The rows of `item_tags`: countries, actors, topics."""
    found = [
        *(_tag(COUNTRY, tag.code, tag.mentions, tag.reason) for tag in tagged.countries),
        *(_actor_tag(tag) for tag in tagged.each_actor()),
        *(_tag(TOPIC, topic) for topic in topics),
    ]
    return [tag | {"item_id": item_id, "position": n, "shown": shown} for n, tag in enumerate(found)]


def registered(tagged: Tagged) -> list[ActorTag]:
    """The tags of actors that have their place in the registry."""
    return [tag for tag in tagged.each_actor() if not tag.actor.local]


def _tag(kind: str, value: str, mentions: tuple[Mention, ...] = (), reason: str = "") -> dict[str, object]:
    only_of_actors = dict.fromkeys(("local", "origin", "role"))
    return {"kind": kind, "value": value, "mentions": mentions, "reason": reason, **only_of_actors}


def _actor_tag(tag: ActorTag) -> dict[str, object]:
    kind, local = (LOCAL, tag.actor) if tag.actor.local else (ACTOR, None)
    found_as = tag.origin.id if tag.origin else None
    return _tag(kind, tag.actor.id, tag.mentions, tag.reason) | {"local": local, "origin": found_as, "role": tag.role}
