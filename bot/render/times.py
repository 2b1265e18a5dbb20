"""Moments as people read them: by the chat's own clock, or UTC."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.hours import local


def clock(moment: datetime, now: datetime, timezone: str | None = None) -> str:
    """As short as it stays clear: "12:05 UTC" today, "5 Feb, 12:05 UTC" this year, "5 Feb 2020" before.

    In a chat that has told its time zone by its own clock, without the zone's name: "14:05".
    """
    zone = "" if timezone else " UTC"
    shown, today = local(moment, timezone), local(now, timezone)
    if shown.date() == today.date():
        return f"{shown:%H:%M}{zone}"
    if abs(now - moment) < timedelta(days=300):
        return f"{shown.day} {shown:%b}, {shown:%H:%M}{zone}"
    return day(shown)


def day(moment: datetime) -> str:
    """ "5 Feb 2020"."""
    return f"{moment.day} {moment:%b} {moment.year}"


def span(length: timedelta) -> str:
    """ "4 min", "3 h", "2 days": for how long, rounded down, at least one minute."""
    minutes = max(1, int(length.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"
