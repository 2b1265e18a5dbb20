"""Moments as people read them, in UTC."""

from __future__ import annotations

from datetime import datetime, timedelta


def clock(moment: datetime, now: datetime) -> str:
    """As short as it stays clear: "12:05 UTC" today, "5 Feb, 12:05 UTC" this year, "5 Feb 2020" before."""
    if moment.date() == now.date():
        return f"{moment:%H:%M} UTC"
    if abs(now - moment) < timedelta(days=300):
        return f"{moment.day} {moment:%b}, {moment:%H:%M} UTC"
    return day(moment)


def day(moment: datetime) -> str:
    """ "5 Feb 2020"."""
    return f"{moment.day} {moment:%b} {moment.year}"


def span(length: timedelta) -> str:
    """ "4 min", "3 h", "2 days": for how long, rounded down, at least one minute."""
    minutes = max(1, int(length.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"
