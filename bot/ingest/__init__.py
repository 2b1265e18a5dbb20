"""One feed, from its address to stored items.

    claim -> fetch -> parse -> (per new entry: page -> clean -> understand) -> group -> store -> record

Validators are recorded after the last entry is stored, so a crash anywhere before that reads the same document again
and finds what is missing by its identity keys. What becomes of one entry is in `items`.
Does not match or send; a change row in the item's transaction is what others go by.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial

from bot import health, schedule
from bot.clean import identity
from bot.errors import NotAFeed, StoreError, WorkerFailed
from bot.ingest import backlog
from bot.ingest.items import Items
from bot.model import (
    Condition,
    Entry,
    Failed,
    Feed,
    FeedState,
    Fetched,
    KnownItem,
    NewItem,
    NotModified,
    ParsedFeed,
    PollRecord,
)
from bot.ports import Clock, Fetcher, Store, Workers

__all__ = ["Ingest", "Items", "Outcome", "Pace", "PollResult"]

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)  # longer than a poll with slow pages takes
PARALLEL_FEEDS = 24
PUSH_WAITS = 60  # seconds that a delivery waits for a poll of its feed
ONE_PASS = 100_000  # feeds of `wirewatch poll`
PARALLEL_ENTRIES = 4
FIRST_POLL_PAGES = 8  # a new feed's backlog: pages of the newest only, its publisher has done nothing to deserve more


class Outcome(StrEnum):
    NEW = "new items"
    NOTHING_NEW = "nothing new"
    NOT_MODIFIED = "not modified"
    FAILED = "failed"


_LEVELS = {Outcome.FAILED: logging.WARNING, Outcome.NEW: logging.INFO}


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll of one feed did, for the table of `wirewatch poll` and the log."""

    feed_id: str
    outcome: Outcome
    new: int = 0
    known: int = 0
    skipped: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How often feeds may be asked; from the settings."""

    min_interval: timedelta
    max_backoff: timedelta


class Ingest:
    """The use case. `owner` names this process in the leases; `on_news` is called when a change row was written.

    `on_hub` gets a feed's id, the WebSub hub it announces, if any, and its topic, when a poll has read it.
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
        on_hub: Callable[[str, str | None, str], Awaitable[None]] | None = None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock
        self._owner = owner
        self._pace = pace
        self._on_news = on_news
        self._on_hub = on_hub
        self._rng = random.Random()
        self._items = Items(store, fetcher, workers, clock)
        self._running: set[asyncio.Task[PollResult]] = set()

    async def tick(self) -> int:
        """Claim due feeds, as many as there is room for, and start polling them. Returns how many were started."""
        room = PARALLEL_FEEDS - len(self._running)
        if room <= 0:
            return 0
        claimed = await self._claim(limit=room)
        for state in claimed:
            task = asyncio.create_task(self.poll(state), name=f"poll-{state.feed.id}")
            self._running.add(task)
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
                done(await self.poll(state))

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
        result, record = await self._poll(state)
        await self._store.feeds.record(feed.id, self._owner, record)
        if state.silent and record.ok:
            await backlog.forget(self._store, state)
        level = _LEVELS.get(result.outcome, logging.DEBUG)  # most polls bring nothing, and a line each hides the rest
        detail = result.reason or f"{result.new} new, {result.known} known, {result.skipped} skipped"
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
            parsed = await self._workers.parse_feed(
                document.body, content_type=document.content_type, url=state.feed.url, now=now
            )
            result, _ = await self._ingest(state, parsed, now)
            new_at = now if result.new else None
        except (NotAFeed, WorkerFailed, StoreError) as error:
            result = PollResult(feed_id, Outcome.FAILED, reason=str(error))
        finally:
            await self._store.feeds.release(feed_id, self._owner, new_at=new_at)
        detail = result.reason or f"{result.new} new, {result.known} known, {result.skipped} skipped"
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

    async def _claim(self, *, limit: int, everything: bool = False) -> tuple[FeedState, ...]:
        return await self._store.feeds.claim_due(
            self._clock(), owner=self._owner, lease=LEASE, limit=limit, everything=everything
        )

    def _finished(self, task: asyncio.Task[PollResult]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # The feed stays leased and is polled again when the lease runs out; the others go on.
            log.error("%s broke off", task.get_name(), exc_info=error)

    async def _poll(self, state: FeedState) -> tuple[PollResult, PollRecord]:
        feed = state.feed
        fetched = await self._fetcher.feed(feed.url, etag=state.etag, last_modified=state.last_modified)
        now = self._clock()
        if isinstance(fetched, Failed):
            kind = health.trouble(fetched.reason, fetched.status)
            return self._failure(state, fetched.reason, now, kind, fetched.retry_after)
        if isinstance(fetched, NotModified):
            week = await self._week(state, now)
            next_check = self._next(state, now, week, max_age=fetched.max_age)
            since = health.since(state, now, ok=True, moved_to=state.moved_to)
            record = PollRecord(now, next_check, ok=True, since=since, moved_to=state.moved_to, week=week)
            return PollResult(feed.id, Outcome.NOT_MODIFIED), record
        try:
            parsed = await self._workers.parse_feed(
                fetched.body, content_type=fetched.content_type, url=fetched.url, now=now
            )
            result, complete = await self._ingest(state, parsed, now)
            week = await self._week(state, now, parsed.skips)
            if self._on_hub is not None:
                await self._on_hub(feed.id, *_hub(feed, fetched, parsed))
        except NotAFeed as error:
            return self._failure(state, str(error), now, health.unreadable(str(error)))
        except WorkerFailed as error:
            return self._failure(state, f"reading it took too long or too much memory ({error})", now)
        except StoreError as error:
            return self._failure(state, f"could not be stored ({error})", now)
        record = PollRecord(
            checked=now,
            next_check=self._next(
                state,
                now,
                week,
                last_new=now if result.new else state.last_new,
                max_age=fetched.max_age,
                ttl=parsed.ttl,
            ),
            ok=True,
            new=result.new,
            title=parsed.title or None,
            # An entry that broke is tried again, so the document must come again: no validators then.
            etag=(fetched.etag or "") if complete else "",
            last_modified=(fetched.last_modified or "") if complete else "",
            since=health.since(state, now, ok=True, moved_to=fetched.moved_to),
            moved_to=fetched.moved_to,
            rhythm=health.rhythm(state, now) if result.new else None,
            week=week,
        )
        return result, record

    async def _week(self, state: FeedState, now: datetime, skips: frozenset[int] | None = None) -> str | None:
        """The feed's week, made anew with each document that came and once a day; None: as it was."""
        today = state.last_checked is not None and state.last_checked.date() == now.date()
        if state.feed.every < schedule.SHORTEST or (skips is None and today):
            return None
        hours = await self._store.archive.hours(state.feed.id, since=now - schedule.HISTORY)
        return schedule.week(hours, now, schedule.skipped(state.week or "") if skips is None else skips)

    def _next(
        self,
        state: FeedState,
        now: datetime,
        week: str | None = None,
        *,
        last_new: datetime | None = None,
        failures: int = 0,
        retry_after: timedelta | None = None,
        max_age: timedelta | None = None,
        ttl: timedelta | None = None,
    ) -> datetime:
        return schedule.next_check(
            state.feed,
            now=now,
            week=week or state.week or schedule.UNKNOWN,
            last_new=last_new or state.last_new,
            failures=failures,
            retry_after=retry_after,
            max_age=max_age,
            ttl=ttl,
            min_interval=self._pace.min_interval,
            max_backoff=self._pace.max_backoff,
            rng=self._rng,
        )

    def _failure(
        self,
        state: FeedState,
        reason: str,
        now: datetime,
        trouble: Condition = Condition.FAILING,
        retry_after: timedelta | None = None,
    ) -> tuple[PollResult, PollRecord]:
        failures = state.failures + 1
        next_check = self._next(state, now, failures=failures, retry_after=retry_after)
        since = health.since(state, now, ok=False)
        record = PollRecord(now, next_check, ok=False, failures=failures, reason=reason, trouble=trouble, since=since)
        return PollResult(state.feed.id, Outcome.FAILED, reason=reason), record

    async def _ingest(self, state: FeedState, parsed: ParsedFeed, now: datetime) -> tuple[PollResult, bool]:
        """Store what is new of a document, oldest first. The flag says whether every entry was dealt with."""
        feed = state.feed
        entries = _oldest_first(parsed.entries)
        keys = identity.keys(entries, feed_id=feed.id, publisher=feed.publisher)
        known = dict(await self._store.archive.known(sorted({key for of_entry in keys for key in of_entry})))
        fresh: list[tuple[Entry, tuple[str, ...]]] = []
        for entry, entry_keys in zip(entries, keys, strict=True):
            twin = _same(entry, entry_keys, known)
            if twin is None:
                fresh.append((entry, entry_keys))
                placeholder = KnownItem(0, feed.id, entry.title, entry.link)
                known.update({key: placeholder for key in entry_keys if key not in known})
            elif twin.id and (more := [key for key in entry_keys if key not in known]):
                await self._store.archive.remember(twin.id, more)
        old = await backlog.of(self._store, state, keys) if state.silent else frozenset()
        pages_from = len(fresh) - FIRST_POLL_PAGES if state.silent else 0
        jobs: list[Callable[[], Awaitable[NewItem]]] = [
            partial(
                self._items.prepare,
                replace(state, silent=backlog.holds(old, entry_keys)),
                parsed,
                entry,
                entry_keys,
                index >= pages_from,
            )
            for index, (entry, entry_keys) in enumerate(fresh)
        ]
        stored, failed = await self._store_in_order(jobs)
        outcome = Outcome.NEW if stored else Outcome.NOTHING_NEW
        result = PollResult(
            feed.id, outcome, new=stored, known=len(entries) - len(fresh), skipped=parsed.skipped + failed
        )
        return result, failed == 0

    async def _store_in_order(self, jobs: Sequence[Callable[[], Awaitable[NewItem]]]) -> tuple[int, int]:
        """Prepare a few entries side by side, store them one after the other. Returns (stored, failed)."""
        stored = failed = 0
        for start in range(0, len(jobs), PARALLEL_ENTRIES):
            batch = [asyncio.ensure_future(job()) for job in jobs[start : start + PARALLEL_ENTRIES]]
            try:
                for prepared in await asyncio.gather(*batch, return_exceptions=True):
                    if isinstance(prepared, BaseException):
                        if not isinstance(prepared, Exception):
                            raise prepared
                        failed += 1
                        log.error("an entry could not be read", exc_info=prepared)
                        continue
                    item = await self._items.add(prepared)
                    stored += item is not None
                    if item is not None and not prepared.silent:
                        self._on_news()
            finally:
                for task in batch:
                    task.cancel()
        return stored, failed


def _hub(feed: Feed, fetched: Fetched, parsed: ParsedFeed) -> tuple[str | None, str]:
    """Hub and topic: WebSub puts the headers before the document."""
    return fetched.hub or parsed.hub, fetched.self_url or parsed.self_url or feed.url


def _oldest_first(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """By date where every entry has one, else the document's order turned round: feeds list the newest first."""
    if all(entry.published is not None for entry in entries):
        return tuple(sorted(entries, key=lambda entry: entry.published or datetime.min.replace(tzinfo=UTC)))
    return tuple(reversed(entries))


def _same(entry: Entry, keys: Sequence[str], known: dict[str, KnownItem]) -> KnownItem | None:
    """The stored (or just read) item that this entry is, by its strongest key that holds."""
    for key in keys:
        twin = known.get(key)
        if twin is not None and identity.same_item(entry, twin, matched_key=key):
            return twin
    return None
