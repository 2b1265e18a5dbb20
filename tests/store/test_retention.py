"""What goes when it is old, what stays of it, and what is spared."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.model import KnownItem, OldItems, PollRecord, Purged, SearchQuery
from bot.ports import Store
from bot.store.feed_tables import metadata
from bot.store.schema import alerts, changes, item_keys, item_tags
from bot.store.store import SqlStore
from tests.build import NOON, at, chat, feed, new_alert, new_item
from tests.store.cut import Cut, cut_at

YEAR = timedelta(days=365)


async def settled(store: Store) -> None:
    for change in await store.outbox.changes():
        await store.outbox.settle(change.id, [], NOON)


async def stored(store: Store, n: int, **changes: object) -> int:
    """An item that nobody waits for; its number."""
    item = await store.archive.add(new_item(n, countries=("VE",), actors=(n,), **changes))
    assert item is not None
    await settled(store)
    return item.id


async def listing(store: Store, ids: tuple[int, ...], minutes: float = 0, n: int = 1) -> None:
    """Feed `n` was read at that minute and listed these."""
    await store.feeds.claim_due(at(minutes), owner="a", lease=timedelta(minutes=1), limit=9, everything=True)
    await store.feeds.record(f"feed-{n}", "a", PollRecord(at(minutes), at(minutes + 10), ok=True, listed=ids))
    await store.free_leases()


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has, where any."""
    assert isinstance(store, SqlStore)
    with store.db.read() as tx:
        counts = {t.name: tx.scalar(select(func.count()).select_from(t)) or 0 for t in metadata.sorted_tables}
    return {name: count for name, count in counts.items() if count}


async def purge(store: Store, *ids: int) -> Purged:
    return await store.retention.purge(ids, NOON, since=at(-1))


async def test_a_purged_item_goes_with_all_that_hangs_on_it_and_no_other_does(store: Store) -> None:
    old, young = await stored(store, 1), await stored(store, 2)
    before = rows(store)
    assert await purge(store, old) == Purged(items=1, stories=1)
    assert await store.archive.get(old) is None
    assert await store.archive.story(1) is None
    assert await store.archive.get(young) is not None
    assert [hit.item.id for hit in await store.archive.search(SearchQuery(terms=("headline",)))] == [young]
    assert [hit.item.id for hit in await store.archive.search(SearchQuery(countries=("VE",)))] == [young]
    gone = {name: before[name] - count for name, count in rows(store).items() if name in before}
    assert gone.pop("item_keys") == gone.pop("actors") == gone.pop("actor_aliases") == 0
    assert {name for name, count in gone.items() if count} == {"stories", "items", "item_tags", "changes"}
    assert rows(store)["tombstones"] == 1
    assert (await store.archive.counts()).purged == 1


async def test_the_index_of_words_forgets_a_purged_text_and_no_other(store: Store) -> None:
    for n, body in ((1, "Zwölf Boxkämpfer jagen Viktor."), (2, "Viktor is a name in both. 日本語の記事")):
        await stored(store, n, body=body, title=f"Headline {n}")
    await purge(store, 1)
    assert await store.archive.search(SearchQuery(terms=("Boxkämpfer",))) == ()
    assert len(await store.archive.search(SearchQuery(terms=("viktor",)))) == 1
    await purge(store, 2)
    await stored(store, 3, title="Another headline", body="Nothing of that.")
    assert await store.archive.search(SearchQuery(terms=("viktor", "記事"))) == ()
    assert len(await store.archive.search(SearchQuery(terms=("nothing",)))) == 1


async def test_a_tombstone_is_known_by_every_key_and_is_not_stored_again(store: Store) -> None:
    item = await stored(store, 1, keys=("a", "b"), title="T" * 500)
    await store.archive.remember([(item, ["c"])])
    await purge(store, item)
    await store.archive.remember([(item, ["d"])])
    known = await store.archive.known(["a", "b", "c", "d", "e"])
    assert set(known) == {"a", "b", "c", "d"}
    assert known["d"] == KnownItem(item, "feed-1", "T" * 199 + "…", "https://outlet.example/1", purged=True)
    assert await store.archive.add(new_item(1, keys=("c",))) is None


async def test_numbers_of_purged_items_and_stories_are_not_given_again(store: Store) -> None:
    item = await stored(store, 1)
    await purge(store, item)
    again = await store.archive.add(new_item(2))
    assert again is not None
    assert (again.id, again.story_id) == (item + 1, 2)


