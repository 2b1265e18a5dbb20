"""Chats: met, paused, moved, forgotten."""

from __future__ import annotations

from datetime import timedelta

from bot.model import Chat, ChatRef, Mode, Quiet
from bot.ports import Store
from tests.build import NOON, at, chat, new_alert, new_item, subject

ONE = chat(1).chat_id
LEASE = timedelta(minutes=1)


async def alerted(store: Store, n: int, *chats: ChatRef) -> None:
    """Item `n` and an alert on it for each chat."""
    item = await store.archive.add(new_item(n))
    assert item is not None
    change = (await store.outbox.changes())[-1]
    alerts = [new_alert(1, item.id, story_id=item.story_id, to=to) for to in chats]
    assert await store.outbox.settle(change.id, alerts, NOON) == len(chats)


async def due(store: Store) -> list[tuple[int, int]]:
    claimed = await store.outbox.claim(at(1), owner="a", lease=LEASE, limit=50)
    return [(alert.chat.chat_id, alert.item_id or 0) for alert in claimed]


async def test_chat_is_remembered_with_its_newest_name(store: Store) -> None:
    assert await store.chats.get(ONE) is None
    assert await store.chats.seen(ONE, "group", "Old", NOON) == Chat(ONE, "group", "Old")
    assert await store.chats.seen(ONE, "group", "New", at(1)) == Chat(ONE, "group", "New")
    assert await store.chats.get(ONE) == Chat(ONE, "group", "New")


async def test_switches_are_set_one_by_one_and_survive_being_seen(store: Store) -> None:
    await store.chats.seen(ONE, "private", "A", NOON)
    await store.chats.set(ONE, previews=True)
    await store.chats.set(ONE, silent=True)
    await store.chats.set(ONE)
    assert await store.chats.seen(ONE, "private", "A", at(1)) == Chat(ONE, "private", "A", previews=True, silent=True)
    await store.chats.set(ONE, previews=False)
    assert await store.chats.get(ONE) == Chat(ONE, "private", "A", silent=True)


async def test_who_took_the_bot_in_and_what_is_managed_are_kept_over_a_move(store: Store) -> None:
    await store.chats.seen(-5, "group", "G", NOON)
    await store.chats.keep(-5, ONE)
    await store.chats.seen(ONE, "private", "A", NOON)
    await store.chats.manage(ONE, -7)
    await store.chats.move(-5, -1005)
    assert [one.id for one in await store.chats.kept_by(ONE)] == [-1005]
    assert await store.chats.kept_by(2) == ()
    assert (await store.chats.seen(ONE, "private", "A", at(1))).managing == -7
    await store.chats.manage(ONE, None)
    assert await store.chats.get(ONE) == Chat(ONE, "private", "A")


async def test_a_pause_says_whether_it_was_news(store: Store) -> None:
    assert not await store.chats.pause(ONE, "blocked"), "nobody knows that chat"
    await store.chats.seen(ONE, "private", "A", NOON)
    assert await store.chats.pause(ONE, "blocked")
    assert not await store.chats.pause(ONE, "gone")
    assert (await store.chats.get(ONE)) == Chat(ONE, "private", "A", paused="gone")


async def test_ids_of_supergroups_fit(store: Store) -> None:
    await store.chats.seen(-1002233445566, "supergroup", "G", NOON)
    assert await store.chats.active() == (-1002233445566,)


async def test_paused_chat_gets_nothing_and_keeps_its_subscriptions(store: Store) -> None:
    for n in (1, 2):
        await store.chats.seen(chat(n).chat_id, "private", "", NOON)
        await store.subscriptions.add(chat(n), [subject()], Mode(), NOON)
    await alerted(store, 1, chat(1), chat(2))
    await store.chats.pause(ONE, "blocked")

    assert (await store.chats.get(ONE)) == Chat(ONE, "private", "", paused="blocked")
    assert await store.chats.active() == (chat(2).chat_id,)
    assert [to for to, _ in await due(store)] == [chat(2).chat_id]
    assert len(await store.subscriptions.of_chat(ONE)) == 1
    assert [s.chat for s in await store.subscriptions.awake(range(1, 9))] == [chat(2)]


async def test_alert_in_flight_to_a_chat_that_is_paused_is_dropped_too(store: Store) -> None:
    await store.chats.seen(ONE, "private", "", NOON)
    await alerted(store, 1, chat(1))
    claimed = await store.outbox.claim(NOON, owner="a", lease=LEASE, limit=1)
    await store.chats.pause(ONE, "blocked")
    await store.outbox.later(claimed[0].id, NOON, "late answer")
    await store.chats.seen(ONE, "private", "", at(1))
    assert await due(store) == []


