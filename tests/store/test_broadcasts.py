"""A message to every chat: rows once, progress, an end."""

from __future__ import annotations

from datetime import timedelta

from bot.model import Broadcast, Kind, Progress, Stage
from bot.ports import Store
from tests.build import NOON, at, chat

ADMIN = chat(9).chat_id
DAY = timedelta(days=1)
LEASE = timedelta(minutes=1)


async def started(store: Store, *chats: int) -> Broadcast:
    for number in chats:
        await store.chats.seen(chat(number).chat_id, "private", "", NOON)
    draft = await store.broadcasts.draft(ADMIN, "Hello", NOON)
    assert await store.broadcasts.start(draft.id, 5, NOON, DAY) == len(chats)
    return draft


async def test_a_draft_reads_back_and_sends_nothing(store: Store) -> None:
    draft = await store.broadcasts.draft(ADMIN, "Hello", NOON)
    assert draft == Broadcast(draft.id, ADMIN, "Hello", Stage.DRAFT)
    assert await store.broadcasts.get(draft.id) == draft
    assert await store.broadcasts.get(draft.id + 1) is None
    assert await store.broadcasts.running() == ()


async def test_every_chat_that_is_not_paused_has_a_row_and_only_once(store: Store) -> None:
    await store.chats.seen(chat(3).chat_id, "private", "", NOON)
    await store.chats.pause(chat(3).chat_id, "blocked")
    draft = await started(store, 1, 2)
    assert await store.broadcasts.start(draft.id, 6, NOON, DAY) is None
    rows = await store.outbox.claim(at(1), owner="a", lease=LEASE, limit=9)
    assert [(row.chat, row.kind, row.refs) for row in rows] == [
        (chat(1), Kind.BROADCAST, (draft.id,)),
        (chat(2), Kind.BROADCAST, (draft.id,)),
    ]
    (running,) = await store.broadcasts.running()
    assert (running.stage, running.message_id) == (Stage.RUNNING, 5)


async def test_progress_counts_chats(store: Store) -> None:
    draft = await started(store, 1, 2, 3)
    one, two, _ = await store.outbox.claim(at(1), owner="a", lease=LEASE, limit=9)
    await store.outbox.sent(one.id, 7, at(1))
    await store.chats.pause(two.chat.chat_id, "blocked")
    assert await store.broadcasts.progress(draft.id) == Progress(waiting=1, sent=1, lost=1)
    assert await store.broadcasts.progress(draft.id + 1) == Progress()


async def test_a_stopped_one_sends_no_more_and_what_is_on_its_way_arrives(store: Store) -> None:
    draft = await started(store, 1, 2)
    (row,) = await store.outbox.claim(at(1), owner="a", lease=LEASE, limit=1)
    assert await store.broadcasts.end(draft.id, Stage.STOPPED)
    assert not await store.broadcasts.end(draft.id, Stage.STOPPED)
    await store.outbox.sent(row.id, 7, at(1))
    assert await store.outbox.claim(at(2), owner="a", lease=LEASE, limit=9) == ()
    assert await store.broadcasts.progress(draft.id) == Progress(sent=1, lost=1)


async def test_a_new_bot_goes_on_where_the_dead_one_was(store: Store) -> None:
    await started(store, 1, 2, 3)
    one, _ = await store.outbox.claim(at(1), owner="dead", lease=LEASE, limit=2)
    await store.outbox.sent(one.id, 7, at(1))
    await store.free_leases()
    rows = await store.outbox.claim(at(1), owner="b", lease=LEASE, limit=9)
    assert [row.chat for row in rows] == [chat(2), chat(3)]
