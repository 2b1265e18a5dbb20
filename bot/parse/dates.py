"""Dates of feeds, in whatever form, as aware UTC. Does not guess: what cannot be read, or cannot be true, is None."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from bot.text import fold

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # news on the web is younger
_LONGEST = 120  # characters; no date is longer

_MONTHS_BY_LANGUAGE = (
    "january february march april may june july august september october november december",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "сiчня лютого березня квiтня травня червня липня серпня вересня жовтня листопада грудня",
    "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
    "januar februar mars april mai juni juli august september oktober november desember",
    "ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου"
    " σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου",
    "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december",
)


def _months() -> dict[str, int]:
    """Folded names and their short forms -> 1…12; the first language that claims a short form keeps it."""
    names: dict[str, int] = {}
    for length in (99, 4, 3):
        for line in _MONTHS_BY_LANGUAGE:
            for number, name in enumerate(line.split(), 1):
                names.setdefault(fold(name)[:length], number)
    return names | {"янв": 1, "май": 5, "ιουν": 6, "ιουλ": 7, "sept": 9}


_MONTHS = _months()

# Hours from UTC. Where a name means several zones, the one that feeds use it for.
_ZONES = {
    **dict.fromkeys(("utc", "gmt", "ut", "z", "wet"), 0.0),
    **dict.fromkeys(("bst", "west", "cet", "mez", "wat"), 1.0),
    **dict.fromkeys(("cest", "mesz", "eet", "cat", "sast"), 2.0),
    **dict.fromkeys(("eest", "msk", "eat", "trt", "idt"), 3.0),
    **dict.fromkeys(("msd", "gst", "azt", "samt"), 4.0),
    **dict.fromkeys(("pkt", "yekt", "uzt"), 5.0),
    **dict.fromkeys(("bdt", "omst", "almt"), 6.0),
    **dict.fromkeys(("ict", "wib", "krat"), 7.0),
    **dict.fromkeys(("hkt", "sgt", "pht", "myt", "awst", "irkt", "wita"), 8.0),
    **dict.fromkeys(("jst", "kst", "yakt", "wit"), 9.0),
    **dict.fromkeys(("aest", "vlat"), 10.0),
    **dict.fromkeys(("aedt", "magt"), 11.0),
    **dict.fromkeys(("nzst", "pett"), 12.0),
    **dict.fromkeys(("brt", "art", "clst", "adt", "uyt"), -3.0),
    **dict.fromkeys(("edt", "ast", "clt", "bot", "vet"), -4.0),
    **dict.fromkeys(("est", "cdt", "cot", "pet", "ect"), -5.0),
    **dict.fromkeys(("cst", "mdt"), -6.0),
    **dict.fromkeys(("mst", "pdt"), -7.0),
    **dict.fromkeys(("pst", "akdt"), -8.0),
    **{"akst": -9.0, "hst": -10.0, "nzdt": 13.0, "npt": 5.75, "mmt": 6.5, "aft": 4.5},
    **{"ist": 5.5, "irst": 3.5, "acst": 9.5, "acdt": 10.5, "nst": -3.5, "ndt": -2.5},
}

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T\s_]*(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?\s*(.*)", re.IGNORECASE
)
_YEAR_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([ap]\.?m\.?)(?![a-z]))?(.*)", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?(?!\d)")
_AFTERNOON = re.compile("오후|午後|下午")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[년年]\s*(\d{1,2})\s*[월月]\s*(\d{1,2})\s*[일日]?")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?!\d)")
_SLASHED = re.compile(r"(?<!\d)(\d{1,4})/(\d{1,2})/(\d{4}|\d{1,2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+|\d+")


def parse_date(text: str | None, now: datetime) -> datetime | None:
    """A moment in aware UTC; None when unreadable, before 1990 or more than a day after `now`.

    A date without a time is midnight; a time without a zone, or with an unknown one, is UTC.
    """
    if not text or len(text) > _LONGEST:
        return None
    line = " ".join(text.replace("−", "-").split())
    try:
        moment = _unix(line) or _iso(line) or _worded(line)
        found = moment.astimezone(UTC) if moment else None
    except (ValueError, OverflowError):  # the 31st of February, hour 25, an offset of two days
        return None
    return found if found and _EARLIEST <= found <= now + timedelta(days=1) else None


def _unix(line: str) -> datetime | None:
    if not (line.isascii() and line.isdigit() and len(line) in (10, 13)):
        return None
    return datetime.fromtimestamp(int(line) / (1000 if len(line) == 13 else 1), UTC)


def _iso(line: str) -> datetime | None:
    match = _ISO.fullmatch(line)
    if match:
        year, month, day, hour, minute, second, zone = match.groups()
        if not zone or zone[0] in "+-" or (zone[0].isalpha() and (hour or not _TIME.search(zone))):
            return _moment(date(int(year), int(month), int(day)), _clock(hour, minute, second, None), _zone(zone))
        return None
    match = _YEAR_MONTH.fullmatch(line)
    return datetime(int(match[1]), int(match[2] or 1), 1, tzinfo=UTC) if match else None


def _worded(line: str) -> datetime | None:
    """RFC 822 and its many relatives: the time is found first, the day in what is left."""
    match = _TIME.search(line)
    clock: time | None = time()
    zone, rest = "", line
    if match:
        half = "pm" if _AFTERNOON.search(line) else match[4]
        clock, zone = _clock(match[1], match[2], match[3], half), match[5]
        rest = f"{line[: match.start()]} {_OFFSET.sub(' ', zone)}"
    day = _day(rest)
    return _moment(day, clock, _zone(zone)) if day else None


def _moment(day: date, clock: time | None, zone: timezone) -> datetime:
    midnight = datetime.combine(day, time(), zone)
    return (
        midnight + timedelta(days=1)
        if clock is None
        else midnight.replace(hour=clock.hour, minute=clock.minute, second=clock.second)
    )


def _clock(hour: str | None, minute: str | None, second: str | None, half: str | None) -> time | None:
    """A time of day; None for 24:00, the next midnight."""
    h = int(hour or 0)
    if half:
        h = h % 12 + (12 if half[0] in "pP" else 0)
    if h == 24 and not int(minute or 0):
        return None
    return time(h, int(minute or 0), min(int(second or 0), 59))  # 60: a leap second


def _zone(text: str) -> timezone:
    folded = text.strip().casefold()
    match = _OFFSET.search(folded)
    if match:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(-offset if match[1] == "-" else offset)
    hours = next((_ZONES[word] for word in _WORD.findall(folded) if word in _ZONES), 0.0)
    return timezone(timedelta(hours=hours))


def _day(text: str) -> date | None:
    match = _EAST_ASIAN.search(text) or re.search(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", text)
    if match:
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.search(text):
        return date(_year(match[3]), int(match[2]), int(match[1]))
    if match := _SLASHED.search(text):
        return _slashed(int(match[1]), int(match[2]), match[3])
    return _named(text)


def _slashed(first: int, second: int, third: str) -> date:
    """Y/M/D, else M/D/Y as in the United States, else D/M/Y where only that can be."""
    if first > 31:
        return date(first, second, int(third))
    month, day = (second, first) if first > 12 else (first, second)
    return date(_year(third), month, day)


def _named(text: str) -> date | None:
    """Day, month's name and year in any order; the last month's name counts, weekdays may look like one."""
    words = _WORD.findall(fold(text))
    places = [i for i, word in enumerate(words) if word in _MONTHS]
    if not places:
        return None
    at = places[-1]
    before = [word for word in words[:at] if word.isdecimal()]
    after = [word for word in words[at + 1 :] if word.isdecimal()]
    if before and len(before[-1]) == 4 and after:  # 2026 March 6
        return date(int(before[-1]), _MONTHS[words[at]], int(after[0]))
    numbers = before[-1:] + after
    return date(_year(numbers[1]), _MONTHS[words[at]], int(numbers[0])) if len(numbers) > 1 else None


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 50 else 1900)
