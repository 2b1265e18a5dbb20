"""The doors to the outside, as protocols. Use cases know these and nothing behind them.

Every method of a store is one transaction. Times are aware UTC and come from the caller. Implementations:
bot.fetch (Fetcher), bot.store (Store), bot.deliver (Sender), bot.worker (Workers).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Hashable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Protocol

from bot.errors import AlreadyRunning
from bot.model import (
    NO_MEMORY,
    Actor,
    Alert,
    Arrivals,
    Article,
    Brake,
    Change,
    Chat,
    ChatRef,
    Condition,
    Counts,
    Delivery,
    Draft,
    Edit,
    Entry,
    Failed,
    Feed,
    FeedPreview,
    FeedState,
    FeedTrial,
    Fetched,
    Hit,
    HubQuestion,
    Imported,
    Item,
    KnownItem,
    Memory,
    Message,
    Mode,
    NewAlert,
    NewItem,
    NotModified,
    OldItems,
    OpmlPreview,
    Outline,
    ParsedFeed,
    PollRecord,
    Purged,
    Push,
    PushDelivery,
    Reading,
    Recent,
    SearchQuery,
    Story,
    Subject,
    Subscription,
    Understood,
    Unread,
    Version,
    Vitals,
)


class Clock(Protocol):
    def __call__(self) -> datetime:
        """Now, aware UTC."""
        ...


class Fetcher(Protocol):
    """The web. Never raises for what a server or a network does: that is a Failed."""

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified | Failed:
        """A conditional GET of a feed."""
        ...

    async def page(self, url: str) -> Fetched | Failed:
        """An article's page, if robots.txt allows it; HTML only."""
        ...


class Workers(Protocol):
    """Hostile or heavy work in killable processes.

    Raises errors.NotAFeed for a document that is none, errors.WorkerFailed when the work was killed.
    """

    async def parse_feed(self, body: bytes, *, content_type: str | None, url: str, now: datetime) -> ParsedFeed: ...

    async def make_article(
        self,
        entry: Entry,
        *,
        page: Fetched | None,
        publisher: str,
        language: str | None,
        now: datetime,
        memory: Memory = NO_MEMORY,
    ) -> Article:
        """Entry and, where there is one, its page -> Article, with what is remembered of its publisher."""
        ...

    async def understand(self, article: Article) -> Understood: ...

    async def discover(self, page: bytes, *, url: str) -> tuple[str, ...]:
        """URLs of feeds that an HTML page announces, likeliest first."""
        ...

    async def read_opml(self, body: bytes) -> tuple[Outline, ...]:
        """The feeds of an OPML document, each URL once. NotAFeed when it is none."""
        ...


class Sender(Protocol):
    """Telegram, outwards, for alerts. Never raises for what Telegram answers."""

    async def send(
        self, chat: ChatRef, message: Message, *, silent: bool = False, reply_to: int | None = None
    ) -> Delivery: ...

    def busy(self) -> tuple[int, ...]:
        """Chats that cannot be sent to at this moment without waiting."""
        ...

    def opens_in(self) -> timedelta:
        """How long the whole bot has to wait; zero: not at all."""
        ...


