"""Database URLs: read them, and never show a password."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StoreError

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
_SECRETS = ("password", "sslpassword", "passfile")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is. `path` is set for SQLite alone."""

    url: URL
    shown: str  # fit for messages and logs
    path: Path | None = None


def parse(url: str) -> Address:
    """Raises StoreError, which never repeats a password."""
    if url.startswith(_SQLITE):
        return _sqlite(url.removeprefix(_SQLITE))
    if url.partition(":")[0] in _POSTGRES:
        return _postgres(url)
    raise StoreError(
        "The database's address must look like sqlite:///path/to/file or postgresql://user:password@host/database."
    )


def redacted(url: str) -> str:
    """The URL without its password, for people and logs."""
    try:
        return parse(url).shown
    except StoreError:
        return "(an address that cannot be read)"


def _sqlite(path: str) -> Address:
    if not path or path.startswith(":memory:") or "\0" in path:
        raise StoreError("A SQLite database needs a file: sqlite:///relative/path or sqlite:////absolute/path.")
    return Address(URL.create("sqlite", database=path), f"{_SQLITE}{path}", Path(path))


def _postgres(url: str) -> Address:
    try:
        parsed = make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        # The library's message repeats the URL, and the URL holds the password.
        raise StoreError(
            "The database's address cannot be read; it must look like postgresql://user:password@host:5432/database, "
            "with special characters of the password percent-encoded."
        ) from None
    secretless = parsed.difference_update_query(_SECRETS).set(drivername="postgresql")
    return Address(parsed, secretless.render_as_string(hide_password=True))
