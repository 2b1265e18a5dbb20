"""What a model made of summaries, and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from bot.store.engine import Database, insert, reads, writes
from bot.store.schema import retellings


class RetellingTable:
    """bot.ports.Retellings."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @reads
    def get(self, tx: Connection, key: str) -> tuple[str, ...] | None:
        return tx.scalar(select(retellings.c.told).where(retellings.c.key == key))

    @writes
    def put(
        self, tx: Connection, key: str, told: Sequence[str], tokens: int, now: datetime, *, keep_since: datetime
    ) -> None:
        values = {"told": tuple(told), "tokens": tokens, "made": now}
        statement = insert(tx, retellings).values(key=key, **values)
        tx.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))
        tx.execute(delete(retellings).where(retellings.c.made < keep_since))

    @reads
    def spent(self, tx: Connection, now: datetime) -> int:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return int(tx.scalar(select(func.sum(retellings.c.tokens)).where(retellings.c.made >= midnight)) or 0)
