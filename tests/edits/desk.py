"""Ingest at work on a real store, with feeds and pages of the test's making and a clock that the test moves."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.ingest import Ingest, Pace, PollResult
from bot.model import (
    Article,
    Failed,
    FailureKind,
    Feed,
    Fetched,
    FullText,
    Item,
    NotModified,
    Understood,
    Version,
)
from bot.ports import Store
from tests.build import NOON, feed
from tests.newsroom import Channel, Piece, rss
from tests.workers import InProcess

OWNER = "a test"
BROKEN = "This breaks the reader."


@dataclass
class Web:
    """ports.Fetcher: `documents` by address, with an ETag each; `pages` by address, each counted when it is read."""

    documents: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    read: Counter[str] = field(default_factory=Counter)

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified | Failed:
        if url not in self.documents:
            return Failed(FailureKind.STATUS, "x answered 503", 503)
        body = self.documents[url].encode()
        found = hashlib.sha256(body).hexdigest()
        return NotModified() if etag == found else Fetched(url, body, "application/rss+xml", etag=found)

    async def page(self, url: str) -> Fetched | Failed:
        self.read[url] += 1
        if url not in self.pages:
            return Failed(FailureKind.STATUS, "x answered 403", 403)
        return Fetched(url, self.pages[url].encode(), "text/html; charset=utf-8")


class Desk(InProcess):
    """ports.Workers in this process; who and where is not read, the first paragraph is the summary.

    A text with BROKEN in it cannot be read.
    """

    def __init__(self) -> None:
        self.broke = 0

    async def understand(self, article: Article) -> Understood:
        if BROKEN in article.body:
            self.broke += 1
            raise RuntimeError(BROKEN)
        return Understood(summary=tuple(article.body.split("\n\n")[:1]))


class Room:
    """A store, its ingest, and feeds with full text in them (`Feed.full_text` NEVER) unless they are told otherwise."""

    def __init__(self, store: Store, *feeds: Feed) -> None:
        self.store = store
        self.feeds = feeds or (feed(1, full_text=FullText.NEVER),)
        self.channels = {one.id: Channel(one.id) for one in self.feeds}
        self.web, self.now = Web(), NOON
        self.news = 0
        self.desk = Desk()
        pace = Pace(timedelta(seconds=1), timedelta(days=1))
        self.ingest = Ingest(
            store, self.web, self.desk, lambda: self.now, owner=OWNER, pace=pace, on_news=self._on_news
        )

    async def opened(self) -> Room:
        await self.store.feeds.sync(self.feeds, self.now)
        return self

    def _on_news(self) -> None:
        self.news += 1

    @property
    def channel(self) -> Channel:
        """Of the only feed."""
        (channel,) = self.channels.values()
        return channel

    def publish(self, guid: str, title: str, text: str, feed_id: str | None = None, **changes: Any) -> Piece:
        """A new item on top, dated now."""
        channel = self.channels[feed_id] if feed_id else self.channel
        piece = replace(Piece(guid, title, text, f"https://news.example/{guid}", self.now), **changes)
        channel.pieces.insert(0, piece)
        return piece

    async def poll(self, feed_id: str | None = None, *, later: timedelta = timedelta(minutes=10)) -> PollResult:
        """Poll a feed (the only one) at its channel's present state, `later` than the last poll."""
        self.now += later
        which = feed_id or self.channel.name
        (address,) = (one.url for one in self.feeds if one.id == which)
        self.web.documents[address] = rss(self.channels[which])
        state = await self.store.feeds.claim(which, self.now, owner=OWNER, lease=timedelta(minutes=5))
        assert state is not None
        return await self.ingest.poll(state)

    async def item(self, item_id: int) -> Item:
        found = await self.store.archive.get(item_id)
        assert found is not None
        return found

    async def versions(self, item_id: int) -> tuple[Version, ...]:
        return await self.store.versions.of([item_id])

    async def alerts(self) -> list[int]:
        """Ids of the items that were told to be news and are not matched yet."""
        return [change.item.id for change in await self.store.outbox.changes(10_000)]
