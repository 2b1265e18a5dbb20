"""How a feed writes its dates, told by all of them together: day or month first, and the zone where most name none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.parse.dates import COMMON, Habit, parse_date, zone_of

_CLEAR = re.compile(r".*\d(?:\s*GMT|\s*UTC|Z|\s*[+-]\d\d:?\d\d)", re.DOTALL)
_OPEN = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2\d{2,4}(?!\d)")
_MOST = 200  # dates that are looked at
_MONTH_FIRST = ("en", "en-us", "en-ph", "fil")  # languages whose feeds write 3/5/2026 for the fifth of March


def habit_of(texts: Iterable[str], now: datetime, language: str | None = None) -> Habit:
    """`texts` are the dates of one document, those of the feed itself among them."""
    dates = [text for text in texts if text][:_MOST]
    if all(_CLEAR.fullmatch(text) and not _OPEN.search(text) for text in dates):
        return COMMON
    zones = {zone for text in dates if (zone := zone_of(text)) is not None}
    zone = zones.pop() if len(zones) == 1 else COMMON.zone
    return Habit(zone, _day_first([text for text in dates if _OPEN.search(text)], now, language))


def _day_first(dates: Sequence[str], now: datetime, language: str | None) -> bool:
    """By a number that can be no month, else by how the dates fit into the past, else by the language."""
    if not dates:
        return False
    pairs = [(int(match[1]), int(match[3])) for text in dates if (match := _OPEN.search(text))]
    if any(first > 12 for first, _ in pairs) != any(second > 12 for _, second in pairs):
        return any(first > 12 for first, _ in pairs)
    month, day = _fit(dates, now, COMMON), _fit(dates, now, Habit(day_first=True))
    if month != day:
        return day > month
    return language is not None and language.casefold() not in _MONTH_FIRST


def _fit(dates: Sequence[str], now: datetime, habit: Habit) -> tuple[int, timedelta]:
    """How many of the dates have been, and how close together they lie (the closer, the more)."""
    moments = [moment for text in dates if (moment := parse_date(text, now, habit))]
    return len(moments), -(max(moments) - min(moments)) if moments else timedelta()
