"""Database URLs: what is taken, what is refused, and that no password ever shows."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import backup, migrate, open_store, redacted, restore

SECRET = "s3cr3t-p4ss"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:///var/wirewatch.db", "sqlite:///var/wirewatch.db"),
        ("sqlite:////var/lib/wirewatch.db", "sqlite:////var/lib/wirewatch.db"),
        ("postgresql://host/db", "postgresql://host/db"),
        (f"postgresql://me:{SECRET}@host:5433/db", "postgresql://me:***@host:5433/db"),
        (f"postgres://me:{SECRET}@host/db", "postgresql://me:***@host/db"),
        (f"postgresql://me@host/db?password={SECRET}&sslmode=require", "postgresql://me@host/db?sslmode=require"),
        (f"mysql://me:{SECRET}@host/db", "(an address that cannot be read)"),
        (f"postgresql://me:{SECRET}@host:port/db", "(an address that cannot be read)"),
    ],
)
def test_password_is_not_shown(url: str, shown: str) -> None:
    assert redacted(url) == shown


@pytest.mark.parametrize(
    "url",
    ["", "wirewatch.db", "sqlite://", "sqlite:///", "sqlite:///:memory:", "mysql://host/db", "postgresql//host", "é:"],
)
async def test_other_addresses_are_refused_with_what_would_be_valid(url: str) -> None:
    with pytest.raises(StoreError, match=r"sqlite:///"):
        await open_store(url)


@pytest.mark.parametrize(
    "url",
    [f"postgresql://me:{SECRET}@127.0.0.1:1/db", f"postgresql://me:{SECRET}@127.0.0.1:one/db", f"x://me:{SECRET}@h/d"],
    ids=["nobody listens", "no port", "no such kind"],
)
@pytest.mark.parametrize("use", ["open", "migrate", "backup", "restore"])
async def test_failure_tells_everything_but_the_password(
    url: str, use: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "backup").write_bytes(b"")
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "open": lambda: open_store(url),
        "migrate": lambda: migrate(url),
        "backup": lambda: backup(url, tmp_path / "out"),
        "restore": lambda: restore(url, tmp_path / "backup"),
    }
    with pytest.raises(StoreError) as refused:
        await calls[use]()
    told = "".join(traceback.format_exception(refused.value)) + caplog.text
    assert "Error" in told
    assert SECRET not in told
