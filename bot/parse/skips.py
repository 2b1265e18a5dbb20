"""The hours and days at which an RSS feed asks to be left alone: <skipHours> and <skipDays>, both in GMT."""

from __future__ import annotations

import re

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = 24  # hours
_WEEK = 7 * _DAY
_HEAD = 100_000  # characters in front of the first item
_HOURS = re.compile(r"<skipHours\b[^>]{0,200}>(.{0,4000}?)</skipHours", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour>\s{0,20}(\d{1,2})\s{0,20}</hour", re.IGNORECASE)
_SKIP_DAYS = re.compile(r"<skipDays\b[^>]{0,200}>(.{0,4000}?)</skipDays", re.IGNORECASE | re.DOTALL)
_WEEKDAY = re.compile(r"<day>\s{0,20}([a-z]{6,9})\s{0,20}</day", re.IGNORECASE)


def skips(head: str) -> frozenset[int]:
    """Hours of the week, Monday 00:00 UTC being 0, from what stands in front of a feed's items.

    Hour 24 is midnight, as RSS 0.91 counts. Empty too when they are all hours there are: that cannot be meant.
    """
    head = head[:_HEAD]
    hours = {int(hour) % _DAY for hour in _listed(_HOURS, _HOUR, head) if int(hour) <= _DAY}
    days = {day.casefold() for day in _listed(_SKIP_DAYS, _WEEKDAY, head)}
    if not hours and not days:
        return frozenset()
    found = frozenset(n for n in range(_WEEK) if n % _DAY in hours or _DAYS[n // _DAY] in days)
    return found if len(found) < _WEEK else frozenset()


def _listed(block: re.Pattern[str], one: re.Pattern[str], head: str) -> list[str]:
    found = block.search(head)
    return one.findall(found[1]) if found else []
