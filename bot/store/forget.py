"""The registry forgets noise: names that one report had, months ago, and nobody asked for since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Select, delete, exists, or_, select, update

from bot.model import PairState, SubjectKind
from bot.store.items import ACTOR, LOCAL, load_actors
from bot.store.schema import actor_aliases, actor_keys, actors, item_tags, likenesses
from bot.store.watch_tables import subscription_excludes, subscription_subjects


def forget(tx: Connection, before: datetime, limit: int) -> int:
    """As bot.ports.ActorStore.forget: in one transaction, at most `limit` actors."""
    ids: list[str] = [row.id for row in tx.execute(_noise(before).limit(limit)).all()]
    if ids:
        _make_local(tx, ids)
        tx.execute(delete(likenesses).where(or_(likenesses.c.one.in_(ids), likenesses.c.other.in_(ids))))
        for column in (actor_aliases.c.actor_id, actor_keys.c.actor_id, actors.c.id):
            tx.execute(delete(column.table).where(column.in_(ids)))
    return len(ids)


def _noise(before: datetime) -> Select[tuple[str]]:
    lately = exists().where(item_tags.c.kind == ACTOR, item_tags.c.value == actors.c.id, item_tags.c.shown >= before)
    other = actors.alias()
    watched = (
        exists().where(table.c.kind == SubjectKind.ACTOR.value, column == actors.c.id)
        for table in (subscription_subjects, subscription_excludes)
        for column in (table.c.value, table.c.origin)
    )
    decided = exists().where(
        likenesses.c.state != PairState.WAITING.value,
        or_(likenesses.c.one == actors.c.id, likenesses.c.other == actors.c.id),
    )
    return (
        select(actors.c.id)
        .where(actors.c.seeded.is_(False), actors.c.merged_into.is_(None), actors.c.seen <= 1)
        .where(~lately, ~exists().where(other.c.merged_into == actors.c.id), ~decided, *(~one for one in watched))
        .order_by(actors.c.id)
    )


def _make_local(tx: Connection, ids: Sequence[str]) -> None:
    """The items that carry them keep their names."""
    known = load_actors(tx, ids)
    mine = (item_tags.c.kind == ACTOR) & item_tags.c.value.in_(ids)
    for item_id, value in tx.execute(select(item_tags.c.item_id, item_tags.c.value).where(mine)).all():
        local = replace(known[value], aliases=(), local=True)
        this = (item_tags.c.item_id == item_id) & (item_tags.c.kind == ACTOR) & (item_tags.c.value == value)
        tx.execute(update(item_tags).where(this).values(kind=LOCAL, local=local))
