"""A crash between any two steps of an edit or a brake: the next poll finds what is missing, and nothing comes twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import open_store
from tests.edits.desk import Room
from tests.store.cut import Cut, cut_at

Change = Callable[[Room], None]


def edit_three(room: Room) -> None:
    for n in range(3):
        room.channel.edit(f"{n}", title=f"Headline {n} of the harbour was edited", text=f"Text {n} is another now.")


def rebuild(room: Room) -> None:
    room.channel.pieces = [
        replace(piece, guid=f"new-{piece.guid}", link=f"{piece.link}/new", published=room.now)
        for piece in room.channel.pieces
    ]


def dig_up(room: Room) -> None:
    for n in range(10, 16):
        room.publish(f"{n}", f"Old headline {n} of the harbour", f"Text {n}.", published=room.now - timedelta(days=9))


async def outcome(room: Room) -> tuple[object, ...]:
    """All that a crash must not change."""
    items = [await room.store.archive.get(n) for n in range(1, 20)]
    texts = [(item.title, item.body, item.url) for item in items if item is not None]
    versions = [(v.item_id, v.title, v.body) for v in await room.store.versions.of(list(range(20)))]
    brakes = [(len(brake.renamed), len(brake.old)) for brake in await room.store.brakes.untold()]
    return texts, versions, await room.alerts(), brakes


async def begun(path: Path) -> Room:
    room = await Room(await open_store(f"sqlite:///{path}")).opened()
    await room.poll()
    for n in range(6):
        room.publish(f"{n}", f"Headline {n} of the harbour", f"Text {n} as it was.")
    await room.poll()
    return room


@pytest.mark.parametrize("change", [edit_three, rebuild, dig_up])
async def test_cut_anywhere_the_next_poll_ends_it(tmp_path: Path, change: Change) -> None:
    whole = await begun(tmp_path / "whole.db")
    change(whole)
    await whole.poll()
    expected = await outcome(whole)
    await whole.store.close()
    assert expected[1:] != ([], expected[2], []), "it changes something"
    for n in range(1, 400, 7):
        room = await begun(tmp_path / f"{n}.db")
        change(room)
        try:
            with cut_at(room.store, n):
                await room.poll()
            break
        except Cut:
            await room.store.free_leases()
            await room.poll(later=timedelta())
            assert await outcome(room) == expected, f"cut at statement {n}"
        finally:
            await room.store.close()
    else:
        pytest.fail("a poll of so many statements")
