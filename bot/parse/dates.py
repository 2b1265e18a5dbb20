"""Dates of feeds, in whatever form, as aware UTC. Does not guess: what cannot be read, or cannot be true, is None."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from bot.calendar_names import AFTERNOON, MONTHS, MORNING, PHRASES, ZONES
from bot.text import fold, one_line

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # news on the web is younger
_LONGEST = 120  # characters; no date is longer

_RFC_822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) ([01]\d|2[0-3]):(\d{2}):(\d{2})"
    r" (?:GMT|UTC|([+-])(\d{2}):?(\d{2}))",
    re.ASCII,
)
_UNIX = re.compile(r"(\d{10})(?:\.\d{1,9})?|(\d{13})|(\d{16})", re.ASCII)
_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T\s_]*(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?)?\s*(.*)", re.IGNORECASE
)
_ISO_WEEK = re.compile(r"(\d{4})-?W(\d{2})(?:-?([1-7]))?(?:T(.*))?", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-?((?!000)\d{3})(?:T(.*))?", re.IGNORECASE)
_YEAR_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{1,2})(?::(\d{2})(?:[.,:]\d+)?)?(.*)")
_TIME_WITH_POINTS = re.compile(r"(?:^|(?<=[\s,]))(\d{1,2})[.h](\d{2})(?:[.m](\d{2}))?(?=[\s,]|$)(.*)")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[년年./-]\s?(\d{1,2})\s*[월月./-]\s?(\d{1,2})(?!\d)")
_POINTS = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SLASHES = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0900-\u0dff]+)?|\d+")


@dataclass(frozen=True, slots=True)
class Habit:
    """How one feed writes its dates, as far as a single date leaves it open; see bot.parse.habit."""

    zone: timezone = timezone.utc  # noqa: UP017  UTC is no timezone to type checkers
    day_first: bool = False  # 05/03/2026 is the fifth of March


COMMON = Habit()


def parse_date(text: str | None, now: datetime, habit: Habit = COMMON) -> datetime | None:
    """A moment in aware UTC; None when unreadable, before 1990 or more than a day after `now`.

    A date without a time is midnight; a time without a zone, or with an unknown one, is in the habit's zone.
    """
    if not text or len(text) > _LONGEST:
        return None
    try:
        moment = _standard(text) or _other(one_line(text.replace("−", "-")), habit)
        found = moment.astimezone(UTC) if moment else None
    except (ValueError, OverflowError):  # the 31st of February, hour 25, an offset of two days
        return None
    return found if found and _EARLIEST <= found <= now + timedelta(days=1) else None


def zone_of(text: str) -> timezone | None:
    """The zone that a date names; None where it names none."""
    line = one_line(text[:_LONGEST].replace("−", "-"))
    match = _ISO.fullmatch(line) or _TIME.search(line)
    try:
        return _zone(match[match.lastindex or 0] or "") if match else None
    except ValueError:  # an offset of two days
        return None


def _standard(text: str) -> datetime | None:
    """The form of RSS, told at once: nearly all dates have it."""
    match = _RFC_822.fullmatch(text)
    if not match or (month := MONTHS.get(match[2].lower())) is None:
        return None
    zone = (
        UTC if match[7] is None else timezone(_sign(match[7]) * timedelta(hours=int(match[8]), minutes=int(match[9])))
    )
    return datetime(
        int(match[3]), month, int(match[1]), int(match[4]), int(match[5]), min(int(match[6]), 59), tzinfo=zone
    )


def _sign(sign: str) -> int:
    return -1 if sign == "-" else 1


def _other(line: str, habit: Habit) -> datetime | None:
    return _unix(line) or _iso(line, habit) or _worded(line, habit)


def _unix(line: str) -> datetime | None:
    match = _UNIX.fullmatch(line)
    if not match:
        return None
    seconds, thousandths, millionths = match.groups()
    return datetime.fromtimestamp(
        int(seconds) if seconds else int(thousandths) / 1e3 if thousandths else int(millionths) / 1e6, UTC
    )


def _iso(line: str, habit: Habit) -> datetime | None:
    if not line[:4].isdigit():
        return None
    if match := _ISO.fullmatch(line):
        year, month, day, hour, minute, second, zone = match.groups()
        if not zone or zone[0] in "+-" or (zone[0].isalpha() and (hour or not _TIME.search(zone))):
            return _moment(date(int(year), int(month), int(day)), _clock(hour, minute, second, zone), zone, habit)
        return None
    if match := _ISO_WEEK.fullmatch(line):
        return _timed(date.fromisocalendar(int(match[1]), int(match[2]), int(match[3] or 1)), match[4], habit)
    if match := _ISO_DAY.fullmatch(line):
        return _timed(date(int(match[1]), 1, 1) + timedelta(days=int(match[2]) - 1), match[3], habit)
    match = _YEAR_MONTH.fullmatch(line)
    return _moment(date(int(match[1]), int(match[2] or 1), 1), time(), "", habit) if match else None


def _timed(day: date, text: str | None, habit: Habit) -> datetime:
    match = _TIME.match(text or "")
    if not match:
        return _moment(day, time(), "", habit)
    return _moment(day, _clock(match[1], match[2], match[3], ""), match[4], habit)


def _worded(line: str, habit: Habit) -> datetime | None:
    """RFC 822 and its many relatives: the time is found first, the day in what is left."""
    if not line.isascii():
        for phrase, reading in PHRASES:
            line = phrase.sub(reading, line)
    for pattern in (_TIME, _TIME_WITH_POINTS):
        if match := pattern.search(line):
            zone = match[4]
            day = _day(f"{line[: match.start()]} {_OFFSET.sub(' ', zone)}", habit)
            if day:
                return _moment(day, _clock(match[1], match[2], match[3], line), zone, habit)
    day = _day(line, habit)
    return _moment(day, time(), "", habit) if day else None


def _moment(day: date, clock: time | None, zone: str, habit: Habit) -> datetime:
    """A day and a time of it; None for the end of the day."""
    midnight = datetime.combine(day, time(), _zone(zone) or habit.zone)
    return midnight + timedelta(days=1) if clock is None else datetime.combine(day, clock, midnight.tzinfo)


def _clock(hour: str | None, minute: str | None, second: str | None, line: str) -> time | None:
    """A time of day, which `line` may tell the half of; None for 24:00, the next midnight."""
    h = int(hour or 0)
    if 0 < h <= 12 and line:
        if AFTERNOON.search(line):
            h = h % 12 + 12
        elif MORNING.search(line):
            h %= 12
    if h == 24 and not int(minute or 0):
        return None
    return time(h, int(minute or 0), min(int(second or 0), 59))  # 60: a leap second


def _zone(text: str) -> timezone | None:
    """None where there is none, or one nobody knows."""
    if not text:
        return None
    folded = text.casefold()
    if match := _OFFSET.search(folded):
        return timezone(_sign(match[1]) * timedelta(hours=int(match[2]), minutes=int(match[3] or 0)))
    hours = next((ZONES[word] for word in _WORD.findall(folded) if word in ZONES), None)
    return None if hours is None else timezone(timedelta(hours=hours))


def _day(text: str, habit: Habit) -> date | None:
    if match := _YEAR_FIRST.search(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _POINTS.search(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _SLASHES.search(text):
        return _in_order(int(match[1]), int(match[3]), int(match[4]), habit)
    if day := _named(text):
        return day
    if not (match := _SHORT_YEAR.search(text)):
        return None
    first, second, last = int(match[1]), int(match[3]), int(match[4])
    if match[2] == ".":
        return date(_year(match[4]), second, first)
    return date(_year(match[1]), second, last) if first > 31 else _in_order(first, second, _year(match[4]), habit)


def _in_order(first: int, second: int, year: int, habit: Habit) -> date:
    """Month and day as the habit is, or the other way round where only that can be."""
    day_first = first > 12 or (habit.day_first and second <= 12)
    return date(year, second, first) if day_first else date(year, first, second)


def _named(text: str) -> date | None:
    """Day, month's name and year in any order; the last month's name counts, weekdays may look like one."""
    words = _WORD.findall(fold(text).replace("ı", "i"))
    at = max((n for n, word in enumerate(words) if word in MONTHS), default=None)
    if at is None:
        return None
    numbers = [word for word in words[:at] if word.isdecimal()][-2:]
    numbers += [word for word in words[at + 1 :] if word.isdecimal()][: 3 - len(numbers)]
    year = next((word for word in numbers if len(word) == 4), None)
    days = [word for word in numbers if word != year]
    if year is None and len(days) > 1:
        year = days.pop()
    return date(_year(year), MONTHS[words[at]], int(days[0]) if days else 1) if year else None


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 50 else 1900)
