"""Changes that wait for matching, and alerts on their way: written once, leased, and kept as the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Update,
    and_,
    case,
    exists,
    literal,
    or_,
    select,
    update,
)

from bot.model import Alert, Change, ChatRef, Decision, FollowUp, Kind, NewAlert, Version
from bot.store import living, told
from bot.store.decisions import write
from bot.store.engine import Database, insert, reads, writes, writes_at_once
from bot.store.items import CHUNK, load_items
from bot.store.schema import (
    EXPIRED,
    PENDING,
    REJECTED,
    SENDING,
    SENT,
    WAITING,
    alerts,
    changes,
    item_versions,
)
from bot.store.watch_tables import chats

LONGEST = timedelta(days=1)  # that anything waits: what is due later was written while the clock was ahead
_FREE: dict[str, Any] = {"lease_owner": None, "lease_until": None}


class OutboxTable:
    """bot.ports.Outbox."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @reads
    def changes(self, tx: Connection, limit: int = 100) -> tuple[Change, ...]:
        query = select(changes).where(changes.c.done_at.is_(None)).order_by(changes.c.id).limit(limit)
        rows = tx.execute(query).all()
        found = {item.id: item for item in load_items(tx, [row.item_id for row in rows])}
        return tuple(Change(row.id, found[row.item_id], row.opened) for row in rows)

    @writes
    def settle(
        self,
        tx: Connection,
        change_id: int,
        new: Sequence[NewAlert],
        now: datetime,
        follow_ups: Sequence[FollowUp] = (),
        *,
        decisions: Sequence[Decision] = (),
    ) -> int:
        """A change that another process settled gets nothing more. Chats that paused or left meanwhile are left out."""
        done = update(changes).where(changes.c.id == change_id, changes.c.done_at.is_(None)).values(done_at=now)
        if tx.execute(done.returning(changes.c.id)).first() is None:
            return 0
        written = put(tx, new, now)
        living.put(tx, follow_ups, now)
        awake = _awake(tx, sorted({decision.chat.chat_id for decision in decisions}))
        write(tx, [one for one in decisions if one.chat.chat_id in awake], now)
        return written

    @writes
    def add(self, tx: Connection, new: Sequence[NewAlert], now: datetime) -> int:
        return put(tx, new, now)

    @writes
    def corrected(self, tx: Connection, version: Version, follow_ups: Sequence[FollowUp], now: datetime) -> None:
        its = (item_versions.c.item_id == version.item_id) & (item_versions.c.replaced == version.replaced)
        tx.execute(update(item_versions).where(its).values(told=True))
        living.put(tx, follow_ups, now)

    @reads
    def told(self, tx: Connection, story_id: int) -> bool:
        return tx.execute(living.told(story_id).limit(1)).first() is not None

    @writes_at_once
    def claim(
        self,
        tx: Connection,
        now: datetime,
        *,
        owner: str,
        lease: timedelta,
        limit: int,
        skip: Sequence[int] = (),
    ) -> tuple[Alert, ...]:
        """The most urgent first, then the oldest. One that waits for its time holds back those after it in its chat."""
        earlier = alerts.alias()
        edit = earlier.c.kind == Kind.EDIT.value  # of another message: while it waits, those after it need not
        holds = or_(~edit, earlier.c.not_before.is_(None), earlier.c.not_before <= now)
        before = or_(
            earlier.c.priority < alerts.c.priority,
            and_(earlier.c.priority == alerts.c.priority, earlier.c.id < alerts.c.id, holds),
            and_(earlier.c.state == SENDING, earlier.c.lease_until > now, earlier.c.id != alerts.c.id),
        )
        behind = exists().where(earlier.c.chat_id == alerts.c.chat_id, before, _pending(earlier, now))
        claimable = (
            select(alerts)
            .where(_pending(alerts, now), _claimable(now), alerts.c.chat_id.not_in(skip), ~behind)
            .order_by(alerts.c.priority, alerts.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=alerts)
        )
        rows = tx.execute(claimable).all()
        if rows:
            leased = update(alerts).where(alerts.c.id.in_([row.id for row in rows]))
            tx.execute(leased.values(state=SENDING, lease_owner=owner, lease_until=now + lease))
        return tuple(_alert(row) for row in rows)

    @writes_at_once
    def sent(self, tx: Connection, alert_id: int, message_id: int, now: datetime) -> None:
        """Telegram has it: that counts whatever became of the row or its lease meanwhile."""
        done = update(alerts).where(alerts.c.id == alert_id, alerts.c.state != SENT)
        tx.execute(done.values(state=SENT, message_id=message_id, sent_at=now, reason=None, **_FREE))

    @writes_at_once
    def edited(self, tx: Connection, edit: Alert, now: datetime) -> None:
        superseded = alerts.c.item_id != edit.item_id
        state = case((superseded, WAITING), else_=SENT)
        tx.execute(_still(edit.id).values(state=state, sent_at=now, reason=None, **_FREE))

    @writes_at_once
    def drop(self, tx: Connection, alert_id: int, reason: str) -> None:
        tx.execute(_still(alert_id).values(state=EXPIRED, reason=reason, **_FREE))

    @writes_at_once
    def later(self, tx: Connection, alert_id: int, not_before: datetime, reason: str) -> None:
        tx.execute(
            _still(alert_id).values(
                state=WAITING, not_before=not_before, reason=reason, attempts=alerts.c.attempts + 1, **_FREE
            )
        )

    @writes_at_once
    def reject(self, tx: Connection, alert_id: int, reason: str) -> None:
        tx.execute(_still(alert_id).values(state=REJECTED, reason=reason, **_FREE))

    @writes
    def expire(self, tx: Connection, now: datetime) -> int:
        """One that is being sent is left alone until its lease ends."""
        late = update(alerts).where(queued(alerts), _claimable(now, any_time=True), alerts.c.expires <= now)
        gone = tx.execute(late.values(state=EXPIRED, reason="too old", **_FREE).returning(alerts.c.id))
        return len(gone.all())

    @reads
    def alert(self, tx: Connection, alert_id: int) -> Alert | None:
        row = tx.execute(select(alerts).where(alerts.c.id == alert_id)).one_or_none()
        return _alert(row) if row else None

    @reads
    def alert_of_message(self, tx: Connection, chat_id: int, message_id: int) -> Alert | None:
        query = select(alerts).where(alerts.c.chat_id == chat_id, alerts.c.message_id == message_id)
        row = tx.execute(query.order_by(alerts.c.id.desc()).limit(1)).one_or_none()
        return _alert(row) if row else None

    @reads
    def telling(self, tx: Connection, chat: ChatRef, story_id: int) -> tuple[Alert, int | None] | None:
        here = (alerts.c.chat_id == chat.chat_id) & (alerts.c.thread_id == (chat.thread_id or 0))
        row = tx.execute(living.told(story_id).where(here, alerts.c.state == SENT)).one_or_none()
        return (_alert(row), row.message_id) if row else None

    @writes_at_once
    def uneditable(self, tx: Connection, edit: Alert, reason: str) -> None:
        its = (alerts.c.chat_id == edit.chat.chat_id) & (alerts.c.thread_id == (edit.chat.thread_id or 0))
        of_story = alerts.c.key == f"story:{edit.story_id}"
        tx.execute(update(alerts).where(its, of_story).values(message_id=None))
        tx.execute(_still(edit.id).values(state=REJECTED, reason=reason, **_FREE))


