"""Decisions as rows: with their alerts or not at all, changed for the better, due, counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model import Change, ChatRef, Decision, Fate, Kind, LedgerRow, NewAlert, Spent, Verdict
from bot.ports import Store
from tests.build import NOON, at, chat, new_alert, new_item

ONE, TWO = chat(1), chat(2)
DAY = timedelta(days=1)


async def news(store: Store, n: int, **changes: object) -> Change:
    await store.archive.add(new_item(n, **changes))  # type: ignore[arg-type]
    return (await store.outbox.changes())[-1]


def decision(change: Change, fate: Fate, to: ChatRef = ONE, *, due: datetime | None = None, story: int = 0) -> Decision:
    item = change.item
    story_id = story or item.story_id
    key = f"story:{story_id}" if fate is Fate.SENT else ""
    return Decision(to, item.id, story_id, Verdict(fate, f"why {fate}", due), (7, 8), (7,), key, level=3)


async def settle(store: Store, change: Change, *decisions: Decision, minutes: float = 0) -> int:
    for one in decisions:
        await store.chats.seen(one.chat.chat_id, "private", "", NOON)
    alerts = [
        new_alert(1, one.item_id, story_id=one.story_id, to=one.chat, key=one.key)
        for one in decisions
        if one.verdict.fate is Fate.SENT
    ]
    return await store.outbox.settle(change.id, alerts, at(minutes), decisions=decisions)


async def decided(store: Store, n: int, fate: Fate, to: ChatRef = ONE, *, minutes: float = 0, **more: object) -> Change:
    change = await news(store, n)
    await settle(store, change, decision(change, fate, to, **more), minutes=minutes)  # type: ignore[arg-type]
    return change


async def rows(store: Store, to: ChatRef = ONE, fates: Sequence[Fate] = tuple(Fate)) -> tuple[LedgerRow, ...]:
    return await store.ledger.rows(to, NOON - DAY, fates=fates, limit=100)


async def test_a_decision_reads_back_with_its_alert(store: Store) -> None:
    change = await decided(store, 1, Fate.SENT)
    (row,) = await rows(store)
    item = change.item
    assert row == LedgerRow(
        row.id, ONE, item.id, item.story_id, Fate.SENT, "why sent", (7, 8), 3, NOON, NOON, None, row.alert_id
    )
    assert row.alert_id is not None
    assert await store.ledger.of_alert(row.alert_id) == (row,)


async def test_every_chat_and_topic_has_its_own(store: Store) -> None:
    change = await news(store, 1)
    topic = ChatRef(ONE.chat_id, 5)
    await settle(store, change, *(decision(change, Fate.MINOR, to) for to in (ONE, topic, TWO)))
    assert [len(await rows(store, to)) for to in (ONE, topic, TWO)] == [1, 1, 1]
    assert dict(await store.ledger.counts(topic, NOON - DAY)) == {Fate.MINOR: 1}


async def test_what_the_outbox_has_already_is_merged(store: Store) -> None:
    first = await decided(store, 1, Fate.SENT)
    second = await news(store, 2, story_id=first.item.story_id)
    assert await settle(store, second, decision(second, Fate.SENT)) == 0
    newest, oldest = await rows(store)
    assert (newest.fate, newest.reason, newest.alert_id) == (Fate.MERGED, "you were told of this story", None)
    assert oldest.fate is Fate.SENT


async def test_a_chat_that_paused_meanwhile_gets_no_row(store: Store) -> None:
    change = await news(store, 1)
    await store.chats.seen(ONE.chat_id, "private", "", NOON)
    await store.chats.pause(ONE.chat_id, "blocked")
    await store.outbox.settle(change.id, [], NOON, decisions=[decision(change, Fate.HELD, due=at(60))])
    assert await rows(store) == ()


async def test_a_waiting_decision_changes_for_the_better_and_what_was_sent_stays(store: Store) -> None:
    first = await decided(store, 1, Fate.UNCONFIRMED)
    (open_row,) = await store.ledger.open(first.item.story_id, NOON - DAY)
    second = await news(store, 2)
    await settle(store, second, decision(first, Fate.SENT), minutes=5)
    (row,) = await rows(store)
    assert (row.id, row.fate, row.created, row.decided) == (open_row.id, Fate.SENT, NOON, at(5))
    third = await news(store, 3)
    await settle(store, third, decision(first, Fate.MINOR), minutes=6)
    assert await rows(store) == (row,)
    assert await store.ledger.open(first.item.story_id, NOON - DAY) == ()


async def test_who_was_told_of_a_story(store: Store) -> None:
    change = await decided(store, 1, Fate.SENT)
    await decided(store, 2, Fate.HELD, TWO, due=at(60))
    chats = [ONE.chat_id, TWO.chat_id]
    assert await store.ledger.told(change.item.story_id, chats) == {ONE}
    assert await store.ledger.told(2, chats) == frozenset()
    assert await store.ledger.told(change.item.story_id, []) == frozenset()


async def test_what_a_watch_spent_counts_messages_of_the_hour(store: Store) -> None:
    for n, minutes in ((1, -70), (2, -30), (3, -10)):
        await decided(store, n, Fate.SENT, minutes=minutes)
    await decided(store, 4, Fate.CAPPED, due=at(30))
    await decided(store, 5, Fate.HELD, due=at(20))
    spent = await store.ledger.spent([ONE.chat_id, TWO.chat_id], at(-60))
    assert spent == {ONE: {watch: Spent((at(-30), at(-10)), at(30)) for watch in (7, 8)}}


def digest(to: ChatRef, rows: Sequence[LedgerRow], key: str = "digest:1") -> NewAlert:
    items = tuple(row.item_id for row in rows)
    return NewAlert(to, None, None, key, (7,), False, at(24 * 60), Kind.DIGEST, items, ("Digest",))


async def test_what_is_due_goes_out_once_as_one_message(store: Store) -> None:
    await decided(store, 1, Fate.HELD, due=at(30))
    await decided(store, 2, Fate.DIGEST, due=at(30))
    await decided(store, 3, Fate.DIGEST, due=at(90))
    assert await store.ledger.due(at(29), 10) == ()
    due = await store.ledger.due(at(30), 10)
    assert [row.item_id for row in due] == [1, 2]
    alert = digest(ONE, due)
    sent = await store.ledger.release(ONE, at(30), [row.id for row in due], {}, alert)
    assert sent is not None
    assert await store.ledger.release(ONE, at(30), [row.id for row in due], {}, alert) is None
    assert await store.ledger.due(at(31), 10) == ()
    assert [row.item_id for row in await store.ledger.of_alert(sent)] == [1, 2]
    (row,) = await store.outbox.claim(at(31), owner="a", lease=timedelta(minutes=1), limit=9)
    assert (row.kind, row.refs, row.item_id) == (Kind.DIGEST, (1, 2), None)


async def test_one_message_counts_once_against_the_cap(store: Store) -> None:
    for n in (1, 2, 3):
        await decided(store, n, Fate.HELD, due=at(30))
    due = await store.ledger.due(at(30), 10)
    await store.ledger.release(ONE, at(30), [row.id for row in due], {}, digest(ONE, due))
    assert (await store.ledger.spent([ONE.chat_id], at(0)))[ONE][7] == Spent((at(30),))


async def test_what_is_told_otherwise_is_left_out(store: Store) -> None:
    await decided(store, 1, Fate.HELD, due=at(30))
    (row,) = await store.ledger.due(at(30), 10)
    assert await store.ledger.release(ONE, at(30), [], {row.id: Verdict(Fate.MERGED, "told")}, None) is None
    (row,) = await rows(store)
    assert (row.fate, row.reason, row.due) == (Fate.MERGED, "told", None)


async def test_a_paused_chat_keeps_what_is_held_and_holds_up_nobody(store: Store) -> None:
    await decided(store, 1, Fate.HELD, due=at(10))
    await decided(store, 2, Fate.HELD, TWO, due=at(30))
    await store.chats.pause(ONE.chat_id, "blocked")
    assert [row.chat for row in await store.ledger.due(at(40), 1)] == [TWO]
    await store.chats.seen(ONE.chat_id, "private", "", at(50))
    assert [row.chat for row in await store.ledger.due(at(50), 1)] == [ONE]


async def test_a_row_from_a_clock_that_was_ahead_is_due(store: Store) -> None:
    await decided(store, 1, Fate.HELD, minutes=365 * 24 * 60, due=at(366 * 24 * 60))
    assert len(await store.ledger.due(NOON, 10)) == 1


async def test_what_the_outbox_gave_up_on_was_not_sent(store: Store) -> None:
    await decided(store, 1, Fate.SENT)
    await decided(store, 2, Fate.SENT)
    row = (await rows(store, fates=(Fate.SENT,)))[0]
    await store.outbox.reject(row.alert_id or 0, "too long")
    assert dict(await store.ledger.counts(ONE, NOON - DAY)) == {Fate.SENT: 1, Fate.EXPIRED: 1}
    (failed,) = await rows(store, fates=(Fate.EXPIRED,))
    assert (failed.item_id, failed.reason) == (row.item_id, "too long")
    assert await store.ledger.release(ONE, at(5), [failed.id], {}, digest(ONE, [failed])) is not None


async def test_a_queue_that_takes_long_becomes_one_digest(store: Store) -> None:
    for n in range(1, 6):
        await decided(store, n, Fate.SENT)
    await decided(store, 6, Fate.SENT, TWO)
    later = {"waiting_since": at(0), "expires": at(24 * 60)}
    assert await store.ledger.collapse(at(10), more_than=5, **later) == 0
    assert await store.ledger.collapse(at(10), more_than=4, waiting_since=at(-1), expires=at(60)) == 0
    assert await store.ledger.collapse(at(10), more_than=4, **later) == 1
    claimed = await store.outbox.claim(at(11), owner="a", lease=timedelta(minutes=1), limit=9)
    assert {(row.chat, row.kind, row.refs) for row in claimed} == {
        (ONE, Kind.DIGEST, (1, 2, 3, 4, 5)),
        (TWO, Kind.ALERT, ()),
    }
    assert dict(await store.ledger.counts(ONE, NOON - DAY)) == {Fate.SENT: 5}


async def test_a_ledger_goes_along_with_its_chat_and_goes_with_it(store: Store) -> None:
    await decided(store, 1, Fate.MINOR)
    await store.chats.move(ONE.chat_id, -100)
    assert len(await rows(store, ChatRef(-100))) == 1
    await store.chats.forget(-100)
    assert await rows(store, ChatRef(-100)) == ()


async def test_a_ledger_row_goes_with_its_report(store: Store) -> None:
    await decided(store, 1, Fate.MINOR)
    assert (await store.retention.purge([1], NOON, since=NOON)).items == 1
    assert await rows(store) == ()


async def test_a_shared_list_is_kept_as_it_was(store: Store) -> None:
    await store.lists.put("token", "text", NOON)
    await store.lists.put("token", "other", NOON)
    assert await store.lists.get("token") == "text"
    assert await store.lists.get("nothing") is None
