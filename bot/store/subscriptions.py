"""What chats follow: subjects that must all match, found again by any one of them."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, func, select, update

from bot.model import ChatRef, Exclude, ExcludeKind, Mode, Quiet, Subject, SubjectKind, Subscription
from bot.store.advisory import Lock, alone
from bot.store.chats import remember_chat
from bot.store.columns import storable
from bot.store.engine import Database, insert, reads, writes_at_once
from bot.store.feed_tables import meta
from bot.store.items import CHUNK
from bot.store.watch_tables import chats, subscription_excludes, subscription_subjects, subscriptions

MOST_EXCLUDES = 50  # of one watch; the oldest give way

_EPOCH = "watches changed"  # how often, in the database's own notes


class SubscriptionTable:
    """bot.ports.Subscriptions."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @writes_at_once
    def add(
        self, tx: Connection, chat: ChatRef, subjects: Sequence[Subject], mode: Mode, now: datetime
    ) -> Subscription:
        """One chat's topics are apart: the same subjects may be followed in each."""
        remember_chat(tx, chat.chat_id, now)
        one_by_one(tx)
        wished = _mode_row(mode) | {"muted_until": None}
        statement = insert(tx, subscriptions).values(
            chat_id=chat.chat_id,
            thread_id=chat.thread_id or 0,
            digest=_digest(subjects),
            created=now,
            **wished,
        )
        upsert = statement.on_conflict_do_update(
            index_elements=["chat_id", "thread_id", "digest"], set_=wished
        ).returning(subscriptions.c.id)
        id_ = tx.execute(upsert).scalar_one()
        rows = [
            {"subscription_id": id_, "position": n, "kind": s.kind.value, "value": s.value, "label": s.label}
            for n, s in enumerate(subjects)
        ]
        tx.execute(insert(tx, subscription_subjects).on_conflict_do_nothing(), rows)
        return _load(tx, subscriptions.c.id == id_)[0]

    @writes_at_once
    def remove(self, tx: Connection, chat_id: int, subscription_id: int) -> Subscription | None:
        found = _load(tx, _of(chat_id, subscription_id))
        tx.execute(delete(subscriptions).where(_of(chat_id, subscription_id)))
        return found[0] if found else None

    @reads
    def get(self, tx: Connection, chat_id: int, subscription_id: int) -> Subscription | None:
        return next(iter(_load(tx, _of(chat_id, subscription_id))), None)

    @reads
    def of_chat(self, tx: Connection, chat_id: int) -> tuple[Subscription, ...]:
        return _load(tx, subscriptions.c.chat_id == chat_id)

    @reads
    def awake(self, tx: Connection, ids: Sequence[int]) -> tuple[Subscription, ...]:
        of_awake = exists().where(chats.c.id == subscriptions.c.chat_id, chats.c.paused.is_(None))
        found: list[Subscription] = []
        for start in range(0, len(ids), CHUNK):
            found += _load(tx, subscriptions.c.id.in_(ids[start : start + CHUNK]), of_awake)
        return tuple(found)

    @reads
    def kept(self, tx: Connection, ids: Sequence[int]) -> frozenset[int]:
        chunks = (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
        queries = (select(subscriptions.c.id).where(subscriptions.c.id.in_(chunk)) for chunk in chunks)
        return frozenset(id_ for query in queries for id_ in tx.scalars(query))

    @reads
    def epoch(self, tx: Connection) -> int:
        return int(tx.scalar(select(meta.c.value).where(meta.c.key == _EPOCH)) or 0)

    @reads
    def after(self, tx: Connection, last: int, limit: int) -> tuple[tuple[int, tuple[tuple[str, str], ...]], ...]:
        ids = tx.scalars(
            select(subscriptions.c.id).where(subscriptions.c.id > last).order_by(subscriptions.c.id).limit(limit)
        ).all()
        if not ids:
            return ()
        subject = subscription_subjects.c
        query = select(subject.subscription_id, subject.kind, subject.value)
        rows = tx.execute(query.where(subject.subscription_id.between(ids[0], ids[-1])))
        found: dict[int, list[tuple[str, str]]] = {id_: [] for id_ in ids}
        for id_, kind, value in rows:
            found[id_].append((kind, value))
        return tuple((id_, tuple(keys)) for id_, keys in found.items())

    @writes_at_once
    def change(
        self, tx: Connection, chat_id: int, subscription_id: int, to: Callable[[Mode], Mode]
    ) -> Subscription | None:
        """Read and written in one transaction: of two who change different things, both have their way."""
        mine = _of(chat_id, subscription_id)
        row = tx.execute(select(subscriptions).where(mine).with_for_update()).one_or_none()
        if row is None:
            return None
        tx.execute(update(subscriptions).where(mine).values(**_mode_row(to(_mode(row)))))
        return _load(tx, mine)[0]

    @writes_at_once
    def mute(self, tx: Connection, chat_id: int, subscription_id: int, until: datetime | None) -> bool:
        muted = update(subscriptions).where(_of(chat_id, subscription_id)).values(muted_until=until)
        return tx.execute(muted.returning(subscriptions.c.id)).first() is not None

    @writes_at_once
    def move(self, tx: Connection, chat: ChatRef, to: int | None, subscription_id: int | None = None) -> int:
        if chat.thread_id == to:
            return 0
        mine = (subscriptions.c.chat_id == chat.chat_id) & (subscriptions.c.thread_id == (chat.thread_id or 0))
        if subscription_id is not None:
            mine &= subscriptions.c.id == subscription_id
        there = subscriptions.alias()
        doubled = select(there.c.digest).where(there.c.chat_id == chat.chat_id, there.c.thread_id == (to or 0))
        moved = tx.execute(select(func.count()).select_from(subscriptions).where(mine)).scalar_one()
        tx.execute(delete(subscriptions).where(mine, subscriptions.c.digest.in_(doubled)))
        tx.execute(update(subscriptions).where(mine).values(thread_id=to or 0))
        return int(moved)

    @writes_at_once
    def exclude(
        self, tx: Connection, chat_id: int, subscription_id: int, exclude: Exclude, on: bool, now: datetime
    ) -> Subscription | None:
        if not _load(tx, _of(chat_id, subscription_id)):
            return None
        these = subscription_excludes.c.subscription_id == subscription_id
        kind, value = exclude.kind.value, exclude.value
        row = {"subscription_id": subscription_id, "kind": kind, "value": value, "label": exclude.label, "created": now}
        if on:
            tx.execute(insert(tx, subscription_excludes).values(**row).on_conflict_do_nothing())
            newest = select(subscription_excludes.c.created).where(these)
            kept = newest.order_by(subscription_excludes.c.created.desc()).limit(MOST_EXCLUDES).subquery()
            oldest = select(func.min(kept.c.created)).scalar_subquery()
            tx.execute(delete(subscription_excludes).where(these, subscription_excludes.c.created < oldest))
        else:
            same = (subscription_excludes.c.kind == kind) & (subscription_excludes.c.value == value)
            tx.execute(delete(subscription_excludes).where(these, same))
        return _load(tx, _of(chat_id, subscription_id))[0]


def renumber(tx: Connection, actor_id: str) -> None:
    """Make the watches on an actor that was merged, or parted, known by their subjects again.

    Where a chat has another watch on the same, this one keeps its old mark: both stay, and the chat gets one alert.
    """
    _changed(tx)
    subject = subscription_subjects.c
    of = subscriptions.c.id.in_(
        select(subject.subscription_id).where(subject.kind == SubjectKind.ACTOR.value, subject.value == actor_id)
    )
    found = _load(tx, of)
    taken = {
        (row.chat_id, row.thread_id, row.digest)
        for row in tx.execute(
            select(subscriptions.c.chat_id, subscriptions.c.thread_id, subscriptions.c.digest).where(
                subscriptions.c.chat_id.in_({one.chat.chat_id for one in found})
            )
        ).all()
    }
    for one in found:
        mark = (one.chat.chat_id, one.chat.thread_id or 0, _digest(one.subjects))
        if mark not in taken:
            tx.execute(update(subscriptions).where(subscriptions.c.id == one.id).values(digest=mark[2]))
            taken.add(mark)


def _changed(tx: Connection) -> None:
    """Watches that were known by their subjects have others now."""
    so_far = int(tx.scalar(select(meta.c.value).where(meta.c.key == _EPOCH)) or 0)
    row = insert(tx, meta).values(key=_EPOCH, value=str(so_far + 1))
    tx.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": row.excluded.value}))


def one_by_one(tx: Connection) -> None:
    """Until this transaction ends nobody else adds a watch: ids become visible in their order, which `after` relies
    on."""
    alone(tx, Lock.WATCHES)


def _load(tx: Connection, *conditions: ColumnElement[bool]) -> tuple[Subscription, ...]:
    """Oldest first."""
    rows = tx.execute(select(subscriptions).where(*conditions).order_by(subscriptions.c.id)).all()
    query = (
        select(subscription_subjects)
        .where(subscription_subjects.c.subscription_id.in_(select(subscriptions.c.id).where(*conditions)))
        .order_by(subscription_subjects.c.subscription_id, subscription_subjects.c.position)
    )
    subjects: dict[int, list[Subject]] = defaultdict(list)
    for row in tx.execute(query).all():
        subject = Subject(SubjectKind(row.kind), row.value, row.label)
        if subject not in subjects[row.subscription_id]:  # two actors that were merged are one
            subjects[row.subscription_id].append(subject)
    excluded = _excluded(tx, *conditions)
    return tuple(_subscription(row, tuple(subjects[row.id]), tuple(excluded[row.id])) for row in rows)


def _excluded(tx: Connection, *conditions: ColumnElement[bool]) -> dict[int, list[Exclude]]:
    """Oldest first, by watch."""
    one = subscription_excludes.c
    query = select(subscription_excludes).where(one.subscription_id.in_(select(subscriptions.c.id).where(*conditions)))
    found: dict[int, list[Exclude]] = defaultdict(list)
    for row in tx.execute(query.order_by(one.created, one.kind, one.value)).all():
        found[row.subscription_id].append(Exclude(ExcludeKind(row.kind), row.value, row.label))
    return found


def _subscription(row: Row[Any], subjects: tuple[Subject, ...], excludes: tuple[Exclude, ...]) -> Subscription:
    return Subscription(
        id=row.id,
        chat=ChatRef(row.chat_id, row.thread_id or None),
        subjects=subjects,
        mode=_mode(row),
        created=row.created,
        muted_until=row.muted_until,
        excludes=excludes,
    )


def _mode_row(mode: Mode) -> dict[str, Any]:
    return {
        "each": mode.each,
        "silent": mode.silent,
        "mentions": mode.mentions,
        "confirmed": mode.confirmed,
        "minimum": mode.minimum,
        "cap": mode.cap,
        "digests": mode.digest,
        "quiet": mode.quiet.value,
        "wakes": mode.wakes,
        "languages": mode.languages,
        "near": mode.near,
    }


def _mode(row: Row[Any]) -> Mode:
    return Mode(
        each=row.each,
        silent=row.silent,
        mentions=row.mentions,
        confirmed=row.confirmed,
        minimum=row.minimum,
        cap=row.cap,
        digest=row.digests,
        quiet=Quiet(row.quiet),
        wakes=row.wakes,
        languages=row.languages,
        near=row.near,
    )


def _of(chat_id: int, subscription_id: int) -> ColumnElement[bool]:
    return (subscriptions.c.chat_id == chat_id) & (subscriptions.c.id == subscription_id)


def _digest(subjects: Sequence[Subject]) -> str:
    """The same for the same subjects in any order."""
    plain = json.dumps(sorted({(subject.kind.value, storable(subject.value)) for subject in subjects}))
    return hashlib.sha256(plain.encode()).hexdigest()
