"""A feed document of any kind -> ParsedFeed. The only module that imports feedparser.

CPU-heavy and exposed to hostile input: runs in a worker process (bot.worker), which bounds its time and memory.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

import feedparser
from feedparser.api import StrictFeedParser
from feedparser.util import FeedParserDict

from bot.errors import NotAFeed
from bot.model import ParsedFeed
from bot.parse import jsonfeed, quick
from bot.parse.encoding import decode
from bot.parse.entries import Reading, habit, parsed_feed
from bot.parse.losses import BEYOND, CUT_OFF, MOST_ENTRIES, UNREADABLE, Losses
from bot.parse.markup import legal
from bot.parse.scan import mend
from bot.parse.skips import skips
from bot.parse.tags import Vocabulary
from bot.parse.walls import is_bot_check

# Our text is UTF-8 by now. No Content-Location: a guid must not change when the feed's address does.
_HEADERS = {"content-type": "application/xml; charset=utf-8"}

# For bot.parse.quick: what has a meaning to feedparser, by its handlers and by the names that it takes for others.
_HANDLER = re.compile(r"_(?:start|end)_(.+)")
VOCABULARY = Vocabulary(
    namespaces={uri.lower(): prefix.lower() for uri, prefix in StrictFeedParser.namespaces.items()},
    elements=frozenset(found[1].lower() for name in dir(StrictFeedParser) if (found := _HANDLER.fullmatch(name)))
    | frozenset(FeedParserDict.keymap),
    looks_like_html=StrictFeedParser.looks_like_html,
)

_FEED_TAG = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
_PAGE = re.compile(r"<!DOCTYPE\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_ROOT = re.compile(r"<[A-Za-z_][^<>]*>")
_CDF = re.compile(r"<channel\b", re.IGNORECASE)
_ITEM = re.compile(r"<(?:\w+:)?(item|entry)\b", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:\w+:)?(item|entry)\s*>", re.IGNORECASE)
_ROOT_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_BINARY = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x00\x00\x01\x00")


def parse(body: bytes, *, content_type: str | None, url: str, now: datetime) -> ParsedFeed:
    """RSS 0.9x-2.0, RDF, Atom, CDF or JSON Feed. Links are absolute, resolved against xml:base, then `url`.

    Raises NotAFeed, with a reason a person understands, for a document that is none, or that was refused as hostile.
    """
    if body.startswith(_BINARY):
        raise NotAFeed("this is binary data, not a feed")
    text = legal(decode(body, content_type)).strip()
    if not text:
        raise NotAFeed("this is no feed: the document is empty")
    if text[0] in "{[":
        return jsonfeed.parse(text, url=url, now=now)
    _refuse_others(text)
    document = mend(text)
    ordinary = quick.read(document, VOCABULARY)
    found, unread = (ordinary, 0) if ordinary else _feedparser(document)
    losses = Losses({UNREADABLE: unread, BEYOND: max(0, len(found["entries"]) - MOST_ENTRIES)})
    entries = found["entries"][:MOST_ENTRIES]
    if entries and not ordinary and _cut_off(document):
        entries, losses[CUT_OFF] = entries[:-1], 1
    version = found.get("version") or ("cdf" if _CDF.match(document) else "")
    if not version and not found["entries"] and not _FEED_TAG.search(document):
        raise NotAFeed("this is XML, but no feed: neither RSS, RDF nor Atom")
    reading = Reading(
        url=url,
        now=now,
        habit=habit(found["feed"], entries, now),
        dc_date_published=version.startswith("rss") and "dc:date" in document,
    )
    first = _ITEM.search(document)
    return replace(
        parsed_feed(found["feed"], version, entries, reading, losses),
        skips=skips(document[: first.start()] if first else document),
    )


def _refuse_others(text: str) -> None:
    """Tell a page, a picture and plain text from a feed before feedparser spends seconds on them."""
    if _FEED_TAG.search(text):
        return
    if _PAGE.search(text[:50_000]):
        wall = " (it looks like a bot check)" if is_bot_check(text) else ""
        raise NotAFeed(f"this is a web page, not a feed{wall}")
    if text[:4_000].count("\ufffd") > len(text[:4_000]) // 20:
        raise NotAFeed("this is binary data, not a feed")
    if "<" not in text:
        raise NotAFeed("this is plain text, not a feed")


def _feedparser(document: str) -> tuple[Any, int]:
    """feedparser's result, and how many items had to be left out because it broke down on them."""
    whole = _attempt(document)
    return (whole, 0) if whole else _piecewise(document)


def _attempt(document: str) -> Any:
    """None when feedparser breaks down."""
    try:
        return _read(document)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  it raises all kinds on hostile input: TypeError, KeyError, OverflowError, …
        return None


def _read(document: str) -> Any:
    return feedparser.parse(
        io.BytesIO(document.encode()),
        response_headers=_HEADERS,
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _piecewise(document: str) -> tuple[Any, int]:
    """Each item parsed under the feed's root tag, so that a poisonous one takes no other with it."""
    starts = [match.start() for match in _ITEM.finditer(document)][:MOST_ENTRIES]
    root = _ROOT.search(document)
    opening = root[0] if root else ""
    whole = _attempt(document[: starts[0]] if starts else opening) or _attempt(opening)
    if not whole:
        raise NotAFeed("this feed is broken in a way that cannot be read")
    skipped = 0
    for start, end in pairwise([*starts, len(document)]):
        if found := _attempt(opening + document[start:end]):
            whole["entries"] += found["entries"][:1]
        else:
            skipped += 1
    return whole, skipped


def _cut_off(document: str) -> bool:
    """Whether the document ends inside its last item: half a story would arrive now, and whole next time."""
    tail = document[-1_000_000:]
    last = max((match.start() for match in _ITEM.finditer(tail)), default=-1)
    return last >= 0 and not _ITEM_END.search(tail, last) and not _ROOT_END.search(tail, last)
