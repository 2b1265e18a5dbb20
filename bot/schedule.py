"""When to look at a feed again: by its own week, and by what its server asks.

Pure: the clock and the dice are arguments. The week is UTC's, which knows no daylight saving; a shift of an hour lies
within the hour that is kept on either side of each hour with news.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from bot.model import Feed

HISTORY = timedelta(weeks=8)  # what is older says little of how a feed is now
SHORTEST = timedelta(seconds=30)  # an `every` below this is kept to the letter

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING = timedelta()
_HOUR = timedelta(hours=1)
_DAY, _WEEK = 24, 168  # hours
_THURSDAY = 72  # hours from Monday 00:00 to the epoch

# Marks of an hour of the week. A digit says how many times `every` a feed may wait there beyond the first.
_ACTIVE, _RARE, _QUIET, _SILENT = "0", "2", "5", "9"
_UNKNOWN, _SKIPPED = "-", "s"
UNKNOWN = _UNKNOWN * _WEEK

_ALL_ACTIVE = {ord(mark): _ACTIVE for mark in "-123456789"}

_BY_DAY = 1  # weeks of history from which each hour of the day is taken for itself
_BY_HOUR = 4  # weeks from which each hour of the week is
_DAYS = 8.0  # weeks of an hour's own that what it is on other days of the week weighs as much as
_ANEW = 3  # days of the last seven with news at an hour of the day where there was none before
_SURE = 8  # weeks without news from which an hour is not active whatever its neighbours: 1 in 250 if half had news
_ACTIVE_AT, _RARE_AT = 0.2, 0.1  # chances of news in the hour from which it is called that
_LIVELY = timedelta(minutes=30)  # after news a feed is taken to be active, whatever its week says: news comes in bursts
_LONGEST = timedelta(hours=2)
_SLOWED = 3  # times `every`: how far a server's freshness hints may slow a feed down
# Of the delay, which is shortened by it: feeds added together must not be polled together for ever; and the least of it
# is what a poll itself may take, so that the gap between two is no longer than was meant.
_JITTER = (0.01, 0.04)
_MOST_DOUBLINGS = 20


def week(moments: Iterable[datetime], now: datetime, skips: Collection[int] = ()) -> str:
    """A mark for each hour of the week, from Monday 00:00 UTC.

    `moments` are those at which the feed had news while it was watched, from its first; only their hours matter.
    `skips` are the hours of the week in which it asks to be left alone; those in which it is active are not skipped.

    * From four weeks on: by the chance of news in that hour, from its own weeks and the same hour of the other days.
    * From one week on: each hour of the day, whatever the day; active when it, or one beside it, had news once a week.
    * With less: unknown, which is polled as often as is asked.
    """
    hours = {_hour(moment) for moment in moments}
    here = _hour(now)
    weeks = min((here - min(hours, default=here)) // _WEEK, HISTORY // _HOUR // _WEEK)
    # With the first of them: of the hour that is running now, the end is yet to come.
    recent = {hour for hour in hours if here - weeks * _WEEK <= hour <= here}
    marks = (
        _by_hour(recent, weeks, here) if weeks >= _BY_HOUR else _by_day(recent, weeks) if weeks >= _BY_DAY else UNKNOWN
    )
    settled = weeks >= _BY_HOUR
    return "".join(
        _SKIPPED if n in skips and not (settled and mark == _ACTIVE) else mark for n, mark in enumerate(marks)
    )


def skipped(of_week: str) -> frozenset[int]:
    """The hours of the week that `week` left out."""
    return frozenset(n for n, mark in enumerate(of_week) if mark == _SKIPPED)


def next_check(
    feed: Feed,
    *,
    now: datetime,
    week: str = UNKNOWN,
    last_new: datetime | None = None,
    failures: int = 0,
    retry_after: timedelta | None = None,
    max_age: timedelta | None = None,
    ttl: timedelta | None = None,
    rest: timedelta | None = None,
    min_interval: timedelta,
    max_backoff: timedelta,
    rng: random.Random,
) -> datetime:
    """The next time to poll, always later than `now`.

    * In active hours (by `week`, or for half an hour after `last_new`): `every`, and when one begins at the latest.
    * In others: longer, up to ten times `every` and two hours. What the server says of freshness (max-age or Expires,
      the feed's ttl or syndication module) slows a feed down there, to three times `every` at most.
    * In hours that the feed asks to skip: not before they are over.
    * After `failures` in a row: not before `every`, doubled for each failure after the first, up to `max_backoff`.
    * Retry-After: never earlier than that, up to `max_backoff`.
    * `rest`: never earlier than that, whatever `max_backoff` is.

    Never sooner than `min_interval`. Jitter of up to 4 % makes it earlier, but for Retry-After and skipped hours.
    """
    every = max(feed.every, min_interval)
    hint = timedelta() if failures else min(max(max_age or every, ttl or every), every * _SLOWED)
    if feed.every < SHORTEST:
        week = UNKNOWN
    elif _is_active(week, now, now + every) or (last_new is not None and now - last_new < _LIVELY):
        week = week.translate(_ALL_ACTIVE)
    doubled = every * (1 << min(max(failures - 1, 0), _MOST_DOUBLINGS))
    due = _due(now, every, max(every, min(doubled, max_backoff)), week, hint)
    due = _jittered(now, due, week, rng)
    if least := max(min(retry_after or _NOTHING, max_backoff), rest or _NOTHING):
        # Later by some jitter, so that those who were told the same do not come back at once.
        due = max(due, now + least * (1 + rng.uniform(*_JITTER)))
    return max(due, now + min_interval)


def _by_day(recent: set[int], weeks: int) -> str:
    """Marks from a short history: with every doubt an hour is polled more often."""
    near = Counter(hour % _DAY for hour in {hour + shift for hour in recent for shift in (-1, 0, 1)})
    rest = _QUIET if weeks > _BY_DAY else _RARE
    day = "".join(_ACTIVE if near[n] >= weeks else _RARE if near[n] else rest for n in range(_DAY))
    return day * (_WEEK // _DAY)


def _by_hour(recent: set[int], weeks: int, here: int) -> str:
    around = {hour + shift for hour in recent for shift in (-1, 0, 1)}
    own = Counter((hour + _THURSDAY) % _WEEK for hour in recent)
    near = Counter((hour + _THURSDAY) % _WEEK for hour in around)
    daily = Counter(hour % _DAY for hour in recent)
    near_daily = Counter(hour % _DAY for hour in around)
    lately = Counter(hour % _DAY for hour in around if hour > here - _WEEK)
    # A rhythm that has changed: half of what there ever was at that hour of the day is of this week.
    new = {n for n in range(_DAY) if lately[n] >= _ANEW and 2 * lately[n] >= near_daily[n]}
    days = weeks * _WEEK // _DAY
    return "".join(
        _ACTIVE if n % _DAY in new else _by_weeks(own[n], near[n], daily[n % _DAY] / days, weeks) for n in range(_WEEK)
    )


def _by_weeks(own: int, near: int, usual: float, weeks: int) -> str:
    """The mark of an hour of the week, by its weeks with news, those with news within an hour of it, and other days."""
    chance = (own + _DAYS * usual) / (weeks + _DAYS)
    wanders = 8 * near >= 5 * weeks  # news about the hour's limits is in none of the two often
    possible = own > 0 or (near > 0 and weeks < _SURE)
    if possible and (chance >= _ACTIVE_AT or wanders):
        return _ACTIVE
    if possible and chance >= _RARE_AT:
        return _RARE
    return _QUIET if near or chance >= _ACTIVE_AT else _SILENT


def _due(now: datetime, every: timedelta, least: timedelta, week: str, hint: timedelta) -> datetime:
    """The first moment, `least` from now or later, at which the wait is as long as its hour allows."""
    longest = max(every, _LONGEST)
    due = now + least
    for _ in range(_WEEK + 1):
        mark, over = _mark(week, due), _EPOCH + (_hour(due) + 1) * _HOUR
        if mark != _SKIPPED:
            stretched = every * (1 + int(mark)) if mark.isdigit() else every
            wait = every if mark == _ACTIVE else max(min(stretched, longest), hint)
            due = max(due, now + wait)
            if due < over:
                return due
        due = over
    return due


def _jittered(now: datetime, due: datetime, week: str, rng: random.Random) -> datetime:
    """Up to a twentieth of the wait sooner; later, within the hour, where sooner is to be skipped."""
    wait = due - now
    sooner = due - wait * rng.uniform(*_JITTER)
    if _mark(week, sooner) != _SKIPPED:
        return sooner
    over = _EPOCH + (_hour(due) + 1) * _HOUR
    return due + min(wait, over - due) * rng.uniform(*_JITTER)


def _is_active(week: str, start: datetime, end: datetime) -> bool:
    """Whether an hour between the two is, both of theirs included."""
    hours = range(_hour(start), min(_hour(end), _hour(start) + _WEEK) + 1)
    return any(week[(hour + _THURSDAY) % _WEEK] == _ACTIVE for hour in hours)


def _mark(week: str, moment: datetime) -> str:
    return week[(_hour(moment) + _THURSDAY) % _WEEK]


def _hour(moment: datetime) -> int:
    """Hours since 1970."""
    return (moment - _EPOCH) // _HOUR
