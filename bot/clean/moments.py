"""When a page was published and when it was changed: what it claims, what it shows, what its address says.

Moments keep their publisher's zone: the day of publication is the publisher's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import htmldate
from lxml import etree

from bot.calendar_names import MONTHS
from bot.text import fold

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_IN_URL = re.compile(
    r"/((?:19|20)\d{2})[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?:[/_.-]|$)"
    r"|[/_-](20\d{2})/?([01]\d)/?([0-3]\d)(?:[/_.-]|$)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(  # folding takes Korean letters apart
    rf"\b((?:19|20)\d{{2}})\s?(?:[-./年]|{fold('년')})\s?(\d{{1,2}})\s?(?:[-./月]|{fold('월')})\s?(\d{{1,2}})(?!\d)"
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:[./-]|\s+thang\s+)(\d{1,2})(?:[./-]|,?\s+(?:nam\s+)?)((?:19|20)\d{2})\b")
_WORDED = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er)?\s+(?:de\s+)?(?P<month>[^\s\d.,/:()-]{2,})[.,]?\s+(?:de\s+)?"
    r"(?P<year>(?:19|20)\d{2})\b"
)
_AMERICAN = re.compile(
    r"(?<!\S)(?P<month>[^\s\d.,/:()-]{2,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{2})\b"
)
_CHANGED = re.compile(r"updat|modif|actuali|aktuali|aggiorn|atualiz|обновл|edited|revis|©|copyright")
_LINE = 80  # characters of a text that is hardly more than a date
_FEW = 6  # children of an element that is a line of text
_ABOVE = 40  # elements before the headline in which a date may stand
_SAME = timedelta(seconds=90)  # two claims of one moment
_NEAR = 150  # elements after the headline in which a date stands
_ELSEWHERE = re.compile(r"comment|related|recommend|sidebar|footer|teaser|card|latest|popular|modified|updated", re.I)
Claim = tuple[str, str]  # (source, as written)


def published(
    claims: Iterable[Claim], root: etree._Element, *, url: str | None, now: datetime, modified: datetime | None = None
) -> tuple[datetime | None, str]:
    """(the moment, its source): the first claim that is a date, else what the page shows near its headline, else its
    address, else what htmldate finds, else when it says it was updated; `modified` before these guesses. (None, "")
    without any."""
    read = [(source, moment) for source, written in claims if (moment := _claimed(written, now))]
    shown = [("time element", moment) for moment in _shown(root, now)]
    addressed = [("address", moment) for moment in _addressed(url or "", now)]
    for source, moment in (*read, *shown[:1], *addressed):
        return _in_its_zone(moment, (*read, *shown)), source
    if modified is not None:
        return None, ""
    guess = next(_written(root, now), None) or _guessed(root, url, now) or next(_written(root, now, changed=True), None)
    return (guess, "page text") if guess else (None, "")


def first(claims: Iterable[Claim], now: datetime) -> tuple[datetime | None, str]:
    """(the moment, its source) of the first claim that is a date."""
    return next(((moment, source) for source, text in claims if (moment := _claimed(text, now))), (None, ""))


def _claimed(written: str, now: datetime) -> datetime | None:
    """Claims are for programs, but some are written as for people: "Fri 6:45 PM, Feb 16, 2018"."""
    moment = parse_date(written, now)
    if moment is None and (day := _day(fold(written[:_LINE]))):
        moment = parse_date(day, now)
    return moment


def parse_date(value: str, now: datetime) -> datetime | None:
    """ISO 8601 or RFC 822 in its own zone, UTC where none is given; None outside [1990, now + 1 day]."""
    return _inside(_read(value.strip()[:60]), now)


def _inside(moment: datetime | None, now: datetime) -> datetime | None:
    if moment is None:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    try:
        inside = EARLIEST <= moment.astimezone(UTC) <= now + timedelta(days=1)
    except OverflowError:
        return None
    return moment if inside else None


def _read(text: str) -> datetime | None:
    for written in (text, text.replace("/", "-"), text[:25].rstrip(), text[:19], text[:10]):
        try:
            return datetime.fromisoformat(written)
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _in_its_zone(moment: datetime, others: Iterable[tuple[str, datetime]]) -> datetime:
    """The same moment as another source writes it, with its own zone: many repeat it in UTC."""
    if moment.utcoffset():
        return moment
    return next((one for _, one in others if one.utcoffset() and abs(one - moment) < _SAME), moment)


def _shown(root: etree._Element, now: datetime) -> Iterator[datetime]:
    """The dates of time elements that stand soon after the headline."""
    since: int | None = None
    for element in root.iter(etree.Element):
        if since is not None:
            since += 1
            if since > _NEAR:
                return
            written = element.get("datetime") if element.tag == "time" and not _is_elsewhere(element) else None
            if written and (moment := parse_date(written, now)):
                yield moment
        elif element.tag == "h1":
            since = 0


def _is_elsewhere(element: etree._Element) -> bool:
    near = (element, *(above for _, above in zip(range(3), element.iterancestors(), strict=False)))
    return any(_ELSEWHERE.search(f"{one.get('class') or ''} {one.get('itemprop') or ''}"[:300]) for one in near)


def _written(root: etree._Element, now: datetime, *, changed: bool = False) -> Iterator[datetime]:
    """Dates in short texts around the headline, most of which stand after it: of publication, or of a change."""
    before: list[etree._Element] = []
    since: int | None = None
    for element in root.iter(etree.Element):
        if since is None:
            before.append(element)
            if element.tag == "h1":
                since = 0
        else:
            since += 1
            if since > _NEAR:
                break
            yield from _dates(element, now, changed=changed)
    for element in reversed(before[-_ABOVE:]):
        yield from _dates(element, now, changed=changed)


def _dates(element: etree._Element, now: datetime, *, changed: bool) -> Iterator[datetime]:
    """Of an element's own text, when that is hardly more than a date."""
    line = "" if element.tag in ("script", "style", "option") else _own(element)
    if not 6 <= len(line) <= _LINE or not any(c.isdigit() for c in line) or _is_elsewhere(element):
        return
    folded = fold(line)
    if bool(_CHANGED.search(folded)) is not changed:
        return
    if (day := _day(folded, day_first=_day_first(element))) and (moment := parse_date(day, now)):
        yield moment


