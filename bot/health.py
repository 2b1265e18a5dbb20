"""How a feed is, read from what its polls left behind; and what of that its admins should hear.

Pure: `now` is an argument. Does not word it; bot.render.health does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from bot.model import Condition, FeedState

_TURNED_AWAY = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.TOO_MANY_REQUESTS)
_MISSING = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_BOT_CHECK = "bot check"  # so bot.fetch and bot.parse call a challenge page, whatever its status

_GONE_AFTER = timedelta(days=2)  # a site that is rebuilt answers 404 for hours
_LASTED = timedelta(hours=1)
_FAILURES = 3
QUIET_AT_LEAST = timedelta(days=3)  # a weekend, and a holiday after it
_QUIET_TIMES = 3  # the longest silence of late
_NO_RHYTHM = timedelta(days=30)  # where a feed has brought news once only
_FADING = 0.95  # of the rhythm, at each poll with news: forty of them forget a long silence

_SICK = frozenset({Condition.FAILING, Condition.BLOCKED, Condition.NOT_A_FEED, Condition.GONE})


@dataclass(frozen=True, slots=True)
class Health:
    """`since` is when that began, where it is known."""

    condition: Condition
    since: datetime | None = None

    @property
    def sick(self) -> bool:
        """It brings nothing, and may need a hand."""
        return self.condition in _SICK

    @property
    def odd(self) -> bool:
        """It needs no hand at once, but a look."""
        return self.condition in (Condition.MOVED, Condition.QUIET)


def of(state: FeedState, now: datetime) -> Health:
    """The condition of a feed."""
    if state.feed.paused:
        return Health(Condition.PAUSED)
    if state.failures or state.reason:
        return Health(_failing(state, now), state.since)
    if state.last_ok is None:
        return Health(Condition.NEW)
    if state.moved_to is not None:
        return Health(Condition.MOVED, state.since)
    if state.last_new is not None and now - state.last_new > _patience(state.rhythm):
        return Health(Condition.QUIET, state.last_new)
    return Health(Condition.OK, state.since)


def news(state: FeedState, now: datetime) -> Health | None:
    """What admins should hear of a feed now; None when they know it, or it has not lasted.

    Kinds of failure that take turns are one condition to them, but that a feed is gone for good is said.
    """
    health = of(state, now)
    if health.condition in (Condition.PAUSED, Condition.NEW) or not _lasted(state, health, now):
        return None
    if health.condition is state.told:
        return None
    if health.sick and state.told in _SICK and health.condition is not Condition.GONE:
        return None
    return health


def trouble(reason: str, status: int | None = None) -> Condition:
    """The kind of a fetch that failed."""
    if status in _TURNED_AWAY or _BOT_CHECK in reason:
        return Condition.BLOCKED
    return Condition.GONE if status in _MISSING else Condition.FAILING


def unreadable(reason: str) -> Condition:
    """The kind of a document that is no feed."""
    return Condition.BLOCKED if _BOT_CHECK in reason else Condition.NOT_A_FEED


def since(state: FeedState, now: datetime, *, ok: bool, moved_to: str | None = None) -> datetime:
    """When polls began to go as this one went."""
    before = (state.failures == 0, state.moved_to if state.failures == 0 else None)
    return state.since if state.since and before == (ok, moved_to) else now


def rhythm(state: FeedState, now: datetime) -> timedelta | None:
    """The longest silence of late, after a poll at `now` that brought something new."""
    if state.last_new is None:
        return state.rhythm
    silence = now - state.last_new
    return max(silence, state.rhythm * _FADING) if state.rhythm else silence


def _failing(state: FeedState, now: datetime) -> Condition:
    kind = state.trouble or Condition.FAILING
    if kind is Condition.GONE and (state.since is None or now - state.since < _GONE_AFTER):
        return Condition.FAILING
    return kind


def _patience(usual: timedelta | None) -> timedelta:
    return max(QUIET_AT_LEAST, usual * _QUIET_TIMES) if usual else _NO_RHYTHM


def _lasted(state: FeedState, health: Health, now: datetime) -> bool:
    if health.condition is Condition.QUIET or state.failures >= _FAILURES:
        return True
    return state.since is not None and now - state.since >= _LASTED
