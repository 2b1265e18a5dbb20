"""What is stored and still to be read: backlogs, tagging that did not run, and what was tagged with older data.

    due (newest first) -> page -> clean -> understand -> group -> store, ONE transaction an item

Nothing of it is news, with one exception: an item whose tagging failed when it came is matched once more when it is
tagged within a day. Whatever dies in between leaves the item in the queue, as it was.
Gives way to what is new: its workers take a task only when no other waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from bot.clean import memory
from bot.errors import StoreError
from bot.ingest.grouping import Grouping
from bot.ingest.items import TRY_AGAIN, Items
from bot.model import Memory, Reading, Tagged, Unread
from bot.ports import Clock, Store

log = logging.getLogger(__name__)

BATCH = 16
SIDE_BY_SIDE = 4  # pages are waited for; one heavy worker has enough to do with fewer
LOGGED = 500  # items from one line in the log to the next
STILL_NEWS = timedelta(hours=24)  # as long as an alert lives
RETAGGED = timedelta(days=14)  # what was published before keeps its tags when the data changes


class Later:
    """The use case. `items` works with workers that give way; `on_news` is called when a change row was opened."""

    def __init__(
        self, store: Store, items: Items, grouping: Grouping, clock: Clock, *, on_news: Callable[[], None]
    ) -> None:
        self._store = store
        self._items = items
        self._grouping = grouping
        self._clock = clock
        self._on_news = on_news
        self._compared = False

    async def tick(self) -> int:
        """Read all that is due; the first time, queue what was tagged with other data. Returns how many were read."""
        if not self._compared:
            old = await self._store.unread.outdated(self._items.edition, self._clock() - RETAGGED)
            self._compared = True
            if old:
                log.info("%d items of the last %d days are tagged again", old, RETAGGED.days)
        return await self.read_all(lambda: None)

    async def read_all(self, done: Callable[[], None]) -> int:
        """Until nothing is due; `done` is called after each item. Returns how many there were."""
        count = 0
        while batch := await self._store.unread.due(self._clock(), BATCH):
            room = asyncio.Semaphore(SIDE_BY_SIDE)
            publishers = sorted({unread.item.publisher for unread in batch})
            known = {name: await self._store.archive.memory(name) for name in publishers}

            async def one(unread: Unread, room: asyncio.Semaphore = room, known: dict[str, Memory] = known) -> None:
                async with room:
                    await self._one(unread, known[unread.item.publisher])
                done()

            async with asyncio.TaskGroup() as group:
                for unread in batch:
                    group.create_task(one(unread))
            count += len(batch)
            if count % LOGGED < len(batch):
                log.info("%d items are still to be read", await self._store.unread.count())
        return count

    async def _one(self, unread: Unread, known: Memory) -> None:
        try:
            tagged = await self._items.again(unread, known)
            reason = f"{tagged.failed[0]} failed" if tagged.failed else None
            if reason is None or (unread.entry is not None and unread.attempts >= len(TRY_AGAIN)):
                await self._settle(unread, tagged)
                return
        except StoreError:
            raise  # the database's trouble, not the item's
        except Exception as error:
            log.exception("item %d could not be read", unread.item.id)
            reason = f"reading failed ({type(error).__name__})"
        await self._not_read(unread, reason)

    async def _settle(self, unread: Unread, tagged: Tagged) -> None:
        item, published = unread.item, tagged.article.published or unread.item.published
        if unread.entry is None:
            published = item.published
        fresh = self._clock() - item.first_seen <= STILL_NEWS
        reading = Reading(
            item.id,
            tagged,
            self._items.edition,
            min(published, item.first_seen) if published else None,
            alert=unread.alert and fresh,
            cleaner=unread.entry is None and tagged.article.body != item.body,
            lesson=memory.lesson(tagged.article) if unread.entry is not None else None,
        )
        stored = await self._grouping.settle(unread, reading)
        if stored is not None and reading.alert:
            self._on_news()

    async def _not_read(self, unread: Unread, reason: str) -> None:
        """Once more after a while, and not for ever."""
        if unread.attempts < len(TRY_AGAIN):
            await self._store.unread.later(unread.item.id, self._clock() + TRY_AGAIN[unread.attempts])
        else:
            log.warning("item %d stays as it is: %s", unread.item.id, reason)
            await self._store.unread.give_up(unread.item.id, reason, self._items.edition)
