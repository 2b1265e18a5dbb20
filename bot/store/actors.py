"""The registry of actors in the database: the seed, look-ups by name, and what each item adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from bot.model import Actor, ActorKind, ActorTag, Known, Likeness, PairState, Sought
from bot.store.engine import Database, insert, put, reads, writes
from bot.store.forget import forget
from bot.store.items import CHUNK, load_actors
from bot.store.merged import roots, whole
from bot.store.schema import actor_aliases, actor_keys, actors, likenesses
from bot.understand.identity import alike
from bot.understand.identity.registry import fold

MAX_ALIASES = 60  # of one actor; a text that calls somebody a hundred names must not fill the registry
_MOST = 3000  # actors that are looked at for the names of one text
_NEAR_ENOUGH = 0.6  # difflib's own default for "close"


class ActorTable:
    """bot.ports.Registry."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @writes
    def seed(self, tx: Connection, seeds: Sequence[Actor]) -> None:
        tx.execute(update(actors).where(actors.c.seeded).values(seeded=False))
        tx.execute(delete(actor_aliases).where(actor_aliases.c.seeded))
        if not seeds:
            return
        statement = insert(tx, actors)
        fields = ("name", "kind", "country", "sector", "wikidata", "seeded")
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=["id"], set_={field: statement.excluded[field] for field in fields}
            ),
            [row(actor, seeded=True) for actor in seeds],
        )
        names = insert(tx, actor_aliases)
        tx.execute(
            names.on_conflict_do_update(
                index_elements=["actor_id", "name"],
                set_={"seeded": names.excluded.seeded, "position": names.excluded.position},
            ),
            [row for actor in seeds for row in _names(actor, seeded=True)],
        )
        put(tx, actor_keys, [row for actor in seeds for row in _keys(actor)], unless_there=True)

    @reads
    def get(self, tx: Connection, actor_id: str) -> Actor | None:
        now = roots(tx, [actor_id]).get(actor_id, actor_id)
        return whole(tx, [now]).get(now)

    @reads
    def lookup(self, tx: Connection, names: Sequence[str]) -> Mapping[str, tuple[Actor, ...]]:
        folded = {name: key for name in names if (key := fold(name))}
        wanted = sorted(set(folded.values()))
        ids: dict[str, list[str]] = defaultdict(list)
        for start in range(0, len(wanted), CHUNK):
            query = (
                select(actor_aliases.c.folded, actor_aliases.c.actor_id)
                .join(actors)
                .where(actor_aliases.c.folded.in_(wanted[start : start + CHUNK]))
                .order_by(actors.c.seen.desc(), actors.c.seeded.desc(), actors.c.id)
            )
            for row in tx.execute(query).all():
                ids[row.folded].append(row.actor_id)
        now = roots(tx, {id_ for found in ids.values() for id_ in found})
        counted = {key: tuple(dict.fromkeys(now.get(id_, id_) for id_ in found)) for key, found in ids.items()}
        known = whole(tx, {id_ for found in counted.values() for id_ in found})
        return {name: tuple(known[id_] for id_ in counted[key]) for name, key in folded.items() if key in counted}

    @reads
    def known(self, tx: Connection, sought: Sought) -> Known:
        named = _index(tx, actor_aliases.c.folded, sought.names)
        alike = _index(tx, actor_keys.c.key, sought.keys)
        ids = {id_ for index in (named, alike) for found in index.values() for id_ in found}
        now = roots(tx, ids | set(sought.ids))
        known = load_actors(tx, sorted(ids | set(now.values())))
        return Known(
            named={name: tuple(known[id_] for id_ in found) for name, found in named.items()},
            alike={key: tuple(known[id_] for id_ in found) for key, found in alike.items()},
            merged={id_: known[other] for id_, other in now.items()},
        )

    @reads
    def near(self, tx: Connection, name: str, limit: int = 5) -> tuple[Actor, ...]:
        sought = fold(name)[:100]
        beginnings = [word[:3] for word in sought.split() if len(word) > 2][:6]
        endings = [word[-3:] for word in sought.split() if len(word) > 2][:6]
        if not beginnings:
            return ()
        alias = actor_aliases.c.folded
        query = (
            select(alias, actor_aliases.c.actor_id)
            .join(actors)
            .where(
                or_(
                    *(alias.startswith(part, autoescape=True) for part in beginnings),
                    *(alias.contains(f" {part}", autoescape=True) for part in beginnings),
                    *(alias.endswith(part, autoescape=True) for part in endings),
                    *(alias.contains(f"{part} ", autoescape=True) for part in endings),
                )
            )
            .order_by(actors.c.seen.desc(), actors.c.id)
            .limit(500)
        )
        scores: dict[str, float] = {}
        for row in tx.execute(query).all():
            scores[row.actor_id] = max(scores.get(row.actor_id, 0.0), _likeness(sought, row.folded))
        best = sorted((id_ for id_, score in scores.items() if score >= _NEAR_ENOUGH), key=lambda id_: -scores[id_])
        now = roots(tx, best)
        shown = list(dict.fromkeys(now.get(id_, id_) for id_ in best))[:limit]
        known = load_actors(tx, shown)
        return tuple(known[id_] for id_ in shown)

    @reads
    def bearers(self, tx: Connection, word: str, limit: int) -> tuple[Actor, ...]:
        name = actor_aliases.c.folded
        has = or_(
            name == word,
            name.endswith(f" {word}", autoescape=True),
            name.startswith(f"{word} ", autoescape=True),
            name.contains(f" {word} ", autoescape=True),
        )
        ids = select(actor_aliases.c.actor_id).where(has)
        query = select(actors.c.id).where(actors.c.id.in_(ids), actors.c.merged_into.is_(None))
        found = tx.scalars(query.order_by(actors.c.seen.desc(), actors.c.id).limit(limit)).all()
        known = load_actors(tx, found)
        return tuple(known[id_] for id_ in found)

    @reads
    def given(self, tx: Connection, limit: int) -> tuple[tuple[str, Actor], ...]:
        decided = likenesses.c.decided_by.is_not(None), likenesses.c.state == PairState.MERGED.value
        query = select(likenesses.c.one).where(*decided).order_by(likenesses.c.at.desc(), likenesses.c.id)
        known = load_actors(tx, tx.scalars(query.limit(limit)).all())
        return tuple((name, one) for one in known.values() for name in (one.name, *one.aliases))

    @writes
    def forget(self, tx: Connection, before: datetime, limit: int) -> int:
        return forget(tx, before, limit)


