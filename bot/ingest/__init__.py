"""One feed, from its address to stored items.

    claim -> fetch -> parse -> (per new entry: page -> clean -> understand) -> group -> store -> record

Leases are taken and given back here. One poll is in `polling`, which of a document's entries are new in `entries`, what
becomes of one of them in `items`. Validators are recorded after the last entry is stored, so a crash anywhere before
that reads the same document again and finds what is missing by its identity keys.
Does not match or send; a change row in the item's transaction is what others go by.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.ingest.brake import Brakes
from bot.ingest.edits import Edits
from bot.ingest.entries import Entries
from bot.ingest.grouping import Grouping
from bot.ingest.items import Items
from bot.ingest.later import Later
from bot.ingest.polling import OnHub, Outcome, Pace, Polling, PollResult
from bot.model import FeedState, Fetched, Tagger
from bot.ports import Clock, Fetcher, Store, Workers

__all__ = ["Grouping", "Ingest", "Items", "Outcome", "Pace", "PollResult"]

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)  # longer than a poll with slow pages takes
PARALLEL_FEEDS = 24  # that were well when last polled
PARALLEL_OTHERS = 12  # that are new, or fail: however many there are, the well ones find their places
PATIENCE = 1.0  # seconds; a poll that takes longer waits for its server, or for its turn there, and needs no place
MOST_UNDER_WAY = 1_000
PUSH_WAITS = 60  # seconds that a delivery waits for a poll of its feed
ONE_PASS = 100_000  # feeds of `wirewatch poll`

_LEVELS = {Outcome.FAILED: logging.WARNING, Outcome.NEW: logging.INFO}


@dataclass(frozen=True, slots=True)
class _UnderWay:
    well: bool  # the feed was, when last polled
    since: float


class Ingest:
    """The use case. `owner` names this process in the leases; `on_news` is called when a change row was written.

    `on_hub` gets a feed's id, the WebSub hub it announces, if any, and its topic, when a poll has read it.
    `background` are workers for what can wait; `later` does it. `tagger` is that of the workers.
    """

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        workers: Workers,
        clock: Clock,
        *,
        owner: str,
        pace: Pace,
        on_news: Callable[[], None],
        on_hub: OnHub | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        background: Workers | None = None,
        tagger: Tagger = Tagger.FULL,
    ) -> None:
        self._store = store
        self._monotonic = monotonic
        self._clock = clock
        self._owner = owner
        grouping = Grouping(store, clock)
        items = Items(store, fetcher, workers, clock, grouping, tagger)
        patient = Items(store, fetcher, background or workers, clock, grouping, tagger)
        self.later = Later(store, patient, grouping, clock, on_news=on_news)
        entries = Entries(store, items, Edits(store, items, clock), Brakes(store, clock), grouping, clock, on_news)
        self._polling = Polling(store, fetcher, workers, clock, entries=entries, pace=pace, on_hub=on_hub)
        self._running: dict[asyncio.Task[PollResult], _UnderWay] = {}

    async def tick(self) -> int:
        """Claim due feeds, as many as there is room for, and start polling them. Returns how many were started."""
        return await self._start(well=True, most=PARALLEL_FEEDS) + await self._start(well=False, most=PARALLEL_OTHERS)

    async def _start(self, *, well: bool, most: int) -> int:
        now = self._monotonic()
        busy = sum(poll.well is well and now - poll.since < PATIENCE for poll in self._running.values())
        room = min(most - busy, MOST_UNDER_WAY - len(self._running))
        if room <= 0:
            return 0
        claimed = await self._claim(limit=room, well=well)
        for state in claimed:
            task = asyncio.create_task(self.poll(state), name=f"poll-{state.feed.id}")
            self._running[task] = _UnderWay(well, now)
            task.add_done_callback(self._finished)
        return len(claimed)

    async def one_pass(
        self, *, everything: bool, began: Callable[[int], None], done: Callable[[PollResult], None]
    ) -> None:
        """Poll every due feed (or every feed) once. `began` gets their number, `done` each result as it comes."""
        claimed = await self._claim(limit=ONE_PASS, everything=everything)
        began(len(claimed))
        side_by_side = asyncio.Semaphore(PARALLEL_FEEDS)

        async def one(state: FeedState) -> None:
            async with side_by_side:
                task = group.create_task(self.poll(state))
                await asyncio.wait((task,), timeout=PATIENCE)
            done(await task)

        async with asyncio.TaskGroup() as group:
            for state in claimed:
                group.create_task(one(state))

    async def stop(self) -> None:
        """Cancel the polls under way; what they have stored stays, the rest is found again."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def poll(self, state: FeedState) -> PollResult:
        """Poll one claimed feed and record the outcome, in this one place."""
        feed = state.feed
        result, record = await self._polling.poll(state)
        await self._store.feeds.record(feed.id, self._owner, record)
        level = _LEVELS.get(result.outcome, logging.DEBUG)  # most polls bring nothing, and a line each hides the rest
        detail = _detail(result)
        log.log(level, "feed %s: %s (%s)", feed.id, result.outcome, detail)
        return result

    async def push(self, feed_id: str, document: Fetched) -> PollResult | None:
        """Ingest what a feed's hub delivered, as a poll would. None: a poll has to do it, and is due now.

        That is where a poll under way does not end, and where the next one is silent: it has to see the whole feed.
        """
        state = await self._claim_one(feed_id)
        if state is None or state.silent:
            if state is not None:  # else the lease is the poll's
                await self._store.feeds.release(feed_id, self._owner, new_at=None)
            await self._store.feeds.retry(feed_id)
            return None
        now, new_at = self._clock(), None
        try:
            result = await self._polling.take(state, document)
            new_at = now if result.new else None
        finally:
            await self._store.feeds.release(feed_id, self._owner, new_at=new_at)
        detail = _detail(result)
        log.info("feed %s: delivered by its hub: %s (%s)", feed_id, result.outcome, detail)
        return result

    async def _claim_one(self, feed_id: str) -> FeedState | None:
        """The feed's lease, once a poll under way has given it back."""
        for _ in range(PUSH_WAITS):
            state = await self._store.feeds.claim(feed_id, self._clock(), owner=self._owner, lease=LEASE)
            if state is not None:
                return state
            await asyncio.sleep(1)
        return None

    async def _claim(self, *, limit: int, well: bool | None = None, everything: bool = False) -> tuple[FeedState, ...]:
        return await self._store.feeds.claim_due(
            self._clock(), owner=self._owner, lease=LEASE, limit=limit, well=well, everything=everything
        )

    def _finished(self, task: asyncio.Task[PollResult]) -> None:
        self._running.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            # It could not be recorded: the feed is polled again when its lease runs out; the others go on.
            log.error("%s broke off", task.get_name(), exc_info=error)


def _detail(result: PollResult) -> str:
    if result.reason:
        return result.reason
    why = f": {result.skipped_why}" if result.skipped_why else ""
    edited = f", {result.edited} edited" if result.edited else ""
    return f"{result.new} new, {result.known} known{edited}, {result.skipped} skipped{why}"
