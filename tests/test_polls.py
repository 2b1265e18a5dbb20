"""Polls of one feed through time: moves that are believed or not, items stored once, and what is remembered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.ingest import Ingest, Pace
from bot.model import (
    Failed,
    FailureKind,
    FeedState,
    Fetched,
    NotModified,
    SearchQuery,
)
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON, feed
from tests.parse.documents import item, rss
from tests.workers import InProcess

OWN, NEW = feed(1).url, "https://new.example/rss"
HOUR = timedelta(hours=1)
LOGIN = b"<html><title>Sign in</title><body>Your name, please</body></html>"
DOWN = Failed(FailureKind.CONNECT, "new.example does not accept connections")

Answer = Fetched | NotModified | Failed


@dataclass
class World:
    """One feed; `web` is what its addresses answer."""

    store: Store
    now: datetime = NOON
    web: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    async def feed(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Answer:
        self.asked.append((url, etag))
        return self.web[url]

    async def page(self, url: str) -> Fetched | Failed:
        return Failed(FailureKind.STATUS, "no pages here", 404)

    async def polls(self, count: int, *, every: timedelta = HOUR) -> FeedState:
        """That many polls; the state after them."""
        pace = Pace(timedelta(seconds=1), timedelta(hours=24))
        ingest = Ingest(self.store, self, InProcess(), lambda: self.now, owner="me", pace=pace, on_news=lambda: None)
        for _ in range(count):
            self.now += every
            await ingest.one_pass(everything=True, began=lambda _: None, done=lambda _: None)
        (state,) = await self.store.feeds.list()
        return state

    async def titles(self) -> list[str]:
        return sorted(hit.item.title for hit in await self.store.archive.search(SearchQuery(limit=100)))


def news(count: int, *, moved_to: str | None = None, url: str = OWN, site: str = "outlet", **more: str) -> Fetched:
    entries = [
        item(f"<link>https://{site}.example/{n}</link>", title=f"{site} headline {n}", guid=f"{site}-{n}")
        for n in range(count)
    ]
    return Fetched(moved_to or url, rss(*entries).encode(), moved_to=moved_to, etag=more.get("etag"))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    store = await open_store(f"sqlite:///{tmp_path / 'w.db'}")
    await store.feeds.sync((feed(1),), NOON)
    world = World(store)
    world.web[OWN] = news(3)
    await world.polls(1)
    yield world
    await store.close()


async def test_a_move_that_lasts_is_followed_and_nothing_comes_twice(world: World) -> None:
    world.web[OWN] = news(4, moved_to=NEW, etag='"e"')
    state = await world.polls(24)
    assert (state.address, state.moved_to) == (None, NEW)
    state = await world.polls(1)
    assert (state.address, state.moved_to, state.feed.url) == (NEW, None, OWN)
    world.web[NEW] = news(5, url=NEW)
    world.asked.clear()
    await world.polls(2)
    assert world.asked == [(NEW, '"e"'), (NEW, "")]
    assert await world.titles() == [f"outlet headline {n}" for n in range(5)]


async def test_an_unchanged_document_behind_the_redirect_counts(world: World) -> None:
    world.web[OWN] = NotModified(moved_to=NEW)
    assert (await world.polls(25)).address == NEW


@pytest.mark.parametrize(
    "answer",
    [
        news(3, url="https://elsewhere.example/rss"),
        Fetched("https://login.example/", LOGIN, moved_to="https://login.example/"),
        news(9, moved_to="https://parked.example/rss", site="parked"),
        DOWN,
    ],
    ids=["temporary", "login page", "another site's feed", "down"],
)
async def test_what_is_no_lasting_move_of_this_feed_is_not_remembered(world: World, answer: Answer) -> None:
    world.web[OWN] = answer
    assert (await world.polls(80)).address is None
    assert {url for url, _ in world.asked} == {OWN}


async def test_a_feed_that_was_added_by_its_old_address_is_known(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'w.db'}")
    await store.feeds.sync((feed(1),), NOON)
    world = World(store, web={OWN: news(3, moved_to=NEW)})
    assert (await world.polls(25)).address == NEW
    await store.close()


async def test_the_old_address_is_tried_again_when_the_new_one_fails(world: World) -> None:
    world.web[OWN] = news(3, moved_to=NEW, etag='"e"')
    await world.polls(25)
    world.web |= {NEW: DOWN, OWN: news(4)}
    world.asked.clear()
    state = await world.polls(4)
    assert world.asked == [(NEW, '"e"')] * 3 + [(OWN, None)]
    assert (state.address, state.failures) == (None, 0)
    assert await world.titles() == [f"outlet headline {n}" for n in range(4)]


async def test_a_new_address_that_recovers_is_kept(world: World) -> None:
    world.web[OWN] = news(3, moved_to=NEW)
    await world.polls(25)
    world.web |= {NEW: DOWN, OWN: DOWN}
    await world.polls(4)
    world.web[NEW] = news(4, url=NEW)
    state = await world.polls(1)
    assert (state.address, state.failures) == (NEW, 0)


async def test_what_a_feed_lists_is_remembered(world: World) -> None:
    (before,) = await world.store.feeds.list()
    assert len(before.listed) == 3
    world.web[OWN] = NotModified()
    assert (await world.polls(1)).listed == before.listed
    world.web[OWN] = DOWN
    assert (await world.polls(1)).listed == before.listed
    world.web[OWN] = news(5)
    assert len((await world.polls(1)).listed) == 5
    world.web[OWN] = news(1)
    assert len((await world.polls(1)).listed) == 1
    assert len(await world.titles()) == 5


async def test_a_feed_that_says_it_is_gone_is_nearly_left_alone(world: World) -> None:
    world.web[OWN] = Failed(FailureKind.STATUS, "outlet answered 410, Gone", 410)
    for polls, least in ((2, timedelta()), (1, timedelta(days=1)), (3, timedelta(days=7))):
        state = await world.polls(polls)
        assert state.next_check is not None
        assert least < state.next_check - world.now < least * 1.1 + timedelta(hours=1)


async def test_a_feed_that_is_not_found_is_looked_for_daily(world: World) -> None:
    world.web[OWN] = Failed(FailureKind.STATUS, "outlet answered 404, Not Found", 404)
    state = await world.polls(20)
    assert state.next_check is not None
    assert state.next_check - world.now <= timedelta(hours=25)


@pytest.mark.parametrize(
    ("title", "link", "expected"),
    [
        ("Minister resigns over budget", "b", ["Harbour strike ends", "Minister resigns over budget"]),
        ("Harbour strike ends today", "b", ["Harbour strike ends today"]),  # an edit
        ("Minister resigns over budget", "a", ["Minister resigns over budget"]),
    ],
    ids=["another item", "another address", "another headline"],
)
async def test_a_guid_that_is_used_again_hides_no_item(
    world: World, title: str, link: str, expected: list[str]
) -> None:
    def document(headline: str, page: str) -> Fetched:
        address = f"<link>https://outlet.example/{page}</link>"
        return Fetched(OWN, rss(item(address, title=headline, guid="used")).encode())

    world.web[OWN] = document("Harbour strike ends", "a")
    await world.polls(1)
    world.web[OWN] = document(title, link)
    await world.polls(2)
    assert [found for found in await world.titles() if not found.startswith("outlet")] == expected
