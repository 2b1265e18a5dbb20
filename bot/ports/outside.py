"""The clock, the web, the worker processes, Telegram."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import (
    NO_MEMORY,
    Article,
    ChatRef,
    Delivery,
    Entry,
    Failed,
    Fetched,
    Memory,
    Message,
    NotModified,
    Outline,
    ParsedFeed,
    Priority,
    Understood,
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
        self,
        chat: ChatRef,
        message: Message,
        *,
        silent: bool = False,
        reply_to: int | None = None,
        priority: Priority = Priority.ALERT,
    ) -> Delivery:
        """A new message; without the reply where what it replies to is gone."""
        ...

    async def edit(
        self, chat: ChatRef, message_id: int, message: Message, *, priority: Priority = Priority.EDIT
    ) -> Delivery:
        """Make a sent message into this one. Rejected: it is gone, or cannot be edited any more."""
        ...

    def busy(self) -> tuple[int, ...]:
        """Chats that cannot be sent to at this moment without waiting."""
        ...

    def opens_in(self) -> timedelta:
        """How long the whole bot has to wait; zero: not at all."""
        ...


class Hubs(Protocol):
    """WebSub hubs. Never raises for what a hub or a network does: that is a Failed."""

    async def ask(self, hub: str, form: Mapping[str, str]) -> Failed | None:
        """POST a subscription request; None when the hub took it."""
        ...
