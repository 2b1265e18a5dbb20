"""The registry of actors and their names in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from sqlalchemy import Connection, delete, or_, select, update

from bot.model import Actor
from bot.store.engine import Database, insert, reads, writes
from bot.store.items import CHUNK, load_actors
from bot.store.schema import actor_aliases, actors
from bot.understand.registry import fold

MAX_ALIASES = 60  # of one actor; a text that calls somebody a hundred names must not fill the registry
_NEAR_ENOUGH = 0.6  # difflib's own default for "close"


class ActorTable:
    """bot.ports.ActorStore."""

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
            [_row(actor, seeded=True) for actor in seeds],
        )
        names = insert(tx, actor_aliases)
        tx.execute(
            names.on_conflict_do_update(
                index_elements=["actor_id", "name"],
                set_={"seeded": names.excluded.seeded, "position": names.excluded.position},
            ),
            [row for actor in seeds for row in _names(actor, seeded=True)],
        )

    @reads
    def get(self, tx: Connection, actor_id: str) -> Actor | None:
        return load_actors(tx, [actor_id]).get(actor_id)

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
        known = load_actors(tx, sorted({id_ for found in ids.values() for id_ in found}))
        return {
            name: tuple(known[id_] for id_ in dict.fromkeys(ids[key])) for name, key in folded.items() if key in ids
        }

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
        known = load_actors(tx, best[:limit])
        return tuple(known[id_] for id_ in best[:limit])


def count_actors(tx: Connection, found: Sequence[Actor]) -> None:
    """The actors of one stored item: new ones enter the registry, known ones gain its names; each counts one more."""
    if not found:
        return
    upsert = insert(tx, actors).on_conflict_do_update(index_elements=["id"], set_={"seen": actors.c.seen + 1})
    tx.execute(upsert, [_row(actor, seeded=False) | {"seen": 1} for actor in found])
    new = _unknown_names(tx, found)
    if new:
        tx.execute(insert(tx, actor_aliases).on_conflict_do_nothing(), new)


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


def _row(actor: Actor, *, seeded: bool) -> dict[str, object]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "sector": actor.sector,
        "wikidata": actor.wikidata,
        "seeded": seeded,
        "seen": 0,
    }


def _likeness(sought: str, name: str) -> float:
    """0…1; a whole word that is the same or nearly so counts as much as the whole name."""
    return max(
        SequenceMatcher(None, sought, part, autojunk=False).ratio() for part in {name[:100], *name[:100].split()}
    )
