"""What became of every match, as rows: written with the alerts, changed when their time comes, and counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select, update

from bot.model import OPEN, ChatRef, Fate, Kind, LedgerRow, NewAlert, Spent, Verdict
from bot.store.decisions import TOLD
from bot.store.engine import Database, reads, writes
from bot.store.items import CHUNK
from bot.store.outbox import put, queued
from bot.store.schema import EXPIRED, REJECTED, WAITING, alerts, ledger
from bot.store.watch_tables import chats as chats_table

_DUE_ROWS = 5000
_AHEAD = timedelta(days=1)  # a row from further ahead was written by a clock that was wrong: it is due now
# The outbox gave up on it.
_FAILED = alerts.c.state.in_([EXPIRED, REJECTED])


class LedgerTable:
    """bot.ports.Ledger."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @reads
    def told(self, tx: Connection, story_id: int, chat_ids: Sequence[int]) -> frozenset[ChatRef]:
        found: set[ChatRef] = set()
        for start in range(0, len(chat_ids), CHUNK):
            query = select(ledger.c.chat_id, ledger.c.thread_id).where(
                ledger.c.story_id == story_id,
                ledger.c.fate == Fate.SENT.value,
                ledger.c.chat_id.in_(chat_ids[start : start + CHUNK]),
            )
            found |= {ChatRef(row.chat_id, row.thread_id or None) for row in tx.execute(query)}
        return frozenset(found)

    @reads
    def open(self, tx: Connection, story_id: int, since: datetime) -> tuple[LedgerRow, ...]:
        query = select(ledger).where(ledger.c.story_id == story_id, _is(OPEN), ledger.c.created >= since)
        return _rows(tx, query.order_by(ledger.c.id))

    @reads
    def spent(self, tx: Connection, chat_ids: Sequence[int], since: datetime) -> Mapping[ChatRef, Mapping[int, Spent]]:
        found: dict[ChatRef, dict[int, Spent]] = defaultdict(dict)
        for start in range(0, len(chat_ids), CHUNK):
            query = select(ledger).where(
                ledger.c.chat_id.in_(chat_ids[start : start + CHUNK]),
                ledger.c.decided > since,
                _is((Fate.SENT, Fate.CAPPED)),
            )
            seen: set[tuple[int, int | None]] = set()
            for row in _rows(tx, query.order_by(ledger.c.decided)):
                for watch in row.subscription_ids:
                    if (watch, row.alert_id) not in seen or row.alert_id is None:
                        seen.add((watch, row.alert_id))
                        found[row.chat][watch] = _more(found[row.chat].get(watch, Spent()), row)
        return found

    @reads
    def due(self, tx: Connection, now: datetime, chats: int) -> tuple[LedgerRow, ...]:
        is_due = and_(ledger.c.due.is_not(None), or_(ledger.c.due <= now, ledger.c.created > now + _AHEAD))
        places = (
            select(ledger.c.chat_id, ledger.c.thread_id)
            .where(is_due, ledger.c.chat_id.in_(select(chats_table.c.id).where(chats_table.c.paused.is_(None))))
            .group_by(ledger.c.chat_id, ledger.c.thread_id)
            .order_by(func.min(ledger.c.due))
            .limit(chats)
        )
        found: list[LedgerRow] = []
        for place in tx.execute(places).all():
            of_place = select(ledger).where(is_due, _at(ChatRef(place.chat_id, place.thread_id or None)))
            found += _rows(tx, of_place.order_by(ledger.c.id).limit(_DUE_ROWS))
        return tuple(found)

    @writes
    def release(
        self,
        tx: Connection,
        chat: ChatRef,
        now: datetime,
        sent: Sequence[int],
        rest: Mapping[int, Verdict],
        alert: NewAlert | None,
    ) -> int | None:
        wanted = [*sent, *rest]
        unsent = or_(ledger.c.fate != Fate.SENT.value, _FAILED)
        locked = select(ledger.c.id).where(_at(chat), ledger.c.id.in_(wanted))
        locked = locked.select_from(ledger.outerjoin(alerts, alerts.c.id == ledger.c.alert_id)).where(unsent)
        if set(tx.scalars(locked.with_for_update(of=ledger)).all()) != set(wanted):
            return None
        for id_, other in rest.items():
            _set(tx, [id_], now, fate=other.fate.value, reason=other.reason, due=other.due)
        if alert is None or not _is_awake(tx, chat.chat_id):
            return None
        alert_id = _queue(tx, alert, now)
        if alert_id is None:
            _set(tx, sent, now, fate=Fate.MERGED.value, reason=TOLD)
        else:
            _set(tx, sent, now, fate=Fate.SENT.value, alert_id=alert_id)
        return alert_id

    @writes
    def collapse(
        self, tx: Connection, now: datetime, *, waiting_since: datetime, more_than: int, expires: datetime
    ) -> int:
        places = (
            select(alerts.c.chat_id, alerts.c.thread_id)
            .where(_waits())
            .group_by(alerts.c.chat_id, alerts.c.thread_id)
            .having(func.count() > more_than, func.min(alerts.c.created) <= waiting_since)
        )
        return sum(_collapsed(tx, ChatRef(row[0], row[1] or None), now, expires) for row in tx.execute(places).all())

    @reads
    def counts(self, tx: Connection, chat: ChatRef, since: datetime) -> Mapping[Fate, int]:
        fate = _fate()
        query = _with_outbox(fate, func.count()).where(_at(chat), ledger.c.created >= since).group_by(fate)
        return {Fate(row[0]): row[1] for row in tx.execute(query)}

    @reads
    def rows(
        self,
        tx: Connection,
        chat: ChatRef,
        since: datetime,
        *,
        fates: Sequence[Fate],
        limit: int,
        offset: int = 0,
    ) -> tuple[LedgerRow, ...]:
        fate = _fate()
        query = _with_outbox(ledger, fate.label("now"), alerts.c.reason.label("why")).where(
            _at(chat), ledger.c.created >= since, fate.in_([one.value for one in fates])
        )
        rows = tx.execute(query.order_by(ledger.c.created.desc(), ledger.c.id.desc()).limit(limit).offset(offset))
        return tuple(_failed(row) for row in rows)

    @reads
    def of_alert(self, tx: Connection, alert_id: int) -> tuple[LedgerRow, ...]:
        return _rows(tx, select(ledger).where(ledger.c.alert_id == alert_id).order_by(ledger.c.id))


