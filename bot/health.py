"""How a feed is, read from what its polls left behind; and what of that its admins should hear, and when.

Pure: `now` is an argument. Does not word it; bot.render.health does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from bot import moves
from bot.model import Condition, FeedState

_TURNED_AWAY = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.TOO_MANY_REQUESTS)
_BOT_CHECK = "bot check"  # so bot.fetch and bot.parse call a challenge page, whatever its status

_GONE_AFTER = timedelta(days=2)  # a site that is rebuilt answers 404 for hours
# Between looks at a feed that says it is gone, from that many failures in a row on.
_GONE_REST = ((6, timedelta(days=7)), (3, timedelta(days=1)))

# What admins hear of has lasted: a feed that answers two of three times is no news, neither when it fails nor after.
_FAILURES, _LASTED = 4, timedelta(hours=1)
_SELDOM, _LASTED_SELDOM = 2, timedelta(hours=3)  # for one that is polled seldom
_WELL = timedelta(hours=2)
# One that comes and goes is told of once, and then when it has failed for long.
AGAIN = timedelta(days=1)
LASTED_AGAIN = timedelta(hours=6)
QUIET_AT_LEAST = timedelta(days=3)  # a weekend, and a holiday after it
_QUIET_TIMES = 3  # the longest silence of late
_NO_RHYTHM = timedelta(days=30)  # where a feed has brought news once only
_FADING = 0.95  # of the rhythm, at each poll with news: forty of them forget a long silence

_POLLS = 20  # that tell how often a feed has news

# Feeds that began to fail together: not each of them is to blame.
_MANY = 5
_MOST, _FEW = 0.7, 0.3  # of the feeds that are well as far as admins know; where an outage begins and ends
OUTAGE_LASTS = timedelta(minutes=10)
_OUTAGE_ENDS = timedelta(days=1)  # by then each feed is told of for itself

_SICK = frozenset({Condition.FAILING, Condition.BLOCKED, Condition.NOT_A_FEED, Condition.MISSING, Condition.GONE})


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
    if state.address is not None or moves.strange(state, now):
        return Health(Condition.MOVED, state.moved_since)
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


def outage(unwell: Sequence[FeedState], polled: int, now: datetime, *, under_way: bool) -> tuple[FeedState, ...]:
    """The feeds that began to fail together, of `polled` in all; none when it may be each for itself."""
    failing = [state for state in unwell if state.failures and not state.feed.paused]
    known = sum(state.told in _SICK for state in failing)
    fresh = [s for s in failing if s.told not in _SICK and s.since is not None and now - s.since < _OUTAGE_ENDS]
    share = _FEW if under_way else _MOST
    return tuple(fresh) if len(fresh) >= max(_MANY, share * (polled - known)) else ()


def trouble(reason: str, status: int | None = None) -> Condition:
    """The kind of a fetch that failed."""
    if status in _TURNED_AWAY or _BOT_CHECK in reason:
        return Condition.BLOCKED
    if status == HTTPStatus.GONE:
        return Condition.GONE
    return Condition.MISSING if status == HTTPStatus.NOT_FOUND else Condition.FAILING


def unreadable(reason: str) -> Condition:
    """The kind of a document that is no feed."""
    return Condition.BLOCKED if _BOT_CHECK in reason else Condition.NOT_A_FEED


def rest(kind: Condition, failures: int) -> timedelta | None:
    """How long a feed is left alone at least after that many failures in a row, beyond the usual back-off."""
    if kind is not Condition.GONE:
        return None
    return next((length for least, length in _GONE_REST if failures >= least), None)


def since(state: FeedState, now: datetime, *, ok: bool) -> datetime:
    """When polls began to go as this one went."""
    return state.since if state.since and ok == (state.failures == 0) else now


def rhythm(state: FeedState, now: datetime) -> timedelta | None:
    """The longest silence of late, after a poll at `now` that brought something new."""
    if state.last_new is None:
        return state.rhythm
    silence = now - state.last_new
    return max(silence, state.rhythm * _FADING) if state.rhythm else silence


def fruitful(state: FeedState, *, new: bool) -> float | None:
    """The share of polls that bring something new, the last twenty above all; without the first, which always does."""
    if state.last_ok is None:
        return None
    return float(new) if state.fruitful is None else state.fruitful + (new - state.fruitful) / _POLLS


def _failing(state: FeedState, now: datetime) -> Condition:
    kind = state.trouble or Condition.FAILING
    if kind is Condition.MISSING and state.since is not None and now - state.since >= _GONE_AFTER:
        return Condition.GONE
    return kind


def _patience(usual: timedelta | None) -> timedelta:
    return max(QUIET_AT_LEAST, usual * _QUIET_TIMES) if usual else _NO_RHYTHM


def _lasted(state: FeedState, health: Health, now: datetime) -> bool:
    for_long = now - state.since if state.since else timedelta()
    if health.sick:
        if state.told not in _SICK and state.told_at is not None and now - state.told_at < AGAIN:
            return state.failures >= _FAILURES and for_long >= LASTED_AGAIN
        often = state.failures >= _FAILURES and for_long >= _LASTED
        return often or (state.failures >= _SELDOM and for_long >= _LASTED_SELDOM)
    if state.told in _SICK:
        twice = state.last_ok is not None and state.since is not None and state.last_ok > state.since
        return twice and for_long >= _WELL
    return True
