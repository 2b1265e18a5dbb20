"""Alembic's entry: runs the revisions on the connection, and in the transaction, that bot.store.migrate opened."""

from __future__ import annotations

from alembic import context

from bot.store.feed_tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column: the table is copied
)
with context.begin_transaction():
    context.run_migrations()
