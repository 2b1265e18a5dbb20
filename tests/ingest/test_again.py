"""What later items teach of a publisher cleans the ones before, silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.clean.memory import lesson
from bot.ingest.grouping import Grouping
from bot.model import Item, Removed, Tagger
from bot.understand.edition import edition
from tests.build import NOON, article, at, new_item, tagged
from tests.ingest.conftest import World

QUAY = "The view from the quay"
SUBJECTS = ("Caracas opens its harbour", "Oslo elects a mayor", "Lagos builds a bridge")


async def test_items_before_are_cleaned_of_what_a_later_one_showed_to_repeat(world: World) -> None:
    await _store(world, repeated=True)
    assert await world.ingest.later.tick() == len(SUBJECTS)
    assert [item.body for item in await _items(world)] == [f"{subject} today." for subject in SUBJECTS]
    assert await world.changed() == []
    assert await world.ingest.later.tick() == 0


async def test_items_stay_as_they_are_while_nothing_is_shown(world: World) -> None:
    await _store(world, repeated=False)
    assert await world.ingest.later.tick() == 0
    assert all(QUAY in item.body for item in (await _items(world))[:2])


async def test_items_from_long_before_stay_as_they_are(world: World) -> None:
    world.now = NOON + timedelta(days=9)
    await _store(world, repeated=True)
    assert await world.ingest.later.tick() == 0


async def _store(world: World, *, repeated: bool) -> None:
    grouping = Grouping(world.store, lambda: world.now)
    for n, subject in enumerate(SUBJECTS):
        text = f"{subject} today."
        made = article(n, title=subject, dek="", body=f"{text}\n\n{QUAY}")
        if repeated and n == len(SUBJECTS) - 1:
            made = replace(made, body=text, removed=(Removed(QUAY, "repeated in 2 items of this publisher"),))
        tags = replace(tagged(n), article=made)
        new = replace(new_item(n, first_seen=NOON), tagged=tags, published=at(-n), lesson=lesson(made), silent=True)
        await grouping.add(replace(new, edition=edition(Tagger.FULL)))


async def _items(world: World) -> tuple[Item, ...]:
    return await world.store.archive.added_after(0, since=NOON - timedelta(days=30))
