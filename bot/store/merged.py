"""Who counts as whom: following merges, and moving what hangs on an actor to another one and back.

Nothing is lost by a merge: tags and watches remember the id that they had, and a tag that is one too many is set aside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, func, select, update

from bot.model import Actor, SubjectKind, Tagged
from bot.store.items import ACTOR, CHUNK, MERGED, load_actors
from bot.store.schema import actors, item_tags
from bot.store.subscriptions import renumber
from bot.store.watch_tables import subscription_excludes, subscription_subjects

_LONGEST = 20  # merges in a row


def roots(tx: Connection, ids: Iterable[str]) -> dict[str, str]:
    """id -> the id it counts as now, for those of the ids that are merged."""
    found = _steps(tx, ids)
    ahead = found
    for _ in range(_LONGEST):
        ahead = _steps(tx, ahead.values())
        if not ahead:
            break
        found = {id_: ahead.get(now, now) for id_, now in found.items()}
    return found


def _steps(tx: Connection, ids: Iterable[str]) -> dict[str, str]:
    wanted = sorted(set(ids))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), CHUNK):
        of = actors.c.id.in_(wanted[start : start + CHUNK])
        query = select(actors.c.id, actors.c.merged_into).where(of, actors.c.merged_into.is_not(None))
        found |= {row.id: row.merged_into for row in tx.execute(query).all()}
    return found


def family(tx: Connection, actor_id: str) -> list[str]:
    """The actor, and all that are merged into it."""
    found, ahead = [actor_id], [actor_id]
    for _ in range(_LONGEST):
        ahead = list(tx.scalars(select(actors.c.id).where(actors.c.merged_into.in_(ahead))).all())
        if not ahead:
            break
        found += [id_ for id_ in ahead if id_ not in found]
    return found


def whole(tx: Connection, ids: Iterable[str]) -> dict[str, Actor]:
    """Actors with the names of all that are merged into them, by id."""
    found = load_actors(tx, sorted(set(ids)))
    into = actors.c.merged_into.in_(list(found))
    if found and tx.scalar(select(func.count()).select_from(actors).where(into)):
        found = {id_: _with_names(tx, actor) for id_, actor in found.items()}
    return found


def _with_names(tx: Connection, actor: Actor) -> Actor:
    others = load_actors(tx, [id_ for id_ in family(tx, actor.id) if id_ != actor.id])
    names = (name for other in others.values() for name in (other.name, *other.aliases))
    more = [name for name in dict.fromkeys(names) if name != actor.name and name not in actor.aliases]
    return replace(actor, aliases=(*actor.aliases, *more))


def as_merged(tx: Connection, tagged: Tagged) -> Tagged:
    """With the actors that count now: one may have been merged while the article was read."""
    moved = roots(tx, [tag.actor.id for tag in tagged.actors if not tag.actor.local])
    if not moved:
        return tagged
    known = load_actors(tx, sorted(set(moved.values())))
    tags = [
        replace(tag, actor=known[moved[tag.actor.id]], origin=tag.origin or tag.actor, likeness=None)
        if tag.actor.id in moved and not tag.actor.local
        else tag
        for tag in tagged.actors
    ]
    return replace(tagged, actors=tuple(tags))


def move(tx: Connection, one: str, into: Actor) -> None:
    """Tags and watches of `one` count as `into`'s."""
    tag = item_tags.alias()
    both = select(tag.c.item_id).where(tag.c.kind == ACTOR, tag.c.value == into.id)
    mine = (item_tags.c.kind == ACTOR) & (item_tags.c.value == one)
    tx.execute(update(item_tags).where(mine, item_tags.c.item_id.in_(both)).values(kind=MERGED))
    origin = func.coalesce(item_tags.c.origin, item_tags.c.value)
    tx.execute(update(item_tags).where(mine).values(value=into.id, origin=origin))
    for table in (subscription_subjects, subscription_excludes):
        watched = (table.c.kind == SubjectKind.ACTOR.value) & (table.c.value == one)
        if table is subscription_excludes:
            other = table.alias()
            kind = SubjectKind.ACTOR.value
            twice = select(other.c.subscription_id).where(other.c.kind == kind, other.c.value == into.id)
            watched &= table.c.subscription_id.not_in(twice)
        origin = func.coalesce(table.c.origin, table.c.value)
        tx.execute(update(table).where(watched).values(value=into.id, label=into.name, origin=origin))
    renumber(tx, into.id)
    _count(tx, one, into.id)


def move_back(tx: Connection, one: Actor, out_of: str) -> None:
    """Undo `move`: what `one`, or one that is merged into it, brought along is `one`'s again."""
    origins = family(tx, one.id)
    mine = (item_tags.c.kind == ACTOR) & (item_tags.c.value == out_of) & item_tags.c.origin.in_(origins)
    tx.execute(update(item_tags).where(mine).values(value=one.id, origin=func.nullif(item_tags.c.origin, one.id)))
    tag = item_tags.alias()
    there = select(tag.c.item_id).where(tag.c.kind == ACTOR, tag.c.value == one.id)
    aside = (item_tags.c.kind == MERGED) & (item_tags.c.value == one.id)
    tx.execute(update(item_tags).where(aside, item_tags.c.item_id.not_in(there)).values(kind=ACTOR))
    for table in (subscription_subjects, subscription_excludes):
        mine = (table.c.kind == SubjectKind.ACTOR.value) & (table.c.value == out_of) & table.c.origin.in_(origins)
        values = {"value": one.id, "label": one.name, "origin": func.nullif(table.c.origin, one.id)}
        tx.execute(update(table).where(mine).values(values))
    renumber(tx, one.id)
    renumber(tx, out_of)
    _count(tx, one.id, out_of)


def _count(tx: Connection, *ids: str) -> None:
    """How many items carry each of them."""
    for id_ in ids:
        carried = select(func.count()).select_from(item_tags).where(item_tags.c.kind == ACTOR, item_tags.c.value == id_)
        tx.execute(update(actors).where(actors.c.id == id_).values(seen=carried.scalar_subquery()))