class FeedStore(Protocol):
    async def sync(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Make the rows match the feeds file: new ones silent and due, resumed ones silent, absent ones inactive."""
        ...

    async def list(self) -> tuple[FeedState, ...]:
        """The active feeds, by id."""
        ...

    async def get(self, feed_id: str) -> FeedState | None: ...

    async def claim_due(
        self,
        now: datetime,
        *,
        owner: str,
        lease: timedelta,
        limit: int,
        well: bool | None = None,
        everything: bool = False,
    ) -> tuple[FeedState, ...]:
        """Lease feeds that are due and neither paused nor leased; `everything` ignores the schedule.

        `well` picks those whose last poll went well, or (False) those that are new or fail.
        """
        ...

    async def record(self, feed_id: str, owner: str, record: PollRecord) -> None:
        """Write how the poll went and free the lease, if `owner` still holds it."""
        ...

    async def unwell(self, quiet_since: datetime) -> tuple[FeedState, ...]:
        """The active feeds, by id, that fail, have moved, brought nothing since, or of which admins know that."""
        ...

    async def claim(self, feed_id: str, now: datetime, *, owner: str, lease: timedelta) -> FeedState | None:
        """Lease one feed, due or not; None when it is leased, paused or gone."""
        ...

    async def release(self, feed_id: str, owner: str, *, new_at: datetime | None) -> None:
        """Free that lease; `new_at` is when it brought something new. The schedule stays as it is."""
        ...

    async def retry(self, feed_id: str) -> None:
        """Make it due now."""
        ...

    async def told(self, conditions: Mapping[str, Condition], now: datetime) -> None:
        """Remember what admins were told of feeds, by id."""
        ...

    async def polled(self) -> int:
        """How many feeds there are that are not paused."""
        ...


class Hubs(Protocol):
    """WebSub hubs. Never raises for what a hub or a network does: that is a Failed."""

    async def ask(self, hub: str, form: Mapping[str, str]) -> Failed | None:
        """POST a subscription request; None when the hub took it."""
        ...


class PushDoor(Protocol):
    """What hubs send to our callbacks."""

    async def confirm(self, callback: str, question: HubQuestion) -> bool:
        """Whether the hub's challenge is to be answered."""
        ...

    async def receive(self, callback: str, delivery: PushDelivery, body: AsyncIterator[bytes]) -> HTTPStatus:
        """Take content; the status that the hub is answered with."""
        ...


class Pushes(Protocol):
    """WebSub subscriptions, at most one a feed."""

    async def list(self) -> tuple[Push, ...]:
        """All of them, by feed."""
        ...

    async def by_callback(self, callback: str) -> Push | None: ...

    async def put(self, push: Push) -> None:
        """In the place of the feed's former one."""
        ...

    async def drop(self, feed_id: str) -> None: ...

    async def follow_feeds(self, now: datetime) -> tuple[str, ...]:
        """Those of paused and removed feeds are to be unsubscribed, of resumed ones subscribed; both now.

        Those that are over, of removed feeds, are dropped; returns the ids of these feeds.
        """
        ...

    async def due(self, now: datetime, limit: int) -> tuple[Push, ...]:
        """Those whose hub is to be asked, longest due first."""
        ...

    async def asked(self, callback: str, now: datetime, next_try: datetime, reason: str) -> None:
        """The hub is being asked; counts as a failure until it confirms."""
        ...

    async def failed(self, callback: str, reason: str) -> None: ...

    async def delivered(self, callback: str) -> None:
        """What came from the hub is good again: nothing is wrong."""
        ...

    async def subscribed(self, callback: str, until: datetime, next_try: datetime) -> None:
        """The hub confirmed: well until then."""
        ...

    async def refused(self, callback: str, next_try: datetime, reason: str) -> None:
        """The hub ended it."""
        ...

    async def ended(self, callback: str) -> None:
        """Unsubscribed; nothing is asked any more."""
        ...


class Archive(Protocol):
    async def known(self, keys: Sequence[str]) -> Mapping[str, KnownItem]:
        """The stored items behind those identity keys that are known."""
        ...

    async def add(self, new: NewItem) -> Item | None:
        """Item, tags, actors, keys, story, search row and (unless silent) change row in one transaction.

        None when one of its keys was stored meanwhile: the item is there already, and nothing was written.
        """
        ...

    async def memory(self, publisher: str) -> Memory:
        """What the publisher's items so far have taught; each item teaches once, in its own transaction."""
        ...

    async def remember(self, more: Sequence[tuple[int, Sequence[str]]]) -> None:
        """More identity keys for stored items, all of them or none; an item has so many at most, then no more."""
        ...

    async def get(self, item_id: int) -> Item | None: ...

    async def recent(self, feed_id: str, limit: int) -> tuple[Recent, ...]:
        """The feed's items, newest first."""
        ...

    async def search(self, query: SearchQuery) -> tuple[Hit, ...]:
        """By relevance when there are terms, else newest first."""
        ...

    async def added_after(self, item_id: int, *, since: datetime, limit: int = 500) -> tuple[Item, ...]:
        """Items with a larger id, first seen since; by id. To bring a story grouper up to date."""
        ...

    async def hours(self, feed_id: str, *, since: datetime) -> tuple[datetime, ...]:
        """The hours, each by its start, in which a feed had news since then, and in which its oldest item came; sorted.

        An item is news when it is published; where it came hours later (a first poll's backlog), when it came.
        """
        ...

    async def arrivals(self, feed_ids: Sequence[str], *, since: datetime) -> Mapping[str, Arrivals]:
        """What feeds brought since then, by id; those that brought nothing ever are left out."""
        ...

    async def story(self, story_id: int) -> Story | None: ...

    async def busiest_actors(
        self, since: datetime, limit: int, country: str | None = None
    ) -> tuple[tuple[Actor, int], ...]: ...

    async def reach(self) -> tuple[datetime, datetime] | None:
        """When the oldest and the newest item were published; None: empty."""
        ...

    async def counts(self) -> Counts: ...


class Retention(Protocol):
    """What is kept no longer. Each method is a short transaction."""

    async def old(self, before: datetime, *, after: int, limit: int) -> OldItems:
        """Of the next `limit` items by number, those that were first seen before that time."""
        ...

    async def listed(self, up_to: int) -> frozenset[int]:
        """The numbers, up to that one, of items that feeds listed when they were last read."""
        ...

    async def purge(self, ids: Sequence[int], now: datetime, *, since: datetime) -> Purged:
        """Items with all that hangs on them, and the stories and ledger rows that they leave empty.

        A tombstone of each stays. Spared are items that wait to be matched or sent, and those that a feed which was
        read at or after `since` lists.
        """
        ...

    async def last_tombstone(self) -> int:
        """The number of the newest purged item; 0: none."""
        ...

    async def relisted(self, ids: Sequence[int], now: datetime) -> None:
        """Feeds list these purged items still."""
        ...

    async def forget(self, before: datetime, limit: int) -> int:
        """Tombstones of items that no feed has listed since, with their keys. How many went."""
        ...


class UnreadItems(Protocol):
    """Items that are in the archive and still to be read: a queue, newest first."""

    async def add(self, drafts: Sequence[Draft]) -> tuple[int, ...] | None:
        """Store a feed's backlog, silently, in one transaction that also ends the feed's silence; the new ids.

        None when one of the keys is stored already: nothing was written.
        """
        ...

    async def due(self, now: datetime, limit: int) -> tuple[Unread, ...]: ...

    async def read(self, reading: Reading) -> Item | None:
        """Text, tags, story, search row of the item, and its leaving the queue, in one transaction.

        None when it is not in the queue any more: nothing was written.
        """
        ...

    async def later(self, item_id: int, not_before: datetime) -> None:
        """It could not be read: an attempt more, and not before that time."""
        ...

    async def give_up(self, item_id: int, reason: str, edition: str) -> None:
        """It cannot be read: it stays as it is, with the reason in its notes, until there is other data."""
        ...

    async def outdated(self, edition: str, since: datetime) -> int:
        """Queue, to be tagged again, what was published since and read with other data. Returns how many."""
        ...

    async def revisit(self, publisher: str, since: datetime, limit: int) -> int:
        """Queue the publisher's newest items since then, to be cleaned by what is known of it now. Returns how many."""
        ...

    async def count(self) -> int: ...


class Versions(Protocol):
    """Edits of stored items: their former texts, and what their entries said when they were last read."""

    async def replace(self, edit: Edit) -> bool:
        """The item's text, tags and search row, and its former text as a version, in one transaction; no change row.

        False when it has that text already: nothing but `said` was written.
        """
        ...

    async def heard(self, item_id: int, said: str | None) -> None:
        """Its entry says something else, and the item is the same. None: it is to be read again."""
        ...

    async def of(self, item_ids: Sequence[int]) -> tuple[Version, ...]:
        """The former texts of these items, each text once, by item and then in the order they were replaced."""
        ...


class Brakes(Protocol):
    """What feeds brought at once and was no news; at most one a feed."""

    async def put(self, brake: Brake) -> None:
        """In the place of the feed's former one; together with it where that is less than twelve hours old."""
        ...

    async def of(self, feed_id: str) -> Brake | None: ...

    async def untold(self) -> tuple[Brake, ...]:
        """Those that admins have not heard of, by feed."""
        ...

    async def told(self, feed_ids: Sequence[str]) -> None: ...

    async def release(self, feed_id: str, since: datetime) -> int:
        """What was old and is published since is news after all: its change rows. Returns how many were written."""
        ...


class ActorStore(Protocol):
    async def seed(self, actors: Sequence[Actor]) -> None:
        """Bring the seed of the release into the registry; learned actors stay."""
        ...

    async def get(self, actor_id: str) -> Actor | None: ...

    async def lookup(self, names: Sequence[str]) -> Mapping[str, tuple[Actor, ...]]:
        """Actors by folded name or alias (understand.registry.fold), most frequent first."""
        ...

    async def near(self, name: str, limit: int = 5) -> tuple[Actor, ...]:
        """Actors with a name near this one, for "did you mean"."""
        ...


class Subscriptions(Protocol):
    async def add(self, chat: ChatRef, subjects: Sequence[Subject], mode: Mode, now: datetime) -> Subscription:
        """A new one, or the chat's existing one on the same subjects with its mode changed and its mute lifted."""
        ...

    async def remove(self, chat_id: int, subscription_id: int) -> Subscription | None:
        """None when this chat has no such subscription."""
        ...

    async def get(self, chat_id: int, subscription_id: int) -> Subscription | None: ...

    async def of_chat(self, chat_id: int) -> tuple[Subscription, ...]:
        """Oldest first."""
        ...

    async def candidates(self, keys: Sequence[tuple[str, str]]) -> tuple[Subscription, ...]:
        """Those with a subject of one of these (kind, value), of chats that are not paused."""
        ...

    async def keywords(self) -> tuple[str, ...]:
        """Every keyword that is followed, once."""
        ...

    async def mute(self, chat_id: int, subscription_id: int, until: datetime | None) -> bool: ...


class Chats(Protocol):
    async def seen(self, chat_id: int, kind: str, title: str, now: datetime) -> Chat:
        """Remember a chat that wrote to us; one that was paused is resumed."""
        ...

    async def get(self, chat_id: int) -> Chat | None: ...

    async def set(self, chat_id: int, *, previews: bool | None = None, silent: bool | None = None) -> None: ...

    async def pause(self, chat_id: int, reason: str) -> None:
        """Nothing is sent there any more; its subscriptions stay, its waiting alerts are dropped as expired."""
        ...

    async def move(self, old: int, new: int) -> None:
        """A group became a supergroup: subscriptions and waiting alerts go along."""
        ...

    async def forget(self, chat_id: int) -> None:
        """Delete everything known of the chat."""
        ...

    async def active(self) -> tuple[int, ...]:
        """Ids of the chats that are not paused."""
        ...


class Outbox(Protocol):
    async def changes(self, limit: int = 100) -> tuple[Change, ...]:
        """Changes not yet matched, oldest first."""
        ...

    async def settle(self, change_id: int, alerts: Sequence[NewAlert], now: datetime) -> int:
        """Write the alerts and mark the change done in one transaction.

        An alert whose (chat, key) or (chat, item) is there already is left out, and so is one for a chat that is paused
        or unknown (forgotten meanwhile). Returns how many rows were written; 0 for a change that was settled before.
        """
        ...

    async def claim(
        self, now: datetime, *, owner: str, lease: timedelta, limit: int, skip: Sequence[int] = ()
    ) -> tuple[Alert, ...]:
        """Lease waiting alerts: the oldest of each chat only (order per chat), none of the chats in `skip`."""
        ...

    async def sent(self, alert_id: int, message_id: int, now: datetime) -> None: ...

    async def later(self, alert_id: int, not_before: datetime, reason: str) -> None:
        """Free the lease; not before that time. Counts as an attempt."""
        ...

    async def reject(self, alert_id: int, reason: str) -> None:
        """Telegram will never take it; kept with its reason."""
        ...

    async def expire(self, now: datetime) -> int:
        """Waiting alerts past their time become expired. Returns how many."""
        ...

    async def alert(self, alert_id: int) -> Alert | None: ...

    async def alert_of_message(self, chat_id: int, message_id: int) -> Alert | None: ...

    async def message_of_story(self, chat_id: int, story_id: int) -> int | None:
        """The message that told this chat of the story."""
        ...


class FeedsFile(Protocol):
    """feeds.yaml. Reading and writing raise errors.FeedsFileError; calls block and belong into a thread."""

    def read(self) -> tuple[Feed, ...]:
        """All of it, or FeedsFileError with line and reason."""
        ...

    def add(self, feed: Feed) -> None:
        """Refused when id or URL are there already."""
        ...

    def add_all(self, feeds: Sequence[Feed]) -> None:
        """All of them in one write, or none: refused when an id or URL is there already."""
        ...

    def set_url(self, feed_id: str, url: str) -> None:
        """Refused when another feed has that address."""
        ...

    def set_paused(self, feed_id: str, paused: bool) -> None: ...

    def remove(self, feed_id: str) -> None: ...

    def stamp(self) -> Hashable:
        """Changes whenever the file does."""
        ...


class FeedAdmin(Protocol):
    """The feeds as admins manage them by chat. Raises errors.WirewatchError with a sentence for them."""

    async def list(self) -> tuple[FeedState, ...]:
        """All feeds, by id."""
        ...

    async def probe(self, url: str) -> FeedPreview:
        """Fetch and parse a feed, or the feed that a page announces. NotAFeed, Refused (guarded, there already) …"""
        ...

    async def find(self, url: str) -> tuple[FeedPreview, ...]:
        """The feed at an address, else all the feeds that its page announces and we have not; raises as `probe`."""
        ...

    async def trial(self, which: str) -> FeedTrial:
        """The newest items of the feed with that id or at that address, cleaned and tagged; raises as `probe`."""
        ...

    async def add(self, token: str) -> Feed:
        """Add what was probed and write feeds.yaml. NotFound when the token is too old; adding twice is one feed."""
        ...

    async def pause(self, feed_id: str) -> Feed:
        """NotFound with near ids when there is no such feed; pausing twice is no error."""
        ...

    async def resume(self, feed_id: str) -> Feed: ...

    async def remove(self, feed_id: str) -> Feed:
        """What was removed; its items stay in the archive."""
        ...

    async def retry(self, feed_id: str) -> Feed:
        """Poll it now. Refused when it is paused."""
        ...

    async def release(self, feed_id: str) -> int:
        """What it brought at once and was taken for old is news after all. Returns how many items."""
        ...

    async def use_new_address(self, feed_id: str) -> Feed:
        """Write the address its redirects lead to into feeds.yaml. NotFound when it has not moved."""
        ...

    async def read_opml(self, body: bytes) -> OpmlPreview:
        """What an OPML file would bring. NotAFeed when it is none."""
        ...

    async def import_opml(self, token: str) -> Imported:
        """Add what was read, in one write. NotFound when the token is too old; twice adds nothing."""
        ...

    async def export_opml(self) -> bytes:
        """All feeds as an OPML document."""
        ...

    async def vitals(self, feed_ids: Sequence[str]) -> Mapping[str, Vitals]:
        """What each of these feeds is worth."""
        ...

    async def stats(self) -> Counts: ...


class Store(Protocol):
    """One database. Opened with bot.store.open_store(url); closed with close()."""

    feeds: FeedStore
    archive: Archive
    unread: UnreadItems
    versions: Versions
    brakes: Brakes
    actors: ActorStore
    subscriptions: Subscriptions
    chats: Chats
    outbox: Outbox
    pushes: Pushes
    retention: Retention

    def exclusive(self, lost: Callable[[AlreadyRunning], None] | None = None) -> AbstractAsyncContextManager[None]:
        """Hold the one running-bot lock; raises errors.AlreadyRunning. The system frees it if we are killed.

        `lost` is called when the database dropped the lock and another bot has it now.
        """
        ...

    async def free_leases(self) -> int:
        """Free every lease on feeds and alerts. Only while holding exclusive(): their owners are dead then."""
        ...

    async def get_meta(self, key: str) -> str | None: ...

    async def set_meta(self, key: str, value: str) -> None: ...

    async def ping(self) -> None:
        """Raises errors.StoreError when the database does not answer."""
        ...

    async def close(self) -> None: ...
