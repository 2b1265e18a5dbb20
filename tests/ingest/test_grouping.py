"""Grouping follows the archive: what another process stored, what merged and what split, also after a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.ingest.grouping import ONE_EVENT, Grouping
from bot.model import Item
from bot.ports import Store
from bot.store import open_store
from tests.build import at, new_item

FERRY = (
    "Ferry runs aground near Bergen in thick fog",
    "A ferry with 120 passengers ran aground near Bergen on Friday morning. All were taken ashore by boat, and nobody"
    " was hurt, the rescue service said. The ship is to be towed to a yard at high tide.",
)
FERRY_TOLD_AGAIN = (
    "Passengers rescued from ferry aground off Bergen",
    "Rescue boats took 120 passengers ashore from a ferry that ran aground in fog near Bergen. The ship will be towed.",
)
BUDGET = (
    "Parliament passes budget after debate through the night",
    "Lawmakers in Oslo approved the budget with a narrow majority after fourteen hours of debate on Friday.",
)

Opener = Callable[[], Awaitable[Store]]


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opener]:
    """The same database once more, as another process opens it."""
    stores: list[Store] = []

    async def opener() -> Store:
        stores.append(await open_store(f"sqlite:///{tmp_path / 'wirewatch.db'}"))
        return stores[-1]

    yield opener
    for store in stores:
        await store.close()


class Process:
    """A process that stores items at the minute of their number."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.grouping = Grouping(store, lambda: at(600))

    async def add(self, n: int, told: tuple[str, str], publisher: str) -> Item:
        new = new_item(n, title=told[0], body=told[1], publisher=publisher, first_seen=at(n), published=at(n))
        item = await self.grouping.add(new)
        assert item is not None
        return item


async def test_story_that_another_process_opened_is_joined(opened: Opener) -> None:
    bot, poll = Process(await opened()), Process(await opened())
    await bot.add(1, BUDGET, "Harbour Post")
    first = await poll.add(2, FERRY, "Harbour Post")
    assert (await bot.add(3, FERRY_TOLD_AGAIN, "Lantern News")).story_id == first.story_id
    assert (await poll.add(4, FERRY, "Fjord Times")).story_id == first.story_id


async def test_open_stories_survive_a_restart(opened: Opener) -> None:
    first = await Process(await opened()).add(1, FERRY, "Harbour Post")
    assert (await Process(await opened()).add(2, FERRY_TOLD_AGAIN, "Lantern News")).story_id == first.story_id


async def test_a_split_made_elsewhere_is_followed(opened: Opener) -> None:
    bot = Process(await opened())
    first = await bot.add(1, BUDGET, "Harbour Post")
    moved = await bot.add(2, FERRY, "Harbour Post")
    store = await opened()
    await store.regroupings.merge(moved.story_id, first.story_id, "by mistake", at(3))
    split = await store.regroupings.split([moved.id], "not one event", at(4))
    assert split is not None
    assert (await bot.add(5, FERRY_TOLD_AGAIN, "Lantern News")).story_id == split.target


async def test_a_merge_made_elsewhere_is_followed(opened: Opener) -> None:
    bot = Process(await opened())
    first, second = await bot.add(1, BUDGET, "Harbour Post"), await bot.add(2, FERRY, "Harbour Post")
    merged = await (await opened()).regroupings.merge(second.story_id, first.story_id, "somebody saw it so", at(3))
    assert merged is not None
    assert (await bot.add(4, FERRY_TOLD_AGAIN, "Lantern News")).story_id != second.story_id


FIRE = (
    "Blaze at chemical plant in Antwerp port sends smoke over suburbs",
    "Smoke drifted over northern suburbs on Tuesday as firefighters fought a blaze in a warehouse of solvents."
    " Residents were told to keep windows shut, and schools sent pupils home early.",
)
BLAST = (
    "Explosion injures eleven workers at Antwerp solvent maker",
    "Eleven workers were taken to hospital, three with severe burns, after an explosion in a storage tank at Verbeke"
    " Solvents. Prosecutors opened an inquiry into the company's safety record.",
)
BOTH = (
    "Antwerp plant explosion injures eleven; blaze sends smoke over suburbs",
    "An explosion in a tank at Verbeke Solvents injured eleven workers, three with severe burns, and set a warehouse"
    " ablaze in the port. Smoke drifted over northern suburbs; residents were told to keep windows shut. Prosecutors"
    " opened an inquiry.",
)


async def test_a_report_that_tells_two_stories_as_one_event_merges_them(opened: Opener) -> None:
    bot, poll = Process(await opened()), Process(await opened())
    await bot.add(1, BUDGET, "Harbour Post")
    first, second = await bot.add(2, FIRE, "Harbour Post"), await poll.add(3, BLAST, "Meridian Daily")
    assert first.story_id != second.story_id
    assert (await bot.add(4, BOTH, "Lantern News")).story_id == first.story_id
    story = await bot.store.archive.story(second.story_id)
    assert story is not None
    assert [item.id for item in story.items] == [2, 3, 4]
    (done,) = await bot.store.regroupings.of(second.story_id)
    assert done.reason == ONE_EVENT
    assert (await poll.add(5, BLAST, "Fjord Times")).story_id == first.story_id


async def test_a_report_that_fits_one_of_two_stories_merges_nothing(opened: Opener) -> None:
    bot = Process(await opened())
    for n, told in enumerate((BUDGET, FIRE, BLAST), 1):
        await bot.add(n, told, f"Outlet {n}")
    await bot.add(4, FIRE, "Lantern News")
    assert (await bot.store.regroupings.newest())[1] == 0
