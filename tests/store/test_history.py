"""A feed's life in short, on the real ingest, store and alerts; `python -m tests.edits.history` replays long ones."""

from __future__ import annotations

from bot.ports import Store
from tests.edits.history import live


async def test_a_feeds_life_brings_exactly_its_items_versions_and_alerts(store: Store) -> None:
    life = await live(store, seed=2, polls=50)
    assert len(life.sender.headlines) > 20
    assert sum(len(one.former) for one in life.items) > 5
