"""One open database as bot.ports.Store."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from sqlalchemy import Connection, select, update

from bot import ports
from bot.errors import AlreadyRunning
from bot.store.actors import ActorTable
from bot.store.articles import ArticleTable
from bot.store.brakes import BrakeTable
from bot.store.broadcasts import BroadcastTable
from bot.store.chats import ChatTable
from bot.store.engine import Database, insert, reads, writes
from bot.store.feed_tables import feeds, meta
from bot.store.feeds import FeedTable
from bot.store.ledger import LedgerTable
from bot.store.lists import ListTable
from bot.store.lock import exclusive
from bot.store.outbox import OutboxTable
from bot.store.pairs import PairTable
from bot.store.pushes import PushTable
from bot.store.regroupings import RegroupingTable
from bot.store.retellings import RetellingTable
from bot.store.retention import RetentionTable
from bot.store.schema import SENDING, WAITING, alerts
from bot.store.subscriptions import SubscriptionTable
from bot.store.unread import UnreadTable
from bot.store.versions import VersionTable


class SqlStore:
    """Made by bot.store.open_store."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.feeds: ports.FeedStore = FeedTable(db)
        self.archive: ports.Archive = ArticleTable(db)
        self.unread: ports.UnreadItems = UnreadTable(db)
        self.brakes: ports.Brakes = BrakeTable(db)
        self.versions: ports.Versions = VersionTable(db)
        self.actors: ports.Registry = ActorTable(db)
        self.pairs: ports.Pairs = PairTable(db)
        self.subscriptions: ports.Subscriptions = SubscriptionTable(db)
        self.chats: ports.Chats = ChatTable(db)
        self.outbox: ports.Outbox = OutboxTable(db)
        self.broadcasts: ports.Broadcasts = BroadcastTable(db)
        self.ledger: ports.Ledger = LedgerTable(db)
        self.lists: ports.SharedLists = ListTable(db)
        self.pushes: ports.Pushes = PushTable(db)
        self.regroupings: ports.Regroupings = RegroupingTable(db)
        self.retention: ports.Retention = RetentionTable(db)
        self.retellings: ports.Retellings = RetellingTable(db)

    def exclusive(self, lost: Callable[[AlreadyRunning], None] | None = None) -> AbstractAsyncContextManager[None]:
        return exclusive(self.db, lost)

    @writes
    def free_leases(self, tx: Connection) -> int:
        none = {"lease_owner": None, "lease_until": None}
        polls = update(feeds).where(feeds.c.lease_owner.is_not(None)).values(**none)
        sends = update(alerts).where(alerts.c.state == SENDING).values(state=WAITING, **none)
        freed = tx.execute(polls.returning(feeds.c.id)).all()
        return len(freed) + len(tx.execute(sends.returning(alerts.c.id)).all())

    @reads
    def get_meta(self, tx: Connection, key: str) -> str | None:
        return tx.scalar(select(meta.c.value).where(meta.c.key == key))

    @writes
    def set_meta(self, tx: Connection, key: str, value: str) -> None:
        statement = insert(tx, meta).values(key=key, value=value)
        tx.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))

    @reads
    def ping(self, tx: Connection) -> None:
        self.db.same_file()
        tx.execute(select(meta.c.key).limit(1))

    async def close(self) -> None:
        await self.db.close()
