"""The lock of the one running bot on a database. The system frees it when the process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import AlreadyRunning, StoreError
from bot.store.engine import Database

_LOCK = 5_749_526  # PostgreSQL's advisory lock of the running bot; such locks are per database
_ADVICE = "Stop that one first, or give this one a database of its own (WIREWATCH_DATABASE_URL)."


def lock_path(database: Path) -> Path:
    """The lock's file, beside the database. It stays when the lock is freed: a sign that the database was in use."""
    return database.with_name(f"{database.name}.lock")


@asynccontextmanager
async def exclusive(db: Database) -> AsyncIterator[None]:
    """Raises AlreadyRunning at once, never waits."""
    if db.address.path is not None:
        with _file_lock(db.address.path):
            yield
    else:
        async with _advisory_lock(db):
            yield


@contextmanager
def _file_lock(database: Path) -> Iterator[None]:
    path = lock_path(database)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(f"The lock file {path} cannot be written: {error.strerror}.") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 200).decode("utf8", "replace").strip() or "a process that left no name"
            raise AlreadyRunning(f"Another Wirewatch already uses {database}: {holder}. {_ADVICE}") from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()}, started {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode(), 0)
        yield
    finally:
        os.close(handle)


@asynccontextmanager
async def _advisory_lock(db: Database) -> AsyncIterator[None]:
    connection = await db.in_thread(lambda: _take(db))
    try:
        yield
    finally:
        await db.in_thread(lambda: _release(connection))


def _take(db: Database) -> Connection:
    """A connection that holds the lock as long as it lives."""
    with db.told():
        connection = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            if connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LOCK}):
                return connection
            holder = connection.scalar(_HOLDER, {"lock": _LOCK}) or "a session that left no name"
        except SQLAlchemyError:
            connection.close()
            raise
        connection.close()
        raise AlreadyRunning(f"Another Wirewatch already uses {db.address.shown}: {holder}. {_ADVICE}")


def _release(connection: Connection) -> None:
    with suppress(SQLAlchemyError):  # a session that broke has freed the lock already
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
    connection.invalidate()
    connection.close()


_HOLDER = text(
    "SELECT application_name || ', connected ' || to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"
    " || ' UTC'"
    " FROM pg_stat_activity JOIN pg_locks USING (pid)"
    " WHERE locktype = 'advisory' AND objid = :lock AND granted LIMIT 1"
)
