"""One database, with all its doors."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.errors import AlreadyRunning
from bot.ports.archive import Archive, Pairs, Registry, Regroupings, Retention, UnreadItems, Versions
from bot.ports.broadcasts import Broadcasts
from bot.ports.chats import Chats, Outbox, Subscriptions
from bot.ports.feeds import Brakes, FeedStore, Pushes
from bot.ports.ledger import Ledger, SharedLists
from bot.ports.telling import Retellings


class Store(Protocol):
    """One database. Opened with bot.store.open_store(url); closed with close()."""

    feeds: FeedStore
    archive: Archive
    unread: UnreadItems
    versions: Versions
    brakes: Brakes
    actors: Registry
    pairs: Pairs
    subscriptions: Subscriptions
    chats: Chats
    outbox: Outbox
    broadcasts: Broadcasts
    ledger: Ledger
    lists: SharedLists
    pushes: Pushes
    regroupings: Regroupings
    retention: Retention
    retellings: Retellings

    def exclusive(self, lost: Callable[[AlreadyRunning], None] | None = None) -> AbstractAsyncContextManager[None]:
        """Hold the one running-bot lock; raises errors.AlreadyRunning. The system frees it if we are killed.

        `lost` is called when the database dropped the lock and another bot has it now.
        """
        ...

    async def free_leases(self) -> int:
        """Free every lease on feeds and alerts. Only while holding exclusive(): their owners are dead then."""
        ...

    async def get_meta(self, key: str) -> str | None: ...

    async def set_meta(self, key: str, value: str) -> None: ...

    async def ping(self) -> None:
        """Raises errors.StoreError when the database does not answer."""
        ...

    async def close(self) -> None: ...
