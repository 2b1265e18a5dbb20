"""What the chats that were told of a story get when it moves on: who they are, and the rows that they get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    case,
    exists,
    null,
    or_,
    select,
    type_coerce,
)

from bot.model import ExcludeKind, FollowUp, Kind
from bot.store.columns import Moment
from bot.store.engine import insert
from bot.store.items import CHUNK
from bot.store.schema import (
    EXPIRED,
    REJECTED,
    SENDING,
    SENT,
    WAITING,
    alerts,
)
from bot.store.watch_tables import chats, subscription_excludes, subscriptions


def told(story_id: int) -> Select[Any]:
    """The alerts of the story that are out, or on their way: one that still waits will tell all there is by itself.

    One without a message cannot be edited: what is new goes out as a message of its own.
    """
    return select(alerts).where(
        alerts.c.story_id == story_id,
        alerts.c.kind == Kind.ALERT.value,
        alerts.c.key == f"story:{story_id}",
        alerts.c.state.in_((SENT, SENDING)),
    )


def put(tx: Connection, follow_ups: Sequence[FollowUp], now: datetime) -> int:
    """The rows of those who still want to hear of it; returns how many were written or brought up to date."""
    return sum(_put(tx, one, now) for one in follow_ups)


def _put(tx: Connection, up: FollowUp, now: datetime) -> int:
    query = told(up.story_id).join(chats, chats.c.id == alerts.c.chat_id).where(chats.c.paused.is_(None))
    if up.only_item:
        query = query.where(or_(alerts.c.item_id == up.item_id, _replied_with(up.item_id)))
    if up.kind is Kind.EDIT:
        query = query.where(or_(alerts.c.message_id.is_not(None), alerts.c.state == SENDING))
    rows = tx.execute(query.order_by(alerts.c.id)).all()
    rested = _replied(tx, up, now)
    wanting = _wanting(tx, up.story_id, chain.from_iterable(row.subscription_ids for row in rows), now)
    new = [
        _row(up, row, now)
        for row in rows
        if (row.chat_id, row.thread_id) not in rested and wanting.intersection(row.subscription_ids)
    ]
    return sum(_write(tx, new[start : start + CHUNK], up, now) for start in range(0, len(new), CHUNK))


def _replied_with(item_id: int) -> ColumnElement[bool]:
    """The chat got a reply about that item."""
    reply = alerts.alias()
    here = (reply.c.chat_id == alerts.c.chat_id) & (reply.c.thread_id == alerts.c.thread_id)
    return exists().where(here, reply.c.key == f"reply:{item_id}", reply.c.state == SENT)


def _replied(tx: Connection, up: FollowUp, now: datetime) -> set[tuple[int, int]]:
    """The chats and topics where the story had one like it of late."""
    if up.rest is None:
        return set()
    query = select(alerts.c.chat_id, alerts.c.thread_id).where(
        alerts.c.story_id == up.story_id,
        alerts.c.kind == up.kind.value,
        alerts.c.created > now - up.rest,
        alerts.c.state.not_in((EXPIRED, REJECTED)),
    )
    return {(row.chat_id, row.thread_id) for row in tx.execute(query)}


def _wanting(tx: Connection, story_id: int, watch_ids: Iterable[int], now: datetime) -> set[int]:
    """Those of the watches that are there, heard, and have nothing against the story."""
    ids, found = sorted(set(watch_ids)), set[int]()
    against = select(subscription_excludes.c.subscription_id).where(
        subscription_excludes.c.kind == ExcludeKind.STORY.value, subscription_excludes.c.value == str(story_id)
    )
    for start in range(0, len(ids), CHUNK):
        heard = or_(subscriptions.c.muted_until.is_(None), subscriptions.c.muted_until <= now)
        query = select(subscriptions.c.id).where(
            subscriptions.c.id.in_(ids[start : start + CHUNK]), heard, subscriptions.c.id.not_in(against)
        )
        found.update(tx.scalars(query))
    return found


def _row(up: FollowUp, told: Row[Any], now: datetime) -> dict[str, Any]:
    return {
        "kind": up.kind.value,
        "priority": up.kind.priority.value,
        "chat_id": told.chat_id,
        "thread_id": told.thread_id,
        "key": up.key,
        "item_id": up.item_id,
        "story_id": up.story_id,
        "subscription_ids": told.subscription_ids,
        "refs": (),
        "words": up.words,
        "silent": told.silent,
        "created": now,
        "expires": up.expires,
        "state": WAITING,
        "attempts": 0,
    }


def _write(tx: Connection, rows: Sequence[dict[str, Any]], up: FollowUp, now: datetime) -> int:
    """An edit takes the place of the story's former one, sent or not; one on its way goes once more after that.

    One that comes too soon after it waits until it is due, and tells then what came meanwhile, too.
    """
    statement = insert(tx, alerts).values(rows)
    if up.kind is not Kind.EDIT:
        return len(tx.execute(statement.on_conflict_do_nothing().returning(alerts.c.id)).all())
    anew = {name: statement.excluded[name] for name in ("item_id", "expires", "subscription_ids")}
    state = case((alerts.c.state == SENDING, SENDING), else_=WAITING)
    values = {**anew, "state": state, "attempts": 0, "not_before": _spaced(up.space, now)}
    latest = statement.on_conflict_do_update(index_elements=["chat_id", "thread_id", "key"], set_=values)
    return len(tx.execute(latest.returning(alerts.c.id)).all())


def _spaced(space: timedelta, now: datetime) -> ColumnElement[Any]:
    """When an edit may go after the last one; null: at once."""
    due = type_coerce(alerts.c.sent_at, BigInteger) + space // timedelta(microseconds=1)
    return case((alerts.c.sent_at > now - space, type_coerce(due, Moment)), else_=null())
