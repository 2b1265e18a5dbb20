"""Two stores on one database, as two processes have them: nothing twice, nothing lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

from bot.model import Mode
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON, at, chat, feed, new_alert, new_item, subject
from tests.store.conftest import Opener

LEASE = timedelta(minutes=5)


async def test_one_of_two_that_add_the_same_item_wins(opened: Opener) -> None:
    one, two = await opened(), await opened()
    for n in range(15):
        new = new_item(n, countries=("VE",), actors=(1, 2), keys=(f"a-{n}", f"b-{n}"))
        other = new_item(n, countries=("RU",), actors=(2, 1), keys=(f"b-{n}", f"c-{n}"))
        stored = await asyncio.gather(one.archive.add(new), two.archive.add(other))
        assert sorted(item is None for item in stored) == [False, True]
    counts = await one.archive.counts()
    assert (counts.items, counts.stories, len(await two.outbox.changes())) == (15, 15, 15)


async def test_both_of_two_that_add_different_items_win(opened: Opener) -> None:
    stores = [await opened(), await opened()]
    added = await asyncio.gather(
        *(stores[n % 2].archive.add(new_item(n, actors=(n % 3, n % 2 + 5))) for n in range(40))
    )
    assert len({item.id for item in added if item}) == 40
    assert len(await stores[0].archive.added_after(0, since=at(-10))) == 40


async def test_reader_that_asks_for_what_came_after_misses_nothing(opened: Opener) -> None:
    """Item 7 must not appear after item 8 was read: a reader that goes on from 8 would never see it."""
    one, two, reader = await opened(), await opened(), await opened()
    adding = asyncio.gather(*((one, two)[n % 2].archive.add(new_item(n, body="Long. " * 2000)) for n in range(60)))
    read: list[int] = []
    while True:
        last = adding.done()
        new = await reader.archive.added_after(read[-1] if read else 0, since=at(-10))
        read += [item.id for item in new]
        if last and not new:
            break
    assert len(read) == 60 == len([item for item in await adding if item])


async def test_each_change_is_settled_by_one(opened: Opener) -> None:
    one, two = await opened(), await opened()
    for n in (1, 2, 3, 4):
        await one.chats.seen(chat(n).chat_id, "private", "", NOON)
    written = 0
    for n in range(10):
        item = await one.archive.add(new_item(n))
        assert item is not None
        change = (await one.outbox.changes())[0]
        alerts = [new_alert(1, item.id, story_id=item.story_id, to=chat(i)) for i in (1, 2, 3, 4)]
        both = await asyncio.gather(
            one.outbox.settle(change.id, alerts, NOON), two.outbox.settle(change.id, alerts[::-1], NOON)
        )
        assert sorted(both) == [0, 4]
        written += sum(both)
    assert (await two.archive.counts()).pending_alerts == written == 40


async def test_changes_settled_at_once_for_the_same_chats_do_not_collide(opened: Opener) -> None:
    one, two = await opened(), await opened()
    chats = range(1, 40)
    for n in chats:
        await one.chats.seen(chat(n).chat_id, "private", "", NOON)
    items = [await one.archive.add(new_item(n)) for n in (1, 2)]
    first, second = await one.outbox.changes()

    def told(order: Sequence[int]) -> list[object]:
        return [new_alert(1, items[0].id, to=chat(n), key="story:1") for n in order if items[0]]

    both = await asyncio.gather(
        one.outbox.settle(first.id, told(chats), NOON),  # type: ignore[arg-type]
        two.outbox.settle(second.id, told(chats[::-1]), NOON),  # type: ignore[arg-type]
    )
    assert sum(both) == len(chats)


async def _drain(store: Store, owner: str, sent: list[tuple[int, int]]) -> None:
    """Claims and sends until there is nothing left; `sent` gets (chat, item)."""
    idle = 0
    while idle < 3:
        claimed = await store.outbox.claim(at(1), owner=owner, lease=LEASE, limit=3)
        idle = 0 if claimed else idle + 1
        for alert in claimed:
            sent.append((alert.chat.chat_id, alert.item_id or 0))
            await asyncio.sleep(0)
            await store.outbox.sent(alert.id, len(sent), at(1))


async def test_alerts_are_claimed_once_and_in_the_order_of_their_chat(opened: Opener) -> None:
    one, two = await opened(), await opened()
    for n in range(1, 8):
        await one.chats.seen(chat(n).chat_id, "private", "", NOON)
    for n in range(1, 7):
        item = await one.archive.add(new_item(n))
        assert item is not None
        change = (await one.outbox.changes())[0]
        await one.outbox.settle(change.id, [new_alert(1, item.id, to=chat(i)) for i in range(1, 8)], NOON)
    sent: list[tuple[int, int]] = []
    await asyncio.gather(_drain(one, "one", sent), _drain(two, "two", sent))
    assert Counter(sent) == Counter((chat(i).chat_id, n) for i in range(1, 8) for n in range(1, 7))
    for i in range(1, 8):
        assert [item for to, item in sent if to == chat(i).chat_id] == [1, 2, 3, 4, 5, 6]


async def test_feeds_are_claimed_once(opened: Opener) -> None:
    stores = [await opened(), await opened()]
    await stores[0].feeds.sync([feed(n) for n in range(60)], NOON)
    claims = await asyncio.gather(
        *(stores[n % 2].feeds.claim_due(NOON, owner=str(n), lease=LEASE, limit=7) for n in range(12))
    )
    claimed = [state.feed.id for states in claims for state in states]
    assert len(claimed) == len(set(claimed))
    rest = await stores[0].feeds.claim_due(NOON, owner="rest", lease=LEASE, limit=100)
    assert len(claimed) + len(rest) == 60


async def test_subscribing_twice_at_once_is_one_subscription(opened: Opener) -> None:
    one, two = await opened(), await opened()
    made = await asyncio.gather(*(s.subscriptions.add(chat(1), [subject()], Mode(), NOON) for s in (one, two) * 5))
    assert {subscription.id for subscription in made} == {made[0].id}
    assert len(await one.subscriptions.of_chat(chat(1).chat_id)) == 1


async def test_what_one_writes_the_other_reads_at_once(opened: Opener) -> None:
    one, two = await opened(), await opened()
    assert await two.get_meta("key") is None
    await one.set_meta("key", "1")
    assert await two.get_meta("key") == "1"
    await two.set_meta("key", "2")
    assert await one.get_meta("key") == "2"


async def test_two_that_start_on_an_empty_database_make_one_schema(opened: Opener) -> None:
    stores = await asyncio.gather(*(opened() for _ in range(6)))
    for store in stores:
        await store.ping()
    assert await stores[0].archive.add(new_item(1)) is not None
    assert await stores[1].archive.add(new_item(1)) is None


async def test_a_start_waits_for_another_that_makes_the_database(sqlite_url: str) -> None:
    """SQLite itself would not: it refuses to change to WAL beside a transaction that is going to write."""
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        opening = asyncio.create_task(open_store(sqlite_url))
        done, _ = await asyncio.wait({opening}, timeout=0.3)
        assert not done
        other.execute("COMMIT")
        store = await opening
    await store.ping()
    await store.close()
