"""One document of feeds: its entries read and checked, every complaint with its line; and an entry as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot import durations
from bot.errors import FeedsFileError
from bot.model import Feed, FullText

_TOP = ("defaults", "feeds")
_DEFAULTS = ("every", "full_text")
KEYS = ("id", "url", "publisher", "country", "language", "topics", "every", "full_text", "paused")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_TOPIC_MAX = 64
_EVERY = timedelta(minutes=10)  # when neither the feed nor `defaults` says


def feeds(name: str, document: CommentedMap) -> tuple[Feed, ...]:
    """The feeds of a document, in its order. Raises FeedsFileError with the line and what would be valid."""
    reader = _Reader(name)
    reader.keys(document, _TOP)
    defaults = document.get("defaults")
    if defaults is None:
        defaults = CommentedMap()
    if not isinstance(defaults, CommentedMap):
        raise reader.wrong(document, "defaults", "defaults must be a mapping, such as {every: 10m}")
    reader.keys(defaults, _DEFAULTS)
    every = reader.every(defaults, _EVERY)
    full_text = reader.full_text(defaults, FullText.AUTO)
    entries = document.get("feeds")
    if "feeds" not in document or not isinstance(entries, CommentedSeq | None):
        raise reader.wrong(document, "feeds", "`feeds:` with a list is expected (`feeds: []` for none)")
    found: list[Feed] = []
    lines: dict[str, int] = {}
    for index, entry in enumerate(entries or ()):
        if not isinstance(entry, CommentedMap):
            place = entries.lc.item(index) if entries is not None else None
            line = place[0] + 1 if place else document.lc.key("feeds")[0] + 1
            raise FeedsFileError(name, line, "a feed is a mapping with id and url")
        feed = reader.feed(entry, every, full_text)
        for unique in (f"id {feed.id}", f"url {feed.url}"):
            if unique in lines:
                raise reader.wrong(entry, unique.split()[0], f"duplicate {unique}; line {lines[unique]} has it already")
            lines[unique] = entry.lc.line + 1
        found.append(feed)
    return tuple(found)


def written(feed: Feed) -> CommentedMap:
    """The feed as an entry of the file, without what it says anyway."""
    entry: dict[str, Any] = {"id": feed.id, "url": feed.url, "publisher": feed.publisher}
    entry |= {key: value for key in ("country", "language") if (value := getattr(feed, key))}
    if feed.topics:
        topics = CommentedSeq(feed.topics)
        topics.fa.set_flow_style()
        entry["topics"] = topics
    if feed.every != _EVERY:
        entry["every"] = durations.written(feed.every)
    if feed.full_text is not FullText.AUTO:
        entry["full_text"] = feed.full_text.value
    if feed.paused:
        entry["paused"] = True
    return CommentedMap(entry)


class _Reader:
    """Checks one document; every complaint has a line."""

    def __init__(self, name: str) -> None:
        self.name = name

    def wrong(self, where: CommentedMap, key: str | None, reason: str) -> FeedsFileError:
        line = where.lc.key(key)[0] if key is not None and key in where.lc.data else where.lc.line
        return FeedsFileError(self.name, line + 1, reason)

    def keys(self, where: CommentedMap, allowed: Iterable[str]) -> None:
        for key in where:
            if key not in allowed:
                near = get_close_matches(str(key), allowed, n=1)
                hint = f"did you mean {near[0]}?" if near else "valid are " + ", ".join(allowed)
                raise self.wrong(where, key, f"unknown key {str(key)[:60]!r}; {hint}")

    def text(self, where: CommentedMap, key: str, limit: int = 2000) -> str | None:
        value = where.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or len(value) > limit:
            raise self.wrong(where, key, f"{key} must be a text of 1 to {limit} characters, not {str(value)[:60]!r}")
        return str(value).strip()

    def matched(self, where: CommentedMap, key: str, pattern: re.Pattern[str], valid: str) -> str | None:
        value = self.text(where, key)
        if value is not None and not pattern.fullmatch(value):
            raise self.wrong(where, key, f"{key} is {value[:60]!r}; {valid}")
        return value

    def every(self, where: CommentedMap, default: timedelta) -> timedelta:
        if where.get("every") is None:
            return default
        try:
            value = durations.duration(where["every"])
        except ValueError as error:
            raise self.wrong(where, "every", f"every is {str(where['every'])[:60]!r}; {error}") from error
        if value < timedelta(seconds=1):
            raise self.wrong(where, "every", "every must be at least 1s")
        return value

    def full_text(self, where: CommentedMap, default: FullText) -> FullText:
        value = where.get("full_text")
        if value is None:
            return default
        if value not in list(FullText):
            raise self.wrong(where, "full_text", f"full_text is {str(value)[:60]!r}; auto, always or never is expected")
        return FullText(value)

    def topics(self, where: CommentedMap) -> tuple[str, ...]:
        value = where.get("topics")
        if value is None:
            return ()
        good = isinstance(value, list) and all(isinstance(t, str) and 0 < len(t.strip()) <= _TOPIC_MAX for t in value)
        if not good:
            raise self.wrong(where, "topics", f"topics must be a list of texts of at most {_TOPIC_MAX} characters")
        return tuple(dict.fromkeys(str(topic).strip() for topic in value))

    def url(self, where: CommentedMap) -> str:
        url = self.text(where, "url")
        if url is None:
            raise self.wrong(where, None, "this feed has no url")
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good or any(c.isspace() for c in url):
            raise self.wrong(where, "url", f"url is {url[:80]!r}; an address that starts with https:// is expected")
        return url

    def feed(self, where: CommentedMap, every: timedelta, full_text: FullText) -> Feed:
        self.keys(where, KEYS)
        feed_id = self.matched(where, "id", _ID, "1 to 40 of a-z, 0-9 and - are expected, such as moscow-times")
        if feed_id is None:
            raise self.wrong(where, None, "this feed has no id")
        url = self.url(where)
        paused = where.get("paused", False)
        if not isinstance(paused, bool):
            raise self.wrong(where, "paused", f"paused is {str(paused)[:60]!r}; true or false is expected")
        return Feed(
            id=feed_id,
            url=url,
            publisher=self.text(where, "publisher", 120) or (urlsplit(url).hostname or url).removeprefix("www."),
            country=self.matched(where, "country", _COUNTRY, "an ISO code of two capitals is expected, such as RU"),
            language=self.matched(where, "language", _LANGUAGE, "an ISO 639 code is expected, such as en"),
            topics=self.topics(where),
            every=self.every(where, every),
            full_text=self.full_text(where, full_text),
            paused=paused,
        )
