"""The nouns: one frozen type for each hop of the flow.

Feed -> Fetched -> Entry -> Article -> Tagged -> Item (stored) -> Story -> Change -> Alert -> Message.
All datetimes are aware; UTC, but for an article's own, which may keep its publisher's zone. Country codes are
ISO 3166-1 alpha-2 (plus XK, Kosovo). Sectors are PLOVER's.
Does not import anything of the project; does no I/O.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

# ---------------------------------------------------------------- feeds


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


# ---------------------------------------------------------------- fetch


class FailureKind(StrEnum):
    GUARDED = "guarded"  # an address that may not be connected to
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    STATUS = "status"  # an HTTP status that is an error
    TOO_LARGE = "too large"
    PROTOCOL = "protocol"  # broken HTTP, redirect loop, bad encoding
    ROBOTS = "robots"  # robots.txt asks that the page be left alone
    PARSE = "parse"  # not a feed, or not a page
    WORKER = "worker"  # the worker process ran out of time or memory


@dataclass(frozen=True, slots=True)
class Fetched:
    url: str  # after redirects
    body: bytes
    content_type: str | None = None  # the header, verbatim
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None  # set when every redirect on the way was permanent (301, 308)
    max_age: timedelta | None = None
    hub: str | None = None  # a WebSub hub and the feed's own address, as Link headers announce them
    self_url: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    max_age: timedelta | None = None
    moved_to: str | None = None  # as of Fetched


@dataclass(frozen=True, slots=True)
class Failed:
    kind: FailureKind
    reason: str  # one sentence without secrets, for admins and the log
    status: int | None = None
    retry_after: timedelta | None = None


# ---------------------------------------------------------------- parse


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


# ---------------------------------------------------------------- push


class PushMode(StrEnum):
    """What is wanted of a feed's WebSub hub; the values are those of hub.mode."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    OFF = "off"  # nothing; the feed is paused


@dataclass(frozen=True, slots=True)
class Push:
    """A feed's WebSub subscription. `callback` and `secret` are known to its hub alone, and never logged."""

    feed_id: str
    callback: str  # the last part of the callback's address
    secret: str = field(repr=False)
    hub: str
    topic: str
    next_try: datetime  # when to ask the hub again
    mode: PushMode = PushMode.SUBSCRIBE
    asked: datetime | None = None
    until: datetime | None = None  # when the lease ends; None: not subscribed
    failures: int = 0  # requests since the hub last confirmed one
    reason: str | None = None  # what is wrong, in words


@dataclass(frozen=True, slots=True)
class HubQuestion:
    """A hub asks whether a subscription is meant. Strings as it sent them."""

    mode: str
    topic: str
    lease: str = ""  # seconds
    reason: str = ""  # of mode "denied"


@dataclass(frozen=True, slots=True)
class PushDelivery:
    """What a hub says of the content it delivers."""

    signature: str = ""
    content_type: str | None = None
    topic: str | None = None  # of its Link header


# ---------------------------------------------------------------- clean


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


# ---------------------------------------------------------------- understand

