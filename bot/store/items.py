"""Reading items: a page of ids -> Items with their tags and actors, in four queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.model import Actor, ActorKind, ActorRole, ActorTag, CountryTag, Item
from bot.store.schema import actor_aliases, actors, item_tags, items

COUNTRY, ACTOR, LOCAL, TOPIC = "country", "actor", "local", "topic"
MERGED = "merged"  # one of two tags of an item that a merge made one
CHUNK = 1000  # values in one IN (…): both databases bound the parameters of a statement


def load_items(connection: Connection, ids: Sequence[int]) -> tuple[Item, ...]:
    """Those that exist, in the order of `ids`."""
    found: dict[int, Item] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        rows = connection.execute(select(items).where(items.c.id.in_(chunk))).all()
        tags = _tags(connection, chunk)
        found |= {row.id: _item(row, *tags.get(row.id, ((), ()))) for row in rows}
    return tuple(found[id_] for id_ in ids if id_ in found)


def load_actors(connection: Connection, ids: Sequence[str]) -> dict[str, Actor]:
    """Actors with their aliases, by id."""
    found: dict[str, Actor] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        rows = connection.execute(select(actors).where(actors.c.id.in_(chunk))).all()
        aliases = _aliases(connection, chunk)
        found |= {row.id: _actor(row, aliases[row.id]) for row in rows}
    return found


def _tags(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[tuple[CountryTag, ...], tuple[ActorTag, ...]]]:
    query = (
        select(item_tags)
        .where(item_tags.c.item_id.in_(ids), item_tags.c.kind.in_([COUNTRY, ACTOR, LOCAL]))
        .order_by(item_tags.c.position)
    )
    rows = connection.execute(query).all()
    known = load_actors(connection, sorted({row.value for row in rows if row.kind == ACTOR}))
    of_item: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        of_item[row.item_id].append(row)
    return {
        item_id: (
            tuple(CountryTag(row.value, row.mentions, row.reason) for row in tags if row.kind == COUNTRY),
            tuple(_actor_tag(row, row.local or known[row.value]) for row in tags if row.kind != COUNTRY),
        )
        for item_id, tags in of_item.items()
    }


def _actor_tag(row: Row[Any], actor: Actor) -> ActorTag:
    return ActorTag(actor, row.mentions, row.reason, role=ActorRole(row.role) if row.role else None)


def _aliases(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    query = (
        select(actor_aliases.c.actor_id, actor_aliases.c.name)
        .where(actor_aliases.c.actor_id.in_(ids))
        .order_by(actor_aliases.c.seeded.desc(), actor_aliases.c.position, actor_aliases.c.name)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(query).all():
        found[row.actor_id].append(row.name)
    return found


def _item(row: Row[Any], countries: tuple[CountryTag, ...], actor_tags: tuple[ActorTag, ...]) -> Item:
    return Item(
        id=row.id,
        story_id=row.story_id,
        feed_id=row.feed_id,
        publisher=row.publisher,
        title=row.title,
        url=row.url,
        dek=row.dek,
        body=row.body,
        summary=row.summary,
        image=row.image,
        language=row.language,
        authors=row.authors,
        published=row.published,
        first_seen=row.first_seen,
        topics=row.topics,
        countries=countries,
        actors=actor_tags,
        credit=row.credit,
        dateline=row.dateline,
        adds=row.adds,
        events=row.events,
    )


def _actor(row: Row[Any], names: Sequence[str]) -> Actor:
    return Actor(
        id=row.id,
        name=row.name,
        kind=ActorKind(row.kind),
        country=row.country,
        sector=row.sector,
        wikidata=row.wikidata,
        aliases=tuple(name for name in names if name != row.name),
        seeded=row.seeded,
    )