def _more(spent: Spent, row: LedgerRow) -> Spent:
    if row.fate is Fate.SENT:
        return replace(spent, sent=(*spent.sent, row.decided))
    return replace(spent, due=min(filter(None, (spent.due, row.due)), default=None))


def _is_awake(tx: Connection, chat_id: int) -> bool:
    paused = select(chats_table.c.id).where(chats_table.c.id == chat_id, chats_table.c.paused.is_(None))
    return tx.execute(paused).first() is not None


def _queue(tx: Connection, alert: NewAlert, now: datetime) -> int | None:
    """The number of the outbox row; None where the chat was told of that already."""
    put(tx, [alert], now)
    here = (alerts.c.chat_id == alert.chat.chat_id) & (alerts.c.thread_id == (alert.chat.thread_id or 0))
    return tx.scalar(select(alerts.c.id).where(here, alerts.c.key == alert.key))


def _waits() -> ColumnElement[bool]:
    """Alerts that nobody is sending at the moment."""
    return and_(queued(alerts), alerts.c.state == WAITING, alerts.c.kind == Kind.ALERT.value)


def _collapsed(tx: Connection, chat: ChatRef, now: datetime, expires: datetime) -> int:
    """The waiting alerts of a chat become one digest; their decisions stay as they are, and it carries them."""
    here = and_(_waits(), alerts.c.chat_id == chat.chat_id, alerts.c.thread_id == (chat.thread_id or 0))
    rows = tx.execute(select(alerts).where(here).order_by(alerts.c.id).with_for_update()).all()
    digest = NewAlert(
        chat=chat,
        item_id=None,
        story_id=None,
        key=f"digest:backlog:{rows[0].id}:{rows[-1].id}",
        subscription_ids=tuple(sorted({id_ for row in rows for id_ in row.subscription_ids})),
        silent=all(row.silent for row in rows),
        expires=expires,
        kind=Kind.DIGEST,
        refs=tuple(row.item_id for row in rows),
        words=("What came while I could not write to you",),
    )
    alert_id = _queue(tx, digest, now)
    if alert_id is None:
        return 0
    ids = [row.id for row in rows]
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        tx.execute(update(ledger).where(ledger.c.alert_id.in_(chunk)).values(alert_id=alert_id))
        gone = update(alerts).where(alerts.c.id.in_(chunk))
        tx.execute(gone.values(state=EXPIRED, reason="part of a digest", lease_owner=None, lease_until=None))
    return 1


def _set(tx: Connection, ids: Sequence[int], now: datetime, **values: Any) -> None:
    for start in range(0, len(ids), CHUNK):
        these = update(ledger).where(ledger.c.id.in_(ids[start : start + CHUNK]))
        tx.execute(these.values({"decided": now, "due": None, **values}))


def _is(fates: Sequence[Fate]) -> ColumnElement[bool]:
    return ledger.c.fate.in_([fate.value for fate in fates])


def _at(chat: ChatRef) -> ColumnElement[bool]:
    return and_(ledger.c.chat_id == chat.chat_id, ledger.c.thread_id == (chat.thread_id or 0))


def _fate() -> ColumnElement[str]:
    """What became of it in the end: what the outbox gave up on was not sent."""
    return case((and_(ledger.c.fate == Fate.SENT.value, _FAILED), Fate.EXPIRED.value), else_=ledger.c.fate)


def _with_outbox(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(ledger.outerjoin(alerts, alerts.c.id == ledger.c.alert_id))


def _failed(row: Row[Any]) -> LedgerRow:
    found = _ledger_row(row)
    return found if row.now == found.fate else replace(found, fate=Fate(row.now), reason=row.why or "not delivered")


def _rows(tx: Connection, query: Select[Any]) -> tuple[LedgerRow, ...]:
    return tuple(_ledger_row(row) for row in tx.execute(query).all())


def _ledger_row(row: Row[Any]) -> LedgerRow:
    return LedgerRow(
        id=row.id,
        chat=ChatRef(row.chat_id, row.thread_id or None),
        item_id=row.item_id,
        story_id=row.story_id,
        fate=Fate(row.fate),
        reason=row.reason,
        subscription_ids=row.subscription_ids,
        level=row.level,
        created=row.created,
        due=row.due,
        decided=row.decided,
        alert_id=row.alert_id,
    )
