"""What is remembered of publishers: one bounded row each, read and written whole."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.clean.memory import learn
from bot.model import NO_MEMORY, Lesson, Memory
from bot.store.engine import insert
from bot.store.feed_tables import publisher_memory


def recall(tx: Connection, publisher: str) -> Memory:
    row = tx.execute(select(publisher_memory).where(publisher_memory.c.publisher == publisher)).one_or_none()
    return NO_MEMORY if row is None else Memory(row.items, row.lines, row.topics)


def teach(tx: Connection, publisher: str, lesson: Lesson) -> None:
    """Only inside the one transaction that stores the item: then nothing is taught twice or lost."""
    learnt = learn(recall(tx, publisher), lesson)
    row = {"items": learnt.items, "lines": learnt.lines, "topics": learnt.topics}
    statement = insert(tx, publisher_memory).values(publisher=publisher, **row)
    tx.execute(statement.on_conflict_do_update(index_elements=["publisher"], set_=row))
