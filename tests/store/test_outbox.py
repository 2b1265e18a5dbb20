"""Changes and alerts: settled once, claimed in order, one a chat, and kept as the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.model import Alert, Change, ChatRef, Item, NewAlert
from bot.ports import Store
from tests.build import NOON, at, chat, new_alert, new_item

LEASE = timedelta(minutes=1)


async def news(store: Store, n: int) -> Change:
    """A change on a new item `n`."""
    item = await store.archive.add(new_item(n))
    assert item is not None
    return (await store.outbox.changes())[-1]


async def tell(store: Store, n: int, *to: ChatRef, minutes: float = 0, **changes: object) -> Item:
    """Item `n`, with an alert for each chat."""
    change = await news(store, n)
    for ref in to:
        await store.chats.seen(ref.chat_id, "private", "", NOON)
    alerts = [new_alert(1, change.item.id, story_id=change.item.story_id, to=ref, **changes) for ref in to]
    assert await store.outbox.settle(change.id, alerts, at(minutes)) == len(to)
    return change.item


async def claim(
    store: Store, minutes: float = 1, owner: str = "a", limit: int = 50, skip: Sequence[int] = ()
) -> tuple[Alert, ...]:
    return await store.outbox.claim(at(minutes), owner=owner, lease=LEASE, limit=limit, skip=skip)


async def claimed(store: Store, minutes: float = 1, **more: object) -> list[tuple[int, int]]:
    """(chat, item) of what is claimed."""
    return [(alert.chat.chat_id, alert.item_id or 0) for alert in await claim(store, minutes, **more)]  # type: ignore[arg-type]


A, B = chat(1).chat_id, chat(2).chat_id


async def test_changes_wait_oldest_first_until_they_are_settled(store: Store) -> None:
    first = await news(store, 1)
    second = await news(store, 2)
    assert await store.outbox.changes() == (first, second)
    assert await store.outbox.changes(limit=1) == (first,)
    assert await store.outbox.settle(first.id, [], NOON) == 0
    assert await store.outbox.changes() == (second,)


async def test_alert_reads_back(store: Store) -> None:
    change = await news(store, 1)
    await store.chats.seen(A, "supergroup", "", NOON)
    given = NewAlert(ChatRef(A, 7), change.item.id, change.item.story_id, "story:1", (3, 4), True, at(60))
    assert await store.outbox.settle(change.id, [given], at(2)) == 1
    (alert,) = await claim(store, 3)
    assert alert == Alert(alert.id, given.chat, given.item_id, given.story_id, (3, 4), True, at(2), 0, key=given.key)
    assert await store.outbox.alert(alert.id) == alert
    assert await store.outbox.alert(alert.id + 1) is None


async def test_settling_twice_writes_once(store: Store) -> None:
    change = await news(store, 1)
    await store.chats.seen(A, "private", "", NOON)
    alert = new_alert(1, change.item.id)
    assert await store.outbox.settle(change.id, [alert], NOON) == 1
    assert await store.outbox.settle(change.id, [new_alert(1, change.item.id, key="another")], NOON) == 0
    assert await store.outbox.settle(999, [alert], NOON) == 0
    assert (await store.archive.counts()).pending_alerts == 1


@pytest.mark.parametrize(
    ("key", "same_item", "written"),
    [("story:1", False, 0), ("other", True, 0), ("other", False, 1)],
    ids=["the story was told", "the item was told", "neither"],
)
async def test_chat_is_told_once(store: Store, key: str, same_item: bool, written: int) -> None:
    first = await tell(store, 1, chat(1), key="story:1")
    change = await news(store, 2)
    told = first.id if same_item else change.item.id
    again, other_chat = new_alert(1, told, key=key), new_alert(2, told, key=key)
    await store.chats.seen(B, "private", "", NOON)
    assert await store.outbox.settle(change.id, [again, other_chat], NOON) == written + 1


async def test_alert_that_was_sent_is_remembered(store: Store) -> None:
    await tell(store, 1, chat(1), key="story:1")
    (alert,) = await claim(store)
    await store.outbox.sent(alert.id, 77, at(1))
    change = await news(store, 2)
    assert await store.outbox.settle(change.id, [new_alert(1, change.item.id, key="story:1")], at(2)) == 0


async def test_alert_is_leased_to_one_sender(store: Store) -> None:
    await tell(store, 1, chat(1), chat(2), chat(3))
    assert await claimed(store, limit=2) == [(A, 1), (B, 1)]
    assert await claimed(store, owner="b") == [(chat(3).chat_id, 1)]
    assert await claimed(store, owner="b") == []


async def test_lease_that_ran_out_is_claimed_again(store: Store) -> None:
    await tell(store, 1, chat(1))
    assert await claimed(store, 1, owner="dead") == [(A, 1)]
    assert await claimed(store, 1.9) == []
    assert await claimed(store, 2) == [(A, 1)]


async def test_each_chat_gets_its_oldest_only_and_nothing_beside_it(store: Store) -> None:
    await tell(store, 1, chat(1), chat(2))
    await tell(store, 2, chat(1))
    (first, other) = await claim(store)
    assert [(a.chat.chat_id, a.item_id) for a in (first, other)] == [(A, 1), (B, 1)]
    assert await claimed(store) == [], "an alert of the chat is on its way"
    await store.outbox.sent(other.id, 1, at(1))
    assert await claimed(store) == [], "the other chat's being done changes nothing"
    await store.outbox.sent(first.id, 2, at(1))
    assert await claimed(store) == [(A, 2)]


async def test_busy_chats_are_skipped(store: Store) -> None:
    await tell(store, 1, chat(1), chat(2))
    assert await claimed(store, skip=[A]) == [(B, 1)]
    assert await claimed(store, skip=[A]) == []
    assert await claimed(store) == [(A, 1)]


async def test_alert_for_later_waits_counts_an_attempt_and_holds_the_order(store: Store) -> None:
    await tell(store, 1, chat(1))
    await tell(store, 2, chat(1))
    await tell(store, 3, chat(2))
    (first, other) = await claim(store)
    await store.outbox.later(first.id, at(10), "429")
    await store.outbox.sent(other.id, 1, at(1))
    assert await claimed(store, 9.9) == []
    (again,) = await claim(store, 10)
    assert (again.id, again.attempts) == (first.id, 1)


YEAR = 365 * 24 * 60  # minutes


async def test_what_was_put_off_by_a_clock_that_was_ahead_waits_no_year(store: Store) -> None:
    await tell(store, 1, chat(1), chat(2), expires=at(2 * YEAR))
    (first, _) = await claim(store, YEAR)  # the other one's sender dies
    await store.outbox.later(first.id, at(YEAR + 5), "429")
    assert await claimed(store, 1) == [(A, 1), (B, 1)]


async def test_what_telegram_put_off_for_half_a_day_waits_half_a_day(store: Store) -> None:
    await tell(store, 1, chat(1), expires=at(YEAR))
    (first,) = await claim(store)
    await store.outbox.later(first.id, at(12 * 60), "429")
    assert await claimed(store, 11 * 60) == []
    assert await claimed(store, 12 * 60) == [(A, 1)]


async def test_rejected_alert_lets_the_next_one_through(store: Store) -> None:
    await tell(store, 1, chat(1))
    await tell(store, 2, chat(1))
    (first,) = await claim(store)
    await store.outbox.reject(first.id, "message is too long")
    assert await claimed(store, 60) == [(A, 2)]
    assert await store.outbox.alert(first.id) is not None


async def test_old_alerts_expire_and_the_fresh_ones_stay(store: Store) -> None:
    await tell(store, 1, chat(1), expires=at(5))
    await tell(store, 2, chat(1), expires=at(50))
    assert await claimed(store, 5) == [(A, 2)], "one that is too old is never given out, swept or not"
    assert await store.outbox.expire(at(5)) == 1
    assert await store.outbox.expire(at(5)) == 0
    assert (await store.archive.counts()).pending_alerts == 1


async def test_alert_on_its_way_does_not_expire_before_its_lease_ends(store: Store) -> None:
    await tell(store, 1, chat(1), expires=at(1.5))
    await tell(store, 2, chat(1))
    (first,) = await claim(store, 1)
    assert await store.outbox.expire(at(1.6)) == 0
    assert await claimed(store, 1.6) == [], "and still holds its chat"
    await store.outbox.sent(first.id, 5, at(1.7))
    assert await store.outbox.expire(at(9)) == 0
    assert await claimed(store, 1.7) == [(A, 2)]


async def test_abandoned_alert_expires(store: Store) -> None:
    await tell(store, 1, chat(1), expires=at(1.5))
    await claim(store, 1)
    assert await store.outbox.expire(at(2)) == 1


async def test_sent_counts_even_after_the_lease_went_to_another(store: Store) -> None:
    await tell(store, 1, chat(1))
    (slow,) = await claim(store, 1, owner="slow")
    await claim(store, 2, owner="b")
    await store.outbox.sent(slow.id, 7, at(2.1))
    assert await claimed(store, 60) == []
    await store.outbox.later(slow.id, at(3), "b's answer came after")
    await store.outbox.reject(slow.id, "b's answer came after")
    assert await claimed(store, 60) == []
    counts = await store.archive.counts()
    assert (counts.sent_alerts, counts.pending_alerts) == (1, 0)


async def test_message_leads_back_to_its_alert_and_its_story(store: Store) -> None:
    item = await tell(store, 1, chat(1), chat(2))
    (one, two) = await claim(store)
    assert await store.outbox.telling(one.chat, item.story_id) is None
    await store.outbox.sent(one.id, 77, at(1))
    await store.outbox.sent(two.id, 78, at(1))
    assert await store.outbox.alert_of_message(A, 77) == one
    assert await store.outbox.alert_of_message(A, 78) is None
    assert await store.outbox.alert_of_message(B, 77) is None
    assert await store.outbox.telling(one.chat, item.story_id) == (one, 77)
    assert await store.outbox.telling(two.chat, item.story_id) == (two, 78)
    assert await store.outbox.telling(one.chat, item.story_id + 1) is None


async def test_topics_of_a_forum_are_told_apart_and_sent_in_one_order(store: Store) -> None:
    await tell(store, 1, chat(1, 5), chat(1, 6))
    (first,) = await claim(store)
    assert first.chat == ChatRef(A, 5)
    await store.outbox.sent(first.id, 1, at(1))
    (second,) = await claim(store)
    assert second.chat == ChatRef(A, 6)


async def test_leases_of_a_dead_process_are_freed(store: Store) -> None:
    await tell(store, 1, chat(1), chat(2))
    await claim(store, owner="dead", limit=1)
    assert await store.free_leases() == 1
    assert await claimed(store) == [(A, 1), (B, 1)]


async def test_thousands_of_alerts_are_settled_at_once(store: Store) -> None:
    change = await news(store, 1)
    refs = [ChatRef(n) for n in range(1, 2501)]
    for ref in refs[:5]:
        await store.chats.seen(ref.chat_id, "private", "", NOON)
    alerts = [new_alert(1, change.item.id, to=ref) for ref in refs]
    assert await store.outbox.settle(change.id, alerts, NOON) == 5
