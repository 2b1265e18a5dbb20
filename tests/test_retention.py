"""The night's work: what is old goes, once a night, whatever happened before; and nothing comes back as news."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import retention
from bot.model import NotModified, SearchQuery
from bot.ports import Store
from bot.retention import NIGHT, NOISE, Forgetting, Retention
from bot.store import open_store
from tests.build import NOON, feed, new_item
from tests.test_polls import OWN, World, news

DAY = timedelta(days=1)
KEEP = 30 * DAY


@dataclass
class House:
    """An archive, and the clock on its wall."""

    store: Store
    now: datetime = NOON

    async def nights(self, count: int = 1, *, keep: timedelta | None = KEEP) -> list[int]:
        """That many nights later; the numbers of the items that are left."""
        for _ in range(count):
            self.now += DAY
            await Retention(self.store, lambda: self.now, keep).tick()
        return sorted(hit.item.id for hit in await self.store.archive.search(SearchQuery(limit=100)))

    async def came(self, n: int, ago: timedelta) -> None:
        assert await self.store.archive.add(new_item(n, first_seen=self.now - ago, silent=True))


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setattr(retention, "PAUSE", 0)
    store = await open_store(f"sqlite:///{tmp_path / 'w.db'}")
    yield House(store)
    await store.close()


async def test_what_is_older_than_is_kept_goes_and_the_rest_stays(house: House) -> None:
    for n, days in enumerate((40, 31, 28, 1), start=1):
        await house.came(n, days * DAY)
    assert await house.nights() == [3, 4]
    assert await house.nights() == [3, 4]
    assert await house.nights() == [4], "a day more than 30 by now"


async def test_keeping_everything_keeps_everything(house: House) -> None:
    await house.came(1, 9000 * DAY)
    assert await house.nights(keep=None) == [1]


async def test_many_items_go_in_many_transactions(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    monkeypatch.setattr(retention, "STRETCH", 7)
    for n in range(1, 30):
        await house.came(n, 40 * DAY if n % 5 else DAY)
    assert await house.nights() == [5, 10, 15, 20, 25]


async def test_it_is_done_once_a_night_and_made_up_for(house: House) -> None:
    house.now = NOON.replace(hour=NIGHT, minute=30)
    at_night = house.now
    await house.nights(0)
    await Retention(house.store, lambda: house.now, KEEP).tick()
    await house.came(1, 40 * DAY)
    for hours in (1, 12, 23):
        house.now = at_night + timedelta(hours=hours)
        await Retention(house.store, lambda: house.now, KEEP).tick()
        assert await house.store.archive.get(1) is not None
    house.now = at_night + timedelta(days=3, hours=9)  # as after days without the bot
    await Retention(house.store, lambda: house.now, KEEP).tick()
    assert await house.store.archive.get(1) is None


async def test_a_night_that_broke_off_is_taken_up_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for n in range(1, 8):
        await house.came(n, 40 * DAY)
    calls = 0

    async def third_fails(_: float) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError("the lights went out")

    with monkeypatch.context() as broken:
        broken.setattr("bot.retention.asyncio.sleep", third_fails)
        with pytest.raises(OSError, match="lights"):
            await house.nights()
    await Retention(house.store, lambda: house.now, KEEP).tick()
    assert await house.nights(0) == []


async def test_a_clock_that_leaps_costs_little_and_a_changed_setting_is_obeyed(house: House) -> None:
    for n, days in enumerate((395, 340, 100, 1), start=1):
        await house.came(n, days * DAY)
    assert await house.nights(keep=400 * DAY) == [1, 2, 3, 4]
    house.now += 365 * DAY
    assert await house.nights(keep=400 * DAY) == [2, 3, 4], "a month more than last time"
    house.now -= 364 * DAY
    assert await house.nights(keep=KEEP) == [4]


async def test_what_a_feed_still_lists_is_kept_and_what_it_digs_up_is_no_news(house: House) -> None:
    await house.store.feeds.sync((feed(1, topics=()),), NOON)
    world = World(house.store, web={OWN: news(5)})
    await world.polls(1)
    world.web[OWN] = news(3)
    await world.polls(1)
    world.web[OWN] = NotModified()
    await world.polls(1)
    assert len(await house.nights(40)) == 3, "those that it lists"
    world.now = house.now
    world.web[OWN] = news(5)
    await world.polls(2)
    assert await house.store.outbox.changes() == ()
    assert len(await world.titles()) == 3
    assert len(await house.nights(3)) == 3
    world.web[OWN] = news(6)
    await world.polls(1)
    assert len(await house.store.outbox.changes()) == 1, "news is news"


async def test_a_tombstone_stays_while_a_feed_lists_it_and_goes_long_after(house: House) -> None:
    await house.store.feeds.sync((feed(1),), NOON)
    await house.came(1, 40 * DAY)
    await house.nights()
    world = World(house.store, now=house.now, web={OWN: news(1)})
    await world.polls(1)
    (state,) = await house.store.feeds.list()
    assert len(state.listed) == 1
    assert (await house.store.archive.counts()).purged == 1
    house.now += retention.TOMBSTONES + DAY
    await house.nights()
    assert (await house.store.archive.counts()).purged == 0


async def test_a_tombstone_that_is_listed_is_kept_for_ever(house: House) -> None:
    await house.store.feeds.sync((feed(1),), NOON)
    world = World(house.store, web={OWN: news(2)})
    await world.polls(1)
    world.web[OWN] = news(1)
    await world.polls(1)
    await house.nights(40)
    world.now = house.now
    world.web[OWN] = news(2)
    await world.polls(1)
    assert (await house.store.archive.counts()).purged == 1
    for _ in range(4):
        house.now += 3 * 365 * DAY
        await house.nights()
    assert (await house.store.archive.counts()).purged == 1


async def test_names_that_one_old_report_had_are_forgotten_once_a_night(house: House) -> None:
    assert await house.store.archive.add(new_item(1, actors=(1,)))
    await Forgetting(house.store, lambda: house.now).tick()
    assert await house.store.actors.get("person-1"), "it is fresh"
    house.now += NOISE + timedelta(hours=1)
    await Forgetting(house.store, lambda: house.now).tick()
    assert await house.store.actors.get("person-1") is None
    assert await house.store.archive.add(new_item(2, actors=(2,), first_seen=house.now - 2 * NOISE))
    await Forgetting(house.store, lambda: house.now + timedelta(hours=1)).tick()
    assert await house.store.actors.get("person-2"), "not twice in a night"
