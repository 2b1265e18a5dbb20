"""Three busy days in short: `python -m tests.watches.busy` replays a whole week."""

from __future__ import annotations

from pathlib import Path

from bot.store import open_store
from tests.watches.busy import live, miscounted, missing, over_the_cap, told_twice, unsettled

CHATS = 20


async def test_in_busy_days_the_ledger_adds_up_and_nobody_gets_more_than_the_cap(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/busy.db")
    try:
        busy = await live(store, seed=13, reports=70, chats=CHATS, days=3, minutes=60, often=0.6)
        assert await miscounted(busy, CHATS) == [], "/missed counts all"
    finally:
        await store.close()
    assert missing(busy) == (set(), set())
    assert unsettled(busy) == []
    assert len(busy.done) >= 9, "nearly all that can happen has"
    assert any(one.cap == 1 for one in busy.watches.values())
    assert over_the_cap(busy) == []
    assert told_twice(busy) == []
