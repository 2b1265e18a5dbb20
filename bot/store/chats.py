"""The chats the bot has met: their switches, and what pausing, moving and forgetting does to all that is theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from bot.model import Chat, Kind, Mode, Telling
from bot.store.engine import Database, insert, reads, writes, writes_at_once
from bot.store.items import CHUNK
from bot.store.schema import EXPIRED, PENDING, alerts, ledger
from bot.store.watch_tables import chats, subscriptions


class ChatTable:
    """bot.ports.Chats."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @writes_at_once
    def seen(self, tx: Connection, chat_id: int, kind: str, title: str, now: datetime) -> Chat:
        said = {"kind": kind, "title": title, "paused": None, "last_seen": now}
        statement = insert(tx, chats).values(id=chat_id, previews=False, silent=False, large=False, **said)
        tx.execute(statement.on_conflict_do_update(index_elements=["id"], set_=said))
        return _chat(tx.execute(select(chats).where(chats.c.id == chat_id)).one())

    @reads
    def get(self, tx: Connection, chat_id: int) -> Chat | None:
        row = tx.execute(select(chats).where(chats.c.id == chat_id)).one_or_none()
        return _chat(row) if row else None

    @reads
    def many(self, tx: Connection, chat_ids: Sequence[int]) -> Mapping[int, Chat]:
        found: dict[int, Chat] = {}
        for start in range(0, len(chat_ids), CHUNK):
            rows = tx.execute(select(chats).where(chats.c.id.in_(chat_ids[start : start + CHUNK]))).all()
            found |= {row.id: _chat(row) for row in rows}
        return found

    @writes_at_once
    def set(
        self,
        tx: Connection,
        chat_id: int,
        *,
        previews: bool | None = None,
        silent: bool | None = None,
        large: bool | None = None,
        timezone: str | None = None,
        usual: Mode | None = None,
    ) -> None:
        own = {"previews": previews, "silent": silent, "large": large, "timezone": timezone, "usual": usual}
        given = {name: value for name, value in own.items() if value is not None}
        if given:
            tx.execute(update(chats).where(chats.c.id == chat_id).values(**given))

    @writes_at_once
    def set_quiet(self, tx: Connection, chat_id: int, quiet: tuple[int, int] | None) -> None:
        tx.execute(update(chats).where(chats.c.id == chat_id).values(quiet=quiet))

    @writes_at_once
    def tell(self, tx: Connection, chat_id: int, telling: Telling, language: str | None = None) -> None:
        given = {"telling": telling.value} | ({"language": language} if language else {})
        tx.execute(update(chats).where(chats.c.id == chat_id).values(**given))

    @writes_at_once
    def keep(self, tx: Connection, chat_id: int, user_id: int) -> None:
        tx.execute(update(chats).where(chats.c.id == chat_id).values(keeper=user_id))

    @reads
    def kept_by(self, tx: Connection, user_id: int) -> tuple[Chat, ...]:
        return tuple(map(_chat, tx.execute(select(chats).where(chats.c.keeper == user_id).order_by(chats.c.id)).all()))

    @writes_at_once
    def manage(self, tx: Connection, chat_id: int, managed: int | None) -> None:
        tx.execute(update(chats).where(chats.c.id == chat_id).values(managing=managed))

    @writes_at_once
    def pause(self, tx: Connection, chat_id: int, reason: str) -> bool:
        awake = update(chats).where(chats.c.id == chat_id, chats.c.paused.is_(None)).values(paused=reason)
        stopped = tx.execute(awake.returning(chats.c.id)).first() is not None
        tx.execute(update(chats).where(chats.c.id == chat_id).values(paused=reason))
        waiting = update(alerts).where(alerts.c.chat_id == chat_id, alerts.c.state.in_(PENDING))
        tx.execute(waiting.values(state=EXPIRED, reason=reason, lease_owner=None, lease_until=None))
        return stopped

    @writes_at_once
    def move(self, tx: Connection, old: int, new: int) -> None:
        """Doing it twice is no error: Telegram tells of a move more than once."""
        row = tx.execute(select(chats).where(chats.c.id == old).with_for_update()).one_or_none()
        if row is None or old == new:
            return
        heir = insert(tx, chats).values(**(row._asdict() | {"id": new, "kind": "supergroup"}))
        tx.execute(heir.on_conflict_do_nothing())
        _drop_what_the_new_chat_has(tx, old, new)
        tx.execute(update(subscriptions).where(subscriptions.c.chat_id == old).values(chat_id=new))
        tx.execute(update(ledger).where(ledger.c.chat_id == old).values(chat_id=new))
        # The new chat numbers its messages anew: those numbers are other messages there.
        tx.execute(update(alerts).where(alerts.c.chat_id == old).values(chat_id=new, message_id=None))
        tx.execute(delete(chats).where(chats.c.id == old))

    @writes
    def forget(self, tx: Connection, chat_id: int) -> None:
        tx.execute(delete(ledger).where(ledger.c.chat_id == chat_id))
        tx.execute(delete(alerts).where(alerts.c.chat_id == chat_id))
        tx.execute(delete(subscriptions).where(subscriptions.c.chat_id == chat_id))
        tx.execute(delete(chats).where(chats.c.id == chat_id))

    @reads
    def active(self, tx: Connection) -> tuple[int, ...]:
        query = select(chats.c.id).where(chats.c.paused.is_(None)).order_by(chats.c.id)
        return tuple(tx.scalars(query).all())


