"""The time a question asks about: "this week", "since 3 March", "in 2020".

Pure. English, with the commonest words of Russian and Spanish. Days are UTC days; weeks begin on Monday.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Window:
    """Both ends inclusive; None: open. `spans`: the characters that said so."""

    since: datetime | None = None
    until: datetime | None = None
    spans: tuple[tuple[int, int], ...] = ()


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan январь января январе enero",
            "february feb февраль февраля феврале febrero",
            "march mar март марта марте marzo",
            "april apr апрель апреля апреле abril",
            "may май мая мае mayo",
            "june jun июнь июня июне junio",
            "july jul июль июля июле julio",
            "august aug август августа августе agosto",
            "september sep sept сентябрь сентября сентябре septiembre",
            "october oct октябрь октября октябре octubre",
            "november nov ноябрь ноября ноябре noviembre",
            "december dec декабрь декабря декабре diciembre",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = (
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?(?P<m1>{_MONTH})\b\.?(?:,?\s+(?:de\s+)?(?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y2>\d{{4}}))?"
    r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})"
    rf"|(?P<m4>{_MONTH})\b\.?(?:,?\s+(?:de\s+)?(?P<y4>\d{{4}}))?"
    rf"|(?P<y5>(?:19|20)\d\d)\b(?:\s+году?|\s+года)?|(?P<weekday>{'|'.join(_WEEKDAYS)}))\b"
)
_SINCE = re.compile(rf"\b(?:since|from|after|с|со|после|desde)\s+(?:the\s+)?{_DATE}", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?:before|until|till|up to|до|antes del?|hasta)\s+(?:the\s+)?{_DATE}", re.IGNORECASE)
_IN = re.compile(
    rf"\b(?:(?P<word>in|during|on|of|last|this|в|во|на|en|el)\s+(?:early\s+|late\s+|mid-?\s*)?)?{_DATE}",
    re.IGNORECASE,
)
_LAST_N = re.compile(
    r"\b(?:in|over|for|during|within)?\s*(?:the\s+)?(?:last|past|previous|последние|последних|últim[oa]s)\s+"
    r"(?P<n>\d{1,3}|two|three|few|couple of)?\s*"
    r"(?P<unit>hours?|days?|weeks?|months?|years?|час\w*|дн\w*|días?|horas?)\b",
    re.IGNORECASE,
)
_COUNT = {"two": 2, "three": 3, "few": 3, "couple of": 2}
_UNIT = {"h": _DAY / 24, "d": _DAY, "w": 7 * _DAY, "m": 30 * _DAY, "y": 365 * _DAY, "ч": _DAY / 24, "д": _DAY}


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _monday(now: datetime) -> datetime:
    return _midnight(now) - now.weekday() * _DAY


def _month(now: datetime) -> datetime:
    return _midnight(now).replace(day=1)


def _year(now: datetime) -> datetime:
    return _month(now).replace(month=1)


Bounds = tuple[datetime | None, datetime | None]
# "This week" is the last seven days: on a Monday morning nobody asks for nine hours.
_WORDS: tuple[tuple[re.Pattern[str], Callable[[datetime], Bounds]], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), bounds)
    for pattern, bounds in (
        ("today|tonight|this morning|сегодня|hoy", lambda now: (_midnight(now), None)),
        ("yesterday|last night|вчера|ayer", lambda now: (_midnight(now) - _DAY, _midnight(now) - _INSTANT)),
        ("this week|(?:на )?этой неделе|за неделю|esta semana", lambda now: (now - 7 * _DAY, None)),
        ("past week|the week", lambda now: (now - 7 * _DAY, None)),
        (
            "last week|на прошлой неделе|la semana pasada|semana pasada",
            lambda now: (_monday(now) - 7 * _DAY, _monday(now) - _INSTANT),
        ),
        ("this month|(?:в )?этом месяце|este mes", lambda now: (min(_month(now), now - 14 * _DAY), None)),
        ("past month|за месяц", lambda now: (now - 30 * _DAY, None)),
        (
            "last month|в прошлом месяце|el mes pasado|mes pasado",
            lambda now: (_month(_month(now) - _DAY), _month(now) - _INSTANT),
        ),
        ("this year|(?:в )?этом году|este año", lambda now: (_year(now), None)),
        ("past year|за год", lambda now: (now - 365 * _DAY, None)),
        (
            "last year|в прошлом году|el año pasado|año pasado",
            lambda now: (_year(_year(now) - _DAY), _year(now) - _INSTANT),
        ),
    )
)


def window(text: str, now: datetime) -> Window:
    """What the question says of time; Window() when it says nothing."""
    for pattern, bounds in _WORDS:
        if match := pattern.search(text):
            since, until = bounds(now)
            return Window(since, until, (match.span(),))
    if match := _LAST_N.search(text):
        number = match["n"] or "1"
        count = _COUNT.get(number.lower()) or int(number)
        return Window(now - count * _UNIT[match["unit"][0].lower()], None, (match.span(),))
    return _dated(text, now)


def _dated(text: str, now: datetime) -> Window:
    since, before = _SINCE.search(text), _BEFORE.search(text)
    if since or before:
        begin = _period(since, now)[0] if since else None
        end = _period(before, now)[0] if before else None
        spans = tuple(match.span() for match in (since, before) if match)
        return Window(begin, end - _INSTANT if end else None, spans)
    for match in _IN.finditer(text):
        if _means_time(match, text):
            begin, end = _period(match, now)
            return Window(begin, end - _INSTANT if end else None, (match.span(),))
    return Window()


def _means_time(match: re.Match[str], text: str) -> bool:
    """Not "may", "march" the verb, or a date that belongs to a name ("2020 election", "the 7 October attack")."""
    month_and_year = match["y1"] or match["y2"] or match["y3"] or match["y4"]
    if match["word"] or month_and_year:
        return True
    return not match["m4"] and not text[match.end() :].strip(" ?!.")


def _period(match: re.Match[str], now: datetime) -> Bounds:
    """The day (with the next), month or year named: from, and the moment after it.

    (None, None) for a date that does not exist.
    """
    if match["weekday"]:
        back = (now.weekday() - _WEEKDAYS.index(match["weekday"].lower())) % 7
        begin = _midnight(now) - back * _DAY
        return begin, begin + _DAY
    day = match["d1"] or match["d2"] or match["d3"]
    month = match["m1"] or match["m2"] or match["m3"] or match["m4"]
    year = match["y1"] or match["y2"] or match["y3"] or match["y4"] or match["y5"]
    try:
        return _span(int(year) if year else None, _number(month), int(day) if day else None, now)
    except (ValueError, OverflowError):
        return None, None


def _number(month: str | None) -> int | None:
    return None if month is None else MONTHS.get(month.lower()) or int(month)


def _span(year: int | None, month: int | None, day: int | None, now: datetime) -> Bounds:
    if year is not None and year < _FIRST_YEAR:
        raise ValueError(year)
    if month is None:
        begin = datetime(year or now.year, 1, 1, tzinfo=UTC)
        return begin, begin.replace(year=begin.year + 1)
    begin = datetime(year or now.year, month, day or 1, tzinfo=UTC)
    if year is None and begin > now:
        begin = begin.replace(year=begin.year - 1)
    # What happened on a day is reported on the next one too.
    return begin, begin + 2 * _DAY if day else (begin + 32 * _DAY).replace(day=1)
