"""Feeds: rows that follow the file, leases, and what a poll writes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Condition, Feed, FeedState, FullText, PollRecord
from bot.ports import Store
from tests.build import NOON, at, feed

LEASE = timedelta(minutes=2)
RICH = feed(
    1,
    country="VE",
    language="es",
    topics=("a", "b"),
    every=timedelta(seconds=90.5),
    full_text=FullText.NEVER,
)


def well(checked: float, **changes: object) -> PollRecord:
    return PollRecord(**{"checked": at(checked), "next_check": at(checked + 10), "ok": True} | changes)  # type: ignore[arg-type]


async def claim(store: Store, minutes: float = 0, owner: str = "a", limit: int = 10, **more: bool) -> list[str]:
    states = await store.feeds.claim_due(at(minutes), owner=owner, lease=LEASE, limit=limit, **more)
    return [state.feed.id for state in states]


async def poll(store: Store, feed_id: str, record: PollRecord, owner: str = "a") -> FeedState:
    await store.feeds.record(feed_id, owner, record)
    state = await store.feeds.get(feed_id)
    assert state is not None
    return state


async def test_new_feed_is_silent_and_due(store: Store) -> None:
    await store.feeds.sync([RICH], NOON)
    assert await store.feeds.list() == (FeedState(RICH),)
    assert await claim(store) == ["feed-1"]


async def test_feeds_are_listed_by_id(store: Store) -> None:
    await store.feeds.sync([feed(n) for n in (3, 10, 1)], NOON)
    assert [state.feed.id for state in await store.feeds.list()] == ["feed-1", "feed-10", "feed-3"]
    assert await store.feeds.get("feed-2") is None


async def test_due_feed_is_leased_to_one_owner(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2), feed(3)], NOON)
    assert await claim(store, owner="a", limit=2) == ["feed-1", "feed-2"]
    assert await claim(store, owner="b") == ["feed-3"]
    assert await claim(store, owner="b") == []


async def test_feeds_that_are_well_are_claimed_apart_from_new_and_failing_ones(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2), feed(3)], NOON)
    assert await claim(store, well=True) == []
    assert await claim(store, well=False) == ["feed-1", "feed-2", "feed-3"]
    await poll(store, "feed-1", well(0))
    await poll(store, "feed-2", well(0, ok=False, failures=1))
    await poll(store, "feed-3", well(0))
    assert await claim(store, 20, well=True) == ["feed-1", "feed-3"]
    assert await claim(store, 20, well=False) == ["feed-2"]


async def test_a_clock_that_is_set_back_leaves_no_feed_waiting_for_the_time_it_showed(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store)
    await poll(store, "feed-1", well(24 * 60))
    assert await claim(store, 1) == ["feed-1"]
    await poll(store, "feed-1", well(1))
    assert await claim(store, 2) == []


async def test_lease_that_ran_out_is_given_again(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    assert await claim(store, 0, owner="dead") == ["feed-1"]
    assert await claim(store, 1.9, owner="b") == []
    assert await claim(store, 2, owner="b") == ["feed-1"]


async def test_feed_waits_for_its_next_check(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store)
    await poll(store, "feed-1", well(0))
    assert await claim(store, 9.9) == []
    assert await claim(store, 9.9, everything=True) == ["feed-1"], "everything ignores the schedule"
    assert await claim(store, 9.95, everything=True) == [], "but not a lease"


async def test_feeds_that_wait_longest_come_first(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2), feed(3)], NOON)
    await claim(store)
    await poll(store, "feed-1", well(0, next_check=at(20)))
    await poll(store, "feed-2", well(0, next_check=at(10)))
    await poll(store, "feed-3", well(0, next_check=at(15)))
    assert await claim(store, 30, limit=2) == ["feed-2", "feed-3"]


async def test_good_poll_is_recorded_and_ends_the_silence(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store)
    state = await poll(store, "feed-1", well(0, new=3, etag='"e"', last_modified="Fri", title="Feed One"))
    assert state == FeedState(
        feed(1),
        title="Feed One",
        etag='"e"',
        last_modified="Fri",
        next_check=at(10),
        last_checked=NOON,
        last_ok=NOON,
        last_new=NOON,
        failures=0,
        reason=None,
        silent=False,
    )


async def test_poll_without_news_keeps_validators_and_the_time_of_the_last_item(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store)
    await poll(store, "feed-1", well(0, new=3, etag='"e"', title="Feed One"))
    await claim(store, 10)
    state = await poll(store, "feed-1", well(10))
    assert (state.etag, state.title, state.last_new, state.last_ok) == ('"e"', "Feed One", NOON, at(10))


async def test_week_of_a_feed_stays_until_it_is_made_anew(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store)
    assert (await poll(store, "feed-1", well(0, week="0" * 168))).week == "0" * 168
    await claim(store, 10)
    assert (await poll(store, "feed-1", well(10))).week == "0" * 168
    await claim(store, 20)
    assert (await poll(store, "feed-1", well(20, week="5" * 168))).week == "5" * 168


async def test_failed_poll_keeps_silence_and_validators_and_says_why(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store)
    await poll(store, "feed-1", well(0, etag='"good"'))
    await claim(store, 10)
    failed = PollRecord(
        at(10), at(40), ok=False, failures=4, reason="It answers 503.", etag='"of a failed parse"', title="Error"
    )
    state = await poll(store, "feed-1", failed)
    assert (state.failures, state.reason, state.etag, state.title) == (4, "It answers 503.", '"good"', None)
    assert (state.last_ok, state.last_checked, state.silent) == (NOON, at(10), False)
    await claim(store, 40)
    assert (await poll(store, "feed-1", well(40))).reason is None


async def test_first_poll_that_fails_leaves_the_feed_silent(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store)
    state = await poll(store, "feed-1", PollRecord(NOON, at(10), ok=False, failures=1, reason="No."))
    assert state.silent


async def test_only_the_holder_of_the_lease_records(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store, 0, owner="slow")
    await claim(store, 5, owner="b")
    state = await poll(store, "feed-1", well(6), owner="slow")
    assert state == FeedState(feed(1))
    assert await claim(store, 6, owner="c") == [], "b's lease stands"
    assert (await poll(store, "feed-1", well(6), owner="b")).last_ok == at(6)


async def test_holder_whose_lease_nobody_took_may_record_late(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store, 0, owner="slow")
    assert (await poll(store, "feed-1", well(60), owner="slow")).last_ok == at(60)


async def polled(store: Store, which: Feed) -> None:
    await store.feeds.sync([which], NOON)
    await claim(store)
    await poll(store, which.id, well(0, etag='"e"', last_modified="Fri", title="T", new=1))


async def test_sync_without_a_change_touches_nothing(store: Store) -> None:
    await polled(store, RICH)
    before = await store.feeds.list()
    await store.feeds.sync([RICH], at(5))
    assert await store.feeds.list() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"publisher": "P"},
        {"topics": ()},
        {"every": timedelta(hours=1)},
        {"country": None},
        {"full_text": FullText.ALWAYS},
    ],
    ids=lambda changes: next(iter(changes)),
)
async def test_definition_follows_the_file_and_the_polling_goes_on(store: Store, changes: dict[str, object]) -> None:
    await polled(store, RICH)
    changed = feed(1, **({"every": RICH.every} | changes))
    await store.feeds.sync([changed], at(5))
    state = await store.feeds.get("feed-1")
    assert state is not None
    assert state.feed == changed
    assert (state.etag, state.silent, state.next_check) == ('"e"', False, at(10))


async def test_feed_that_moves_is_due_without_validators_and_keeps_its_history(store: Store) -> None:
    await polled(store, feed(1))
    moved = feed(1, url="https://elsewhere.example/rss")
    await store.feeds.sync([moved], at(5))
    state = await store.feeds.get("feed-1")
    assert state is not None
    assert (state.feed, state.etag, state.last_modified, state.next_check) == (moved, None, None, None)
    assert (state.last_ok, state.last_new, state.silent) == (NOON, NOON, False)


async def test_poll_of_the_old_address_is_not_recorded(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store)
    await store.feeds.sync([feed(1, url="https://elsewhere.example/rss")], at(1))
    state = await poll(store, "feed-1", well(1, etag='"of the old address"'))
    assert (state.etag, state.silent) == (None, True)


async def test_removed_feed_is_neither_listed_nor_polled(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2)], NOON)
    await store.feeds.sync([feed(2)], NOON)
    assert [state.feed.id for state in await store.feeds.list()] == ["feed-2"]
    assert await store.feeds.get("feed-1") is None
    assert await claim(store, everything=True) == ["feed-2"]
    assert (await store.archive.counts()).feeds == 1


async def test_feed_that_returns_is_silent_once(store: Store) -> None:
    await polled(store, feed(1))
    await store.feeds.sync([], at(1))
    await store.feeds.sync([feed(1)], at(2))
    state = await store.feeds.get("feed-1")
    assert state is not None
    assert (state.silent, state.next_check, state.last_ok) == (True, None, NOON)
    await claim(store, 2)
    assert not (await poll(store, "feed-1", well(2))).silent


async def test_paused_feed_is_not_polled_and_silent_once_when_resumed(store: Store) -> None:
    await polled(store, feed(1))
    await store.feeds.sync([feed(1, paused=True)], at(1))
    assert await claim(store, 60, everything=True) == []
    state = await store.feeds.get("feed-1")
    assert state is not None
    assert (state.feed.paused, state.silent) == (True, False)
    await store.feeds.sync([feed(1)], at(61))
    assert await claim(store, 61) == ["feed-1"]
    state = await store.feeds.get("feed-1")
    assert state is not None
    assert state.silent


async def test_leases_of_the_dead_are_freed(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2)], NOON)
    await claim(store, owner="dead", limit=1)
    assert await store.free_leases() == 1
    assert await claim(store, owner="b") == ["feed-1", "feed-2"]
    assert await store.free_leases() == 2
    assert await store.free_leases() == 0


async def test_course_of_a_feed_is_kept_until_it_moves(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store)
    hour = timedelta(hours=1)
    await poll(store, "feed-1", well(0, since=NOON, moved_to="https://new.example/", rhythm=hour))
    await claim(store, 10)
    failed = PollRecord(at(10), at(40), ok=False, failures=1, reason="No.", trouble=Condition.BLOCKED, since=at(10))
    state = await poll(store, "feed-1", failed)
    assert (state.trouble, state.since, state.rhythm) == (Condition.BLOCKED, at(10), hour)
    assert state.moved_to == "https://new.example/", "a failure says nothing of where it lies"
    await claim(store, 40)
    state = await poll(store, "feed-1", well(40))
    assert (state.trouble, state.since, state.moved_to, state.rhythm) == (None, at(10), None, hour)
    await store.feeds.sync([feed(1, url="https://elsewhere.example/rss")], at(50))
    moved = await store.feeds.get("feed-1")
    assert moved is not None
    assert (moved.since, moved.moved_to, moved.rhythm) == (None, None, hour)


async def test_what_admins_were_told_is_remembered_with_its_time(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2)], NOON)
    await store.feeds.told({"feed-1": Condition.GONE}, at(5))
    found = [(state.told, state.told_at) for state in await store.feeds.list()]
    assert found == [(Condition.GONE, at(5)), (Condition.OK, None)]


async def test_a_new_address_holds_until_the_feeds_file_has_another(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2)], NOON)
    await claim(store)
    new = "https://new.example/rss"
    for n in (1, 2):
        await poll(store, f"feed-{n}", well(0, address=new, moved_since=NOON, moved_polls=0))
    await store.feeds.told({"feed-1": Condition.MOVED, "feed-2": Condition.FAILING}, NOON)
    assert [state.feed.id for state in await store.feeds.unwell(at(-30))] == ["feed-1", "feed-2"]
    await claim(store, 10)
    failed = PollRecord(at(10), at(40), ok=False, failures=1, reason="No.", trouble=Condition.FAILING, since=at(10))
    assert (await poll(store, "feed-1", failed)).address == new
    await store.feeds.sync([feed(1, url=new), feed(2, url="https://new.example/2")], at(20))
    first, second = await store.feeds.list()
    assert (first.feed.url, first.address, first.moved_since, first.told) == (new, None, None, Condition.OK)
    assert (second.address, second.told) == (None, Condition.FAILING), "that it failed is known still"


async def test_what_a_feed_lists_and_is_worth_is_written_when_it_is_given(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await claim(store)
    state = await poll(store, "feed-1", well(0, fruitful=0.5, skipped=2, skipped_why="2 x", listed=(3, 1_000_000)))
    assert state.skipped_why == "2 x"
    assert (state.fruitful, state.skipped, state.listed) == (0.5, 2, (3, 1_000_000))
    await claim(store, 10)
    state = await poll(store, "feed-1", well(10, fruitful=0.25))
    assert (state.fruitful, state.skipped, state.listed) == (0.25, 2, (3, 1_000_000))
    await claim(store, 20)
    state = await poll(store, "feed-1", well(20, skipped=0, listed=()))
    assert (state.listed, state.skipped, state.skipped_why) == ((), 0, None)


async def test_feeds_that_are_polled_are_counted(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2), feed(3, paused=True)], NOON)
    assert await store.feeds.polled() == 2
    await store.feeds.sync([feed(1), feed(3, paused=True)], NOON)
    assert await store.feeds.polled() == 1


async def test_feed_that_is_retried_is_due_at_once_and_no_other(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2)], NOON)
    await claim(store)
    for feed_id in ("feed-1", "feed-2"):
        await poll(store, feed_id, well(0))
    await store.feeds.retry("feed-1")
    assert await claim(store, 1) == ["feed-1"]


async def test_feeds_that_may_be_worth_a_notice(store: Store) -> None:
    await store.feeds.sync([feed(n) for n in range(1, 7)], NOON)
    await claim(store)
    await poll(store, "feed-1", well(0, new=1))
    await poll(store, "feed-2", PollRecord(NOON, at(10), ok=False, failures=1, reason="No."))
    await poll(store, "feed-3", well(0, moved_to="https://new.example/"))
    await poll(store, "feed-4", well(-60, new=1))
    await poll(store, "feed-5", well(0, new=1))
    await store.feeds.told({"feed-5": Condition.FAILING}, NOON)
    unwell = [state.feed.id for state in await store.feeds.unwell(at(-30))]
    assert unwell == ["feed-2", "feed-3", "feed-4", "feed-5"]
