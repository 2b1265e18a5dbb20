"""The turnstile: one thing at a time for each person, nobody waits for another, and a queue has an end."""

from __future__ import annotations

import asyncio

from handlers.access import Turn, Turnstile
from handlers.commands import COMMANDS, available, listed


async def test_a_person_is_served_in_order_and_others_beside_them() -> None:
    turnstile, done, gate = Turnstile(), list[str](), asyncio.Event()

    async def visit(user: int, name: str) -> None:
        async with turnstile.turn(user) as turn:
            assert turn is Turn.MINE
            if name == "first":
                await gate.wait()
            done.append(name)

    tasks = [asyncio.create_task(visit(user, name)) for user, name in ((1, "first"), (1, "second"), (2, "other"))]
    await tasks[2]
    assert done == ["other"]
    gate.set()
    await asyncio.gather(*tasks)
    assert done == ["other", "first", "second"]


async def test_beyond_the_queue_one_is_told_once() -> None:
    turnstile, gate = Turnstile(queue=2), asyncio.Event()

    async def wait() -> None:
        async with turnstile.turn(1):
            await gate.wait()

    async def look() -> Turn:
        async with turnstile.turn(1) as turn:
            return turn

    waiting = [asyncio.create_task(wait()) for _ in range(2)]
    await asyncio.sleep(0)
    assert [await look() for _ in range(3)] == [Turn.TOO_FAST, Turn.DROPPED, Turn.DROPPED]
    gate.set()
    await asyncio.gather(*waiting)
    assert await look() is Turn.MINE


async def test_a_turn_that_fails_lets_the_next_in() -> None:
    turnstile = Turnstile()
    try:
        async with turnstile.turn(1):
            raise RuntimeError
    except RuntimeError:
        pass
    async with turnstile.turn(1) as turn:
        assert turn is Turn.MINE


def test_the_table_fits_telegrams_menu() -> None:
    names = [command.name for command in COMMANDS]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name.islower() and len(name) <= 32 for name in names)
    assert all(3 <= len(command.description) <= 256 for command in COMMANDS)


def test_leaving_out_a_command_leaves_it_out() -> None:
    offered = available({"ask", "text"})
    assert "ask" not in [command.name for command in offered]
    assert ("x_help", "What you can do here") in listed(offered, "x_", admin=False)
    assert "x_feeds" not in dict(listed(offered, "x_", admin=False))
