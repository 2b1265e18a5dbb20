"""JSON Feed 1.0 and 1.1 -> ParsedFeed. Does not follow next_url: a feed's front page is what is polled."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.errors import NotAFeed
from bot.model import Entry, ParsedFeed
from bot.parse.dates import parse_date
from bot.parse.losses import BEYOND, EMPTY, MOST_ENTRIES, Losses, told
from bot.parse.markup import absolute, legal, line, markup, plain
from bot.parse.people import people


def parse(text: str, *, url: str, now: datetime) -> ParsedFeed:
    """Raises NotAFeed for broken JSON, and for JSON that is no feed. Items that are no objects are skipped.

    Numbers are text, as written: one of a million digits is no reason to lose a feed, and an id must stay what it is.
    """
    document = _load(text)
    items = document.get("items")
    version = str(document.get("version") or "")
    if "jsonfeed.org/version" not in version and not (isinstance(items, list) and "title" in document):
        raise NotAFeed("this is JSON, but no JSON Feed" + _complaint(document))
    items = items if isinstance(items, list) else []
    base = _string(document, "feed_url") or url
    read = [entry for item in items[:MOST_ENTRIES] if (entry := _entry(item, (base, url), now))]
    beyond = max(0, len(items) - MOST_ENTRIES)
    losses = Losses({EMPTY: len(items) - beyond - len(read), BEYOND: beyond})
    return ParsedFeed(
        title=plain(_string(document, "title")),
        link=absolute(document.get("home_page_url"), url),
        format="json10" if version.endswith("/1") or version.endswith("1.0") else "json11",
        entries=tuple(read),
        skipped=losses.total(),
        skipped_why=told(losses),
        language=line(_string(document, "language"))[:35] or None,
        hub=_hub(document, url),
        self_url=absolute(document.get("feed_url"), url),
    )


def _load(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError:
        raise NotAFeed("this JSON was refused: it is nested too deeply") from None
    except ValueError as problem:
        raise NotAFeed(f"this is broken JSON: {str(problem)[:80]}") from problem
    if not isinstance(document, dict):
        raise NotAFeed("this is JSON, but no JSON Feed: it is a list, not an object")
    return document


def _complaint(document: dict[str, Any]) -> str:
    """What an error answer of an API says, if it does."""
    said = next((document[key] for key in ("error", "message", "detail") if isinstance(document.get(key), str)), "")
    return f": it says “{line(said)[:80]}”" if said else ""


def _entry(item: object, bases: tuple[str, str], now: datetime) -> Entry | None:
    if not isinstance(item, dict):
        return None
    guid = line(_string(item, "id"))
    link = absolute(item.get("url"), *bases) or absolute(item.get("external_url"), *bases) or absolute(guid)
    title = plain(_string(item, "title"))
    content = _string(item, "content_html") or markup(_string(item, "content_text"))
    summary = markup(_string(item, "summary"))
    if not (guid or link or title or content or summary):
        return None
    return Entry(
        guid=guid or None,
        link=link,
        title=title,
        summary=summary,
        content=content,
        published=parse_date(_string(item, "date_published"), now),
        updated=parse_date(_string(item, "date_modified"), now),
        authors=_names(item),
        categories=_unique(plain(tag) for tag in _list(item, "tags") if isinstance(tag, str)),
        image=_image(item, bases),
    )


def _string(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return legal(value) if isinstance(value, str) else ""


def _list(item: dict[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else []


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _names(item: dict[str, Any]) -> tuple[str, ...]:
    authors = [*_list(item, "authors"), item.get("author")]  # the plural is of 1.1, the singular of 1.0
    return people(line(_string(author, "name")) for author in authors if isinstance(author, dict))


def _hub(document: dict[str, Any], url: str) -> str | None:
    """The first WebSub hub; the other types that the specification names have died out."""
    hubs = [one for one in _list(document, "hubs") if isinstance(one, dict)]
    websub = (one.get("url") for one in hubs if _string(one, "type").casefold() == "websub")
    return next((found for one in websub if (found := absolute(one, url))), None)


def _image(item: dict[str, Any], bases: tuple[str, str]) -> str | None:
    pictures = [
        one.get("url")
        for one in _list(item, "attachments")
        if isinstance(one, dict) and _string(one, "mime_type").startswith("image/")
    ]
    candidates = (item.get("image"), item.get("banner_image"), *pictures)
    return next((found for one in candidates if (found := absolute(one, *bases))), None)
