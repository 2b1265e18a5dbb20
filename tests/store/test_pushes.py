"""WebSub subscriptions: one a feed, and they follow what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.model import Push, PushMode
from bot.ports import Store
from tests.build import NOON, at, feed

LEASE = timedelta(minutes=2)
PUSH = Push("feed-1", "callback", "secret", "https://hub.example/", "https://outlet.example/feed", NOON)


async def with_push(store: Store, **changes: object) -> Push:
    push = replace(PUSH, **changes)  # type: ignore[arg-type]
    await store.feeds.sync([feed(1)], NOON)
    await store.pushes.put(push)
    return push


async def only(store: Store) -> Push:
    (push,) = await store.pushes.list()
    return push


async def test_a_push_is_found_by_its_callback_alone(store: Store) -> None:
    push = await with_push(store, asked=at(1), until=at(9), failures=2, reason="a reason")
    assert await store.pushes.by_callback("callback") == push
    assert await store.pushes.by_callback("Callback") is None


async def test_a_feed_has_one_push(store: Store) -> None:
    await with_push(store)
    other = replace(PUSH, callback="other", hub="https://hub2.example/")
    await store.pushes.put(other)
    assert await store.pushes.list() == (other,)
    await store.pushes.drop("feed-1")
    assert await store.pushes.list() == ()


async def test_what_is_due_is_asked_and_then_waits(store: Store) -> None:
    await with_push(store)
    assert await store.pushes.due(at(-1), 5) == ()
    assert [push.callback for push in await store.pushes.due(at(0), 5)] == ["callback"]
    await store.pushes.asked("callback", at(0), at(10), "no answer yet")
    assert await store.pushes.due(at(9), 5) == ()
    assert await only(store) == replace(PUSH, asked=at(0), next_try=at(10), failures=1, reason="no answer yet")


async def test_confirmation_clears_what_was_wrong_and_a_refusal_ends_the_lease(store: Store) -> None:
    await with_push(store, asked=at(0), failures=3, reason="no answer yet")
    await store.pushes.subscribed("callback", at(100), at(80))
    assert await only(store) == replace(PUSH, asked=at(0), until=at(100), next_try=at(80))
    await store.pushes.refused("callback", at(200), "it refuses")
    assert await only(store) == replace(PUSH, asked=at(0), next_try=at(200), reason="it refuses")


async def test_a_paused_feed_is_unsubscribed_and_a_resumed_one_subscribed(store: Store) -> None:
    await with_push(store, asked=at(0), until=at(100), next_try=at(80))
    assert await store.pushes.follow_feeds(at(1)) == ()
    assert (await only(store)).mode is PushMode.SUBSCRIBE
    await store.feeds.sync([feed(1, paused=True)], NOON)
    await store.pushes.follow_feeds(at(2))
    assert ((await only(store)).mode, (await only(store)).next_try) == (PushMode.UNSUBSCRIBE, at(2))
    await store.pushes.ended("callback")
    assert await store.pushes.follow_feeds(at(3)) == ()
    assert await store.pushes.due(at(999), 5) == ()
    await store.feeds.sync([feed(1)], NOON)
    await store.pushes.follow_feeds(at(4))
    assert await store.pushes.due(at(4), 5) == (replace(PUSH, next_try=at(4)),)


async def test_a_removed_feed_is_unsubscribed_and_then_forgotten(store: Store) -> None:
    await with_push(store, asked=at(0), until=at(100))
    await store.feeds.sync([], NOON)
    assert await store.pushes.follow_feeds(at(1)) == ()
    assert (await only(store)).mode is PushMode.UNSUBSCRIBE
    await store.pushes.ended("callback")
    assert await store.pushes.follow_feeds(at(2)) == ("feed-1",)
    assert await store.pushes.list() == ()


async def test_a_push_whose_hub_was_never_asked_is_not_unsubscribed(store: Store) -> None:
    await with_push(store)
    await store.feeds.sync([feed(1, paused=True)], NOON)
    await store.pushes.follow_feeds(at(1))
    assert (await only(store)).mode is PushMode.OFF


async def test_one_feed_is_leased_beside_its_schedule(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2, paused=True)], NOON)
    taken = await store.feeds.claim("feed-1", at(0), owner="a", lease=LEASE)
    assert taken is not None
    assert taken.feed == feed(1)
    assert await store.feeds.claim("feed-1", at(1), owner="b", lease=LEASE) is None
    assert await store.feeds.claim_due(at(1), owner="b", lease=LEASE, limit=5) == ()
    assert await store.feeds.claim("feed-2", at(0), owner="a", lease=LEASE) is None
    assert await store.feeds.claim("feed-3", at(0), owner="a", lease=LEASE) is None


async def test_a_lease_is_freed_by_its_owner_alone_and_the_schedule_stays(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    await store.feeds.claim("feed-1", at(0), owner="a", lease=LEASE)
    await store.feeds.release("feed-1", "b", new_at=None)
    assert await store.feeds.claim("feed-1", at(1), owner="b", lease=LEASE) is None
    await store.feeds.release("feed-1", "a", new_at=at(1))
    (state,) = await store.feeds.claim_due(at(1), owner="b", lease=LEASE, limit=5)
    assert (state.last_new, state.silent, state.next_check) == (at(1), True, None)
