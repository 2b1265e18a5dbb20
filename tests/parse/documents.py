"""Feed documents that the parse tests build on."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.model import Entry, ParsedFeed
from bot.parse.feed import parse

NOW = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
URL = "https://news.example/world/feed.xml"

NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


def rss(*items: str, head: str = "<title>The Harbour Post</title>") -> str:
    return f'<rss version="2.0" {NAMESPACES}><channel>{head}{"".join(items)}</channel></rss>'


def item(inside: str = "", *, title: str = "Ferry service resumes", guid: str = "1") -> str:
    return f"<item><title>{title}</title><guid isPermaLink='false'>{guid}</guid>{inside}</item>"


def atom(*entries: str, head: str = "<title>The Harbour Post</title>") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{"".join(entries)}</feed>'


def read(document: str | bytes, *, content_type: str | None = None, url: str = URL) -> ParsedFeed:
    body = document.encode() if isinstance(document, str) else document
    return parse(body, content_type=content_type, url=url, now=NOW)


def only(document: str | bytes, *, content_type: str | None = None, url: str = URL) -> Entry:
    """The one entry of a document."""
    (entry,) = read(document, content_type=content_type, url=url).entries
    return entry
