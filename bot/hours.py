"""A chat's own clock: when its quiet hours end, when its next digest is due. Pure.

Moments are compared as UTC, so a change of the clocks neither doubles nor loses any: a time that the clocks leave out
comes as much later as they jump, and of one that comes twice it is the first.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

DAY = 24 * 60  # minutes
_AHEAD = 3  # days that are looked at for the next time


@lru_cache(maxsize=700)
def zone(name: str | None) -> zoneinfo.ZoneInfo | None:
    """The zone of that IANA name; None when there is none of that name, and for None."""
    if not name or len(name) > 60:
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):  # OSError: the name of a folder
        return None


def next_at(now: datetime, timezone: str | None, minutes: Sequence[int]) -> datetime:
    """The first moment after now at which the chat's clock shows one of those minutes of the day. UTC."""
    today = now.astimezone(zone(timezone) or UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    times = (_moment(today, day, minute) for day in range(-1, _AHEAD) for minute in minutes)
    return min(time for time in times if time > now)


def quiet_until(now: datetime, timezone: str | None, quiet: tuple[int, int] | None) -> datetime | None:
    """When the quiet hours that are now end, in UTC; None: it is not quiet. From and to alike: never."""
    if quiet is None or quiet[0] == quiet[1]:
        return None
    start, end = quiet
    today = now.astimezone(zone(timezone) or UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for day in (-1, 0):
        until = _moment(today, day + (end <= start), end)
        if _moment(today, day, start) <= now < until:
            return until
    return None


def local(moment: datetime, timezone: str | None) -> datetime:
    """The moment as the chat's clock shows it."""
    return moment.astimezone(zone(timezone) or UTC)


def _moment(midnight: datetime, days: int, minute: int) -> datetime:
    """The UTC moment at which a clock of that zone shows that minute, so many days from `midnight`."""
    wall = midnight.replace(tzinfo=None, fold=0) + timedelta(days=days, minutes=minute)
    return wall.replace(tzinfo=midnight.tzinfo).astimezone(UTC)
