"""A newsroom's ingest on an empty SQLite file, past its silent first poll."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports import Store
from bot.store import open_store
from tests.edits.desk import Room


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path / 'w.db'}")
    yield opened
    await opened.close()


@pytest.fixture
async def room(store: Store) -> Room:
    """One feed with one item of its backlog, number 1."""
    room = await Room(store).opened()
    room.publish("backlog", "Harbour opens its new lighthouse", "The lighthouse was opened on Monday by the mayor.")
    await room.poll()
    return room
