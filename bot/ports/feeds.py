"""Feeds: their rows, their file, their push subscriptions, their admins."""

from __future__ import annotations

from collections.abc import AsyncIterator, Hashable, Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Protocol

from bot.model import (
    Brake,
    Condition,
    Counts,
    Feed,
    FeedPreview,
    FeedState,
    FeedTrial,
    HubQuestion,
    Imported,
    OpmlPreview,
    PollRecord,
    Push,
    PushDelivery,
    Vitals,
)


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
