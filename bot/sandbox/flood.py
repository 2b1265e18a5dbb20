"""How fast a bot may send: Telegram's published rates, as a model with an injectable clock. Does not sleep."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Callable

from bot.sandbox import limits
from bot.sandbox.model import ApiError

_CHATS = 50_000  # chats remembered; the one idle longest is forgotten first


def too_many(seconds: float) -> ApiError:
    wait = max(1, math.ceil(seconds))
    return ApiError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})


class Window:
    """At most `limit` events in any `seconds`."""

    __slots__ = ("_limit", "_seconds", "_times")

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        while self._times and now - self._times[0] >= self._seconds:
            self._times.popleft()
        return 0.0 if len(self._times) < self._limit else self._times[0] + self._seconds - now

    def take(self, now: float) -> None:
        self._times.append(now)


class Bucket:
    """`rate` a second on average, `burst` at once."""

    __slots__ = ("_burst", "_rate", "_then", "_tokens")

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self._rate, self._burst, self._then, self._tokens = rate, burst, now, float(burst)

    def wait(self, now: float) -> float:
        self._tokens = min(self._burst, self._tokens + (now - self._then) * self._rate)
        self._then = now
        # A hair of tolerance: whole seconds summed as floats must not cost a further second.
        return 0.0 if self._tokens >= 1 - 1e-9 else (1 - self._tokens) / self._rate

    def take(self, now: float) -> None:
        self._tokens -= 1


class Flood:
    """The limits of one token. A refused call costs nothing."""

    def __init__(self, clock: Callable[[], float], *, enforced: bool = True) -> None:
        self._clock, self.enforced = clock, enforced
        self._everyone = Window(limits.SENDS_PER_SECOND, 1.0)
        self._chats: OrderedDict[int, Window | Bucket] = OrderedDict()

    def take(self, chat_id: int) -> None:
        """Count one message to the chat, or raise the 429 that Telegram would answer."""
        if not self.enforced:
            return
        now = self._clock()
        gates = (self._everyone, self._gate(chat_id, now))
        wait = max(gate.wait(now) for gate in gates)
        if wait > 0:
            raise too_many(wait)
        for gate in gates:
            gate.take(now)

    def _gate(self, chat_id: int, now: float) -> Window | Bucket:
        gate = self._chats.pop(chat_id, None)
        if gate is None:
            private = chat_id > 0
            gate = (
                Bucket(limits.PRIVATE_PER_SECOND, limits.PRIVATE_BURST, now)
                if private
                else Window(limits.GROUP_PER_MINUTE, 60.0)
            )
        self._chats[chat_id] = gate
        if len(self._chats) > _CHATS:
            self._chats.popitem(last=False)
        return gate
