"""How many sends are under way at once, and what becomes of each answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alerts.sending import IN_FLIGHT, Sending
from bot.model import ChatRef, Delivery, Kind, Later, Message, NewAlert, Priority, Sent
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON


@dataclass
class Wire:
    """A sender that takes a moment for each message; `outcomes` are the first answers to a chat."""

    outcomes: dict[int, list[Delivery]] = field(default_factory=dict)
    got: list[int] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)  # cleared: messages hang
    hangs: set[int] | None = None  # only those to these chats
    under_way: int = 0
    most: int = 0

    async def send(self, chat: ChatRef, message: Message, **_: object) -> Delivery:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0.01)
        if self.hangs is None or chat.chat_id in self.hangs:
            await self.open.wait()
        self.under_way -= 1
        self.got.append(chat.chat_id)
        waiting = self.outcomes.get(chat.chat_id)
        return waiting.pop(0) if waiting else Sent(len(self.got))

    async def edit(
        self, chat: ChatRef, message_id: int, message: Message, *, priority: Priority = Priority.EDIT
    ) -> Delivery:
        raise AssertionError("nothing is edited here")

    def busy(self) -> tuple[int, ...]:
        return ()

    def opens_in(self) -> timedelta:
        return timedelta(0)


class Desk:
    """A queue of broadcast rows, one a chat, and what sends them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.wire = Wire()
        self.wire.open.set()
        self.now = NOON
        self.woken = asyncio.Event()
        self.sending = Sending(store, self.wire, lambda: self.now, owner="desk", woken=self.woken)

    async def waiting(self, chats: int, *, first: int = 1, key: str = "news") -> None:
        draft = await self.store.broadcasts.draft(1, "We move house.", NOON)
        ids = range(first, first + chats)
        for chat_id in ids:
            await self.store.chats.seen(chat_id, "private", "", NOON)
        await self.store.outbox.add([_row(chat_id, draft.id, key) for chat_id in ids], NOON)


def _row(chat_id: int, broadcast: int, key: str) -> NewAlert:
    return NewAlert(
        chat=ChatRef(chat_id),
        item_id=None,
        story_id=None,
        key=key,
        subscription_ids=(),
        silent=False,
        expires=NOON + timedelta(hours=24),
        kind=Kind.BROADCAST,
        refs=(broadcast,),
    )


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = await open_store(f"sqlite:///{tmp_path}/t.db")
    yield Desk(store)
    await store.close()


async def test_where_few_wait_each_is_recorded_before_the_next_goes(desk: Desk) -> None:
    await desk.waiting(6)
    assert await desk.sending.drain() == 6
    assert (desk.wire.most, desk.wire.got) == (1, [1, 2, 3, 4, 5, 6])


async def test_where_many_wait_they_go_side_by_side_to_the_last(desk: Desk) -> None:
    await desk.waiting(IN_FLIGHT + 6)
    assert await desk.sending.drain() == IN_FLIGHT + 6
    assert desk.wire.most > 1
    assert sorted(desk.wire.got) == list(range(1, IN_FLIGHT + 7))


async def test_after_the_many_the_few_go_in_turn_again(desk: Desk) -> None:
    await desk.waiting(IN_FLIGHT + 6)
    await desk.sending.drain()
    desk.wire.most = 0
    await desk.waiting(6, key="more")
    await desk.sending.drain()
    assert desk.wire.most == 1


async def tries(desk: Desk, answer: Delivery, count: int) -> list[timedelta]:
    """The chat answers so, again and again: how long after each try the next one came."""
    await desk.waiting(1)
    desk.wire.outcomes[1] = [answer] * count
    waits = []
    for _ in range(count):
        assert await desk.sending.drain() == 1
        began = desk.now
        while not await desk.store.outbox.claim(desk.now, owner="look", lease=timedelta(0), limit=1):
            desk.now += timedelta(seconds=1)
        waits.append(desk.now - began)
    return waits


async def test_a_message_that_may_have_arrived_is_tried_again_ever_more_rarely(desk: Desk) -> None:
    """Each try may be a further copy, none may be the first."""
    waits = await tries(desk, Later(timedelta(seconds=3), "no answer"), 6)
    assert [wait.total_seconds() for wait in waits] == [3, 12, 48, 192, 300, 300]


async def test_a_wait_that_telegram_named_is_kept_to_the_second(desk: Desk) -> None:
    waits = await tries(desk, Later(timedelta(seconds=2), "slow down", asked=True), 6)
    assert [wait.total_seconds() for wait in waits] == [2] * 6


HOUR = timedelta(hours=1)


async def test_a_send_that_an_hour_of_sleep_overtook_is_not_begun_again(desk: Desk) -> None:
    """Its lease is over by the clock, and it still hangs on the wire."""
    await desk.waiting(2)
    desk.wire.open.clear()
    assert await desk.sending.start() == 2
    desk.now += HOUR
    assert await desk.sending.start() == 0
    desk.wire.open.set()
    await desk.sending.finish()
    assert await desk.sending.drain() == 0
    assert sorted(desk.wire.got) == [1, 2]


@pytest.mark.parametrize("jump", [-HOUR, HOUR, 20 * HOUR], ids=["back an hour", "on an hour", "on most of a day"])
async def test_a_clock_that_jumps_stops_nothing_and_repeats_nothing(desk: Desk, jump: timedelta) -> None:
    await desk.waiting(2)
    await desk.sending.drain()
    await desk.waiting(2, first=3)
    desk.now += jump
    await desk.sending.drain()
    assert desk.wire.got == [1, 2, 3, 4]


async def test_what_a_killed_process_left_behind_goes_out_at_once_whatever_the_clock_says(desk: Desk) -> None:
    await desk.waiting(2)
    await desk.store.outbox.claim(NOON + HOUR, owner="killed", lease=timedelta(seconds=90), limit=2)
    assert await desk.sending.drain() == 0
    await desk.store.free_leases()  # at every start
    assert await desk.sending.drain() == 2


async def test_one_chat_that_hangs_holds_up_none_of_the_others(desk: Desk) -> None:
    desk.wire.hangs = {1}
    desk.wire.open.clear()
    await desk.waiting(4)
    assert await desk.sending.start() == 4
    while desk.wire.got != [2, 3, 4]:
        await asyncio.wait_for(desk.woken.wait(), 5)
        desk.woken.clear()
    desk.wire.open.set()
    await desk.sending.finish()
    assert desk.wire.got == [2, 3, 4, 1]