async def test_what_waits_to_be_matched_or_sent_is_spared(store: Store) -> None:
    await store.chats.seen(chat(1).chat_id, "private", "", NOON)
    item = await store.archive.add(new_item(1))
    assert item is not None
    assert await purge(store, item.id) == Purged()
    (change,) = await store.outbox.changes()
    await store.outbox.settle(change.id, [new_alert(1, item.id)], NOON)
    assert await purge(store, item.id) == Purged()
    (alert,) = await store.outbox.claim(NOON, owner="a", lease=timedelta(minutes=1), limit=1)
    assert await purge(store, item.id) == Purged()
    await store.outbox.sent(alert.id, 7, NOON)
    assert await purge(store, item.id) == Purged(items=1, stories=1)
    assert await store.outbox.alert(alert.id) is None
    assert {"alerts", "changes"}.isdisjoint(rows(store))


async def test_the_ledger_stays_as_long_as_its_story(store: Store) -> None:
    await store.chats.seen(chat(1).chat_id, "private", "", NOON)
    first = await stored(store, 1)
    second = await store.archive.add(new_item(2, story_id=1))
    assert second is not None
    (change,) = await store.outbox.changes()
    await store.outbox.settle(change.id, [new_alert(1, first, story_id=1)], NOON)
    (alert,) = await store.outbox.claim(NOON, owner="a", lease=timedelta(minutes=1), limit=1)
    await store.outbox.sent(alert.id, 7, NOON)
    assert await purge(store, first) == Purged(items=1, stories=0)
    third = await store.archive.add(new_item(3, story_id=1))
    assert third is not None
    (change,) = await store.outbox.changes()
    assert await store.outbox.settle(change.id, [new_alert(1, third.id, story_id=1)], NOON) == 0, "told of that story"
    assert await purge(store, second.id, third.id) == Purged(items=2, stories=1)
    assert "alerts" not in rows(store)


async def test_old_items_are_found_stretch_by_stretch(store: Store) -> None:
    for n in range(1, 8):
        await stored(store, n, first_seen=NOON - YEAR if n in (1, 2, 4) else NOON)
    before = NOON - YEAR / 2
    assert await store.retention.old(before, after=0, limit=3) == OldItems((1, 2), 3)
    assert await store.retention.old(before, after=3, limit=3) == OldItems((4,), 6)
    assert await store.retention.old(before, after=6, limit=3) == OldItems((), None)
    assert await store.retention.old(before, after=9, limit=3) == OldItems((), None)


async def test_what_feeds_list_is_known_up_to_a_number(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2), feed(3)], NOON)
    await listing(store, (1, 5, 900), n=1)
    await listing(store, (2,), n=2)
    await listing(store, (3,), n=3)
    await store.feeds.sync([feed(1), feed(2, paused=True)], NOON)
    assert await store.retention.listed(5) == {1, 2, 5}


async def test_what_a_feed_began_to_list_meanwhile_is_spared(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    one, two = await stored(store, 1), await stored(store, 2)
    await listing(store, (one,), minutes=5)
    assert await store.retention.purge([one, two], NOON, since=at(4)) == Purged(items=1, stories=1)
    assert await store.archive.get(one) is not None
    assert await store.retention.purge([one], NOON, since=at(6)) == Purged(items=1, stories=1)


async def test_tombstones_go_when_nothing_has_listed_them_for_long(store: Store) -> None:
    assert await store.retention.last_tombstone() == 0
    items = [await stored(store, n) for n in range(1, 5)]
    await purge(store, *items)
    assert await store.retention.last_tombstone() == items[-1]
    await store.retention.relisted([items[0]], NOON + YEAR)
    assert await store.retention.forget(NOON, 10) == 0
    assert await store.retention.forget(NOON + YEAR / 2, 2) == 2
    assert await store.retention.forget(NOON + YEAR / 2, 2) == 1
    assert list(await store.archive.known([f"key-{n}" for n in range(1, 5)])) == ["key-1"]
    assert rows(store)["item_keys"] == 1


async def test_a_purge_that_is_cut_anywhere_has_taken_nothing(store: Store) -> None:
    for n in (1, 2):
        await stored(store, n)
    before = rows(store)
    cuts = 0
    for n in range(1, 100):
        try:
            with cut_at(store, n):
                await purge(store, 1, 2)
            break
        except Cut:
            cuts += 1
            assert rows(store) == before, f"cut at statement {n}"
            assert len(await store.archive.search(SearchQuery(terms=("headline",)))) == 2
    assert cuts >= 8, "the cutter must be able to cut"
    assert "items" not in rows(store)
    assert await store.archive.search(SearchQuery(terms=("headline",))) == ()


async def test_purging_nothing_is_nothing(store: Store) -> None:
    assert await purge(store) == Purged()
    assert await purge(store, 7) == Purged()


def test_every_table_that_refers_to_an_item_is_purged_with_it() -> None:
    """Those that keep its number without a foreign key are the ledger and the keys, which outlive it on purpose."""
    numbers = {t.name for t in metadata.sorted_tables if "item_id" in t.c and not t.c.item_id.foreign_keys}
    assert numbers == {alerts.name, item_keys.name, "tombstones"}
    assert all(t.c.item_id.foreign_keys for t in (changes, item_tags))