def remember_chat(tx: Connection, chat_id: int, now: datetime) -> None:
    """A row for a chat that others refer to, where there is none yet. Negative ids are groups."""
    kind = "private" if chat_id > 0 else "group"
    row = {"id": chat_id, "kind": kind, "title": "", "previews": False, "silent": False, "large": False}
    statement = insert(tx, chats).values(**row, last_seen=now)
    tx.execute(statement.on_conflict_do_nothing())


def _drop_what_the_new_chat_has(tx: Connection, old: int, new: int) -> None:
    """The new id may be known already, with the same subscriptions and alerts: those of the old one go."""
    mine, theirs = subscriptions, subscriptions.alias()
    doubled = select(mine.c.id).join(
        theirs, (theirs.c.digest == mine.c.digest) & (theirs.c.thread_id == mine.c.thread_id)
    )
    tx.execute(delete(mine).where(mine.c.id.in_(doubled.where(mine.c.chat_id == old, theirs.c.chat_id == new))))
    told, again = alerts, alerts.alias()
    of_items = (told.c.kind == Kind.ALERT.value) & (again.c.kind == Kind.ALERT.value)
    same_item = of_items & (again.c.item_id == told.c.item_id)
    doubled = select(told.c.id).join(
        again,
        (again.c.thread_id == told.c.thread_id) & ((again.c.key == told.c.key) | same_item),
    )
    tx.execute(delete(told).where(told.c.id.in_(doubled.where(told.c.chat_id == old, again.c.chat_id == new))))
    row, kept = ledger, ledger.alias()
    doubled = select(row.c.id).join(kept, (kept.c.thread_id == row.c.thread_id) & (kept.c.item_id == row.c.item_id))
    tx.execute(delete(row).where(row.c.id.in_(doubled.where(row.c.chat_id == old, kept.c.chat_id == new))))


def _chat(row: Row[Any]) -> Chat:
    telling = Telling(row.telling) if row.telling else Telling.REPORT
    quiet = (row.quiet[0], row.quiet[1]) if row.quiet else None
    return Chat(
        row.id,
        row.kind,
        row.title,
        row.paused,
        row.previews,
        row.silent,
        telling,
        row.language,
        timezone=row.timezone,
        quiet=quiet,
        large=row.large,
        usual=row.usual or Mode(),
        keeper=row.keeper,
        managing=row.managing,
    )
