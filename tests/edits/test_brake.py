"""A site that is rebuilt is no news; news are, however many."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.ingest.brake import LEAST
from bot.ports import Store
from tests.build import feed
from tests.edits.desk import Room

DAY = timedelta(days=1)
SHIPS = (
    "Aurora", "Borealis", "Cassandra", "Dunkirk", "Esmeralda", "Fortuna", "Gibraltar", "Hercules", "Ithaca", "Juno",
    "Kestrel", "Leviathan", "Marigold", "Nautilus", "Osprey", "Pelican", "Quasar", "Raven", "Siren",
)  # fmt: skip


def publish(room: Room, *numbers: int, age: timedelta = timedelta(), prefix: str = "", **changes: Any) -> None:
    """Items of their own, each a minute after the one before."""
    for n in numbers:
        ship = f"{SHIPS[n % len(SHIPS)]} {n}"
        room.publish(
            f"{prefix}{n}",
            f"Freighter {ship} arrives at northern terminal",
            f"The freighter {ship} arrived with {n} containers of {ship} cargo, the harbour master of pier {n} said.",
            **{"published": room.now - age + timedelta(minutes=n), **changes},
        )


async def listing(room: Room, count: int = 10) -> None:
    """A feed at work: `count` items that were news over five days."""
    for n in range(count):
        publish(room, n)
        await room.poll(later=5 * DAY / count)


def rebuild(room: Room, **changes: object) -> None:
    """Other guids and addresses for all that is listed."""
    room.channel.pieces = [
        replace(piece, guid=f"new-{piece.guid}", link=f"https://rebuilt.example/a/{piece.guid}", **changes)  # type: ignore[arg-type]
        for piece in room.channel.pieces
    ]


@pytest.fixture
async def room(store: Store) -> Room:
    room = await Room(store, feed(1)).opened()
    await room.poll()
    return room


async def braked(room: Room) -> tuple[int, int]:
    """How many are known as renamed, and as old."""
    found = await room.store.brakes.untold()
    return sum(len(brake.renamed) for brake in found), sum(len(brake.old) for brake in found)


# ---------------------------------------------------------------- no news


async def test_a_rebuilt_site_with_other_addresses_and_dates_is_no_news(room: Room) -> None:
    await listing(room)
    alerts = await room.alerts()
    rebuild(room, published=room.now)
    result = await room.poll()
    assert (result.new, await room.alerts(), await braked(room)) == (0, alerts, (10, 0))
    assert (await room.poll()).new == 0
    publish(room, 11)
    assert (await room.poll()).new == 1, "what comes after is news"


async def test_a_rebuilt_site_without_dates_and_with_longer_texts_is_no_news(room: Room) -> None:
    await listing(room)
    rebuild(room, published=None)
    room.channel.pieces = [
        replace(piece, text=piece.text + " Read more on our new site.") for piece in room.channel.pieces
    ]
    assert (await room.poll()).new == 0
    assert await braked(room) == (10, 0)


async def test_a_small_feed_that_is_renamed_as_a_whole_is_no_news(room: Room) -> None:
    await listing(room, 3)
    rebuild(room, published=room.now)
    assert (await room.poll()).new == 0


async def test_news_among_renamed_items_are_alerted(room: Room) -> None:
    await listing(room)
    alerts = await room.alerts()
    rebuild(room, published=room.now)
    publish(room, 11, 12)
    assert (await room.poll()).new == 2
    assert len(await room.alerts()) == len(alerts) + 2


async def test_an_archive_that_is_dug_up_is_stored_silently(room: Room) -> None:
    await listing(room)
    alerts = await room.alerts()
    publish(room, *range(20, 30), age=9 * DAY)
    publish(room, 30)
    assert (await room.poll()).new == 11
    assert len(await room.alerts()) == len(alerts) + 1
    assert await braked(room) == (0, 10)


async def test_several_polls_of_one_rebuild_are_one_brake(room: Room) -> None:
    await listing(room)
    publish(room, *range(20, 30), age=9 * DAY)
    await room.poll()
    (brake,) = await room.store.brakes.untold()
    await room.store.brakes.told([brake.feed_id])
    publish(room, *range(30, 40), age=9 * DAY)
    await room.poll()
    assert await room.store.brakes.untold() == ()
    room.now += DAY
    publish(room, *range(40, 50), age=9 * DAY)
    await room.poll()
    (again,) = await room.store.brakes.untold()
    assert len(again.old) == 10


async def test_what_was_old_can_be_sent_after_all_once(room: Room) -> None:
    await listing(room)
    alerts = await room.alerts()
    publish(room, *range(20, 30), age=9 * DAY)
    publish(room, 31, age=60 * DAY)
    await room.poll()
    brakes = room.store.brakes
    assert await brakes.release("feed-1", room.now - 30 * DAY) == 10
    assert len(await room.alerts()) == len(alerts) + 10
    assert await brakes.release("feed-1", room.now - 30 * DAY) == 0


# ---------------------------------------------------------------- news


async def test_thirty_new_items_after_an_outage_are_news(room: Room) -> None:
    await listing(room)
    for n in range(30):
        publish(room, 20 + n)
        room.now += timedelta(hours=4)
    room.channel.pieces = room.channel.pieces[:30]
    assert (await room.poll()).new == 30
    assert await braked(room) == (0, 0)


async def test_a_desk_with_forty_an_hour_is_news(room: Room) -> None:
    await listing(room)
    for hour in range(3):
        publish(room, *range(100 * hour + 20, 100 * hour + 60), prefix=f"{hour}-")
        room.channel.pieces = room.channel.pieces[:40]
        assert (await room.poll(later=timedelta(hours=1))).new == 40
    assert await braked(room) == (0, 0)


@pytest.mark.parametrize("changes", [{}, {"published": None}], ids=["dated", "undated"])
async def test_a_listing_that_is_new_as_a_whole_is_news(room: Room, changes: dict[str, Any]) -> None:
    await listing(room)
    room.channel.pieces = []
    publish(room, *range(20, 35), **changes)
    assert (await room.poll()).new == 15
    assert await braked(room) == (0, 0)


async def test_a_feed_that_stood_still_and_catches_up_is_news(room: Room) -> None:
    await listing(room)
    for _ in range(6):
        await room.poll(later=DAY)
    for n in range(20):
        publish(room, 20 + n, published=room.now - timedelta(hours=7 * n))
    assert (await room.poll()).new == 20
    assert await braked(room) == (0, 0)


async def test_headlines_that_recur_with_other_texts_are_news(room: Room) -> None:
    for week in range(2):
        room.channel.pieces = []
        for n in range(8):
            room.publish(
                f"{week}-{n}",
                f"Daily notice of section number {n}",
                f"Case {week * 31 + n} is heard by {SHIPS[n + week]}.",
            )
        assert (await room.poll(later=7 * DAY)).new == 8
    assert await braked(room) == (0, 0)


async def test_notices_that_recur_word_for_word_are_taken_for_a_rebuilt_site_once(room: Room) -> None:
    found = []
    for week in range(4):
        room.channel.pieces = []
        for n in range(8):
            room.publish(f"{week}-{n}", f"Daily list of section number {n}", "The list of the section is out now.")
        found.append((await room.poll(later=7 * DAY)).new)
    assert found == [8, 0, 8, 8]


async def test_items_that_stay_listed_have_not_been_renamed(room: Room) -> None:
    await listing(room)
    for piece in list(room.channel.pieces):
        room.publish(f"again-{piece.guid}", piece.title, piece.text)
    assert (await room.poll()).new == 10


async def test_few_old_items_are_news(room: Room) -> None:
    await listing(room)
    publish(room, *range(20, 20 + LEAST - 1), age=9 * DAY)
    assert (await room.poll()).new == LEAST - 1
    assert len(await room.alerts()) == 10 + LEAST - 1


async def test_old_items_among_more_new_ones_are_news(room: Room) -> None:
    await listing(room)
    publish(room, *range(20, 26), age=9 * DAY)
    publish(room, *range(30, 37))
    assert (await room.poll()).new == 13
    assert len(await room.alerts()) == 23


async def test_a_feed_whose_items_are_old_when_they_come_is_news(room: Room) -> None:
    for week in range(4):
        publish(room, *range(50 * week, 50 * week + 4), age=9 * DAY, prefix="court-")
        publish(room, 50 * week + 20, prefix="fresh-")
        await room.poll(later=7 * DAY)
    before = len(await room.alerts())
    publish(room, *range(300, 310), age=9 * DAY, prefix="court-")
    assert (await room.poll()).new == 10
    assert len(await room.alerts()) == before + 10