async def test_change_settled_after_the_pause_writes_no_alert(store: Store) -> None:
    await store.chats.seen(ONE, "private", "", NOON)
    await store.chats.pause(ONE, "blocked")
    item = await store.archive.add(new_item(1))
    assert item is not None
    change = (await store.outbox.changes())[0]
    assert await store.outbox.settle(change.id, [new_alert(1, item.id)], NOON) == 0
    assert await store.outbox.changes() == ()


async def test_chat_that_writes_again_is_resumed_without_what_it_missed(store: Store) -> None:
    await store.chats.seen(ONE, "private", "", NOON)
    await alerted(store, 1, chat(1))
    await store.chats.pause(ONE, "blocked")
    assert (await store.chats.seen(ONE, "private", "", at(5))).paused is None
    assert await due(store) == []
    await alerted(store, 2, chat(1))
    assert len(await due(store)) == 1


async def test_pausing_a_chat_that_nobody_met_is_no_error(store: Store) -> None:
    await store.chats.pause(ONE, "kicked")
    assert await store.chats.get(ONE) is None


async def test_moved_group_takes_its_subscriptions_switches_and_alerts_along(store: Store) -> None:
    old, new = ChatRef(-5), ChatRef(-1000005)
    await store.chats.seen(-5, "group", "G", NOON)
    await store.chats.set(-5, silent=True)
    kept = await store.subscriptions.add(old, [subject()], Mode(each=True), NOON)
    await alerted(store, 1, old)
    await store.chats.move(-5, -1000005)
    await store.chats.move(-5, -1000005)  # told twice

    assert await store.chats.get(-5) is None
    assert await store.chats.get(-1000005) == Chat(-1000005, "supergroup", "G", silent=True)
    moved = await store.subscriptions.of_chat(-1000005)
    assert [(s.id, s.chat, s.subjects, s.mode) for s in moved] == [(kept.id, new, kept.subjects, kept.mode)]
    assert [to for to, _ in await due(store)] == [-1000005]


async def test_moved_group_that_is_known_already_keeps_one_of_each(store: Store) -> None:
    old, new = ChatRef(-5), ChatRef(-1000005)
    for ref in (old, new):
        await store.chats.seen(ref.chat_id, "group", "G", NOON)
        await store.subscriptions.add(ref, [subject()], Mode(), NOON)
    await store.subscriptions.add(old, [subject(value="RU")], Mode(), NOON)
    await alerted(store, 1, old, new)
    await alerted(store, 2, old)
    await store.chats.move(-5, -1000005)

    followed = [s.subjects[0].value for s in await store.subscriptions.of_chat(-1000005)]
    assert sorted(followed) == ["RU", "VE"]
    sent = []
    while claimed := await store.outbox.claim(at(1), owner="a", lease=LEASE, limit=9):
        for alert in claimed:
            sent.append((alert.chat, alert.item_id))
            await store.outbox.sent(alert.id, len(sent), at(1))
    assert sorted(sent, key=str) == [(new, 1), (new, 2)]


async def test_moving_one_chat_leaves_the_others(store: Store) -> None:
    await store.chats.seen(-5, "group", "G", NOON)
    await store.chats.seen(-6, "group", "H", NOON)
    await store.subscriptions.add(ChatRef(-6), [subject()], Mode(), NOON)
    await store.chats.move(-5, -1000005)
    assert len(await store.subscriptions.of_chat(-6)) == 1


async def test_forgotten_chat_leaves_nothing_and_gets_nothing(store: Store) -> None:
    for n in (1, 2):
        await store.chats.seen(chat(n).chat_id, "private", "", NOON)
        await store.subscriptions.add(chat(n), [subject()], Mode(), NOON)
    await alerted(store, 1, chat(1), chat(2))
    item = await store.archive.add(new_item(2))
    assert item is not None
    await store.chats.forget(ONE)

    assert await store.chats.get(ONE) is None
    assert await store.subscriptions.of_chat(ONE) == ()
    change = (await store.outbox.changes())[0]
    assert await store.outbox.settle(change.id, [new_alert(1, item.id), new_alert(2, item.id)], NOON) == 1
    assert {to for to, _ in await due(store)} == {chat(2).chat_id}
    counts = await store.archive.counts()
    assert (counts.chats, counts.subscriptions, counts.items) == (1, 1, 2)


async def test_the_mode_of_new_watches_is_kept_and_goes_along_with_a_move(store: Store) -> None:
    assert (await store.chats.seen(1, "group", "", NOON)).usual == Mode()
    usual = Mode(True, True, True, 3, 7, None, (480, 1110), Quiet.DROP, 9, ("en", "es"), True)
    await store.chats.set(1, usual=usual)
    await store.chats.set(1, silent=True)
    await store.chats.move(1, -100)
    moved = await store.chats.get(-100)
    assert moved is not None
    assert moved.usual == usual
