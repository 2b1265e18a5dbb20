"""What a model made of summaries, what it cost, and how a chat wants to be told."""

from __future__ import annotations

from datetime import timedelta

from bot.model import ChatRef, Telling
from bot.ports import Store
from tests.build import NOON, at

KEEP = timedelta(days=30)


async def test_what_was_made_is_found_again_and_put_anew(store: Store) -> None:
    assert await store.retellings.get("a") is None
    await store.retellings.put("a", ("One.", ""), 7, NOON, keep_since=NOON - KEEP)
    assert await store.retellings.get("a") == ("One.", "")
    await store.retellings.put("a", ("Two.",), 8, at(1), keep_since=NOON - KEEP)
    assert await store.retellings.get("a") == ("Two.",)


async def test_old_ones_go_when_one_comes(store: Store) -> None:
    await store.retellings.put("a", ("One.",), 7, NOON, keep_since=NOON - KEEP)
    await store.retellings.put("b", ("Two.",), 7, NOON + KEEP, keep_since=NOON + timedelta(seconds=1))
    assert await store.retellings.get("a") is None
    assert await store.retellings.get("b") == ("Two.",)


async def test_tokens_are_counted_by_the_day(store: Store) -> None:
    assert await store.retellings.spent(NOON) == 0
    await store.retellings.put("yesterday", (), 1_000, NOON - timedelta(days=1), keep_since=NOON - KEEP)
    await store.retellings.put("a", (), 7, NOON, keep_since=NOON - KEEP)
    await store.retellings.put("b", (), 8, NOON, keep_since=NOON - KEEP)
    assert await store.retellings.spent(NOON) == 15
    assert await store.retellings.spent(NOON + timedelta(days=1)) == 0


async def test_a_chat_says_how_it_wants_summaries_worded(store: Store) -> None:
    chat = await store.chats.seen(5, "private", "A", NOON)
    assert (chat.telling, chat.language) == (Telling.REPORT, None)
    await store.chats.tell(5, Telling.TRANSLATED, "es")
    await store.chats.tell(5, Telling.REWRITTEN)
    found = await store.chats.seen(5, "private", "A", at(1))
    assert (found.telling, found.language) == (Telling.REWRITTEN, "es")
    await store.chats.move(5, 6)
    moved = await store.chats.get(ChatRef(6).chat_id)
    assert moved is not None
    assert (moved.telling, moved.language) == (Telling.REWRITTEN, "es")
