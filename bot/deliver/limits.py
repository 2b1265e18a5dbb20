"""How fast Telegram may be called: one limiter for everything a token sends, the most urgent first.

Telegram's limits (Bots FAQ, Bot API 10.0): about 30 messages a second in all, 1 a second to one chat with short
bursts, 20 a minute to one group. We take at least 95 % of each and stay under it, so that no 429 is of our own making,
and obey every 429 that comes all the same. Times are seconds of a monotonic clock.

What counts is when calls arrive, and one that was held up arrives nearer to those after it than they left. Its reply
tells: it came later than the quickest replies do by at least as much as the call arrived late. So a steady line is used
up to 99 %, one that never is up to 96 %.
"""

from __future__ import annotations

import asyncio
import bisect
import contextlib
import itertools
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from bot.model import Priority

GLOBAL_CALLS, GLOBAL_WINDOW = 30, 1.005
LATE = 0.03  # seconds that calls are taken to arrive late on average, at most: 29 a second, 96.6 % of what is allowed
LATE_ONCE = 1.0  # seconds for a single one, when those before it came in time
LATE_FIRST = 0.1  # seconds for the first ones: the program is busy with its start, and the line is not known
KNOWN_BY, QUICKEST_OF = 10, 100  # replies: so many show how quick they are; the last ones do
GLOBAL_GAP = 0.025  # seconds between two calls: nearly even, and still what was missed is made good
CHAT_EVERY = 1.02  # so that two which left a second apart do not arrive nearer
ANSWER_BURST = 3.0  # answers to a person may come in a short burst; all else keeps the full second
GROUP_PER_MINUTE = 19
SAME_END = 2.0  # 429s for two chats that end this close together, and nothing taken between, are one for the whole bot
LOOK_AGAIN = 0.25  # the longest sleep of the queue: a clock in tests may jump
FORGET_AFTER = 120.0  # an idle chat's bucket is full again long before


@dataclass(slots=True)
class _Chat:
    tokens: float
    at: float
    held_until: float = 0.0
    sent: deque[float] = field(default_factory=deque)  # groups: the last minute


@dataclass(slots=True)
class Call:
    """One that was let go."""

    chat_id: int
    left: float
    late: float  # seconds later than the quickest that it may have arrived, as far as is known


