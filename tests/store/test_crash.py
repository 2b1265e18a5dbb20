"""A transaction that is cut leaves nothing; what was reported as done is there after any crash."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import Mode, SearchQuery
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON, at, chat, edit, feed, new_alert, new_item, subject
from tests.store.cut import Cut, cut_at

Step = Callable[[Store], Awaitable[object]]


async def _add(store: Store) -> object:
    return await store.archive.add(new_item(2, countries=("VE",), actors=(1, 2), story_id=1, first_seen=at(9)))


async def _edit(store: Store) -> object:
    return await store.versions.replace(edit(1, countries=("VE",), actors=(1, 2)))


async def _settle(store: Store) -> object:
    return await store.outbox.settle(1, [new_alert(n, 1) for n in (1, 2)], NOON)


async def _follow(store: Store) -> object:
    return await store.subscriptions.add(chat(3), [subject(), subject(value="RU")], Mode(), NOON)


async def _move(store: Store) -> object:
    return await store.chats.move(chat(1).chat_id, -100)  # type: ignore[func-returns-value]


async def _sync(store: Store) -> object:
    return await store.feeds.sync([feed(1), feed(2)], NOON)  # type: ignore[func-returns-value]


async def _everything(store: Store) -> object:
    """What a reader can see."""
    known = await store.archive.known([f"key-{n}" for n in range(5)])
    hits = await store.archive.search(SearchQuery(terms=("headline",)))
    story = await store.archive.story(1)
    chats = [await store.chats.get(chat(n).chat_id) for n in (1, 2, 3)]
    followed = [await store.subscriptions.of_chat(chat(n).chat_id) for n in (1, 2, 3)]
    return (
        await store.archive.counts(),
        known,
        [hit.item for hit in hits],
        story,
        await store.versions.of([1, 2]),
        await store.actors.get("person-1"),
        await store.outbox.changes(),
        chats,
        followed,
        await store.feeds.list(),
    )


@pytest.mark.parametrize(
    "step", [_add, _edit, _settle, _follow, _move, _sync], ids=lambda step: step.__name__.strip("_")
)
async def test_cut_anywhere_leaves_nothing(store: Store, step: Step) -> None:
    await store.archive.add(new_item(1, countries=("RU",)))
    for n in (1, 2):
        await store.chats.seen(chat(n).chat_id, "private", "", NOON)
        await store.subscriptions.add(chat(n), [subject()], Mode(), NOON)
    before = await _everything(store)
    cuts = 0
    for n in range(1, 100):
        try:
            with cut_at(store, n):
                await step(store)
            break
        except Cut:
            cuts += 1
            assert await _everything(store) == before, f"cut at statement {n}"
    assert cuts >= 3, "the cutter must be able to cut"
    assert await _everything(store) != before


async def test_cancelled_task_leaves_all_or_nothing_and_the_store_goes_on(store: Store) -> None:
    for n in range(20):
        task = asyncio.create_task(store.archive.add(new_item(n, countries=("VE",))))
        for _ in range(n % 4):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    for n in range(20):
        await store.archive.add(new_item(n, countries=("VE",)))
    counts = await store.archive.counts()
    assert (counts.items, counts.stories, len(await store.outbox.changes())) == (20, 20, 20)
    assert len(await store.archive.search(SearchQuery(terms=("headline",), limit=50))) == 20


_STORES_UNTIL_KILLED = """
import asyncio, sys
from itertools import count
from bot.store import open_store
from tests.build import new_item

async def main():
    store = await open_store(sys.argv[1])
    for n in count(1):
        await store.archive.add(new_item(n, countries=("VE",), actors=(n % 3,)))
        print(n, flush=True)

asyncio.run(main())
"""


async def test_killed_process_keeps_what_it_reported_and_nothing_half(url: str) -> None:
    """The negative twin is test_cut_anywhere_leaves_nothing: a cut that is seen."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", _STORES_UNTIL_KILLED, url),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    reported = [int(await process.stdout.readline()) for _ in range(25)]
    process.kill()
    reported += [int(line) for line in (await process.communicate())[0].split()]
    store = await open_store(url)
    try:
        counts = await store.archive.counts()
        assert len(reported) <= counts.items <= len(reported) + 1
        assert counts.stories == counts.items == len(await store.outbox.changes(1000))
        assert len(await store.archive.known([f"key-{n}" for n in range(1, counts.items + 1)])) == counts.items
        assert len(await store.archive.search(SearchQuery(terms=("headline",), limit=1000))) == counts.items
        assert len(await store.archive.search(SearchQuery(countries=("VE",), limit=1000))) == counts.items
        assert await store.archive.add(new_item(counts.items + 1)) is not None
    finally:
        await store.close()


async def test_lease_of_a_killed_process_ends(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    lease = timedelta(minutes=1)
    assert await store.feeds.claim_due(NOON, owner="killed", lease=lease, limit=1)
    assert await store.feeds.claim_due(at(0.5), owner="b", lease=lease, limit=1) == ()
    assert await store.feeds.claim_due(at(1), owner="b", lease=lease, limit=1)
