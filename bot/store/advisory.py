"""PostgreSQL's advisory locks, by number: two uses of one number would wait for each other for ever."""

from __future__ import annotations

from enum import IntEnum, unique

from sqlalchemy import Connection, text


@unique
class Lock(IntEnum):
    """Any numbers of ours; such locks are per database."""

    MIGRATION = 5_749_524
    ITEMS = 5_749_525  # whoever adds items
    BOT = 5_749_526  # the running bot, for as long as it runs
    WATCHES = 5_749_527  # whoever adds a watch


def alone(tx: Connection, lock: Lock) -> None:
    """Until this transaction ends no other one comes past this line; in SQLite none writes anyway."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock.value})
