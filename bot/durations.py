"""Durations as people write them in settings and in feeds.yaml: 90s, 10m, 24h, 2d."""

from __future__ import annotations

import re
from datetime import timedelta

_DURATION = re.compile(r"(\d{1,6})\s*(s|m|h|d)", re.ASCII)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def duration(value: object) -> timedelta:
    """Text to timedelta; a timedelta passes. Raises ValueError that says what is valid."""
    if isinstance(value, timedelta):
        return value
    hit = _DURATION.fullmatch(str(value).strip())
    if hit is None:
        raise ValueError("a duration such as 90s, 10m, 24h or 2d is expected")
    return timedelta(seconds=int(hit[1]) * _UNITS[hit[2]])


def written(length: timedelta) -> str:
    """The shortest that `duration` reads back: "10m". Whole seconds."""
    seconds = int(length.total_seconds())
    unit = max((unit for unit in _UNITS if seconds % _UNITS[unit] == 0), key=lambda unit: _UNITS[unit])
    return f"{seconds // _UNITS[unit]}{unit}"