def _day_first(element: etree._Element) -> bool:
    """Whether the page is in a language that writes 5/3 for the fifth of March: any but English."""
    language = str(element.getroottree().getroot().get("lang") or "en")
    return not language.lower().startswith("en")


def _own(element: etree._Element) -> str:
    """The text that stands in it directly, icons and labels left out; "" where that is long."""
    text = element.text or ""
    for child in element if len(element) <= _FEW else ():
        text += f" {child.tail or ''}"
    return " ".join(text.split()) if len(text) <= 4 * _LINE else ""


def _day(text: str, *, day_first: bool = False) -> str | None:
    """The first day in a folded text, as ISO; None for none, or one that may be read in two ways."""
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    if match := _YEAR_FIRST.search(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.search(text):
        day, month, year = (int(part) for part in match.groups())
        if "/" in match[0] and month <= 12 and day <= 12 and day != month and not day_first:
            return None
        if month > 12:
            day, month = month, day
    elif (match := _WORDED.search(text)) or (match := _AMERICAN.search(text)):
        named = match.groupdict()
        day, month, year = int(named["day"]), MONTHS.get(named["month"], 0), int(named["year"])
    else:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _addressed(url: str, now: datetime) -> Iterator[datetime]:
    for match in _IN_URL.finditer(url):
        year, named, day = (part for part in match.groups() if part)
        month = int(named) if named.isdigit() else MONTHS.get(named.lower(), 0)
        if moment := parse_date(f"{year}-{month:02}-{int(day):02}", now):
            yield moment


def _guessed(root: etree._Element, url: str | None, now: datetime) -> datetime | None:
    try:
        found = htmldate.find_date(
            root, url=url, original_date=True, extensive_search=False, max_date=now.date().isoformat()
        )
    except (ValueError, TypeError, OverflowError, AttributeError):  # what it is known to raise on odd pages
        return None
    # The first of January is what it makes of a year alone.
    return parse_date(found, now) if found and not found.endswith("-01-01") else None
