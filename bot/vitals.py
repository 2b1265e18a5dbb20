"""What a feed is worth: how late its news comes to us, and how much of it there is. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median_high

from bot.model import Arrivals, Push, Vitals

OF_LATE = timedelta(days=7)
_ABSURD = timedelta(days=1)  # an item that comes later than that was dug up, or its date is wrong
_FEWEST = 3  # items that make a lag worth believing
_WATCHED = timedelta(hours=6)  # the least time from which a number a day is told


def of(arrivals: Arrivals | None, push: Push | None, now: datetime) -> Vitals:
    """`arrivals` are those of OF_LATE; None: the feed never brought anything."""
    if arrivals is None:
        return Vitals(push=push)
    watched = now - arrivals.since
    per_day = arrivals.count / (watched / timedelta(days=1)) if watched >= _WATCHED else None
    return Vitals(lag(arrivals), per_day, push)


def lag(arrivals: Arrivals) -> timedelta | None:
    """From publication to us, of the usual item. An item without a date, or with one in the future, has no lag."""
    sound = [(at, seen) for at, seen in arrivals.newest if timedelta() < seen - at < _ABSURD]
    if len(sound) < _FEWEST or _days_alone([at for at, _ in sound]):
        return None
    return median_high(seen - at for at, seen in sound)


def _days_alone(published: Sequence[datetime]) -> bool:
    """Whether they tell the day only: most stand at one time of day, midnight as a rule, though of several days."""
    (time, often), *_ = Counter(moment.time() for moment in published).most_common(1)
    days = {moment.date() for moment in published if moment.time() == time}
    return often * 2 > len(published) and len(days) > 1
