"""Connections and transactions: how a store method becomes exactly one transaction, the same on both databases.

A transaction is plain synchronous code that runs in a thread as a whole. That is three times as fast as a driver that
hops between threads at every statement, and no cancelled task can leave half of it behind.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import os
import socket
import sqlite3
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import PriorityQueue
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Dialect, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.errors import StoreError
from bot.store.address import Address
from bot.store.faults import is_retryable, store_error

BUSY = 30.0  # seconds that SQLite waits for another process's lock
_CONNECTIONS = 6
_TRIES = 4

P = ParamSpec("P")
T = TypeVar("T")


class Writer:
    """One thread that writes: what is urgent first, all else in turn."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "store-writer")
        self._waiting: PriorityQueue[tuple[bool, int, Callable[[], None]]] = PriorityQueue()
        self._count = itertools.count()

    def submit(self, work: Callable[[], T], *, urgent: bool) -> Future[T]:
        """Run `work` when its turn has come. RuntimeError once closed."""
        done: Future[T] = Future()

        def run() -> None:
            if done.set_running_or_notify_cancel():
                try:
                    done.set_result(work())
                except BaseException as error:  # noqa: BLE001 - handed to whoever waits
                    done.set_exception(error)

        self._waiting.put((not urgent, next(self._count), run))
        self._thread.submit(lambda: self._waiting.get_nowait()[2]())
        return done

    def close(self) -> None:
        """Waits for all that was submitted."""
        self._thread.shutdown()


class Database:
    """The engine of one database, its threads, and the door of its transactions."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.engine = _sqlite(address) if address.path else _postgres(address)
        self._readers = ThreadPoolExecutor(_CONNECTIONS, "store")
        # SQLite has one writer at a time; a thread of their own lets ours queue instead of collide.
        self._writer = Writer() if address.path else None
        self._file = _identity(address.path) if address.path else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads; in SQLite a snapshot. Blocks. Raises StoreError."""
        with self.told(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes; in SQLite it takes the file's lock at its start. Blocks. Raises StoreError."""
        with self.told(), self.engine.connect() as connection:
            self.same_file()
            with connection.execution_options(writes=True).begin():
                yield connection

    async def in_thread(self, work: Callable[[], T], *, writing: bool = False, urgent: bool = False) -> T:
        """Run `work`, which blocks, in a thread of the database; an urgent one goes ahead of the writes that wait."""
        if writing and self._writer is not None:
            return await asyncio.wrap_future(self._writer.submit(work, urgent=urgent))
        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

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
        """Waits for the transactions that are under way."""
        if self._writer is not None:
            await asyncio.to_thread(self._writer.close)
        await asyncio.to_thread(self._readers.shutdown)
        self.engine.dispose()

    @contextmanager
    def told(self) -> Iterator[None]:
        """What the database complains of becomes a StoreError."""
        try:
            yield
        except SQLAlchemyError as error:
            raise store_error(error, self.address.shown) from error


class HasDatabase(Protocol):
    @property
    def db(self) -> Database: ...


S = TypeVar("S", bound=HasDatabase)


def reads(method: Callable[Concatenate[S, Connection, P], T]) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """A method that gets a connection, as an async one that runs it in a read transaction. Raises StoreError."""

    @functools.wraps(method)
    async def reading(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        def run() -> T:
            with self.db.read() as connection:
                return method(self, connection, *args, **kwargs)

        return await self.db.in_thread(run)

    return reading


def writes(method: Callable[Concatenate[S, Connection, P], T]) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """A method that gets a connection, as an async one that runs it in a write transaction: all of it or nothing.

    Tried again when PostgreSQL asks for it (deadlock). Raises StoreError.
    """
    return _writing(method, urgent=False)


def writes_at_once(
    method: Callable[Concatenate[S, Connection, P], T],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """As `writes`, ahead of what waits to be written: what a person waits for, and what is sent again if it is lost."""
    return _writing(method, urgent=True)


def _writing(
    method: Callable[Concatenate[S, Connection, P], T], *, urgent: bool
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    @functools.wraps(method)
    async def writing(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        def run() -> T:
            for left in reversed(range(_TRIES)):
                try:
                    with self.db.write() as connection:
                        return method(self, connection, *args, **kwargs)
                except StoreError as error:
                    if not (left and is_retryable(error)):
                        raise
            raise AssertionError("the last try returns or raises")

        return await self.db.in_thread(run, writing=True, urgent=urgent)

    return writing


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the connection's own dialect."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


Row = Mapping[str, Any]


def put(connection: Connection, table: Table, rows: Sequence[Row], *, unless_there: bool = False) -> int:
    """Insert rows that all have the columns of the first; returns how many, less those that were there already.

    In place of SQLAlchemy's own executemany, which takes three times as long as SQLite does to insert them.
    """
    if not rows:
        return 0
    text, names, binds = _insertion(connection.dialect, table, tuple(rows[0]), unless_there)
    columns = ([row[name] for row in rows] for name in names)
    fit = [list(map(bind, column)) if bind else column for bind, column in zip(binds, columns, strict=True)]
    given: Any = list(zip(*fit, strict=True))
    if not connection.dialect.positional:
        given = [dict(zip(names, row, strict=True)) for row in given]
    return connection.exec_driver_sql(text, given, execution_options=_COUNTING).rowcount


_COUNTING = {"preserve_rowcount": True}
_Bind = Callable[[Any], Any] | None


@functools.cache
def _insertion(
    dialect: Dialect, table: Table, names: tuple[str, ...], unless_there: bool
) -> tuple[str, tuple[str, ...], tuple[_Bind, ...]]:
    """The statement as the driver takes it, its parameters in order, and what makes each fit for the database."""
    statement = sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)
    whole = statement.on_conflict_do_nothing() if unless_there else statement
    compiled = whole.compile(dialect=dialect, column_keys=list(names))
    ordered = tuple(compiled.positiontup or names)
    return str(compiled), ordered, tuple(_bind(dialect, table.c[name].type) for name in ordered)


def _bind(dialect: Dialect, kind: TypeEngine[Any]) -> _Bind:
    if isinstance(kind, TypeDecorator):  # ours, over text and numbers, which need nothing more
        return functools.partial(kind.process_bind_param, dialect=dialect)
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _sqlite(address: Address) -> Engine:
    # isolation_level None: the driver begins nothing by itself, _begin does.
    engine = create_engine(
        address.url,
        hide_parameters=True,
        pool_size=_CONNECTIONS + 1,
        connect_args={"timeout": BUSY, "isolation_level": None, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """FULL: a commit survives a power cut. An alert that Telegram took and we forgot would be sent twice."""
    _to_wal(connection)
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "cache_size = -16000"):
        connection.execute(f"PRAGMA {pragma}").close()


def _to_wal(connection: Any) -> None:
    """SQLite does not wait for a lock when it changes to WAL, as two that start on a new file make it do: we do."""
    patience = time.monotonic() + BUSY
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
        time.sleep(0.02)


def _begin(connection: Connection) -> None:
    # IMMEDIATE takes the write lock first: a read that turns into a write could fail although it waited.
    writing = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgres(address: Address) -> Engine:
    return create_engine(
        address.url,
        hide_parameters=True,
        pool_pre_ping=True,  # a server that was restarted costs nobody an error
        pool_size=_CONNECTIONS + 2,
        connect_args={
            "application_name": f"wirewatch {socket.gethostname()}:{os.getpid()}"[:63],
            "connect_timeout": 10,
        },
    )