def count_actors(tx: Connection, found: Sequence[ActorTag], at: datetime) -> None:
    """The actors of one stored item, each counts one; new ones enter the registry, with whom they may be."""
    if not found:
        return
    upsert = insert(tx, actors).on_conflict_do_update(index_elements=["id"], set_={"seen": actors.c.seen + 1})
    tx.execute(upsert, [row(tag.actor, seeded=False) | {"seen": 1} for tag in found])
    new = [tag for tag in found if tag.likeness is not None]
    merged = [tag for tag in new if tag.origin is not None]
    if merged:
        into = [row(tag.origin, seeded=False) | {"merged_into": tag.actor.id} for tag in merged if tag.origin]
        tx.execute(insert(tx, actors).on_conflict_do_nothing(), into)
    add_names(tx, [*(tag.actor for tag in found), *(tag.origin for tag in merged if tag.origin)])
    put(tx, likenesses, [_pair(tag, tag.likeness, at) for tag in new if tag.likeness], unless_there=True)


def add_names(tx: Connection, of: Sequence[Actor]) -> None:
    """The names of these actors that the registry does not have yet."""
    new = _unknown_names(tx, of)
    if new:
        tx.execute(insert(tx, actor_aliases).on_conflict_do_nothing(), new)
        named = {str(alias["actor_id"]) for alias in new}
        put(tx, actor_keys, [key for actor in of if actor.id in named for key in _keys(actor)], unless_there=True)


def _pair(tag: ActorTag, likeness: Likeness, at: datetime) -> dict[str, object]:
    one = tag.origin or tag.actor
    state = PairState.MERGED if tag.origin else PairState.WAITING
    return {
        "one": one.id,
        "other": likeness.other.id,
        "state": state.value,
        "reason": likeness.reason,
        "at": at,
        "decided_by": None,
    }


def _index(tx: Connection, column: ColumnElement[str], wanted: Sequence[str]) -> dict[str, list[str]]:
    """Ids of actors by name or key, most frequent first."""
    found: dict[str, list[str]] = defaultdict(list)
    table = actor_keys if column is actor_keys.c.key else actor_aliases
    for start in range(0, len(wanted), CHUNK):
        query = (
            select(column, table.c.actor_id)
            .join(actors)
            .where(column.in_(wanted[start : start + CHUNK]))
            .order_by(actors.c.seen.desc(), actors.c.seeded.desc(), actors.c.id)
            .limit(_MOST)
        )
        for name, id_ in tx.execute(query).all():
            if id_ not in found[name]:
                found[name].append(id_)
    return found


def uncount_actors(tx: Connection, ids: Sequence[str]) -> None:
    """An item carries these actors no more."""
    for start in range(0, len(ids), CHUNK):
        of = actors.c.id.in_(ids[start : start + CHUNK])
        tx.execute(update(actors).where(of, actors.c.seen > 0).values(seen=actors.c.seen - 1))


def _unknown_names(tx: Connection, of: Sequence[Actor]) -> list[dict[str, object]]:
    """Rows for the names that are not there yet, as far as each actor has room for more."""
    query = select(actor_aliases.c.actor_id, actor_aliases.c.name).where(
        actor_aliases.c.actor_id.in_([actor.id for actor in of])
    )
    known: dict[str, set[str]] = defaultdict(set)
    for row in tx.execute(query).all():
        known[row.actor_id].add(row.name)
    new: list[dict[str, object]] = []
    for actor in of:
        room = MAX_ALIASES - len(known[actor.id])
        rows = [row for row in _names(actor, seeded=False) if row["name"] not in known[actor.id]]
        new.extend(rows[: max(room, 0)])
    return new


def _names(actor: Actor, *, seeded: bool) -> list[dict[str, object]]:
    """The alias rows of an actor: its name, then the others."""
    return [
        {"actor_id": actor.id, "name": name, "folded": fold(name), "position": position, "seeded": seeded}
        for position, name in enumerate(dict.fromkeys((actor.name, *actor.aliases)))
    ]


def _keys(actor: Actor) -> list[dict[str, object]]:
    """The rows under which a person with a similar name is found."""
    if actor.kind is not ActorKind.PERSON:
        return []
    keys = dict.fromkeys(key for name in (actor.name, *actor.aliases) for key in alike.blocks(name))
    return [{"key": key, "actor_id": actor.id} for key in keys]


def row(actor: Actor, *, seeded: bool) -> dict[str, object]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "sector": actor.sector,
        "wikidata": actor.wikidata,
        "seeded": seeded,
        "seen": 0,
        "merged_into": None,
    }


def _likeness(sought: str, name: str) -> float:
    """0…1; a whole word that is the same or nearly so counts as much as the whole name."""
    return max(
        SequenceMatcher(None, sought, part, autojunk=False).ratio() for part in {name[:100], *name[:100].split()}
    )
