"""What a database complains of -> one sentence for a person."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import StoreError

# SQLite's own words -> what to do. The first that occurs counts.
_SQLITE = (
    ("malformed", "The database {db} is damaged. Keep a copy of it, and restore a backup with `wirewatch restore`."),
    ("not a database", "{db} is not a SQLite database. Give WIREWATCH_DATABASE_URL another path, or move the file."),
    ("disk is full", "The disk is full: the database {db} could not be written. Free some space."),
    ("readonly", "The database {db} is read-only. Make the file and its directory writable for this user."),
    ("read-only", "The database {db} is read-only. Make the file and its directory writable for this user."),
    ("locked", "Another program has kept the database {db} locked for too long. Close it and try again."),
    ("unable to open", "The database {db} cannot be opened. Its directory must exist and be writable for this user."),
    ("disk i/o error", "The disk under the database {db} fails, or the file was taken away while in use."),
)
_RETRIED = ("40001", "40P01")  # serialization failure, deadlock: PostgreSQL asks to try again
_UNDEFINED = ("42P01", "42703")  # table, column


def is_retryable(error: StoreError) -> bool:
    """Nothing was written and the same transaction may well succeed now."""
    cause = error.__cause__
    return isinstance(cause, DBAPIError) and _state(cause) in _RETRIED


def store_error(error: SQLAlchemyError, shown: str) -> StoreError:
    """The sentence for `error` of the database `shown`."""
    if isinstance(error, PoolTimeout):
        return StoreError(f"The database {shown} is busy: no connection became free.")
    text = _first_line(error)
    if shown.startswith("sqlite"):
        for word, sentence in _SQLITE:
            if word in text.lower():
                return StoreError(sentence.format(db=shown))
    elif isinstance(error, DBAPIError):
        if (state := _state(error)) in _UNDEFINED:
            return StoreError(f"The database {shown} is not as Wirewatch left it: {text}")
        if not state or state[:2] in ("08", "28", "3D", "57", "53"):
            return StoreError(f"PostgreSQL does not answer or does not let us in ({shown}): {text}")
    return StoreError(f"The database {shown} refused: {text}")


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _first_line(error: SQLAlchemyError) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    return lines[0][:300] if lines else type(cause).__name__
