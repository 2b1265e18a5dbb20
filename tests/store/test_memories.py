"""What publishers' items teach is stored with the item, once."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from bot.clean.memory import MAX_LINES, learn
from bot.model import NO_MEMORY, Lesson
from bot.ports import Store
from bot.store.memories import WAITING
from tests.build import new_item

FIRST = Lesson(frozenset({1, 2**48 - 1, 7}), frozenset({5, 2**24 - 1}))
SECOND = Lesson(frozenset({7, 8}), frozenset({6}))


async def test_items_teach_their_publishers_memory(store: Store) -> None:
    assert await store.archive.memory("Outlet 1") == NO_MEMORY
    await store.archive.add(replace(new_item(1), lesson=FIRST))
    await store.archive.add(replace(new_item(2), lesson=SECOND))
    found = await store.archive.memory("Outlet 1")
    assert found == learn(learn(NO_MEMORY, FIRST), SECOND)
    assert found.lines[7].items == 2
    assert await store.archive.memory("Outlet 2") == NO_MEMORY


async def test_an_item_that_is_there_already_teaches_nothing(store: Store) -> None:
    await store.archive.add(replace(new_item(1), lesson=FIRST))
    assert await store.archive.add(replace(new_item(2, keys=("key-1",)), lesson=SECOND)) is None
    assert (await store.archive.memory("Outlet 1")).items == 1


async def test_an_item_without_a_lesson_teaches_nothing(store: Store) -> None:
    await store.archive.add(new_item(1))
    assert await store.archive.memory("Outlet 1") == NO_MEMORY


async def test_a_full_memory_comes_back_in_its_order(store: Store) -> None:
    for n in range(3):
        lesson = Lesson(frozenset(range(n * 500, n * 500 + 500)))
        await store.archive.add(replace(new_item(n), lesson=lesson))
    found = await store.archive.memory("Outlet 1")
    assert len(found.lines) == MAX_LINES
    assert list(found.lines)[-1] in range(1000, 1500)


async def test_every_item_teaches_once_however_often_the_memory_is_written(store: Store) -> None:
    taught = [Lesson(frozenset({n, n + 1}), frozenset({n})) for n in range(2 * WAITING + 3)]
    for n, lesson in enumerate(taught):
        await store.archive.add(replace(new_item(n), lesson=lesson))
        found = await store.archive.memory("Outlet 1")
        assert found == reduce(learn, taught[: n + 1], NO_MEMORY)
    assert await store.archive.memory("Outlet 2") == NO_MEMORY
