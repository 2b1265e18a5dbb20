"""One open database as bot.ports.Store."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import ports
from bot.store.actors import ActorTable
from bot.store.articles import ArticleTable
from bot.store.chats import ChatTable
from bot.store.engine import Database, insert, reads, writes
from bot.store.feeds import FeedTable
from bot.store.lock import exclusive
from bot.store.outbox import OutboxTable
from bot.store.schema import SENDING, WAITING, alerts, feeds, meta
from bot.store.subscriptions import SubscriptionTable


class SqlStore:
    """Made by bot.store.open_store."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.feeds: ports.FeedStore = FeedTable(db)
        self.archive: ports.Archive = ArticleTable(db)
        self.actors: ports.ActorStore = ActorTable(db)
        self.subscriptions: ports.Subscriptions = SubscriptionTable(db)
        self.chats: ports.Chats = ChatTable(db)
        self.outbox: ports.Outbox = OutboxTable(db)

    def exclusive(self) -> AbstractAsyncContextManager[None]:
        return exclusive(self.db)

    @writes
    async def free_leases(self, tx: AsyncConnection) -> int:
        none = {"lease_owner": None, "lease_until": None}
        polls = update(feeds).where(feeds.c.lease_owner.is_not(None)).values(**none)
        sends = update(alerts).where(alerts.c.state == SENDING).values(state=WAITING, **none)
        freed = (await tx.execute(polls.returning(feeds.c.id))).all()
        return len(freed) + len((await tx.execute(sends.returning(alerts.c.id))).all())

    @reads
    async def get_meta(self, tx: AsyncConnection, key: str) -> str | None:
        return await tx.scalar(select(meta.c.value).where(meta.c.key == key))

    @writes
    async def set_meta(self, tx: AsyncConnection, key: str, value: str) -> None:
        statement = insert(tx, meta).values(key=key, value=value)
        await tx.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))

    async def ping(self) -> None:
        self.db.same_file()
        await self._ask()

    @reads
    async def _ask(self, tx: AsyncConnection) -> None:
        await tx.execute(text("SELECT count(*) FROM meta"))

    async def close(self) -> None:
        await self.db.close()
