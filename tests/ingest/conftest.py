"""A desk in this process that notes what it reads, and fails when a test says so; one feed and its archive."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import WorkerFailed
from bot.ingest import Ingest, Pace
from bot.model import (
    NO_MEMORY,
    Article,
    CountryTag,
    Entry,
    Failed,
    FailureKind,
    Fetched,
    Memory,
    Mention,
    SearchQuery,
    Understood,
)
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON, feed
from tests.parse.documents import item, rss
from tests.workers import InProcess

HERE = (Mention("title", 0, 5),)


@dataclass
class Desk(InProcess):
    """ports.Workers; every text that names Caracas is about Venezuela. `killed` counts the taggers that will die."""

    read: list[str] = field(default_factory=list)
    killed: int = 0

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
        return Article(entry.title, f"Clean: {entry.title}.", url=entry.link, published=entry.published)

    async def understand(self, article: Article) -> Understood:
        self.read.append(article.title)
        if self.killed:
            self.killed -= 1
            raise WorkerFailed("its process crashed")
        return Understood(countries=(CountryTag("VE", HERE),) if "Caracas" in article.title else ())


@dataclass
class World:
    """One feed with `titles`, newest first, and what ingests it."""

    store: Store
    ingest: Ingest
    desk: Desk
    now: datetime = NOON
    titles: list[str] = field(default_factory=list)

    async def feed(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        entries = [item(f"<link>https://o.example/{title}</link>", title=title, guid=title) for title in self.titles]
        return Fetched(url, rss(*entries).encode())

    async def page(self, url: str) -> Fetched | Failed:
        return Failed(FailureKind.STATUS, "no pages here", 404)

    async def poll(self) -> None:
        self.now += timedelta(minutes=5)
        await self.ingest.one_pass(everything=True, began=lambda _: None, done=lambda _: None)

    async def about_venezuela(self) -> set[str]:
        hits = await self.store.archive.search(SearchQuery(countries=("VE",), limit=100))
        return {hit.item.title for hit in hits}

    async def changed(self) -> list[str]:
        """Titles of the items that wait for matching."""
        return [change.item.title for change in await self.store.outbox.changes()]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    store = await open_store(f"sqlite:///{tmp_path / 'w.db'}")
    await store.feeds.sync((feed(1),), NOON)
    desk = Desk()
    made: list[World] = []

    class Web:
        async def feed(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
            return await made[0].feed(url)

        async def page(self, url: str) -> Fetched | Failed:
            return await made[0].page(url)

    pace = Pace(timedelta(seconds=1), timedelta(hours=24))
    ingest = Ingest(store, Web(), desk, lambda: made[0].now, owner="me", pace=pace, on_news=lambda: None)
    made.append(World(store, ingest, desk))
    yield made[0]
    await store.close()
