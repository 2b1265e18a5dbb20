"""Lists of watches that were shared, by token."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.engine import Database, insert, reads, writes
from bot.store.watch_tables import shared_lists


class ListTable:
    """bot.ports.SharedLists."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @writes
    def put(self, tx: Connection, token: str, text: str, now: datetime) -> None:
        row = insert(tx, shared_lists).values(token=token, text=text, created=now)
        tx.execute(row.on_conflict_do_nothing())

    @reads
    def get(self, tx: Connection, token: str) -> str | None:
        return tx.scalar(select(shared_lists.c.text).where(shared_lists.c.token == token))
