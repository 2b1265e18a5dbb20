"""The database: everything Wirewatch remembers, in SQLite or PostgreSQL, behind bot.ports.Store."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

from bot.ports import Store
from bot.store import search
from bot.store.address import Address, parse, redacted
from bot.store.dump import read_backup, write_backup
from bot.store.engine import Database
from bot.store.files import discard, prepare
from bot.store.migrate import upgrade
from bot.store.store import SqlStore

__all__ = ["backup", "migrate", "open_store", "redacted", "restore"]

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


async def backup(url: str, path: Path) -> int:
    """Write all of the database at `url` to the file `path`, also while the bot runs; how many rows.

    Either kind of database can be restored from it. Raises StoreError.
    """
    address = parse(url)
    if address.path is not None:
        await asyncio.to_thread(prepare, address.path, create=False)
    db = Database(address)
    try:
        return await db.in_thread(lambda: write_backup(db, path))
    finally:
        await db.close()


async def restore(url: str, path: Path) -> int:
    """Fill the database at `url`, which must be new or empty, from the file `path`; how many rows.

    All or nothing. Raises StoreError. From a backup older than an hour nothing is sent that waited then.
    """
    address = parse(url)
    made = address.path is not None and not address.path.exists()
    if address.path is not None:
        await asyncio.to_thread(prepare, address.path, create=True, replaces=True)
    db = Database(address)
    restored = False
    try:
        rows = await db.in_thread(lambda: read_backup(db, path, datetime.now(UTC)), writing=True)
        restored = True
    finally:
        await db.close()
        if made and not restored and address.path is not None:
            await asyncio.to_thread(discard, address.path)
    return rows


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
