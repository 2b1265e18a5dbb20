"""The queue of updates for the bot: offsets, the one long poll, allowed kinds. The webhook reads from it too."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from bot.sandbox import limits
from bot.sandbox.model import ApiError, Json, Update

# Kinds a bot gets only when it names them.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_FIRST_ID = 100_001


class Updates:
    """Bounded; the oldest update is dropped first."""

    def __init__(self) -> None:
        self.allowed: frozenset[str] = frozenset()  # empty: Telegram's default
        self.webhook = False  # while set, polling is a conflict
        self._queue: deque[Update] = deque(maxlen=limits.QUEUE)
        self._next = _FIRST_ID
        self.on_poll: Callable[[], None] = lambda: None  # called when a poll begins to wait
        self._poll: asyncio.Future[str] | None = None  # resolves to why it ended: "" for news
        self._news = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def waiting(self) -> bool:
        """Whether a poll is in progress."""
        return self._poll is not None

    def add(self, kind: str, body: Json) -> None:
        if kind not in self.allowed and (self.allowed or kind in _ON_REQUEST):
            return
        self._queue.append(Update(self._next, kind, body))
        self._next += 1
        self._news.set()
        self._end_poll("")

    def clear(self) -> None:
        self._queue.clear()

    def close(self) -> None:
        """End the poll in progress and every later one at once."""
        self._closed = True
        self._end_poll("")

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Update]:
        """Updates from `offset` on, after at most `timeout` seconds; those before it are forgotten.

        A newer poll, or a webhook, ends an older poll with a 409, as Telegram does.
        """
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._end_poll("terminated by other getUpdates request; make sure that only one bot instance is running")
        self._confirm(offset)
        if not self._queue and timeout > 0 and not self._closed:
            await self._wait(timeout)
        return list(self._queue)[: max(1, min(limit, limits.UPDATES_PER_CALL))]

    async def _wait(self, timeout: float) -> None:
        mine = self._poll = asyncio.get_running_loop().create_future()
        self.on_poll()
        try:
            async with asyncio.timeout(min(timeout, limits.POLL_SECONDS)):
                reason = await mine
        except TimeoutError:
            return
        finally:
            if self._poll is mine:
                self._poll = None
        if reason:
            raise conflict(reason)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
        while self._queue and offset > 0 and self._queue[0].id < offset:
            self._queue.popleft()

    def _end_poll(self, reason: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(reason)

    def use_webhook(self, on: bool) -> None:
        self.webhook = on
        if on:
            self._end_poll("terminated by setWebhook request")

    async def oldest(self) -> Update:
        """The oldest update, as soon as there is one; it stays until `delivered`."""
        while not self._queue:
            self._news.clear()
            await self._news.wait()
        return self._queue[0]

    def delivered(self, update: Update) -> None:
        if self._queue and self._queue[0].id == update.id:
            self._queue.popleft()


def conflict(reason: str) -> ApiError:
    return ApiError(409, f"Conflict: {reason}")
