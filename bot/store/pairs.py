"""Pairs of actors that may be one: proposed, merged, told apart. A decision is one transaction and can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from bot.model import Actor, Pair, PairState, SubjectKind, Weight
from bot.store import rows
from bot.store.actors import add_names, row
from bot.store.engine import Database, insert, reads, writes
from bot.store.items import ACTOR, load_actors
from bot.store.merged import family, move, move_back, roots
from bot.store.schema import actors, item_tags, likenesses
from bot.store.watch_tables import subscription_subjects

WAITING, MERGED, DIFFERENT = PairState.WAITING.value, PairState.MERGED.value, PairState.DIFFERENT.value


class PairTable:
    """bot.ports.Pairs."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @reads
    def weigh(self, tx: Connection, actor_id: str) -> Weight:
        items = select(func.count()).select_from(item_tags).where(_of(item_tags, ACTOR, actor_id))
        watches = select(func.count(func.distinct(subscription_subjects.c.subscription_id))).where(
            _of(subscription_subjects, SubjectKind.ACTOR.value, actor_id)
        )
        return Weight(tx.scalar(items) or 0, tx.scalar(watches) or 0)

    @writes
    def propose(self, tx: Connection, one_id: str, other_id: str, reason: str, now: datetime) -> Pair | None:
        known = load_actors(tx, [one_id, other_id])
        moved = roots(tx, known)
        if len(known) < 2 or moved.get(one_id, one_id) == moved.get(other_id, other_id):
            return None
        either = (likenesses.c.one == one_id) & (likenesses.c.other == other_id)
        either |= (likenesses.c.one == other_id) & (likenesses.c.other == one_id)
        there = tx.execute(select(likenesses).where(either)).first()
        if there is None:
            new = {"one": one_id, "other": other_id, "state": WAITING, "reason": reason, "at": now, "decided_by": None}
            there = tx.execute(insert(tx, likenesses).values(**new).returning(*likenesses.c)).one()
        return _pairs(tx, [there])[0]

    @reads
    def get(self, tx: Connection, pair_id: int) -> Pair | None:
        return _get(tx, pair_id)

    @reads
    def waiting(self, tx: Connection, limit: int) -> tuple[int, tuple[Pair, ...]]:
        one, other = actors.alias(), actors.alias()
        apart = one.c.merged_into.is_(None), other.c.merged_into.is_(None)
        query = (
            select(likenesses)
            .join(one, one.c.id == likenesses.c.one)
            .join(other, other.c.id == likenesses.c.other)
            .where(likenesses.c.state == WAITING, *apart)
        )
        count = tx.scalar(select(func.count()).select_from(query.subquery())) or 0
        ranked = query.order_by((one.c.seen + other.c.seen).desc(), likenesses.c.id.desc()).limit(limit)
        return count, _pairs(tx, tx.execute(ranked).all())

    @reads
    def merged(self, tx: Connection, limit: int, actor_id: str | None = None) -> tuple[Pair, ...]:
        query = select(likenesses).where(likenesses.c.state == MERGED)
        if actor_id is not None:
            ids = family(tx, roots(tx, [actor_id]).get(actor_id, actor_id))
            query = query.where(or_(likenesses.c.one.in_(ids), likenesses.c.other.in_(ids)))
        latest = query.order_by(likenesses.c.at.desc(), likenesses.c.id.desc()).limit(limit)
        return _pairs(tx, tx.execute(latest).all())

    @writes
    def merge(self, tx: Connection, pair_id: int, *, turned: bool, by: int, now: datetime) -> Pair | None:
        rows.one_at_a_time(tx)
        pair = _get(tx, pair_id)
        if pair is None or pair.state is PairState.MERGED:
            return pair
        one, other = (pair.other, pair.one) if turned else (pair.one, pair.other)
        moved = roots(tx, [one.id, other.id])
        into = load_actors(tx, [moved.get(other.id, other.id)])[moved.get(other.id, other.id)]
        if one.id in moved or into.id == one.id:
            return None
        tx.execute(update(actors).where(actors.c.id == one.id).values(merged_into=other.id))
        move(tx, one.id, into)
        _decide(tx, pair_id, MERGED, by, now, one=one.id, other=other.id)
        return _get(tx, pair_id)

    @writes
    def part(self, tx: Connection, pair_id: int, by: int, now: datetime) -> Pair | None:
        rows.one_at_a_time(tx)
        pair = _get(tx, pair_id)
        if pair is None or pair.state is PairState.DIFFERENT:
            return pair
        if pair.state is PairState.MERGED:
            out_of = roots(tx, [pair.one.id]).get(pair.one.id, pair.other.id)
            move_back(tx, pair.one, out_of)
            tx.execute(update(actors).where(actors.c.id == pair.one.id).values(merged_into=None))
        _decide(tx, pair_id, DIFFERENT, by, now)
        return _get(tx, pair_id)

    @writes
    def name(self, tx: Connection, actor: Actor, into_id: str, by: int, now: datetime) -> Pair | None:
        rows.one_at_a_time(tx)
        if not load_actors(tx, [into_id]) or load_actors(tx, [actor.id]):
            return None
        tx.execute(insert(tx, actors).values(**row(actor, seeded=False) | {"merged_into": into_id}))
        add_names(tx, [actor])
        new = {"one": actor.id, "other": into_id, "state": MERGED, "reason": "an admin's", "at": now, "decided_by": by}
        there = tx.execute(insert(tx, likenesses).values(**new).returning(*likenesses.c)).one()
        return _pairs(tx, [there])[0]


def _of(table: Any, kind: str, actor_id: str) -> Any:
    return (table.c.kind == kind) & (table.c.value == actor_id)


def _decide(tx: Connection, pair_id: int, state: str, by: int, now: datetime, **sides: str) -> None:
    values = {"state": state, "decided_by": by, "at": now, **sides}
    tx.execute(update(likenesses).where(likenesses.c.id == pair_id).values(values))


def _get(tx: Connection, pair_id: int) -> Pair | None:
    return next(iter(_pairs(tx, tx.execute(select(likenesses).where(likenesses.c.id == pair_id)).all())), None)


def _pairs(tx: Connection, found: Sequence[Row[Any]]) -> tuple[Pair, ...]:
    """Those of which both actors are still there."""
    known = load_actors(tx, sorted({id_ for one in found for id_ in (one.one, one.other)}))
    return tuple(
        Pair(one.id, known[one.one], known[one.other], PairState(one.state), one.reason, one.at, one.decided_by)
        for one in found
        if one.one in known and one.other in known
    )
