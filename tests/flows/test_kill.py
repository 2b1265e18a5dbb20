"""Killed at any moment, the bot loses no alert and repeats at most the one in flight; told to stop, not even that."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from bot.sandbox import Fault, FaultKind
from tests.flows.conftest import World
from tests.flows.process import bot_process

KILLS = 5
HEADLINES = (
    "Finland joins the alliance in Brussels",
    "Grain ships leave Odesa under a new deal",
    "Canal reopens after the stranded ship floats",
    "Presidents of Guyana and Venezuela meet on an island",
    "Saudi and Iranian envoys shake hands in Beijing",
    "Sweden hands over its papers in Washington",
    "Envoys sign an electoral accord in Barbados",
    "Treasury grants an oil licence for half a year",
    "Parliament in Budapest votes at last",
    "Salvage tugs arrive at the waterway",
    "Foreign minister lands in Havana",
    "Court in The Hague hears a border case",
)


def alerts(world: World, user: int) -> Counter[str]:
    """How often each headline came."""
    first = [text.splitlines()[0] for text in world.texts(user) if text]
    return Counter(line for line in first if line in HEADLINES)


async def followed(world: World) -> int:
    user: int = world.sandbox.desk_id
    world.sandbox.say(user, "/follow all each")
    await world.until(lambda: any("every" in t.lower() or "all" in t.lower() for t in world.texts(user)), 90.0)
    await world.polled(times=3)
    return user


def publish(world: World, n: int) -> None:
    channel = ("harbour", "meridian")[n % 2]
    world.news[channel].publish(
        f"item-{n}", HEADLINES[n], f"{HEADLINES[n]}. More was not known at first, report {n} says."
    )


async def test_killed_at_random_nothing_is_lost_and_little_repeats(world: World) -> None:
    rng = random.Random(20)
    async with bot_process(world.telegram, world.directory) as bot:
        await bot.start()
        user = await followed(world)
        published = 0
        for _ in range(KILLS):
            for _ in range(2):
                publish(world, published)
                published += 1
            await asyncio.sleep(rng.uniform(0.2, 3.5))
            await bot.end(signal.SIGKILL)
            await bot.start()
            await world.until(lambda: world.sandbox.calls("getMe"), 60.0)
        while published < len(HEADLINES):
            publish(world, published)
            published += 1
        await world.until(lambda: len(alerts(world, user)) == len(HEADLINES), 120.0)
        await world.polled(times=3)
        came = alerts(world, user)
        assert set(came) == set(HEADLINES)
        assert sum(came.values()) - len(came) <= KILLS
        assert max(came.values()) <= 2
        await bot.end(signal.SIGTERM)
    with sqlite3.connect(world.directory / "w.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM items").fetchone() == (len(HEADLINES),)
    database.close()


async def test_killed_in_the_first_poll_what_comes_after_it_is_news_and_the_backlog_is_not(world: World) -> None:
    for n in range(6):
        publish(world, n)
    async with bot_process(world.telegram, world.directory) as bot:
        await bot.start()
        user = world.sandbox.desk_id
        world.sandbox.start(user)
        world.sandbox.say(user, "/follow all each")
        await world.until(lambda: any("every report" in text for text in world.texts(user)), 30.0)
        await world.until(lambda: stored(world) == 6, 60.0)
        await bot.end(signal.SIGKILL)
        publish(world, 6)
        publish(world, 7)
        await bot.start()
        await world.until(lambda: set(alerts(world, user)) >= set(HEADLINES[6:8]), 90.0)
        await world.polled(times=2)
        assert set(alerts(world, user)) == set(HEADLINES[6:8])


def stored(world: World) -> int:
    """How many items are in the archive, read or not."""
    with contextlib.closing(sqlite3.connect(world.directory / "w.db")) as database:
        (count,) = database.execute("SELECT count(*) FROM items").fetchone()
    return int(count)


async def test_sigterm_in_a_broadcast_finishes_and_repeats_nothing(world: World) -> None:
    async with bot_process(world.telegram, world.directory) as bot:
        await bot.start()
        user = await followed(world)
        for n in range(4):
            publish(world, n)
        await world.until(lambda: alerts(world, user), 60.0)
        assert await bot.end(signal.SIGTERM) == 0
        await bot.start()
        await world.until(lambda: len(alerts(world, user)) == 4, 90.0)
        await world.polled(times=2)
        assert set(alerts(world, user).values()) == {1}


async def test_a_second_bot_on_the_same_database_refuses_and_doubles_nothing(world: World, tmp_path: Path) -> None:
    async with bot_process(world.telegram, world.directory) as first:
        await first.start()
        user = await followed(world)
        async with bot_process(world.telegram, world.directory) as second:
            process = await second.start()
            assert await asyncio.wait_for(process.wait(), 60.0) == 1
        assert "already" in first.log() or "another" in first.log().lower()
        publish(world, 0)
        await world.until(lambda: alerts(world, user), 60.0)
        await world.polled(times=2)
        assert set(alerts(world, user).values()) == {1}


@pytest.mark.parametrize("fault", ["LOST", "HTML"])
async def test_a_lost_reply_of_telegram_repeats_one_message_at_most(world: World, fault: str) -> None:
    async with world.bot():
        user = await followed(world)
        status = 502 if fault == "HTML" else 500
        world.sandbox.fail(Fault(FaultKind[fault], method="sendMessage", chat_id=user, status=status))
        publish(world, 0)
        await world.until(lambda: alerts(world, user), 60.0)
        await world.polled(times=4)
        assert sum(alerts(world, user).values()) <= (2 if fault == "LOST" else 1)
