"""The table of stories' merges and splits. The rest of the schema is in schema.py."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table

from bot.store.columns import Id, Listing, Moment, Words
from bot.store.feed_tables import metadata

# Items that went from one story to another, so that it can be undone.
regroupings = Table(
    "regroupings",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("source", Id, nullable=False),
    Column("target", Id, nullable=False),
    Column("items", Listing, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("undone", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_regroupings_source", regroupings.c.source)
Index("ix_regroupings_target", regroupings.c.target)
