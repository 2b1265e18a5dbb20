"""What a feed is worth: how late its news comes to us, and how much of it there is. Pure."""

from __future__ import annotations

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
    lags = [seen - published for published, seen in arrivals.newest if timedelta() < seen - published < _ABSURD]
    return median_high(lags) if len(lags) >= _FEWEST else None
