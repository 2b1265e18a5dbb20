"""The limiter, against a model of Telegram's limits, in simulated time."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.deliver.limits import Limiter
from bot.model import Priority


class Time:
    """A loop's clock that jumps to the next timer when nothing else can run."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.now = 1000.0
        self.loop.time = lambda: self.now  # type: ignore[method-assign]
        select = self.loop._selector.select  # type: ignore[attr-defined]

        def jumping(timeout: float | None) -> object:
            if timeout:
                self.now += timeout
            return select(0)

        self.loop._selector.select = jumping  # type: ignore[attr-defined]

    def run(self, work: Callable[[Limiter], Awaitable[None]]) -> None:
        async def main() -> None:
            await work(Limiter(lambda: self.now))

        try:
            self.loop.run_until_complete(main())
        finally:
            self.loop.close()


@pytest.fixture
def time() -> Time:
    return Time()


def most_in(window: float, moments: list[float]) -> int:
    """The largest number of moments within any half-open window."""
    return max((sum(start <= m < start + window for m in moments) for start in moments), default=0)


async def send_all(limiter: Limiter, time: Time, chats: list[int], priority: Priority) -> list[tuple[float, int]]:
    sent: list[tuple[float, int]] = []

    async def one(chat: int) -> None:
        async with limiter.turn(chat, priority):
            sent.append((time.now, chat))

    await asyncio.gather(*(one(chat) for chat in chats))
    return sent


