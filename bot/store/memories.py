"""What is remembered of publishers: one bounded row each, and the lessons that are not in it yet.

The row is some 25 kB, so it is written once in several items; a lesson is a short row of its own until then.
"""

from __future__ import annotations

from functools import reduce

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy import insert as added

from bot.clean.memory import learn
from bot.model import NO_MEMORY, Lesson, Memory
from bot.store.engine import insert
from bot.store.feed_tables import lessons, publisher_memory

WAITING = 16  # lessons of a publisher: with that many, its memory is written

_OF = lessons.c.publisher == bindparam("of")
_LESSON = added(lessons)
_COUNT = select(func.count()).where(_OF)
_WAITING = select(lessons.c.taught).where(_OF).order_by(lessons.c.id)
_LEARNT = delete(lessons).where(_OF)


def recall(tx: Connection, publisher: str) -> Memory:
    row = tx.execute(select(publisher_memory).where(publisher_memory.c.publisher == publisher)).one_or_none()
    known = NO_MEMORY if row is None else Memory(row.items, row.lines, row.topics)
    return reduce(learn, tx.scalars(_WAITING, {"of": publisher}), known)


def teach(tx: Connection, publisher: str, lesson: Lesson) -> None:
    """Only inside the one transaction that stores the item: then nothing is taught twice or lost."""
    tx.execute(_LESSON, {"publisher": publisher, "taught": lesson})
    if tx.execute(_COUNT, {"of": publisher}).scalar_one() < WAITING:
        return
    learnt = recall(tx, publisher)
    tx.execute(_LEARNT, {"of": publisher})
    row = {"items": learnt.items, "lines": learnt.lines, "topics": learnt.topics}
    statement = insert(tx, publisher_memory).values(publisher=publisher, **row)
    tx.execute(statement.on_conflict_do_update(index_elements=["publisher"], set_=row))