MentionField = Literal["title", "body"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Offsets in characters into the article's title or body."""

    field: MentionField
    start: int
    end: int


class Tagger(StrEnum):
    """What finds the names in English texts."""

    FULL = "full"  # a statistical model: finds more, takes some 200 MB and most of the time
    LIGHT = "light"  # rules alone, for a small machine


class ActorKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or organisation of the registry."""

    id: str  # slug: [a-z0-9-]{1,48}
    name: str  # the name shown
    kind: ActorKind
    country: str | None = None
    sector: str | None = None  # PLOVER: GOV MIL IGO …
    wikidata: str | None = None  # "Q…"
    aliases: tuple[str, ...] = ()  # other names, as written
    seeded: bool = False
    local: bool = False  # known by a lone word ("Rodriguez") of one article: shown with it, never put into the registry


@dataclass(frozen=True, slots=True)
class FoundActor:
    """One actor of one article, merged over its mentions, not yet looked up in the registry."""

    name: str  # the fullest form in the text, titles stripped
    kind: ActorKind
    mentions: tuple[Mention, ...]
    names: tuple[str, ...] = ()  # every distinct surface form
    country: str | None = None
    sector: str | None = None
    seed: str | None = None  # id of the seed actor, where one matched
    reason: str = ""  # "seed alias", "NER + title 'Foreign Minister'", …


@dataclass(frozen=True, slots=True)
class ActorTag:
    actor: Actor
    mentions: tuple[Mention, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CountryTag:
    code: str
    mentions: tuple[Mention, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """All that the pure stages read out of an article; `failed` names the stages that did not run."""

    countries: tuple[CountryTag, ...] = ()
    actors: tuple[FoundActor, ...] = ()
    summary: tuple[str, ...] = ()  # sentences of the body, in its order
    language: str | None = None
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tagged:
    """An article with its tags, actors resolved to the registry."""

    article: Article
    countries: tuple[CountryTag, ...] = ()
    actors: tuple[ActorTag, ...] = ()
    summary: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


# ---------------------------------------------------------------- archive


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
    lesson: Lesson | None = None  # what its publisher's memory learns from it


class Part(StrEnum):
    """What of a report an edit changed."""

    TITLE = "title"
    DEK = "dek"
    BODY = "body"
    WITHDRAWN = "withdrawn"  # it says now that it does not stand


@dataclass(frozen=True, slots=True)
class Edit:
    """What a known entry has become: the item's new text, and how it differs from the one it has."""

    item_id: int
    tagged: Tagged
    at: datetime
    what: tuple[Part, ...] = ()  # empty: a fuller text of the same report, no version of it
    gone: tuple[str, ...] = ()  # sentences
    came: tuple[str, ...] = ()
    said: str | None = None  # NewItem.said of the entry; None: it is to be read again
    entry: Entry | None = None  # what an item that is still unread is to be read from


@dataclass(frozen=True, slots=True)
class Version:
    """A former text of an item, and how the one that replaced it differed."""

    item_id: int
    replaced: datetime
    title: str
    dek: str
    body: str
    what: tuple[Part, ...]
    gone: tuple[str, ...] = ()  # sentences
    came: tuple[str, ...] = ()


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
class Change:
    """A row that says: this item is news and has not been matched yet."""

    id: int
    item: Item
    opened: bool  # the item opened its story


# ---------------------------------------------------------------- subscriptions and alerts


class SubjectKind(StrEnum):
    COUNTRY = "country"
    ACTOR = "actor"
    KEYWORD = "keyword"
    TOPIC = "topic"
    FEED = "feed"
    PUBLISHER = "publisher"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is followed. `value` is the code, actor id, folded keyword, topic, feed id or publisher; "" for all."""

    kind: SubjectKind
    value: str
    label: str  # what people read: "Venezuela", "Sergey Lavrov"


@dataclass(frozen=True, slots=True)
class Mode:
    """How a subscription delivers."""

    each: bool = False  # every item, not once a story
    silent: bool = False  # without a sound
    mentions: bool = False  # also items that only mention what is followed
    confirmed: int = 1  # how many independent publishers before it is sent


@dataclass(frozen=True, slots=True)
class ChatRef:
    """Where messages go: a chat and, in a forum, its topic."""

    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    id: int
    chat: ChatRef
    subjects: tuple[Subject, ...]  # all of them must match
    mode: Mode
    created: datetime
    muted_until: datetime | None = None

    @property
    def label(self) -> str:
        return " + ".join(subject.label for subject in self.subjects)


@dataclass(frozen=True, slots=True)
class Match:
    """A subscription that an item satisfies, with the evidence that says why."""

    subscription: Subscription
    evidence: tuple[tuple[Subject, Mention | None], ...]


@dataclass(frozen=True, slots=True)
class NewAlert:
    """What matching decided: one row a chat and a story (or an item, in mode `each`)."""

    chat: ChatRef
    item_id: int
    story_id: int
    key: str  # unique within a chat: "story:7" or "item:31"
    subscription_ids: tuple[int, ...]
    silent: bool
    expires: datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """A claimed row of the outbox."""

    id: int
    chat: ChatRef
    item_id: int
    story_id: int
    subscription_ids: tuple[int, ...]
    silent: bool
    created: datetime
    attempts: int


# ---------------------------------------------------------------- messages


@dataclass(frozen=True, slots=True)
class Span:
    """A Telegram message entity; offset and length in UTF-16 code units."""

    type: str  # "bold", "italic", "text_link", "code", "blockquote", "expandable_blockquote", …
    offset: int
    length: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: callback `data` (at most 64 bytes), or a `url`."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Text plus entities, within Telegram's limits. Only bot.render makes these."""

    text: str
    spans: tuple[Span, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    preview: bool = False  # show the link preview


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Try again: nothing was delivered, or nobody knows."""

    after: timedelta
    reason: str
    everyone: bool = False  # the whole bot has to wait, not this chat alone


@dataclass(frozen=True, slots=True)
class Gone:
    """This chat will not take messages until something changes: blocked, kicked, deleted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup; send again to the new id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram will never take this very message; the chat is fine."""

    reason: str


Delivery = Sent | Later | Gone | Moved | Rejected


# ---------------------------------------------------------------- asking


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


# ---------------------------------------------------------------- between use cases and the store


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
class Chat:
    """A chat the bot has met."""

    id: int
    kind: str  # Telegram's: private, group, supergroup, channel
    title: str
    paused: str | None = None  # why nothing is sent (blocked, kicked, …); None: all is well
    previews: bool = False  # show link previews under alerts
    silent: bool = False  # send every alert without a sound


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
class Listing:
    """One page of the newest reports, one a story."""

    items: tuple[Item, ...]
    page: int = 0  # from 0
    pages: int = 1


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
class FeedTrial:
    """A feed's newest items as they would be ingested; nothing is stored."""

    feed: Feed  # as it is, or as it would be added
    title: str
    total: int  # how many items it has
    items: tuple[Tagged, ...]  # newest first
    token: str | None = None  # what FeedAdmin.add takes; None: it is there already


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
