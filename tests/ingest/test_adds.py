"""What an item adds to its story is worked out when it joins, and kept with it."""

from __future__ import annotations

from dataclasses import replace

from bot.ingest.grouping import Grouping
from bot.model import Item, NoveltyKind
from tests.build import NOON, article, at, new_item, tagged
from tests.ingest.conftest import World

LEAD = (
    "A blast tore through the crowded Pul-e-Khishti market in central Kabul on Monday morning, Afghan officials said."
)


async def _added(world: World, n: int, title: str) -> Item:
    made = article(n, title=title, dek="", body=f"{LEAD} Ambulances rushed to the scene and roads were closed.")
    new = replace(new_item(n, first_seen=at(n), publisher=f"Outlet {n}"), tagged=replace(tagged(n), article=made))
    world.now = at(n)
    item = await Grouping(world.store, lambda: world.now).add(new)
    assert item is not None
    return item


async def test_a_toll_is_what_the_second_report_adds(world: World) -> None:
    world.now = NOON
    first = await _added(world, 1, "Blast hits Pul-e-Khishti market in Kabul")
    second = await _added(world, 2, "Blast at Pul-e-Khishti market in Kabul kills 12")
    assert first.story_id == second.story_id
    assert first.adds == ()
    assert [(one.kind, one.what, one.strong) for one in second.adds] == [(NoveltyKind.NUMBER, "12 killed", True)]
    assert (await world.store.archive.get(second.id)) == second


async def test_a_rewrite_adds_nothing(world: World) -> None:
    first = await _added(world, 1, "Blast hits Pul-e-Khishti market in Kabul")
    second = await _added(world, 2, "Kabul: a blast hits the Pul-e-Khishti market")
    assert (first.story_id, second.adds) == (second.story_id, ())
