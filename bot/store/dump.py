"""Backups: one gzip file of JSON lines that either database can write, while the bot runs, and either can read.

A header with the tables' columns, a line for each row that begins with its table, and the number of rows, which tells
a whole file from one that was cut off. The search index is not in it: restoring makes it anew.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from sqlalchemy import Connection, MetaData, Table, func, select, text, update

from bot.errors import StoreError
from bot.store import search
from bot.store.engine import Database
from bot.store.feed_tables import feeds
from bot.store.migrate import is_known, revision, upgrade
from bot.store.schema import (
    EXPIRED,
    NUMBERED,
    PENDING,
    alerts,
    changes,
    items,
)

_VERSION = 1
_BATCH = 500
# After a longer gap the world was told of the waiting alerts, or they are stale; and what the feeds bring was sent
# already by the bot that the backup was taken from.
_STALE = timedelta(hours=1)

Line = Any  # a JSON value


def write_backup(db: Database, path: Path) -> int:
    """How many rows were written. The file appears whole or not at all. Raises StoreError."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        with _private(partial) as raw, gzip.open(raw, "wt", encoding="utf8", compresslevel=6) as out, db.read() as tx:
            rows = _write(tx, out, db.address.shown)
        os.replace(partial, path)
    except OSError as error:
        raise StoreError(f"The backup {path} cannot be written: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return rows


def read_backup(db: Database, path: Path, now: datetime) -> int:
    """Fill an empty database, in one transaction; how many rows. Raises StoreError.

    From a backup older than an hour nothing is sent that waited then, and the next poll of each feed is silent.
    """
    with _lines(path) as lines:
        header = next(lines, None)
        if not isinstance(header, dict) or header.get("wirewatch") != "backup":
            raise StoreError(f"{path} is not a backup of Wirewatch.")
        if header.get("version") != _VERSION or not is_known(str(header.get("revision"))):
            raise StoreError(f"{path} was made by a newer Wirewatch. Restore it with that version.")
        with db.write() as tx:
            _empty(tx, db.address.shown, str(header["revision"]))
            rows = _read(tx, header, lines, path)
            upgrade(tx, db.address.shown)
            _index(tx)
            _number_on(tx)
            if now - datetime.fromisoformat(header["created"]) > _STALE:
                _calm(tx, now)
    return rows


def _write(tx: Connection, out: TextIO, shown: str) -> int:
    if tx.dialect.name == "postgresql":
        tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))  # one moment for all tables
    found = revision(tx, shown)
    if found is None:
        raise StoreError(f"{shown} is empty; there is nothing to back up.")
    tables = _tables(tx)
    header = {
        "wirewatch": "backup",
        "version": _VERSION,
        "revision": found,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "tables": {table.name: list(table.columns.keys()) for table in tables},
    }
    rows = 0
    _put(out, header)
    for table in tables:
        for row in tx.execute(select(table), execution_options={"yield_per": _BATCH}):
            _put(out, [table.name, *row])
            rows += 1
    _put(out, {"rows": rows})
    return rows


def _read(tx: Connection, header: dict[str, Any], lines: Iterator[Line], path: Path) -> int:
    tables = {table.name: table for table in _tables(tx)}
    for name, columns in header["tables"].items():
        if name not in tables or not set(columns) <= set(tables[name].columns.keys()):
            raise StoreError(f"{path} has a table {name} that its version of Wirewatch had not: it is damaged.")
    rows = 0
    for name, group in groupby(_rows(lines, path), key=itemgetter(0)):
        columns = header["tables"][name]
        while batch := [dict(zip(columns, row[1:], strict=True)) for row in islice(group, _BATCH)]:
            tx.execute(tables[name].insert(), batch)
            rows += len(batch)
    return rows


def _rows(lines: Iterator[Line], path: Path) -> Iterator[list[Any]]:
    """The rows up to the trailer, which must be there and agree."""
    count = 0
    for line in lines:
        if isinstance(line, dict):
            if line.get("rows") == count:
                return
            break
        count += 1
        yield line
    raise StoreError(f"The backup {path} is incomplete: it ends after {count} rows. Nothing was restored.")


def _empty(tx: Connection, shown: str, wanted: str) -> None:
    """Make the schema of the backup's time, or see that it is there and holds nothing."""
    found = revision(tx, shown)
    if found is None:
        upgrade(tx, shown, wanted)
    elif any(tx.execute(select(table).limit(1)).first() for table in _tables(tx)):
        raise StoreError(f"{shown} is not empty. Restore into a new database, so that nothing is mixed or lost.")
    elif found != wanted:
        raise StoreError(f"{shown} has another schema ({found}) than the backup ({wanted}). Give a new database.")


def _tables(tx: Connection) -> list[Table]:
    """As they are in the database, parents first; without the index and the stamp."""
    found = MetaData()
    found.reflect(tx, only=lambda name, _: not name.startswith(("item_search", "alembic_", "sqlite_")))
    return found.sorted_tables


def _index(tx: Connection) -> None:
    query = select(items.c.id, items.c.title, items.c.dek, items.c.body)
    for batch in tx.execute(query, execution_options={"yield_per": _BATCH}).partitions():
        search.put(tx, [(row.id, row.title, row.dek, row.body) for row in batch])


def _number_on(tx: Connection) -> None:
    """PostgreSQL's sequences do not see the numbers that were written."""
    if tx.dialect.name != "postgresql":
        return
    for table in NUMBERED:
        highest = select(func.coalesce(func.max(table.c.id), 1)).scalar_subquery()
        tx.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), highest)))


def _calm(tx: Connection, now: datetime) -> None:
    tx.execute(update(feeds).values(silent=True))
    tx.execute(update(changes).where(changes.c.done_at.is_(None)).values(done_at=now))
    tx.execute(
        update(alerts).where(alerts.c.state.in_(PENDING)).values(state=EXPIRED, reason="restored from an old backup")
    )


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[Line]]:
    """The file's lines as JSON values. What is wrong with the file, wherever it shows, is a StoreError."""
    try:
        with gzip.open(path, "rt", encoding="utf8") as file:
            yield (json.loads(line) for line in file)
    except FileNotFoundError:
        raise StoreError(f"There is no backup at {path}.") from None
    except (EOFError, ValueError, KeyError, TypeError, gzip.BadGzipFile, zlib.error) as error:
        raise StoreError(f"{path} is no backup of Wirewatch, or it is damaged. Nothing was restored.") from error
    except OSError as error:
        raise StoreError(f"The backup {path} cannot be read: {error.strerror or error}.") from error


@contextmanager
def _private(path: Path) -> Iterator[BinaryIO]:
    """A new file that only we may read: it holds the ids of chats. On disk when the context ends."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _put(out: TextIO, value: Line) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    out.write("\n")
