"""The feeds' definitions as last synced, how their polling goes, and the leases on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Update, and_, bindparam, func, not_, nulls_first, or_, select, update

from bot.model import Condition, Feed, FeedState, FullText, PollRecord
from bot.store.engine import Database, insert, reads, writes
from bot.store.feed_tables import feeds

_CLOCK_SLACK = timedelta(minutes=5)
# A poll that is under way loses its lease: what it records is of the time before.
_DUE_NOW: dict[str, Any] = {"next_check": None, "lease_owner": None, "lease_until": None}
# What was learned at one address does not hold for another.
_OTHER_ADDRESS: dict[str, Any] = {
    "etag": None,
    "last_modified": None,
    "failures": 0,
    "reason": None,
    "trouble": None,
    "since": None,
    "moved_to": None,
    "moved_since": None,
    "moved_polls": 0,
    "address": None,
}
_IF_GIVEN = ("since", "rhythm", "week", "fruitful", "skipped", "listed")  # by a poll, whatever came of it
_IF_READ = ("etag", "last_modified", "title")
_NEW: dict[str, Any] = {"active": True, "silent": True, "failures": 0, "moved_polls": 0, "skipped": 0}


class FeedTable:
    """bot.ports.FeedStore."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @writes
    def sync(self, tx: Connection, wanted: Sequence[Feed], now: datetime) -> None:
        """A feed whose URL changed keeps its history and is due; one that returns is silent once, like a new one."""
        known = {row.id: row for row in tx.execute(select(feeds).with_for_update()).all()}
        for feed in wanted:
            if feed.id not in known:
                new = {"id": feed.id, **_NEW, **_definition(feed)}
                tx.execute(insert(tx, feeds).values(**new).on_conflict_do_nothing())
            elif changed := _changed(known[feed.id], feed):
                tx.execute(update(feeds).where(feeds.c.id == feed.id).values(**changed))
        absent = [id_ for id_, row in known.items() if row.active and id_ not in {feed.id for feed in wanted}]
        for id_ in absent:
            tx.execute(update(feeds).where(feeds.c.id == id_).values(active=False))

    @reads
    def list(self, tx: Connection) -> tuple[FeedState, ...]:
        rows = tx.execute(select(feeds).where(feeds.c.active)).all()
        return tuple(sorted((_state(row) for row in rows), key=lambda state: state.feed.id))

    @reads
    def unwell(self, tx: Connection, quiet_since: datetime) -> tuple[FeedState, ...]:
        signs = or_(
            feeds.c.failures > 0,
            feeds.c.moved_to.is_not(None),
            feeds.c.address.is_not(None),
            feeds.c.last_new < quiet_since,
            feeds.c.told != Condition.OK.value,
        )
        rows = tx.execute(select(feeds).where(feeds.c.active, signs).order_by(feeds.c.id)).all()
        return tuple(_state(row) for row in rows)

    @reads
    def get(self, tx: Connection, feed_id: str) -> FeedState | None:
        row = tx.execute(select(feeds).where(feeds.c.id == feed_id, feeds.c.active)).one_or_none()
        return _state(row) if row else None

    @writes
    def claim_due(
        self,
        tx: Connection,
        now: datetime,
        *,
        owner: str,
        lease: timedelta,
        limit: int,
        well: bool | None = None,
        everything: bool = False,
    ) -> tuple[FeedState, ...]:
        """Those that wait longest first."""
        free = [
            feeds.c.active,
            feeds.c.paused.is_(False),
            or_(feeds.c.lease_until.is_(None), feeds.c.lease_until <= now),
        ]
        if not everything:
            clock_set_back = feeds.c.last_checked > now + _CLOCK_SLACK  # its next check may be a year away
            free.append(or_(feeds.c.next_check.is_(None), feeds.c.next_check <= now, clock_set_back))
        if well is not None:
            is_well = and_(feeds.c.failures == 0, feeds.c.last_ok.is_not(None))
            free.append(is_well if well else not_(is_well))
        due = (
            select(feeds)
            .where(*free)
            .order_by(nulls_first(feeds.c.next_check.asc()), feeds.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = tx.execute(due).all()
        if rows:
            leased = update(feeds).where(feeds.c.id.in_([row.id for row in rows]))
            tx.execute(leased.values(lease_owner=owner, lease_until=now + lease))
        return tuple(_state(row) for row in rows)

    @writes
    def record(self, tx: Connection, feed_id: str, owner: str, record: PollRecord) -> None:
        values = _recorded(record)
        tx.execute(_recording(tuple(values)), values | {"of_feed": feed_id, "held_by": owner})

    @writes
    def claim(self, tx: Connection, feed_id: str, now: datetime, *, owner: str, lease: timedelta) -> FeedState | None:
        free = or_(feeds.c.lease_until.is_(None), feeds.c.lease_until <= now)
        taken = update(feeds).where(feeds.c.id == feed_id, feeds.c.active, feeds.c.paused.is_(False), free)
        taken = taken.values(lease_owner=owner, lease_until=now + lease)
        row = tx.execute(taken.returning(*feeds.c)).one_or_none()
        return _state(row) if row else None

    @writes
    def release(self, tx: Connection, feed_id: str, owner: str, *, new_at: datetime | None) -> None:
        values: dict[str, Any] = {"lease_owner": None, "lease_until": None}
        if new_at is not None:
            values["last_new"] = new_at
        tx.execute(update(feeds).where(feeds.c.id == feed_id, feeds.c.lease_owner == owner).values(**values))

    @writes
    def retry(self, tx: Connection, feed_id: str) -> None:
        tx.execute(update(feeds).where(feeds.c.id == feed_id).values(next_check=None))

    @writes
    def told(self, tx: Connection, conditions: Mapping[str, Condition], now: datetime) -> None:
        for feed_id, condition in conditions.items():
            tx.execute(update(feeds).where(feeds.c.id == feed_id).values(told=condition.value, told_at=now))

    @reads
    def polled(self, tx: Connection) -> int:
        query = select(func.count()).select_from(feeds)
        return tx.execute(query.where(feeds.c.active, feeds.c.paused.is_(False))).scalar_one()


def _definition(feed: Feed) -> dict[str, Any]:
    return {
        "url": feed.url,
        "publisher": feed.publisher,
        "country": feed.country,
        "language": feed.language,
        "topics": feed.topics,
        "every": feed.every,
        "full_text": feed.full_text.value,
        "paused": feed.paused,
    }


def _changed(row: Row[Any], feed: Feed) -> dict[str, Any]:
    """The columns to write so that the row follows the file; empty when it does already."""
    changed = {name: value for name, value in _definition(feed).items() if getattr(row, name) != value}
    if "url" in changed:
        changed |= _DUE_NOW | _OTHER_ADDRESS
        if row.told == Condition.MOVED.value:
            changed["told"] = Condition.OK.value
    if not row.active or (row.paused and not feed.paused):
        changed |= _DUE_NOW | {"active": True, "silent": True}
    return changed


@cache
def _recording(columns: tuple[str, ...]) -> Update:
    """The statement, made once: putting it together takes longer than running it."""
    held = update(feeds).where(feeds.c.id == bindparam("of_feed"), feeds.c.lease_owner == bindparam("held_by"))
    return held.values({name: bindparam(name) for name in columns})


def _recorded(record: PollRecord) -> dict[str, Any]:
    values: dict[str, Any] = {
        "last_checked": record.checked,
        "next_check": record.next_check,
        "failures": 0 if record.ok else record.failures,
        "reason": None if record.ok else record.reason,
        "trouble": None if record.ok else record.trouble,
        "lease_owner": None,
        "lease_until": None,
    }
    if record.new:
        values["last_new"] = record.checked
    values |= {name: value for name in _IF_GIVEN if (value := getattr(record, name)) is not None}
    if record.skipped is not None:
        values["skipped_why"] = record.skipped_why
    if record.ok:
        values |= {"last_ok": record.checked, "silent": False}
        values |= {name: getattr(record, name) for name in ("moved_to", "moved_since", "moved_polls", "address")}
        values |= {name: value for name in _IF_READ if (value := getattr(record, name)) is not None}
    return values


def _state(row: Row[Any]) -> FeedState:
    return FeedState(
        feed=Feed(
            id=row.id,
            url=row.url,
            publisher=row.publisher,
            country=row.country,
            language=row.language,
            topics=row.topics,
            every=row.every,
            full_text=FullText(row.full_text),
            paused=row.paused,
        ),
        title=row.title,
        etag=row.etag,
        last_modified=row.last_modified,
        next_check=row.next_check,
        last_checked=row.last_checked,
        last_ok=row.last_ok,
        last_new=row.last_new,
        failures=row.failures,
        reason=row.reason,
        silent=row.silent,
        trouble=Condition(row.trouble) if row.trouble else None,
        since=row.since,
        moved_to=row.moved_to,
        rhythm=row.rhythm,
        week=row.week,
        told=Condition(row.told) if row.told else Condition.OK,
        told_at=row.told_at,
        moved_since=row.moved_since,
        moved_polls=row.moved_polls,
        address=row.address,
        fruitful=row.fruitful,
        skipped=row.skipped,
        skipped_why=row.skipped_why,
        listed=row.listed or (),
    )
