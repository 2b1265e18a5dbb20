"""Connections and transactions: how a store method becomes exactly one transaction, the same on both databases."""

from __future__ import annotations

import asyncio
import functools
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store.address import Address
from bot.store.faults import is_retryable, store_error

BUSY = 30.0  # seconds that SQLite waits for another process's lock
_TRIES = 4

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """The engine of one database and the door of its transactions."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.engine = _sqlite(address) if address.path else _postgres(address)
        self._writer = asyncio.Lock() if address.path else None
        self._file = _identity(address.path) if address.path else None

    @property
    def is_sqlite(self) -> bool:
        return self.address.path is not None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; in SQLite a snapshot."""
        async with self.engine.connect() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes. In SQLite the only one at a time, and it takes the file's lock at its start."""
        if self._writer is None:
            async with self.engine.begin() as connection:
                yield connection
            return
        async with self._writer, self.engine.connect() as connection:
            self.same_file()
            await connection.execution_options(writes=True)
            async with connection.begin():
                yield connection

    def same_file(self) -> None:
        """Raises StoreError when the file was deleted or replaced: what we write would be lost with the old one."""
        path = self.address.path
        if path is None:
            return
        found = _identity(path)
        self._file = self._file or found
        if found is None or found != self._file:
            raise StoreError(f"The database file {path} was deleted or replaced while in use. Put it back and restart.")

    async def close(self) -> None:
        await self.engine.dispose()


class HasDatabase(Protocol):
    @property
    def db(self) -> Database: ...


S = TypeVar("S", bound=HasDatabase)


def reads(
    method: Callable[Concatenate[S, AsyncConnection, P], Awaitable[T]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """A method that gets a connection, as one that opens a read transaction. Raises StoreError."""

    @functools.wraps(method)
    async def reading(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            async with self.db.read() as connection:
                return await method(self, connection, *args, **kwargs)
        except SQLAlchemyError as error:
            raise store_error(error, self.db.address.shown) from error

    return reading


def writes(
    method: Callable[Concatenate[S, AsyncConnection, P], Awaitable[T]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """A method that gets a connection, as one that opens a write transaction: all of it or nothing.

    Tried again when PostgreSQL asks for it (deadlock). Raises StoreError.
    """

    @functools.wraps(method)
    async def writing(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        for left in reversed(range(_TRIES)):
            try:
                async with self.db.write() as connection:
                    return await method(self, connection, *args, **kwargs)
            except SQLAlchemyError as error:
                if not (left and is_retryable(error)):
                    raise store_error(error, self.db.address.shown) from error
        raise AssertionError("the last try returns or raises")

    return writing


def insert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the connection's own dialect."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _sqlite(address: Address) -> AsyncEngine:
    # isolation_level None: the driver begins nothing by itself, _begin does.
    engine = create_async_engine(
        address.url,
        hide_parameters=True,
        pool_timeout=BUSY,
        connect_args={"timeout": BUSY, "isolation_level": None},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """FULL: a commit survives a power cut. An alert that Telegram took and we forgot would be sent twice."""
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = FULL",
        "cache_size = -16000",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # IMMEDIATE takes the write lock first: a read that turns into a write could fail although it waited.
    writing = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgres(address: Address) -> AsyncEngine:
    return create_async_engine(
        address.url,
        hide_parameters=True,
        pool_pre_ping=True,  # a server that was restarted costs nobody an error
        pool_size=5,
        max_overflow=5,
        connect_args={
            "application_name": f"wirewatch {socket.gethostname()}:{os.getpid()}"[:63],
            "connect_timeout": 10,
        },
    )
