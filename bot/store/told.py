"""What chats were told of a story, when its items go to another one: the rows of the outbox go along.

A chat's row with the key "story:7" is what keeps it from being told of story 7 again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, literal, select, update

from bot.model import ExcludeKind, Kind, NewAlert
from bot.store.engine import insert
from bot.store.items import CHUNK
from bot.store.schema import EXPIRED, SENDING, SENT, WAITING, alerts, items, ledger
from bot.store.watch_tables import subscription_excludes

_KNOWN = "the chat knows the story"  # why a waiting alert of a merged story is not sent


def current(tx: Connection, new: Sequence[NewAlert]) -> list[NewAlert]:
    """As they are when their items went to another story since they were made."""
    ids = sorted({one.item_id for one in new if one.item_id is not None and one.story_id is not None})
    where: dict[int | None, int] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(items.c.id, items.c.story_id).where(items.c.id.in_(ids[start : start + CHUNK]))
        where |= {row.id: row.story_id for row in tx.execute(query)}
    return [_moved(one, where.get(one.item_id, one.story_id)) for one in new]


def _moved(one: NewAlert, story_id: int | None) -> NewAlert:
    if one.story_id is None or one.story_id == story_id:
        return one
    key = f"story:{story_id}" if one.key == f"story:{one.story_id}" else one.key
    return replace(one, story_id=story_id, key=key)


def follow(tx: Connection, ids: Sequence[int], source: int, target: int) -> None:
    """The items went from one story to the other: so do their rows."""
    _settle_ties(tx, ids, source, target)
    for start in range(0, len(ids), CHUNK):
        its = and_(alerts.c.story_id == source, alerts.c.item_id.in_(ids[start : start + CHUNK]))
        key = case((alerts.c.key == _key(source), _key(target)), else_=alerts.c.key)
        tx.execute(update(alerts).where(its, alerts.c.kind != Kind.EDIT.value).values(story_id=target, key=key))
        stale = its & (alerts.c.kind == Kind.EDIT.value) & (alerts.c.state == WAITING)
        tx.execute(update(alerts).where(stale).values(state=EXPIRED, reason=_KNOWN))
        decided = and_(ledger.c.story_id == source, ledger.c.item_id.in_(ids[start : start + CHUNK]))
        tx.execute(update(ledger).where(decided).values(story_id=target))


def restore(tx: Connection, ids: Sequence[int], source: int, target: int, now: datetime) -> None:
    """The merge of `source` into `target` is undone: what was set aside by it is what it was."""
    aside = alerts.c.key == _aside(source, target)
    moved = set(ids)
    for row in tx.execute(select(alerts).where(aside)).all():
        home = source if row.item_id in moved else target
        waits = row.state == EXPIRED and row.reason == _KNOWN and row.expires > now
        again: dict[str, Any] = {"state": WAITING, "reason": None} if waits else {}
        tx.execute(update(alerts).where(alerts.c.id == row.id).values(key=_key(home), story_id=home, **again))


def _settle_ties(tx: Connection, ids: Sequence[int], source: int, target: int) -> None:
    """A chat that has a row of each story keeps the one that it was told by, else the target's. The other is aside."""
    ours, theirs = alerts.alias("ours"), alerts.alias("theirs")
    here = and_(ours.c.chat_id == theirs.c.chat_id, ours.c.thread_id == theirs.c.thread_id)
    both = and_(here, ours.c.key == _key(source), theirs.c.key == _key(target))
    query = select(ours.c.id, ours.c.item_id, ours.c.state, theirs.c.id.label("other"), theirs.c.state.label("was"))
    moved = set(ids)
    losers = [
        row.other if _told(row.state) > _told(row.was) else row.id
        for row in tx.execute(query.where(both)).all()
        if row.item_id in moved
    ]
    for start in range(0, len(losers), CHUNK):
        lost = alerts.c.id.in_(losers[start : start + CHUNK])
        waiting: ColumnElement[bool] = alerts.c.state == WAITING
        tx.execute(
            update(alerts)
            .where(lost)
            .values(
                key=_aside(source, target),
                state=case((waiting, EXPIRED), else_=alerts.c.state),
                reason=case((waiting, _KNOWN), else_=alerts.c.reason),
            )
        )


def keep_out(tx: Connection, source: int, target: int) -> None:
    """Watches that want nothing more of the one story want nothing more of the one it went into."""
    kind = subscription_excludes.c.kind == ExcludeKind.STORY.value
    table = subscription_excludes.c
    wanted = select(table.subscription_id, table.kind, literal(str(target)), table.label, table.created)
    against = wanted.where(kind, table.value == str(source))
    names = ["subscription_id", "kind", "value", "label", "created"]
    tx.execute(insert(tx, subscription_excludes).from_select(names, against).on_conflict_do_nothing())


def _told(state: str) -> int:
    return {SENT: 3, SENDING: 2, WAITING: 1}.get(state, 0)


def _key(story_id: int) -> str:
    return f"story:{story_id}"


def _aside(source: int, target: int) -> str:
    return f"story:{source}>{target}"
