"""Clean text, and what is remembered of its publisher."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Removed:
    """A paragraph that cleaning took out, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What is remembered of one line of a publisher's items."""

    items: int  # how many it stood in
    seen: tuple[int, ...]  # the numbers of the latest of them, in order


@dataclass(frozen=True, slots=True)
class Memory:
    """What a publisher's items so far have taught, bounded; see clean.memory. Items are numbered from 1."""

    items: int = 0
    lines: Mapping[int, Trace] = field(default_factory=dict)  # by fingerprint
    topics: Mapping[int, frozenset[int]] = field(default_factory=dict)  # of the latest items, by number


NO_MEMORY = Memory()


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one item teaches of its publisher: the fingerprints of its lines, and of its topic."""

    lines: frozenset[int] = frozenset()
    topic: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Article:
    """Clean text. `body` is paragraphs separated by one blank line; no markup anywhere."""

    title: str
    body: str
    dek: str = ""  # standfirst
    authors: tuple[str, ...] = ()
    published: datetime | None = None  # in its publisher's zone, where the page gives one
    modified: datetime | None = None
    section: str = ""  # of the publication: "Politics"
    language: str | None = None  # ISO 639-1
    image: str | None = None  # http(s) URL
    image_caption: str = ""
    image_credit: str = ""
    url: str | None = None  # canonical
    credit: str | None = None  # agency or photo credit that stood glued to dek or body
    dateline: str | None = None  # "CARACAS, Feb 5"
    removed: tuple[Removed, ...] = ()
    notes: tuple[str, ...] = ()  # what degraded, one sentence each ("page not fetched: 403")
    full: bool = False  # the body is that of the page, not what the feed gives
    sources: tuple[tuple[str, str], ...] = ()  # where a page's metadata is from: ("title", "JSON-LD"), …
