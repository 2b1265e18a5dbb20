"""The watches that an item may satisfy: found in memory, loaded from the database, which has the last word."""

from __future__ import annotations

import asyncio

from bot import match
from bot.model import Subscription
from bot.ports import Subscriptions

_BATCH = 2_000  # watches that are read together: others are answered in between


class Watchlist:
    """Grows with the table of watches, by number; another process may add to it.

    What is gone the table tells: the first item that finds a watch which is no more takes it out.
    """

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
        # A pattern that was made to be slow takes its time beside the others: RE2 works without Python's lock.
        likely = sorted(await asyncio.to_thread(self._index.find, reading))
        if not likely:
            return ()
        found = await self._subscriptions.awake(likely)
        if len(found) < len(likely):
            await self._drop(reading, {*likely} - {one.id for one in found})
        return await asyncio.to_thread(match.matching, reading, found)

    async def _drop(self, reading: match.Reading, missing: set[int]) -> None:
        """Of those that are not there, the ones that are gone; the chats of the others are paused."""
        if gone := missing - await self._subscriptions.kept(sorted(missing)):
            self._index.drop(reading, gone)
