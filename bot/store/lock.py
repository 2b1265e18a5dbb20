"""The lock of the one running bot on a database. The system frees it when the process ends, however it ends."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import AlreadyRunning, StoreError
from bot.store.advisory import Lock
from bot.store.engine import Database

log = logging.getLogger(__name__)

WATCH = 5.0  # seconds between looks at whether PostgreSQL still holds the lock for us
_ADVICE = "Stop that one first, or give this one a database of its own (WIREWATCH_DATABASE_URL)."


def lock_path(database: Path) -> Path:
    """The lock's file, beside the database. It stays when the lock is freed: a sign that the database was in use."""
    return database.with_name(f"{database.name}.lock")


@asynccontextmanager
async def exclusive(
    db: Database, lost: Callable[[AlreadyRunning], None] | None = None, *, every: float = WATCH
) -> AsyncIterator[None]:
    """Raises AlreadyRunning at once, never waits.

    PostgreSQL frees the lock when our session breaks, as in its restart. Then it is taken again; `lost` is called,
    once, when another bot was quicker.
    """
    if db.address.path is not None:
        with _file_lock(db.address.path):
            yield
    else:
        async with _advisory_lock(db, lost, every):
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
async def _advisory_lock(
    db: Database, lost: Callable[[AlreadyRunning], None] | None, every: float
) -> AsyncIterator[None]:
    lock = _AdvisoryLock(db)
    await db.in_thread(lock.take)
    watch = asyncio.create_task(_watch(lock, lost, every), name="run-lock")
    try:
        yield
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
        await db.in_thread(lock.release)


async def _watch(lock: _AdvisoryLock, lost: Callable[[AlreadyRunning], None] | None, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            await lock.db.in_thread(lock.keep)
        except AlreadyRunning as error:
            if lost is not None:
                lost(error)
            return
        except StoreError as error:
            log.warning("the database does not answer, and with it the lock of the running bot is gone: %s", error)


class _AdvisoryLock:
    """The lock and the connection it lives with. Its methods block."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._connection: Connection | None = None

    def take(self) -> None:
        self._connection = _take(self.db)

    def keep(self) -> None:
        """Take it again if its connection broke. Raises AlreadyRunning, or StoreError while nobody answers."""
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return
        except SQLAlchemyError:
            self.release()
        self.take()
        log.warning("the database had dropped our session; the lock of the running bot was taken again")

    def release(self) -> None:
        if self._connection is not None:
            _release(self._connection)
            self._connection = None


def _take(db: Database) -> Connection:
    """A connection that holds the lock as long as it lives."""
    with db.told():
        connection = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            if connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": Lock.BOT.value}):
                return connection
            holder = connection.scalar(_HOLDER, {"lock": Lock.BOT.value}) or "a session that left no name"
        except SQLAlchemyError:
            connection.close()
            raise
        connection.close()
        raise AlreadyRunning(f"Another Wirewatch already uses {db.address.shown}: {holder}. {_ADVICE}")


def _release(connection: Connection) -> None:
    with suppress(SQLAlchemyError):  # a session that broke has freed the lock already
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": Lock.BOT.value})
    connection.invalidate()
    connection.close()


_HOLDER = text(
    "SELECT application_name || ', connected ' || to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"
    " || ' UTC'"
    " FROM pg_stat_activity JOIN pg_locks USING (pid)"
    " WHERE locktype = 'advisory' AND objid = :lock AND granted LIMIT 1"
)
