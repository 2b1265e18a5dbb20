"""One poll of one feed: fetch, parse, take the entries, and say what is to be recorded of it.

Records nothing itself and knows no leases.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypedDict

from bot import health, moves, schedule
from bot.errors import NotAFeed, StoreError, WorkerFailed
from bot.ingest.entries import Entries, Taken
from bot.model import Condition, Failed, FeedState, Fetched, NotModified, ParsedFeed, PollRecord
from bot.ports import Clock, Fetcher, Store, Workers

log = logging.getLogger(__name__)

OnHub = Callable[[str, str | None, str], Awaitable[None]]


class Outcome(StrEnum):
    NEW = "new items"
    NOTHING_NEW = "nothing new"
    NOT_MODIFIED = "not modified"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll of one feed did, for the table of `wirewatch poll` and the log."""

    feed_id: str
    outcome: Outcome
    new: int = 0
    known: int = 0
    skipped: int = 0
    skipped_why: str | None = None
    edited: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How often feeds may be asked; from the settings."""

    min_interval: timedelta
    max_backoff: timedelta


class Polling:
    """`on_hub` gets a feed's id, the WebSub hub it announces, if any, and its topic, when a poll has read it."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        workers: Workers,
        clock: Clock,
        *,
        entries: Entries,
        pace: Pace,
        on_hub: OnHub | None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock
        self._entries = entries
        self._pace = pace
        self._on_hub = on_hub
        self._rng = random.Random()

    async def poll(self, state: FeedState) -> tuple[PollResult, PollRecord]:
        asked = moves.target(state)
        usual = asked == (state.address or state.feed.url)  # validators are those of the usual address
        fetched = await self._fetcher.feed(
            asked, etag=state.etag if usual else None, last_modified=state.last_modified if usual else None
        )
        now = self._clock()
        if isinstance(fetched, Failed):
            kind = health.trouble(fetched.reason, fetched.status)
            return self._failure(state, fetched.reason, now, kind, fetched.retry_after)
        if isinstance(fetched, NotModified):
            return await self._unchanged(state, asked, fetched, now)
        try:
            return await self._changed(state, asked, fetched, now)
        except NotAFeed as error:
            return self._failure(state, str(error), now, health.unreadable(str(error)))
        except WorkerFailed as error:
            return self._failure(state, f"reading it took too long or too much memory ({error})", now)
        except StoreError as error:
            return self._failure(state, f"could not be stored ({error})", now)
        except Exception as error:  # a fault of ours: the feed rests and says so, rather than stay leased in silence
            log.exception("feed %s: the poll broke off", state.feed.id)
            return self._failure(state, f"an error in this program ({type(error).__name__}); the log has it", now)

    async def _unchanged(
        self, state: FeedState, asked: str, answer: NotModified, now: datetime
    ) -> tuple[PollResult, PollRecord]:
        week = await self._week(state, now)
        next_check = self._next(state, now, week, max_age=answer.max_age)
        course = moves.after(state, asked, answer.moved_to, now, recognised=True)
        record = PollRecord(now, next_check, ok=True, **_good(state, course, now, new=False), week=week)
        return PollResult(state.feed.id, Outcome.NOT_MODIFIED), record

    async def _changed(
        self, state: FeedState, asked: str, fetched: Fetched, now: datetime
    ) -> tuple[PollResult, PollRecord]:
        parsed = await self._workers.parse_feed(
            fetched.body, content_type=fetched.content_type, url=fetched.url, now=now
        )
        taken = await self._entries.take(state, parsed)
        week = await self._week(state, now, parsed.skips)
        if self._on_hub is not None:
            await self._on_hub(state.feed.id, *_hub(asked, fetched, parsed))
        last_new = now if taken.new else state.last_new
        recognised = taken.recognised or state.last_ok is None  # whoever adds a feed sees what its redirects lead to
        course = moves.after(state, asked, fetched.moved_to, now, recognised=recognised)
        result = _result(state.feed.id, parsed, taken)
        record = PollRecord(
            checked=now,
            next_check=self._next(state, now, week, last_new=last_new, max_age=fetched.max_age, ttl=parsed.ttl),
            ok=True,
            **_good(state, course, now, new=bool(taken.new)),
            new=taken.new,
            title=parsed.title or None,
            # An entry that broke is tried again, so the document must come again: no validators then.
            etag=(fetched.etag or "") if taken.complete else "",
            last_modified=(fetched.last_modified or "") if taken.complete else "",
            rhythm=health.rhythm(state, now) if taken.new else None,
            week=week,
            skipped=result.skipped,
            skipped_why=result.skipped_why,
            listed=taken.listed if taken.listed != state.listed else None,
        )
        return result, record

    async def take(self, state: FeedState, document: Fetched) -> PollResult:
        """What a hub delivered, as a poll's document."""
        try:
            parsed = await self._workers.parse_feed(
                document.body, content_type=document.content_type, url=state.feed.url, now=self._clock()
            )
            return _result(state.feed.id, parsed, await self._entries.take(state, parsed))
        except (NotAFeed, WorkerFailed, StoreError) as error:
            return PollResult(state.feed.id, Outcome.FAILED, reason=str(error))

    async def _week(self, state: FeedState, now: datetime, skips: frozenset[int] | None = None) -> str | None:
        """The feed's week, made anew with each document that came and once a day; None: as it was."""
        today = state.last_checked is not None and state.last_checked.date() == now.date()
        if state.feed.every < schedule.SHORTEST or (skips is None and today):
            return None
        new = skips is not None and state.last_ok is None  # it came this minute
        hours = () if new else await self._store.archive.hours(state.feed.id, since=now - schedule.HISTORY)
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
        rest: timedelta | None = None,
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
            rest=rest,
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
        rest = health.rest(trouble, failures) if state.address is None else None
        next_check = self._next(state, now, failures=failures, retry_after=retry_after, rest=rest)
        since = health.since(state, now, ok=False)
        record = PollRecord(now, next_check, ok=False, failures=failures, reason=reason, trouble=trouble, since=since)
        return PollResult(state.feed.id, Outcome.FAILED, reason=reason), record


def _result(feed_id: str, parsed: ParsedFeed, taken: Taken) -> PollResult:
    return PollResult(
        feed_id,
        Outcome.NEW if taken.new else Outcome.NOTHING_NEW,
        new=taken.new,
        known=taken.known,
        skipped=parsed.skipped + taken.failed,
        skipped_why=parsed.skipped_why,
        edited=taken.edited,
    )


class _Good(TypedDict):
    since: datetime
    moved_to: str | None
    moved_since: datetime | None
    moved_polls: int
    address: str | None
    fruitful: float | None


def _good(state: FeedState, course: moves.Course, now: datetime, *, new: bool) -> _Good:
    """What every good poll leaves behind, as fields of its record."""
    return {
        "since": health.since(state, now, ok=True),
        "moved_to": course.moved_to,
        "moved_since": course.moved_since,
        "moved_polls": course.moved_polls,
        "address": course.address,
        "fruitful": health.fruitful(state, new=new),
    }


def _hub(asked: str, fetched: Fetched, parsed: ParsedFeed) -> tuple[str | None, str]:
    """Hub and topic: WebSub puts the headers before the document."""
    return fetched.hub or parsed.hub, fetched.self_url or parsed.self_url or asked
