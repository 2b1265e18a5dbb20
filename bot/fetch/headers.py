"""Response headers that steer polling, read without trusting them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_MOST = timedelta(hours=24)  # of an obeyed wait; absurd values are common
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
_FRESH = re.compile(r"no-cache|no-store", re.IGNORECASE)
_LONGEST_VALIDATOR = 1_024  # characters; servers answer 400 or 431 to longer ones sent back


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the server asks to be left alone, at most 24 hours; None when it does not say."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(timedelta(seconds=int(value[:10])), _MOST)
    until = _date(value)
    return _between(_date(headers.get("date", "")) or now, until) if until else None


def max_age(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the answer stays fresh (Cache-Control, else Expires), at most 24 hours; None when it does not say."""
    control = headers.get("cache-control", "")
    if _FRESH.search(control):
        return None
    if match := _MAX_AGE.search(control):
        return min(timedelta(seconds=int(match[1])), _MOST) or None
    expires = _date(headers.get("expires", ""))
    return (_between(_date(headers.get("date", "")) or now, expires) or None) if expires else None


def validator(value: str | None) -> str | None:
    """An ETag or Last-Modified verbatim, if it can be sent back."""
    return value if value and len(value) <= _LONGEST_VALIDATOR and value.isprintable() and value.isascii() else None


def _between(start: datetime, end: datetime) -> timedelta:
    return min(max(end - start, timedelta()), _MOST)


def _date(value: str) -> datetime | None:
    if not value or len(value) > 60:
        return None
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
