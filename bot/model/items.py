"""Items, stories, and how they come into the archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.model.articles import Lesson
from bot.model.entries import Entry
from bot.model.feeds import Feed
from bot.model.happenings import Event, Novelty
from bot.model.tags import ActorTag, CountryTag, Tagged


@dataclass(frozen=True, slots=True)
class NewItem:
    """What ingest hands to the archive: everything about one item, stored in one transaction."""

    feed_id: str
    publisher: str
    keys: tuple[str, ...]  # identity, strongest first; see clean.identity
    tagged: Tagged
    guid: str | None = None
    topics: tuple[str, ...] = ()
    first_seen: datetime = field(kw_only=True)
    published: datetime | None = None  # clamped: never after first_seen
    story_id: int | None = None  # None: opens a story of its own
    silent: bool = False  # no change row: first poll, resume, load
    lesson: Lesson | None = None  # what its publisher's memory learns from it
    edition: str | None = None  # of the data it was tagged with, by understand.edition; None: not tagged
    again: datetime | None = None  # when to tag it once more: tagging did not run
    said: str | None = None  # what its entry said, by clean.edits; None: it is no feed's entry
    adds: tuple[Novelty, ...] = ()  # what it tells that its story did not have

    def as_item(self, item_id: int = 0, story_id: int = 0) -> Item:
        """The item it becomes; each actor once."""
        article, tagged = self.tagged.article, self.tagged
        return Item(
            id=item_id,
            story_id=story_id,
            feed_id=self.feed_id,
            publisher=self.publisher,
            title=article.title,
            url=article.url,
            dek=article.dek,
            body=article.body,
            summary=tagged.summary,
            image=article.image,
            language=article.language,
            authors=article.authors,
            published=self.published,
            first_seen=self.first_seen,
            topics=self.topics,
            countries=tagged.countries,
            actors=tagged.each_actor(),
            credit=article.credit,
            dateline=article.dateline,
            adds=self.adds,
            events=tagged.events,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """An item of a backlog as it is stored before it is read: in the feed's words, untagged, in a story of its own."""

    new: NewItem
    entry: Entry
    page: bool  # its page is wanted


@dataclass(frozen=True, slots=True)
class Unread:
    """A stored item that is still to be read, or to be read again."""

    item: Item
    entry: Entry | None  # what is to be cleaned; None: the text is clean, only its tags are wanted
    page: bool = False
    alert: bool = False  # it came as news whose tagging did not run: who follows its actors was not told
    attempts: int = 0  # so far


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading made of an unread item."""

    item_id: int
    tagged: Tagged
    edition: str
    published: datetime | None
    story_id: int | None = None  # the one it joins; None: it stays where it is
    alert: bool = False  # it is to be matched once more
    cleaner: bool = False  # the text was clean, and is cleaner now
    adds: tuple[Novelty, ...] = ()  # what it tells that the story it joins did not have
    lesson: Lesson | None = None  # what its publisher's memory learns from it


@dataclass(frozen=True, slots=True)
class Item:
    """A stored item as readers need it."""

    id: int
    story_id: int
    feed_id: str
    publisher: str
    title: str
    url: str | None
    dek: str
    body: str
    summary: tuple[str, ...]
    image: str | None
    language: str | None
    authors: tuple[str, ...]
    published: datetime | None
    first_seen: datetime
    topics: tuple[str, ...] = ()
    countries: tuple[CountryTag, ...] = ()
    actors: tuple[ActorTag, ...] = ()
    credit: str | None = None  # as Article has it, and so is the next one
    dateline: str | None = None
    adds: tuple[Novelty, ...] = ()  # what it told that its story did not have when it came
    events: tuple[Event, ...] = ()

    @property
    def when(self) -> datetime:
        """The moment to show and to sort by."""
        return self.published or self.first_seen


@dataclass(frozen=True, slots=True)
class Story:
    id: int
    title: str
    first_seen: datetime
    last_seen: datetime
    items: tuple[Item, ...]  # oldest first

    @property
    def publishers(self) -> tuple[str, ...]:
        """Distinct, in the order they came in."""
        return tuple(dict.fromkeys(item.publisher for item in self.items))


@dataclass(frozen=True, slots=True)
class Regrouping:
    """Items that went from one story to another."""

    id: int
    source: int
    target: int
    item_ids: tuple[int, ...]
    reason: str
    at: datetime
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """Who stands behind the items of a story."""

    count: int  # independent ones: one owner's editions, and the copies of one report, are one
    origins: tuple[tuple[int, str], ...] = ()  # of items that are somebody else's report: item id, whose
    latest: int | None = None  # of them, those that tell the story as it stands since its last turn; None: all

    def origin(self, item_id: int) -> str | None:
        """ "Reuters", where the item's publisher took its report from there."""
        return next((name for id_, name in self.origins if id_ == item_id), None)


@dataclass(frozen=True, slots=True)
class Change:
    """A row that says: this item is news and has not been matched yet."""

    id: int
    item: Item
    opened: bool  # the item opened its story


@dataclass(frozen=True, slots=True)
class KnownItem:
    """Enough of a stored item to decide whether an entry is the same one."""

    id: int
    feed_id: str
    title: str
    url: str | None
    said: str | None = None  # by clean.edits, when it was last read
    full: bool = False  # Article.full
    idle: int = 0  # how often in a row its entry said something else and it was the same all the same
    purged: bool = False  # it is kept no longer: known, and nothing can be done to it


@dataclass(frozen=True, slots=True)
class Recent:
    """Enough of a feed's stored item to tell what it had from what it has now."""

    id: int
    title: str
    said: str | None
    published: datetime | None
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Brake:
    """A feed brought at once what it had before, or what is old: no news, and its admins are told so once.

    Both name entries by their strongest identity keys.
    """

    feed_id: str
    at: datetime
    renamed: tuple[str, ...]  # items that are known under other addresses
    old: tuple[str, ...]  # in the archive since then, silently


@dataclass(frozen=True, slots=True)
class OldItems:
    """A stretch of the archive: its items that are older than is kept, and its last item; None: that was the end."""

    ids: tuple[int, ...]
    last: int | None


@dataclass(frozen=True, slots=True)
class Purged:
    """What went."""

    items: int = 0
    stories: int = 0


@dataclass(frozen=True, slots=True)
class FeedTrial:
    """A feed's newest items as they would be ingested; nothing is stored."""

    feed: Feed  # as it is, or as it would be added
    title: str
    total: int  # how many items it has
    items: tuple[Tagged, ...]  # newest first
    token: str | None = None  # what FeedAdmin.add takes; None: it is there already
