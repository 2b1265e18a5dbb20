"""SQLite finds what is waiting by the index of the queue: the ledger grows for ever, and is looked at every second."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.store import open_store
from bot.store.store import SqlStore
from tests.build import at


@asynccontextmanager
async def watched(path: Path) -> AsyncIterator[tuple[SqlStore, list[tuple[str, tuple[object, ...]]]]]:
    """A new store, and the statements on alerts that it runs."""
    store = await open_store(f"sqlite:///{path}")
    assert isinstance(store, SqlStore)
    seen: list[tuple[str, tuple[object, ...]]] = []

    def note(_c: object, _cursor: object, statement: str, given: tuple[object, ...], _x: object, _many: bool) -> None:
        if "alerts" in statement:
            seen.append((statement, given))

    event.listen(store.db.engine, "before_cursor_execute", note)
    try:
        yield store, seen
    finally:
        await store.close()


def plan(path: Path, statement: str, given: tuple[object, ...]) -> list[str]:
    with sqlite3.connect(path) as database:
        found = [str(row[3]) for row in database.execute(f"EXPLAIN QUERY PLAN {statement}", given)]
    database.close()
    return found


async def claim(store: SqlStore) -> None:
    await store.outbox.claim(at(0), owner="a", lease=timedelta(minutes=1), limit=8, skip=(1, 2))


async def expire(store: SqlStore) -> None:
    await store.outbox.expire(at(0))


@pytest.mark.parametrize("work", [claim, expire])
async def test_the_queue_is_read_and_not_the_ledger(
    work: Callable[[SqlStore], Awaitable[None]], tmp_path: Path
) -> None:
    path = tmp_path / "w.db"
    async with watched(path) as (store, seen):
        await work(store)
        (statement, given), *_ = seen
        steps = plan(path, statement, given)
        tables = [step for step in steps if " alerts" in step]
        assert tables
        assert all("ix_alerts_queue" in step or "ix_alerts_pending" in step for step in tables), steps
        assert not [step for step in steps if "TEMP B-TREE" in step], steps
