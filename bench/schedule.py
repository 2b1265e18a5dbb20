"""The schedule on made-up histories of publication, beside a fixed interval of the same `every`. Without a clock."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from bench.figures import Figure, scaled
from bot import schedule
from bot.model import Feed

_START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
_WEEKS = 12  # of history
_LEARNT = 8  # weeks of it that the bot knows when the replay begins
_EACH = 4  # feeds of a kind
_HOUR = timedelta(hours=1)
_FEED = Feed(id="a", url="https://a.example/", publisher="A")  # every ten minutes
_MINUTE = timedelta(minutes=1)

Chance = Callable[[datetime], float]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to publish: how many items an hour brings on average, and how many come at once."""

    name: str
    rate: Chance
    at_once: int = 1

    def history(self, rng: random.Random) -> list[datetime]:
        """Times of publication, sorted."""
        found: list[datetime] = []
        for n in range(_WEEKS * 168):
            hour = _START + n * _HOUR
            for _ in range(_drawn(self.rate(hour), rng)):
                found.append(hour + rng.random() * _HOUR)
                found += [found[-1] + timedelta(minutes=rng.expovariate(0.2)) for _ in range(self.at_once - 1)]
        return sorted(found)

    def active(self, moment: datetime) -> bool:
        """Whether it publishes at that hour of the week as a rule: an item every other week, or more often."""
        return self.rate(moment.replace(minute=0, second=0, microsecond=0)) * self.at_once >= 0.5


def _drawn(rate: float, rng: random.Random) -> int:
    """How many come in an hour: Poisson's; below one, one or none."""
    if rate <= 1:
        return int(rng.random() < rate)
    n, left = 0, rng.expovariate(rate)
    while left < 1:
        n, left = n + 1, left + rng.expovariate(rate)
    return n


def _wire(hour: datetime) -> float:
    return 6.0 if 5 <= hour.hour < 21 else 0.05


def _paper(hour: datetime) -> float:
    """A national paper: weekdays in the daytime, less at the weekend."""
    if hour.weekday() >= 5:
        return 0.6 if 8 <= hour.hour < 18 else 0.01
    return 2.5 if 6 <= hour.hour < 19 else 0.02


def _ministry(hour: datetime) -> float:
    return 0.6 if hour.weekday() < 5 and 7 <= hour.hour < 16 else 0.0


def _column(hour: datetime) -> float:
    return 0.95 if hour.hour == 9 and hour.weekday() < 5 else 0.0


def _weekly(hour: datetime) -> float:
    return 1.0 if (hour.weekday(), hour.hour) == (3, 6) else 0.0


def _blog(hour: datetime) -> float:
    return 0.03 if 7 <= hour.hour < 23 else 0.002


def _dead(hour: datetime) -> float:
    return 1.0 if hour == _START else 0.0


KINDS = (
    Kind("wire with a night lull", _wire),
    Kind("daily paper", _paper),
    Kind("ministry, office hours", _ministry),
    Kind("daily column", _column),
    Kind("weekly magazine", _weekly, at_once=15),
    Kind("bursts, at any hour", lambda hour: 0.01, at_once=6),
    Kind("blog, twice a week", _blog),
    Kind("random, once a day", lambda hour: 1 / 24),
    Kind("dead", _dead),
)


@dataclass(frozen=True, slots=True)
class Replay:
    """The polls of one feed, and how long after its publication each item was seen."""

    polls: Sequence[datetime]
    lags: Sequence[timedelta]


def replay(history: Sequence[datetime], *, adaptive: bool, rng: random.Random) -> Replay:
    """Poll a feed from the end of the learnt weeks to the end of its history."""
    now, end = _START + timedelta(weeks=_LEARNT), _START + timedelta(weeks=_WEEKS)
    polls: list[datetime] = [now]
    lags: list[timedelta] = []
    seen = [moment for moment in history if moment <= now]
    week, last_new = schedule.UNKNOWN, None
    first = len(seen)
    while now < end:
        new = history[first : bisect_right(history, now)]
        lags += [now - moment for moment in new]
        seen += new
        last_new = now if new else last_new
        first += len(new)
        if adaptive and (new or len(polls) == 1 or polls[-2].date() != now.date()):
            week = schedule.week(_lately(seen, now), now)
        now = _next(now, week, last_new, rng) if adaptive else now + _FEED.every
        polls.append(now)
    return Replay(polls, lags)


def _next(now: datetime, week: str, last_new: datetime | None, rng: random.Random) -> datetime:
    return schedule.next_check(
        _FEED, now=now, week=week, last_new=last_new, min_interval=_MINUTE, max_backoff=24 * _HOUR, rng=rng
    )


def _lately(seen: Sequence[datetime], now: datetime) -> list[datetime]:
    return [*seen[:1], *seen[bisect_left(seen, now - schedule.HISTORY) :]]


def gaps(polls: Sequence[datetime], active: Callable[[datetime], bool]) -> Iterator[timedelta]:
    """The gaps between polls, each whole, that touch an active hour."""
    for one, other in pairwise(polls):
        hour = one.replace(minute=0, second=0, microsecond=0)
        while hour < other and not active(hour):
            hour += _HOUR
        if hour < other:
            yield other - one


def run(scale: float) -> list[Figure]:
    """Lags in minutes, polls as a share of those of the fixed interval."""
    figures: list[Figure] = []
    every: dict[bool, list[Replay]] = {False: [], True: []}
    worst: list[timedelta] = []
    for kind in KINDS:
        both: dict[bool, list[Replay]] = {False: [], True: []}
        for n in range(scaled(_EACH, scale)):
            history = kind.history(random.Random(f"{kind.name} {n}"))
            for adaptive, replays in both.items():
                replays.append(replay(history, adaptive=adaptive, rng=random.Random(n)))
        longest = max((gap for one in both[True] for gap in gaps(one.polls, kind.active)), default=timedelta())
        worst.append(longest)
        figures += _figures(kind.name, both, longest)
        for adaptive in every:
            every[adaptive] += both[adaptive]
    return figures + _figures("all", every, max(worst))


def _figures(name: str, both: dict[bool, list[Replay]], longest: timedelta) -> list[Figure]:
    polls = {adaptive: sum(len(one.polls) for one in replays) for adaptive, replays in both.items()}
    figures = [Figure(f"{name}: polls, of the fixed interval's", 100 * polls[True] / polls[False], "%")]
    for adaptive, label in ((False, "fixed"), (True, "adaptive")):
        lags = sorted(lag / _MINUTE for one in both[adaptive] for lag in one.lags)
        if lags:
            figures.append(Figure(f"{name}: median lag, {label}", median(lags), "min"))
            figures.append(Figure(f"{name}: p95 lag, {label}", lags[int(0.95 * (len(lags) - 1))], "min"))
    if longest:
        figures.append(Figure(f"{name}: longest gap in active hours", longest / _MINUTE, "min"))
    return figures
