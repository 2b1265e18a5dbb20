"""A connection serves the next request to its site, and a site that hangs up costs nobody an error."""

from __future__ import annotations

import asyncio

import pytest

from bot.model import Fetched, NotModified
from tests.fetch.server import always, answer, fetcher, serve

FEED = answer(b"<rss/>")
UNCHANGED = answer(status="304 Not Modified", length=False)


@pytest.mark.parametrize(("response", "etag"), [(FEED, None), (UNCHANGED, '"a"')], ids=["a document", "not modified"])
async def test_feeds_of_one_site_share_a_connection(response: bytes, etag: str | None) -> None:
    async with serve(always(response)) as site, fetcher() as web:
        for n in range(5):
            assert isinstance(await web.feed(site.url(f"/{n}"), etag=etag), Fetched | NotModified)
        assert len(site.requests) == 5
        assert site.connections == 1


async def test_two_sites_share_none() -> None:
    async with serve(always(FEED)) as one, serve(always(FEED)) as other, fetcher() as web:
        for _ in range(3):
            for site in (one, other):
                await web.feed(site.url())
        assert (one.connections, other.connections) == (1, 1)


async def test_a_connection_whose_answer_was_not_read_is_not_used_again() -> None:
    async with serve(always(answer(b"gone" * 100_000, status="410 Gone"))) as site, fetcher() as web:
        for _ in range(3):
            await web.feed(site.url())
        assert site.connections == 3


async def test_a_site_that_hangs_up_after_each_answer_is_connected_to_anew() -> None:
    async with serve(always(FEED, close=True)) as site, fetcher() as web:
        for _ in range(3):
            assert isinstance(await web.feed(site.url()), Fetched)
        assert site.connections == 3


async def test_a_site_that_hangs_up_when_it_is_asked_again_is_connected_to_anew() -> None:
    async def once_a_connection(request: str, writer: asyncio.StreamWriter) -> None:
        if writer in asked:
            writer.close()
        else:
            asked.add(writer)
            writer.write(FEED)

    asked: set[asyncio.StreamWriter] = set()
    async with serve(once_a_connection) as site, fetcher() as web:
        for _ in range(3):
            assert isinstance(await web.feed(site.url()), Fetched)
        assert site.connections == 3


async def test_what_a_site_says_beyond_its_answer_is_no_answer_to_the_next_request() -> None:
    forged = answer(b"<rss>forged</rss>")
    async with serve(always(UNCHANGED + forged)) as site, fetcher() as web:
        for _ in range(3):
            assert isinstance(await web.feed(site.url(), etag='"a"'), NotModified)


async def test_only_so_many_connections_are_kept() -> None:
    async with fetcher() as web, asyncio.timeout(30):
        sites = [serve(always(FEED)) for _ in range(60)]
        running = [await site.__aenter__() for site in sites]
        for site in running:
            await web.feed(site.url())
        for site in (*running[:5], *running[-5:]):
            await web.feed(site.url())
        assert [site.connections for site in running[:5]] == [2] * 5
        assert [site.connections for site in running[-5:]] == [1] * 5
        for server in sites:
            await server.__aexit__(None, None, None)