class Limiter:
    """Decides when a call may go. One instance a token; single event loop."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._chats: dict[int, _Chat] = {}
        self._gone: deque[Call] = deque(maxlen=2 * GLOBAL_CALLS)  # one that was late may have come after 30 others
        self._took: deque[float] = deque(maxlen=QUICKEST_OF)  # seconds until a message was accepted, of the last ones
        self._spare = LATE_FIRST  # seconds that calls came earlier than they might have, and something to begin with
        self._held_until = 0.0
        self._last_429: tuple[int, float] | None = None
        self._waiting: list[tuple[Priority, int, int, asyncio.Future[Call]]] = []
        self._order = itertools.count()
        self._pump: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()

    @contextlib.asynccontextmanager
    async def turn(self, chat_id: int, priority: Priority) -> AsyncIterator[None]:
        """Wait for a turn to send to the chat, and send within; an exception says that Telegram did not take it."""
        call = await self.acquire(chat_id, priority)
        accepted = False
        try:
            yield
            accepted = True
        finally:
            self._answered(call, accepted)

    async def acquire(self, chat_id: int, priority: Priority) -> Call:
        """The turn: of those that could go now, the most urgent first, then the oldest."""
        turn: asyncio.Future[Call] = asyncio.get_running_loop().create_future()
        bisect.insort(self._waiting, (priority, next(self._order), chat_id, turn))
        self._arrived.set()
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._serve(), name="telegram-limiter")
        call = await turn
        call.left = self._clock()  # the program may have been busy with something else since
        return call

    def refused(self, chat_id: int, retry_after: float) -> None:
        """Telegram said 429: that chat waits, and the whole bot when another chat was refused until the same moment."""
        now = self._clock()
        until = now + retry_after
        self._chat(chat_id, now).held_until = until
        if self._last_429 and self._last_429[0] != chat_id and abs(self._last_429[1] - until) <= SAME_END:
            self._held_until = max(self._held_until, until)
        self._last_429 = (chat_id, until)

    def hold(self, seconds: float) -> None:
        """Nobody sends for so long."""
        self._held_until = max(self._held_until, self._clock() + seconds)

    def opens_in(self) -> float:
        """Seconds the whole bot has to wait; 0 when it need not."""
        return max(0.0, self._held_until - self._clock())

    def busy(self) -> tuple[int, ...]:
        """Chats an alert would have to wait for."""
        now = self._clock()
        waits = {chat_id: self._wait(chat_id, Priority.ALERT, now) for chat_id in self._chats}
        # Who need not wait and was sent nothing in the last minute is as good as unknown: a broadcast to ten thousand
        # chats must not look at all of them for each message.
        self._chats = {i: chat for i, chat in self._chats.items() if waits[i] > 0 or chat.sent}
        return tuple(chat_id for chat_id, wait in waits.items() if wait > 0)

    async def _serve(self) -> None:
        while self._waiting:
            self._arrived.clear()
            pause = self._grant(self._clock())
            if pause > 0:
                with contextlib.suppress(TimeoutError):  # a reply that arrives meanwhile does not wait out the pause
                    await asyncio.wait_for(self._arrived.wait(), min(pause, LOOK_AGAIN))

    def _grant(self, now: float) -> float:
        """Let one waiter go if one may; returns the seconds until it is worth looking again."""
        self._forget(now)
        closed = max(self._held_until, self._opens()) - now
        if closed > 1e-9:
            return closed
        soonest = LOOK_AGAIN
        for entry in self._waiting:
            priority, _, chat_id, turn = entry
            wait = 0.0 if turn.done() else self._wait(chat_id, priority, now)
            if wait > 0:
                soonest = min(soonest, wait)
                continue
            self._waiting.remove(entry)
            if not turn.done():  # done: the caller was cancelled
                turn.set_result(self._spend(chat_id, now))
            return 0.0
        return soonest

    def _opens(self) -> float:
        """When the next call may go, as far as the whole bot is concerned."""
        if not self._gone:
            return 0.0
        arrived = sorted(call.left + call.late for call in self._gone)
        full = arrived[-GLOBAL_CALLS] + GLOBAL_WINDOW if len(arrived) >= GLOBAL_CALLS else 0.0
        return max(full, self._gone[-1].left + GLOBAL_GAP)

    def _answered(self, call: Call, accepted: bool) -> None:
        took = self._clock() - call.left
        if accepted:
            self._took.append(took)
            self._last_429 = None  # a refusal before it was of its own chat
        if len(self._took) >= KNOWN_BY:
            spare = self._spare + LATE
            call.late = min(max(0.0, took - min(self._took)), spare)
            self._spare = min(spare - call.late, LATE_ONCE)
        self._chat(call.chat_id, self._clock()).tokens -= call.late / CHAT_EVERY

    def _wait(self, chat_id: int, priority: Priority, now: float) -> float:
        chat = self._chat(chat_id, now)
        wait = chat.held_until - now
        need = 1.0 if priority is Priority.ANSWER else ANSWER_BURST
        wait = max(wait, (need - chat.tokens) * CHAT_EVERY)
        if chat_id < 0 and len(chat.sent) >= GROUP_PER_MINUTE:
            wait = max(wait, chat.sent[0] + 60.0 - now)
        return wait if wait > 1e-9 else 0.0

    def _chat(self, chat_id: int, now: float) -> _Chat:
        chat = self._chats.setdefault(chat_id, _Chat(ANSWER_BURST, now))
        chat.tokens = min(ANSWER_BURST, chat.tokens + max(0.0, now - chat.at) / CHAT_EVERY)
        chat.at = now
        while chat.sent and chat.sent[0] <= now - 60.0:
            chat.sent.popleft()
        return chat

    def _spend(self, chat_id: int, now: float) -> Call:
        chat = self._chat(chat_id, now)
        chat.tokens -= 1.0
        if chat_id < 0:
            chat.sent.append(now)
        call = Call(chat_id, now, LATE if len(self._took) >= KNOWN_BY else LATE_FIRST)
        self._gone.append(call)
        return call

    def _forget(self, now: float) -> None:
        if len(self._chats) > 10_000:
            idle = [i for i, c in self._chats.items() if now - c.at > FORGET_AFTER and c.held_until < now]
            for chat_id in idle:
                del self._chats[chat_id]