def test_a_broadcast_stays_under_the_global_limit_and_close_to_it(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        start = time.now
        sent = await send_all(limiter, time, list(range(1, 301)), Priority.ALERT)
        assert most_in(1.0, [at for at, _ in sent]) <= 30
        assert time.now - start < 300 / (0.95 * 30)

    time.run(work)


class Line:
    """The way to Telegram and back: when calls arrived there; each reply comes `answer` seconds later."""

    def __init__(self, time: Time, limiter: Limiter, answer: Callable[[], float]) -> None:
        self.time, self.limiter, self.answer = time, limiter, answer
        self.arrived: list[float] = []

    async def broadcast(self, calls: int, held_up: Mapping[int, float] | None = None) -> float:
        """To as many chats; those that are `held_up` come so many seconds late. Returns the calls a second."""

        async def one(n: int) -> None:
            async with self.limiter.turn(n + 1, Priority.ALERT):
                await asyncio.sleep((held_up or {}).get(n, 0.0))
                self.arrived.append(self.time.now)
                await asyncio.sleep(self.answer())

        await asyncio.gather(*map(one, range(calls)))
        self.arrived.sort()
        return (calls - 1) / (self.arrived[-1] - self.arrived[0])


@pytest.mark.parametrize("answer", [0.003, 0.06, 0.2, 0.5])
def test_a_steady_line_is_used_up_to_its_limit(time: Time, answer: float) -> None:
    async def work(limiter: Limiter) -> None:
        line = Line(time, limiter, lambda: answer)
        assert await line.broadcast(600) > 0.98 * 30
        assert most_in(1.0, line.arrived) <= 30

    time.run(work)


@pytest.mark.parametrize("answer", [0.06, 0.2, 0.5])
def test_a_line_that_is_never_steady_is_still_used(time: Time, answer: float) -> None:
    rng = Random(3)

    async def work(limiter: Limiter) -> None:
        line = Line(time, limiter, lambda: max(0.001, rng.gauss(answer, answer / 4)))
        assert await line.broadcast(900) > 0.955 * 30
        assert most_in(1.0, line.arrived) <= 30

    time.run(work)


@pytest.mark.parametrize("seconds", [0.03, 0.1, 0.3])
def test_calls_that_were_held_up_bring_no_refusal(time: Time, seconds: float) -> None:
    """They arrive nearer to those after them than they left."""
    held_up = dict.fromkeys(range(75, 600, 75), seconds)

    async def work(limiter: Limiter) -> None:
        line = Line(time, limiter, lambda: 0.05)
        assert await line.broadcast(600, held_up) > 0.95 * 30
        assert most_in(1.0, line.arrived) <= 30

    time.run(work)


def test_right_after_the_start_a_call_that_was_held_up_brings_no_refusal(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        line = Line(time, limiter, lambda: 0.05)
        await line.broadcast(100, {0: 0.09})
        assert most_in(1.0, line.arrived) <= 30

    time.run(work)


def test_one_chat_gets_one_alert_a_second(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        sent = await send_all(limiter, time, [7] * 5, Priority.ALERT)
        gaps = [b - a for (a, _), (b, _) in itertools.pairwise(sent)]
        assert all(gap >= 0.999 for gap in gaps)

    time.run(work)


def test_replies_may_come_in_a_short_burst(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        start = time.now
        await send_all(limiter, time, [7] * 3, Priority.ANSWER)
        assert time.now - start < 0.3
        await send_all(limiter, time, [7], Priority.ANSWER)
        assert time.now - start > 0.9

    time.run(work)


def test_a_group_gets_at_most_twenty_a_minute(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        sent = await send_all(limiter, time, [-100] * 45, Priority.ANSWER)
        assert most_in(60.0, [at for at, _ in sent]) <= 20

    time.run(work)


def test_a_private_chat_has_no_limit_by_the_minute(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        sent = await send_all(limiter, time, [100] * 45, Priority.ANSWER)
        assert most_in(60.0, [at for at, _ in sent]) > 20

    time.run(work)


def test_a_hot_chat_does_not_delay_the_others(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        start = time.now
        sent = await send_all(limiter, time, [1] * 20 + list(range(2, 62)), Priority.ALERT)
        others = [at for at, chat in sent if chat != 1]
        assert max(others) - start < 4

    time.run(work)


def test_replies_go_ahead_of_waiting_alerts(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        broadcast = asyncio.create_task(send_all(limiter, time, list(range(1, 201)), Priority.ALERT))
        await asyncio.sleep(1)
        asked = time.now
        await limiter.acquire(999, Priority.ANSWER)
        assert time.now - asked < 0.2
        await broadcast

    time.run(work)


def test_chats_that_need_not_wait_are_not_looked_at_again(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        limiter.refused(1, 30)
        await send_all(limiter, time, [*range(2, 200), -5], Priority.ALERT)
        await asyncio.sleep(4)
        limiter.busy()
        assert sorted(limiter._chats) == [-5, 1]  # the group has its minute to remember, the refused one its rest
        assert limiter.busy() == (1,)

    time.run(work)


def test_a_refused_chat_waits_and_the_others_go_on(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        limiter.refused(1, 30)
        start = time.now
        assert limiter.busy() == (1,)
        assert limiter.opens_in() == 0
        await limiter.acquire(2, Priority.ALERT)
        assert time.now - start < 1
        await limiter.acquire(1, Priority.ALERT)
        assert time.now - start >= 30

    time.run(work)


def test_two_chats_refused_at_once_hold_the_whole_bot(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        limiter.refused(1, 20)
        limiter.refused(2, 20)
        start = time.now
        assert limiter.opens_in() == pytest.approx(20)
        await limiter.acquire(3, Priority.ANSWER)
        assert time.now - start >= 20

    time.run(work)


@pytest.mark.parametrize(
    ("later", "rest", "held"), [(3, 27, 27), (3, 30, 0)], ids=["the same end", "an end of its own"]
)
def test_a_second_refused_chat_holds_the_bot_only_until_the_same_moment(
    time: Time, later: float, rest: float, held: float
) -> None:
    """Two chats that had too much are no reason for the others to wait."""

    async def work(limiter: Limiter) -> None:
        limiter.refused(1, 30)
        await asyncio.sleep(later)
        limiter.refused(2, rest)
        assert limiter.opens_in() == pytest.approx(held)

    time.run(work)


def test_refused_chats_do_not_hold_the_bot_where_others_are_served(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        limiter.refused(1, 20)
        async with limiter.turn(3, Priority.ALERT):
            pass
        limiter.refused(2, 20)
        assert limiter.opens_in() == 0

    time.run(work)


def test_the_most_urgent_of_the_waiting_goes_first(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        gone: list[Priority] = []

        async def one(chat: int, priority: Priority) -> None:
            await limiter.acquire(chat, priority)
            gone.append(priority)

        await asyncio.gather(*(one(n, priority) for n, priority in enumerate(sorted(Priority, reverse=True))))
        assert gone == sorted(Priority)

    time.run(work)


def test_a_cancelled_waiter_costs_nobody_a_turn(time: Time) -> None:
    async def work(limiter: Limiter) -> None:
        await limiter.acquire(1, Priority.ALERT)
        waiting = asyncio.create_task(limiter.acquire(1, Priority.ALERT))
        await asyncio.sleep(0.1)
        waiting.cancel()
        start = time.now
        await limiter.acquire(2, Priority.ALERT)
        assert time.now - start < 0.2

    time.run(work)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([1, 2, 3, -10, -11]), st.sampled_from(list(Priority)), st.floats(0, 5)), max_size=60
    )
)
def test_no_mix_of_traffic_breaks_a_limit(traffic: list[tuple[int, Priority, float]]) -> None:
    time = Time()
    sent: list[tuple[float, int]] = []

    async def work(limiter: Limiter) -> None:
        async def one(chat: int, priority: Priority, delay: float) -> None:
            await asyncio.sleep(delay)
            await limiter.acquire(chat, priority)
            sent.append((time.now, chat))

        await asyncio.gather(*(one(*call) for call in traffic))

    time.run(work)
    assert Counter(chat for _, chat in sent) == Counter(chat for chat, _, _ in traffic)
    assert most_in(1.0, [at for at, _ in sent]) <= 30
    for chat in {chat for _, chat in sent}:
        moments = [at for at, other in sent if other == chat]
        assert most_in(1.0, moments) <= 4
        if chat < 0:
            assert most_in(60.0, moments) <= 20