def put(tx: Connection, new: Sequence[NewAlert], now: datetime) -> int:
    """Rows for those of the chats that are not paused, less those that are there already; how many were written."""
    awake = _awake(tx, sorted({alert.chat.chat_id for alert in new}))
    rows = [_row(alert, now) for alert in told.current(tx, new) if alert.chat.chat_id in awake]
    written = 0
    for start in range(0, len(rows), CHUNK):
        statement = insert(tx, alerts).values(rows[start : start + CHUNK]).on_conflict_do_nothing()
        written += len(tx.execute(statement.returning(alerts.c.id)).all())
    return written


def _awake(tx: Connection, chat_ids: Sequence[int]) -> set[int]:
    """Those of the chats that are known and not paused; kept so until the transaction ends."""
    found: set[int] = set()
    for start in range(0, len(chat_ids), CHUNK):
        chunk = chat_ids[start : start + CHUNK]
        query = select(chats.c.id).where(chats.c.id.in_(chunk), chats.c.paused.is_(None))
        found |= set(tx.scalars(query.order_by(chats.c.id).with_for_update(read=True)).all())
    return found


def queued(table: FromClause) -> ColumnElement[bool]:
    """Not the ledger. The states are written into the statement: with bound ones SQLite cannot tell that the index of
    the queue holds all of these rows, and reads every alert there ever was."""
    return table.c.state.in_([literal(state, literal_execute=True) for state in PENDING])


def _pending(table: FromClause, now: datetime) -> ColumnElement[bool]:
    """On its way, or waiting and still worth sending."""
    return and_(
        queued(table),
        or_(table.c.expires > now, and_(table.c.state == SENDING, table.c.lease_until > now)),
    )


def _claimable(now: datetime, *, any_time: bool = False) -> ColumnElement[bool]:
    """Waiting and its time has come (or at any time), or its sender's lease ran out."""
    due = or_(alerts.c.not_before.is_(None), _over(alerts.c.not_before, now))
    return or_(
        alerts.c.state == WAITING if any_time else and_(alerts.c.state == WAITING, due),
        and_(alerts.c.state == SENDING, _over(alerts.c.lease_until, now)),
    )


def _over(moment: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    return or_(moment <= now, moment > now + LONGEST)


def _still(alert_id: int) -> Update:
    return update(alerts).where(alerts.c.id == alert_id, alerts.c.state.in_(PENDING))


def _row(alert: NewAlert, now: datetime) -> dict[str, Any]:
    return {
        "kind": alert.kind.value,
        "priority": alert.kind.priority.value,
        "chat_id": alert.chat.chat_id,
        "thread_id": alert.chat.thread_id or 0,
        "key": alert.key,
        "item_id": alert.item_id,
        "story_id": alert.story_id,
        "subscription_ids": alert.subscription_ids,
        "refs": alert.refs,
        "words": alert.words,
        "silent": alert.silent,
        "created": now,
        "expires": alert.expires,
        "state": WAITING,
        "attempts": 0,
    }


def _alert(row: Row[Any]) -> Alert:
    return Alert(
        id=row.id,
        chat=ChatRef(row.chat_id, row.thread_id or None),
        item_id=row.item_id,
        story_id=row.story_id,
        subscription_ids=row.subscription_ids,
        silent=row.silent,
        created=row.created,
        attempts=row.attempts,
        kind=Kind(row.kind),
        refs=row.refs,
        words=row.words,
        key=row.key,
    )
