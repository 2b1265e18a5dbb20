"""The database: everything Wirewatch remembers, in SQLite or PostgreSQL, behind bot.ports.Store."""

from __future__ import annotations

import asyncio
import logging

from bot.ports import Store
from bot.store import search
from bot.store.address import Address, parse, redacted
from bot.store.engine import Database
from bot.store.files import prepare
from bot.store.migrate import upgrade
from bot.store.store import SqlStore

__all__ = ["migrate", "open_store", "redacted"]

_log = logging.getLogger(__name__)


async def open_store(url: str, *, create: bool = True) -> Store:
    """The store at `url` (sqlite:///path or postgresql://…), its schema brought to the newest.

    Raises StoreError, in one sentence, when there is none and `create` is false, and whenever the database cannot be
    trusted: damaged, deleted, not ours, read-only, made by a newer version.
    """
    db, _ = await _open(parse(url), create=create)
    return SqlStore(db)


async def migrate(url: str) -> tuple[str | None, str]:
    """Bring the schema to the newest, in one transaction: (revision before, None for a new database; revision now)."""
    db, revisions = await _open(parse(url), create=True)
    await db.close()
    return revisions


async def _open(address: Address, *, create: bool) -> tuple[Database, tuple[str | None, str]]:
    if address.path is not None:
        await asyncio.to_thread(prepare, address.path, create=create)
    db = Database(address)
    try:
        before, after = await db.in_thread(lambda: _to_newest(db, create=create), writing=True)
    except BaseException:
        await db.close()
        raise
    if before != after:
        _log.info("database %s: schema %s -> %s", address.shown, before or "new", after)
    return db, (before, after)


def _to_newest(db: Database, *, create: bool) -> tuple[str | None, str]:
    with db.write() as connection:
        search.check(connection)
        return upgrade(connection, db.address.shown, create=create)
