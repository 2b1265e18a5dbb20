"""The watches in memory follow the table: what is new, what is gone, what is paused, what is on something else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import match
from bot.alerts.watchlist import Watchlist
from bot.model import Mode
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON, chat, item, subject

NEWS = match.Reading(item(1, countries=("VE",), body="Oil prices fell."))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/t.db")
    yield opened
    await opened.close()


async def wanting(known: Watchlist) -> list[int]:
    await known.refresh()
    return [watch.id for watch in await known.wanting(NEWS)]


async def test_what_is_gone_is_taken_out_and_what_is_paused_stays(store: Store) -> None:
    first, second, third = [await store.subscriptions.add(chat(n), [subject()], Mode(), NOON) for n in (1, 2, 3)]
    known = Watchlist(store.subscriptions)
    assert await wanting(known) == [first.id, second.id, third.id]
    await store.subscriptions.remove(chat(1).chat_id, first.id)
    await store.chats.pause(chat(2).chat_id, "blocked")
    assert await wanting(known) == [third.id]
    await store.chats.seen(chat(2).chat_id, "private", "", NOON)
    assert await wanting(known) == [second.id, third.id]


async def test_who_follows_again_is_found_again(store: Store) -> None:
    known = Watchlist(store.subscriptions)
    first = await store.subscriptions.add(chat(1), [subject("pattern", "oil|gas", "/oil|gas/")], Mode(), NOON)
    assert await wanting(known) == [first.id]
    await store.subscriptions.remove(chat(1).chat_id, first.id)
    assert await wanting(known) == []
    again = await store.subscriptions.add(chat(1), first.subjects, Mode(), NOON)
    assert again.id > first.id
    assert await wanting(known) == [again.id]
