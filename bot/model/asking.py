"""Questions, searches and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.items import Item
from bot.model.tags import Actor


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    actors: tuple[Actor, ...] = ()
    countries: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()  # content words that are neither
    since: datetime | None = None
    until: datetime | None = None
    latest: bool = False  # asks for news rather than for a fact


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of one item that may answer."""

    item: Item
    sentence: str
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    n: int
    item_id: int
    title: str
    url: str | None
    source: str
    published: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences with the numbers of their citations, or an honest "nothing"."""

    question: Question
    sentences: tuple[tuple[str, tuple[int, ...]], ...]
    citations: tuple[Citation, ...]
    abstained: bool
    confidence: float  # 0…1
    reason: str  # why it abstained, or what it rests on
    nearest: Citation | None = None  # when it abstained: the closest thing there is
    searched_since: datetime | None = None  # how far back the archive goes


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Items that carry all the countries and actors, ranked by the terms (any of them)."""

    terms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()  # ids
    topics: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    item: Item
    score: float  # higher is better; 0 when there were no terms


@dataclass(frozen=True, slots=True)
class Counts:
    """The archive in numbers, for /stats and `wirewatch check`."""

    items: int
    stories: int
    actors: int
    feeds: int
    chats: int
    subscriptions: int
    pending_alerts: int
    sent_alerts: int
    oldest: datetime | None
    newest: datetime | None
    purged: int = 0  # reports that are kept no longer, and known still
    unread: int = 0  # items that are still to be read


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the newest reports, one a story."""

    items: tuple[Item, ...]
    page: int = 0  # from 0
    pages: int = 1
