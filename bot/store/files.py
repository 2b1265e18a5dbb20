"""Whether a SQLite file can be trusted, before anything writes to it. Never takes a lost one for a new one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import StoreError
from bot.store.lock import lock_path

_MAGIC = b"SQLite format 3\x00"
# A full check reads the whole file (100 MB in a quarter of a second); above this size it would delay every start.
_CHECKED_IN_FULL = 100 * 1024 * 1024


def prepare(path: Path, *, create: bool, replaces: bool = False) -> None:
    """Raises StoreError, in one sentence, unless `path` is a sound database or may become one. Makes its directory.

    `replaces`: the new file is meant to take the place of one that was lost.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a directory; the database needs a file.")
    if not path.exists():
        _may_be_created(path, create, replaces)
    _writable(path)
    if path.exists() and not _is_new(path):
        _sound(path)


def discard(path: Path) -> None:
    """Delete a database that was only just made, and what SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


def _may_be_created(path: Path, create: bool, replaces: bool) -> None:
    if (traces := _traces(path)) and not (replaces and traces == [lock_path(path)]):
        raise StoreError(
            f"The database {path} is gone, but {traces[0].name} beside it says that there was one. Put it back, or "
            f"restore a backup with `wirewatch restore`; to start with an empty one, delete {traces[0].name}."
        )
    if not create:
        raise StoreError(f"There is no database at {path}. `wirewatch migrate` makes an empty one.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The directory {path.parent} for the database cannot be made: {error.strerror}.") from error


def _writable(path: Path) -> None:
    for place in (path.parent, path):
        if place.exists() and not os.access(place, os.W_OK, effective_ids=True):
            raise StoreError(f"{place} is read-only for this user; the database {path} must be writable.")


def _is_new(path: Path) -> bool:
    """An empty file without a history is as good as none; with one, it was cut off."""
    if path.stat().st_size:
        return False
    if traces := _traces(path):
        raise StoreError(
            f"The database {path} is damaged: it is empty, but {traces[0].name} says that it was in use. "
            f"Restore a backup with `wirewatch restore`; to start with an empty one, delete {traces[0].name}."
        )
    return True


def _traces(path: Path) -> list[Path]:
    return [trace for trace in (path.with_name(f"{path.name}-wal"), lock_path(path)) if trace.exists()]


def _sound(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(100)
    if not header.startswith(_MAGIC):
        raise StoreError(f"{path} is not a SQLite database. Move that file away, or give the database another path.")
    if _promised_size(header) > size and not path.with_name(f"{path.name}-wal").exists():
        raise _damaged(path, "it was cut off")
    try:
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0] if size < _CHECKED_IN_FULL else "ok"
    except sqlite3.OperationalError as error:
        raise StoreError(f"The database {path} cannot be read: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error
    if found != "ok":
        raise _damaged(path, str(found).splitlines()[-1])
    if tables and "alembic_version" not in tables:
        raise StoreError(f"{path} is a database of another program. Give Wirewatch a file of its own.")


def _promised_size(header: bytes) -> int:
    """Bytes that the header says the file has; 0 where it does not say."""
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(header[28:32], "big")
    return page * pages if header[24:28] == header[92:96] else 0


def _damaged(path: Path, detail: str) -> StoreError:
    return StoreError(
        f"The database {path} is damaged ({detail}). Move it away, keep it, and restore a backup with "
        "`wirewatch restore`."
    )
