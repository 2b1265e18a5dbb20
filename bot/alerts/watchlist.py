"""The watches that an item may satisfy: found in memory, loaded from the database, which has the last word."""

from __future__ import annotations

from bot import match
from bot.model import Subscription
from bot.ports import Subscriptions

_BATCH = 20_000  # watches that are read together


class Watchlist:
    """Grows with the table of watches, by number; another process may add to it. What is gone the table tells."""

    def __init__(self, subscriptions: Subscriptions) -> None:
        self._subscriptions = subscriptions
        self._index = match.Index()
        self._last = 0
        self._epoch: int | None = None

    async def refresh(self) -> None:
        """Take in what is new; all of it anew when watches changed what they are on."""
        epoch = await self._subscriptions.epoch()
        if epoch != self._epoch:
            self._index, self._last, self._epoch = match.Index(), 0, epoch
        while added := await self._subscriptions.after(self._last, _BATCH):
            for watch, keys in added:
                self._index.add(watch, keys)
            self._last = added[-1][0]

    async def wanting(self, reading: match.Reading) -> tuple[Subscription, ...]:
        """The watches that the item satisfies, of chats that are not paused."""
        likely = sorted(self._index.find(reading))
        found = await self._subscriptions.awake(likely) if likely else ()
        return match.matching(reading, found)
