"""The rows that a story's progress writes: who gets them, in which order they go, and what takes whose place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Alert, ChatRef, Exclude, ExcludeKind, FollowUp, Item, Kind, Mode, NewAlert
from bot.ports import Store
from tests.build import NOON, at, chat, new_alert, new_item, subject

LEASE = timedelta(minutes=1)
ONE, TWO = chat(1), chat(2)


async def add(store: Store, n: int, story_id: int | None = None) -> tuple[int, Item]:
    """Change and item `n`."""
    assert await store.archive.add(new_item(n, story_id=story_id)) is not None
    change = (await store.outbox.changes())[-1]
    return change.id, change.item


async def watch(store: Store, to: ChatRef) -> int:
    await store.chats.seen(to.chat_id, "private", "", NOON)
    return (await store.subscriptions.add(to, [subject()], Mode(), NOON)).id


async def told(store: Store, *to: ChatRef, sent: bool = True) -> Item:
    """Item 1, told to these chats as messages 100, 101, … at noon."""
    watches = {ref: await watch(store, ref) for ref in to}
    change, item = await add(store, 1)
    alerts = [new_alert(1, item.id, to=ref, subscription_ids=(watches[ref],)) for ref in to]
    await store.outbox.settle(change, alerts, NOON)
    for n, row in enumerate(await claim(store, 0) if sent else ()):
        await store.outbox.sent(row.id, 100 + n, NOON)
    return item


def up(kind: Kind, first: Item, by: Item, **changes: object) -> FollowUp:
    key = f"edit:{first.story_id}" if kind is Kind.EDIT else f"{kind}:{by.id}"
    base = FollowUp(kind, first.story_id, by.id, key, at(24 * 60), ("12 killed",))
    return replace(base, **changes)  # type: ignore[arg-type]


async def moves_on(store: Store, first: Item, n: int, *kinds: Kind, minutes: float = 1, **changes: object) -> Item:
    """Item `n` joins the story and makes those rows."""
    change, item = await add(store, n, first.story_id)
    await store.outbox.settle(change, [], at(minutes), [up(kind, first, item, **changes) for kind in kinds])
    return item


async def claim(store: Store, minutes: float = 1) -> tuple[Alert, ...]:
    return await store.outbox.claim(at(minutes), owner="a", lease=LEASE, limit=50)


async def kinds(store: Store, minutes: float = 1) -> list[tuple[int, Kind, int | None]]:
    return [(row.chat.chat_id, row.kind, row.item_id) for row in await claim(store, minutes)]


async def test_who_was_told_of_a_story_gets_its_reply_and_nobody_else(store: Store) -> None:
    first = await told(store, ONE)
    await watch(store, TWO)
    second = await moves_on(store, first, 2, Kind.REPLY)
    (row,) = await claim(store)
    assert (row.chat, row.kind, row.item_id, row.story_id) == (ONE, Kind.REPLY, second.id, first.story_id)
    assert row.words == ("12 killed",)
    assert await store.outbox.told(first.story_id)
    assert not await store.outbox.told(first.story_id + 1)


@pytest.mark.parametrize("sent", [True, False], ids=["sent", "waits"])
async def test_an_alert_that_still_waits_tells_all_by_itself(store: Store, sent: bool) -> None:
    first = await told(store, ONE, sent=sent)
    await moves_on(store, first, 2, Kind.EDIT, Kind.REPLY)
    assert ([kind for _, kind, _ in await kinds(store)] == [Kind.REPLY]) is sent


async def test_an_alert_on_its_way_is_edited_after_it(store: Store) -> None:
    first = await told(store, ONE, sent=False)
    (alert,) = await claim(store)
    await moves_on(store, first, 2, Kind.EDIT)
    assert await kinds(store) == []
    await store.outbox.sent(alert.id, 7, at(1))
    assert [kind for _, kind, _ in await kinds(store)] == [Kind.EDIT]


@pytest.mark.parametrize("why", ["muted", "unfollowed", "paused", "against the story", "of another item"])
async def test_who_does_not_want_to_hear_gets_neither_edit_nor_reply(store: Store, why: str) -> None:
    first = await told(store, ONE)
    (mine,) = await store.subscriptions.of_chat(ONE.chat_id)
    if why == "muted":
        await store.subscriptions.mute(ONE.chat_id, mine.id, at(60))
    elif why == "unfollowed":
        await store.subscriptions.remove(ONE.chat_id, mine.id)
    elif why == "paused":
        await store.chats.pause(ONE.chat_id, "blocked")
    elif why == "against the story":
        exclude = Exclude(ExcludeKind.STORY, str(first.story_id), "")
        await store.subscriptions.exclude(ONE.chat_id, mine.id, exclude, True, NOON)
    await moves_on(store, first, 2, Kind.EDIT, Kind.REPLY, only_item=why == "of another item")
    await store.chats.seen(ONE.chat_id, "private", "", at(1))
    assert await claim(store) == ()


async def test_a_mute_that_is_over_is_none(store: Store) -> None:
    first = await told(store, ONE)
    (mine,) = await store.subscriptions.of_chat(ONE.chat_id)
    await store.subscriptions.mute(ONE.chat_id, mine.id, at(60))
    await moves_on(store, first, 2, Kind.REPLY, minutes=60)
    assert len(await claim(store, 60)) == 1


async def test_a_story_is_silent_for_a_while_after_a_reply(store: Store) -> None:
    first = await told(store, ONE)
    rest = timedelta(hours=3)
    await moves_on(store, first, 2, Kind.REPLY, rest=rest)
    await moves_on(store, first, 3, Kind.REPLY, minutes=60, rest=rest)
    turn = await moves_on(store, first, 4, Kind.REPLY, minutes=61)
    later = await moves_on(store, first, 5, Kind.REPLY, minutes=61 + 181, rest=rest)
    replies = []
    while rows := await claim(store, 300):
        replies += [row.item_id for row in rows]
        for row in rows:
            await store.outbox.sent(row.id, 200, at(300))
    assert replies == [2, turn.id, later.id]


async def test_edits_of_a_story_are_one_row_with_the_latest(store: Store) -> None:
    first = await told(store, ONE)
    await moves_on(store, first, 2, Kind.EDIT)
    third = await moves_on(store, first, 3, Kind.EDIT)
    (row,) = await claim(store)
    assert (row.kind, row.item_id) == (Kind.EDIT, third.id)
    await store.outbox.edited(row, at(1))
    assert await claim(store, 60) == ()


async def test_an_edit_that_was_made_can_be_made_anew(store: Store) -> None:
    first = await told(store, ONE)
    await moves_on(store, first, 2, Kind.EDIT)
    (row,) = await claim(store)
    await store.outbox.edited(row, at(1))
    third = await moves_on(store, first, 3, Kind.EDIT, minutes=5)
    assert await kinds(store, 5) == [(ONE.chat_id, Kind.EDIT, third.id)]


async def test_an_edit_on_its_way_that_is_superseded_goes_once_more(store: Store) -> None:
    first = await told(store, ONE)
    await moves_on(store, first, 2, Kind.EDIT)
    (row,) = await claim(store)
    third = await moves_on(store, first, 3, Kind.EDIT)
    assert await claim(store) == ()
    await store.outbox.edited(row, at(1))
    assert await kinds(store) == [(ONE.chat_id, Kind.EDIT, third.id)]


async def test_a_message_that_cannot_be_edited_is_not_edited_again_and_what_is_new_stands_alone(store: Store) -> None:
    first = await told(store, ONE)
    await moves_on(store, first, 2, Kind.EDIT)
    (row,) = await claim(store)
    await store.outbox.uneditable(row, "message to edit not found")
    third = await moves_on(store, first, 3, Kind.EDIT, Kind.REPLY)
    assert await kinds(store, 60) == [(ONE.chat_id, Kind.REPLY, third.id)]
    found = await store.outbox.telling(ONE, first.story_id)
    assert found is not None
    assert found[1] is None


async def test_an_edit_waits_until_the_one_before_is_as_old_as_it_asks(store: Store) -> None:
    first = await told(store, ONE)
    space = timedelta(minutes=1)
    await moves_on(store, first, 2, Kind.EDIT, space=space)
    (row,) = await claim(store)
    await store.outbox.edited(row, at(1))
    third = await moves_on(store, first, 3, Kind.EDIT, minutes=1.5, space=space)
    assert await claim(store, 1.9) == ()
    assert await kinds(store, 2) == [(ONE.chat_id, Kind.EDIT, third.id)]


async def test_an_edit_that_cannot_wait_does_not(store: Store) -> None:
    first = await told(store, ONE)
    await moves_on(store, first, 2, Kind.EDIT)
    (row,) = await claim(store)
    await store.outbox.edited(row, at(1))
    await moves_on(store, first, 3, Kind.EDIT, minutes=1.1, space=timedelta(minutes=1))
    turn = await moves_on(store, first, 4, Kind.EDIT, minutes=1.2)
    assert await kinds(store, 1.2) == [(ONE.chat_id, Kind.EDIT, turn.id)]


async def test_forty_reports_in_a_minute_are_few_edits(store: Store) -> None:
    first = await told(store, ONE)
    made = 0
    for n in range(2, 42):
        minutes = n / 40
        await moves_on(store, first, n, Kind.EDIT, minutes=minutes, space=timedelta(seconds=20))
        for row in await claim(store, minutes):
            await store.outbox.edited(row, at(minutes))
            made += 1
    assert made <= 4
    assert await claim(store, 3)


async def test_an_edit_that_waits_for_its_time_holds_no_other_message_back(store: Store) -> None:
    first = await told(store, ONE)
    await moves_on(store, first, 2, Kind.EDIT)
    (row,) = await claim(store)
    await store.outbox.edited(row, at(1))
    await moves_on(store, first, 3, Kind.EDIT, minutes=1, space=timedelta(minutes=1))
    change, other = await add(store, 9)
    ids = row.subscription_ids
    alerts = [new_alert(9, other.id, to=ONE, story_id=other.story_id, subscription_ids=ids)]
    await store.outbox.settle(change, alerts, at(1))
    (alert,) = await claim(store, 1)
    await store.outbox.sent(alert.id, 200, at(1))
    fifth = await moves_on(store, other, 5, Kind.EDIT, minutes=1)
    assert await kinds(store, 1) == [(ONE.chat_id, Kind.EDIT, fifth.id)]


async def test_the_most_urgent_goes_first_and_one_at_a_time(store: Store) -> None:
    first = await told(store, ONE)
    await store.outbox.add([word(ONE, "broadcast:1", Kind.BROADCAST)], NOON)
    await moves_on(store, first, 2, Kind.EDIT)
    change, other = await add(store, 3)
    await store.outbox.settle(change, [new_alert(1, other.id, story_id=other.story_id)], at(1))
    await moves_on(store, first, 4, Kind.REPLY)
    order = []
    while rows := await claim(store):
        order += [row.kind for row in rows]
        assert await claim(store) == ()
        await store.outbox.sent(rows[0].id, 300, at(1))
    assert order == [Kind.REPLY, Kind.ALERT, Kind.EDIT, Kind.BROADCAST]


async def test_what_is_of_no_item_is_a_row_once(store: Store) -> None:
    await watch(store, ONE)
    rows = [word(ONE, "digest:1", Kind.DIGEST), word(TWO, "digest:1", Kind.DIGEST)]
    assert await store.outbox.add(rows, NOON) == 1, "nobody met the other chat"
    assert await store.outbox.add(rows, NOON) == 0
    (row,) = await claim(store)
    assert (row.chat, row.kind, row.item_id, row.story_id) == (ONE, Kind.DIGEST, None, None)
    assert (row.refs, row.words) == ((3, 4), ("good morning",))


async def test_a_dropped_row_is_out_of_the_way(store: Store) -> None:
    first = await told(store, ONE)
    await moves_on(store, first, 2, Kind.REPLY)
    (row,) = await claim(store)
    await store.outbox.drop(row.id, "muted")
    assert await claim(store, 60) == ()


async def test_messages_of_a_group_that_moved_are_not_edited(store: Store) -> None:
    old = ChatRef(-5)
    first = await told(store, old)
    await store.chats.move(-5, -1000005)
    await moves_on(store, first, 2, Kind.EDIT)
    assert await claim(store) == ()


async def test_a_reply_of_an_item_that_was_told_itself_is_no_second_alert(store: Store) -> None:
    """In a chat with an alert of the item already, as of mode `each`, the item's reply to a story is not in its way."""
    first = await told(store, ONE)
    change, item = await add(store, 2, first.story_id)
    (mine,) = await store.subscriptions.of_chat(ONE.chat_id)
    each = new_alert(1, item.id, key=f"item:{item.id}", story_id=first.story_id, subscription_ids=(mine.id,))
    assert await store.outbox.settle(change, [each], at(1), [up(Kind.REPLY, first, item)]) == 1
    assert [kind for _, kind, _ in await kinds(store)] == [Kind.REPLY]


def word(to: ChatRef, key: str, kind: Kind) -> NewAlert:
    return NewAlert(to, None, None, key, (), False, at(60), kind, (3, 4), ("good morning",))
