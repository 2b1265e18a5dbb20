"""Cuts a transaction at its n-th statement, as a crash would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from bot.ports import Store
from bot.store.store import SqlStore


class Cut(Exception):
    """The crash."""


@contextmanager
def cut_at(store: Store, n: int) -> Iterator[None]:
    """Statement number `n` (from 1) and all after it fail while the context lasts."""
    assert isinstance(store, SqlStore)
    engine, seen = store.db.engine, 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen >= n:
            raise Cut

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)
