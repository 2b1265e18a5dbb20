"""What is polled, and how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.entries import Entry
from bot.model.push import Push


class FullText(StrEnum):
    """When the article's page is fetched."""

    AUTO = "auto"  # when the feed gives a teaser only
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as feeds.yaml defines it."""

    id: str  # [a-z0-9-]{1,40}
    url: str
    publisher: str
    country: str | None = None
    language: str | None = None  # ISO 639-1
    topics: tuple[str, ...] = ()
    every: timedelta = timedelta(minutes=10)
    full_text: FullText = FullText.AUTO
    paused: bool = False


class Condition(StrEnum):
    """How a feed is, as its admins are told."""

    OK = "ok"
    NEW = "not polled yet"
    PAUSED = "paused"
    QUIET = "quiet"  # read without fault, but nothing new for much longer than is its way
    MOVED = "moved"  # every redirect on the way to it is permanent
    FAILING = "failing"
    MISSING = "missing"  # its address is not found; gone, when that lasts
    BLOCKED = "blocked"  # its site turns us away
    NOT_A_FEED = "not a feed"  # something else stands at its address
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the database knows of a feed's polling."""

    feed: Feed
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    next_check: datetime | None = None  # None: due now
    last_checked: datetime | None = None
    last_ok: datetime | None = None
    last_new: datetime | None = None  # when it last brought an item we had not
    failures: int = 0  # in a row
    reason: str | None = None  # the last failure, in words a person understands; None when well
    silent: bool = True  # the next successful poll ingests without alerts (first poll, resume)
    trouble: Condition | None = None  # what kind of failure the last poll was; None when well
    since: datetime | None = None  # when its polls began to go as they go now: well, failing, or moved
    moved_to: str | None = None  # where its permanent redirects lead
    moved_since: datetime | None = None  # when they began to
    moved_polls: int = 0  # polls that they led to this very feed, by bot.moves
    address: str | None = None  # where it is polled since it moved for good; None: at its own address
    rhythm: timedelta | None = None  # its longest silence of late, by bot.health.rhythm
    week: str | None = None  # how active it is at each hour of the week, by bot.schedule.week
    told: Condition = Condition.OK  # the condition that admins know of
    told_at: datetime | None = None  # since when they do
    fruitful: float | None = None  # the share of its polls of late that brought something new
    skipped: int = 0  # entries of its last document that could not be read
    skipped_why: str | None = None
    listed: tuple[int, ...] = ()  # the ids of the items in its last document, sorted


@dataclass(frozen=True, slots=True)
class PollRecord:
    """How one poll of one feed went; the only thing that updates a feed's row and frees its lease."""

    checked: datetime
    next_check: datetime
    ok: bool  # parsed, or 304: then the feed is no longer silent, and failures are 0
    failures: int = 0
    reason: str | None = None
    new: int = 0
    # Validators and title are written only when ok and not None: a failed parse must not keep a 304 alive.
    etag: str | None = None
    last_modified: str | None = None
    title: str | None = None
    trouble: Condition | None = None  # of a failed poll
    since: datetime | None = None  # None: as it was
    moved_to: str | None = None  # this and the next three are written when ok
    moved_since: datetime | None = None
    moved_polls: int = 0
    address: str | None = None
    rhythm: timedelta | None = None  # None: as it was
    week: str | None = None  # None: as it was
    fruitful: float | None = None  # None: as it was
    skipped: int | None = None  # this and the next one: None: as they were
    skipped_why: str | None = None
    listed: tuple[int, ...] | None = None  # None: as it was


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How a feed's items came of late; those it had before it was first looked at are left out."""

    since: datetime  # the time that `count` is of begins here
    count: int
    newest: tuple[tuple[datetime, datetime], ...]  # published (first seen, where unknown) and first seen, newest first


@dataclass(frozen=True, slots=True)
class Vitals:
    """What a feed is worth, beside its state."""

    lag: timedelta | None = None  # from publication to us, usually; None: not known
    per_day: float | None = None  # new items; None: watched too short a time
    push: Push | None = None  # its WebSub subscription


@dataclass(frozen=True, slots=True)
class FeedPreview:
    """A feed that was tried and is not added yet."""

    token: str  # [A-Za-z0-9_-]{1,40}; what FeedAdmin.add takes
    feed: Feed  # as it would be added
    title: str
    entries: tuple[Entry, ...]  # its newest, at most three
    total: int  # how many it has
    others: tuple[str, ...] = ()  # URLs of further feeds that the page announces


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of an OPML file. `categories` are the folders it stands in, outermost first, and its own."""

    title: str
    url: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpmlPreview:
    """An OPML file that was read and is not imported yet."""

    token: str  # [A-Za-z0-9_-]{1,40}; what FeedAdmin.import_opml takes
    total: int  # feeds in the file
    new: tuple[Feed, ...]  # those that there are not yet, as they would be added but for their ids


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an OPML file."""

    added: tuple[Feed, ...]
    left_out: int  # there already, or no web address
