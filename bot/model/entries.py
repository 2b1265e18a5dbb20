"""What a feed says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed said of one item. Strings are as the feed gave them, decoded; HTML stays HTML."""

    guid: str | None
    link: str | None  # absolute http(s), or None
    title: str  # plain text, may be empty
    summary: str = ""  # HTML
    content: str = ""  # HTML
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    image: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    title: str
    link: str | None
    format: str  # "rss", "rdf", "atom", "json", …, as in "rss20"
    entries: tuple[Entry, ...]
    skipped: int = 0  # entries that could not be read
    skipped_why: str | None = None  # for admins: "2 without id, link, title or text; 1 that could not be read"
    language: str | None = None
    ttl: timedelta | None = None
    skips: frozenset[int] = frozenset()  # hours of the week at which it asks to be left alone; Monday 00:00 UTC is 0
    hub: str | None = None  # the WebSub hub it announces
    self_url: str | None = None  # the address it calls itself by
