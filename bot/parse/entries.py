"""What feedparser found -> ParsedFeed and Entry. One entry that cannot be read costs that entry only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.model import Entry, ParsedFeed
from bot.parse.dates import Habit, parse_date
from bot.parse.habit import habit_of
from bot.parse.losses import EMPTY, UNREADABLE, Losses, told
from bot.parse.markup import absolute, legal, line, markup, plain
from bot.parse.people import people

Raw = Mapping[str, Any]

_HTML = ("text/html", "application/xhtml+xml", "html", "xhtml")
_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}  # minutes
_MOST_TTL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read the entries of one document."""

    url: str
    now: datetime
    habit: Habit
    dc_date_published: bool  # RSS without pubDate: dc:date, which feedparser calls "updated", is the publication


def parsed_feed(feed: Raw, version: str, raw: Iterable[Raw], reading: Reading, losses: Losses) -> ParsedFeed:
    """The whole document; the entries that cannot be read are counted with `losses`."""
    entries: list[Entry] = []
    for one in raw:
        try:
            entry = read_entry(one, reading)
        except (ValueError, TypeError, LookupError, AttributeError):  # a shape feedparser gave no one a hint of
            losses[UNREADABLE] += 1
            continue
        if entry is None:
            losses[EMPTY] += 1
        else:
            entries.append(entry)
    return ParsedFeed(
        title=_titled(feed, "title"),
        link=absolute(feed.get("link"), reading.url),
        format=version or "unknown",
        entries=tuple(entries),
        skipped=losses.total(),
        skipped_why=told(losses),
        language=line(_text(feed, "language"))[:35] or None,
        ttl=_ttl(feed),
        hub=_related(feed, "hub", reading.url),
        self_url=_related(feed, "self", reading.url),
    )


def habit(feed: Raw, raw: Iterable[Raw], now: datetime) -> Habit:
    """How the document writes its dates."""
    dates = (_text(one, key) for one in (feed, *raw) for key in ("published", "updated", "created"))
    return habit_of(dates, now, _text(feed, "language") or None)


def read_entry(raw: Raw, reading: Reading) -> Entry | None:
    """None for an entry that says nothing: no id, no link, no title, no text."""
    title, content = _titled(raw, "title"), _content(raw)
    summary = _html(raw, "summary") or _html(raw, "subtitle") or markup(_text(raw, "media_caption"))
    guid, link = line(_text(raw, "id")) or None, _link(raw, reading.url)
    if not (guid or link or title or summary or content):
        return None
    published = _date(raw, "published", reading) or _date(raw, "created", reading)
    updated = _date(raw, "updated", reading)
    if published is None and reading.dc_date_published:
        published = updated
    return Entry(
        guid=guid,
        link=link,
        title=title,
        summary=summary,
        content=content,
        published=published,
        updated=updated,
        authors=people(plain(_text(author, "name")) for author in _list(raw, "authors")),
        categories=_unique(plain(_text(tag, "label") or _text(tag, "term")) for tag in _list(raw, "tags")),
        image=_image(raw, reading.url),
    )


def _text(raw: Raw, key: str) -> str:
    # dict.get, because feedparser's own get() answers "updated" with "published".
    value = dict.get(raw, key) if isinstance(raw, dict) else None
    return legal(value) if isinstance(value, str) else ""


def _list(raw: Raw, key: str) -> Sequence[Raw]:
    value = raw.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _is_html(detail: Any) -> bool:
    return isinstance(detail, dict) and detail.get("type") in _HTML


def _titled(raw: Raw, key: str) -> str:
    text = _text(raw, key)
    return plain(text) if _is_html(raw.get(f"{key}_detail")) else line(text)


def _html(raw: Raw, key: str) -> str:
    detail = raw.get(f"{key}_detail")
    text = _text(raw, key)
    return markup(text) if isinstance(detail, dict) and detail.get("type") == "text/plain" else text


def _content(raw: Raw) -> str:
    """The longest of the contents: several are languages or versions of one text, or a description told twice."""
    texts = [
        legal(str(c.get("value") or "")) if _is_html(c) else markup(_text(c, "value")) for c in _list(raw, "content")
    ]
    return max(texts, key=len, default="")


def _date(raw: Raw, key: str, reading: Reading) -> datetime | None:
    return parse_date(_text(raw, key), reading.now, reading.habit)


def _link(raw: Raw, url: str) -> str | None:
    link = raw.get("link")
    if raw.get("guidislink") and link == raw.get("id"):  # no <link>; and many a guid that claims to be one is a number
        return absolute(link, url if str(link).startswith("/") else None)
    alternates = (one.get("href") for one in _list(raw, "links") if one.get("rel") == "alternate")
    return next((found for one in (link, *alternates) if (found := absolute(one, url))), None)


def _related(feed: Raw, rel: str, url: str) -> str | None:
    links = (one.get("href") for one in _list(feed, "links") if one.get("rel") == rel)
    return next((found for one in links if (found := absolute(one, url))), None)


def _image(raw: Raw, url: str) -> str | None:
    """The lead image: the widest that media:content, enclosures, media:thumbnail and iTunes name, in that order."""
    for group in (_media(raw), _enclosures(raw), _list(raw, "media_thumbnail"), [raw.get("image") or {}]):
        widest = sorted(group, key=_width, reverse=True)
        for one in widest:
            if found := absolute(one.get("url") or one.get("href"), url):
                return found
    return None


def _media(raw: Raw) -> list[Raw]:
    return [m for m in _list(raw, "media_content") if m.get("medium") == "image" or _pictured(m)]


def _enclosures(raw: Raw) -> list[Raw]:
    return [one for one in _list(raw, "links") if one.get("rel") == "enclosure" and _pictured(one)]


def _pictured(one: Raw) -> bool:
    kind, link = str(one.get("type") or ""), str(one.get("url") or one.get("href") or "")
    path = link.partition("?")[0].casefold()
    return kind.startswith("image/") or (not kind and path.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif")))


def _width(one: Raw) -> int:
    width = str(one.get("width") or "")
    return int(width) if width.isdecimal() and len(width) < 7 else 0


def _ttl(feed: Raw) -> timedelta | None:
    """How long the feed asks to be left alone: <ttl> in minutes, else the syndication module."""
    minutes = next(_numbers(feed, "ttl"), 0)
    if not minutes and (period := _PERIODS.get(_text(feed, "sy_updateperiod").strip().casefold())):
        minutes = period // max(1, next(_numbers(feed, "sy_updatefrequency"), 1))
    return min(timedelta(minutes=minutes), _MOST_TTL) if minutes > 0 else None


def _numbers(feed: Raw, key: str) -> Iterator[int]:
    text = _text(feed, key).strip()
    if text.isdecimal() and len(text) < 7:
        yield int(text)
