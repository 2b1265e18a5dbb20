"""Turns, gaps and rests, by registered domain."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from ipaddress import ip_network

import httpx
import pytest

from bot.fetch.politeness import Line, Manners, registered


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://rss.news.example.co.uk/x", "example.co.uk"),
        ("https://news.example.com:8443/", "example.com"),
        ("https://a.blogspot.com/", "a.blogspot.com"),
        ("https://b.github.io/", "b.github.io"),
        ("http://127.0.0.1:8080/a", "127.0.0.1:8080"),
        ("http://localhost:8080/a", "localhost:8080"),
        ("https://[2606:4700::1111]/", "2606:4700::1111:https"),
        ("http://intranet/", "intranet:http"),
    ],
)
def test_domains_are_those_that_somebody_registered(url: str, domain: str) -> None:
    assert registered(httpx.URL(url)) == domain


async def _most_at_once(manners: Manners, urls: list[str], line: Line, each: float = 0.0) -> int:
    now = most = 0

    async def one(url: str) -> None:
        nonlocal now, most
        async with manners.turn(httpx.URL(url), line):
            now += 1
            most = max(most, now)
            await asyncio.sleep(each)
            now -= 1

    await asyncio.gather(*(one(url) for url in urls))
    return most


async def test_two_at_once_for_a_domain_whatever_its_hosts() -> None:
    urls = [f"https://h{n}.example.com/" for n in range(5)]
    assert await _most_at_once(Manners(), urls, Line.FEED, each=0.3) == 2


async def test_two_at_once_for_a_domain_whatever_they_fetch() -> None:
    manners, now, most = Manners(clock=lambda: 0.0), 0, 0

    async def one(line: Line, url: str) -> None:
        nonlocal now, most
        async with manners.turn(httpx.URL(url), line):
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.01)
            now -= 1

    lines = (Line.FEED, Line.FEED, Line.FEED, Line.SLOW, Line.SLOW, Line.PAGE)
    await asyncio.gather(*(one(line, f"https://h{n}.example.com/") for n, line in enumerate(lines)))
    assert most == 2


async def test_pages_and_slow_feeds_leave_a_place_to_the_others() -> None:
    manners, url = Manners(clock=lambda: 0.0), httpx.URL("https://example.com/")
    async with manners.turn(url, Line.PAGE):
        waiting = asyncio.create_task(manners.turn(url, Line.PAGE).__aenter__())
        async with asyncio.timeout(1), manners.turn(url, Line.FEED):
            pass
        waiting.cancel()


async def test_feeds_of_a_domain_start_a_moment_apart() -> None:
    manners, url = Manners(clock=lambda: 0.0), httpx.URL("https://example.com/")
    async with manners.turn(url, Line.FEED):
        pass
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), manners.turn(url, Line.FEED):
            pytest.fail("the second feed came at once")


async def test_different_domains_do_not_wait_for_each_other() -> None:
    urls = [f"https://example{n}.com/" for n in range(10)]
    assert await _most_at_once(Manners(), urls, Line.FEED) == 10


async def test_slow_feeds_wait_in_a_line_of_their_own() -> None:
    manners, url = Manners(), httpx.URL("https://example.com/")
    async with manners.turn(url, Line.SLOW), manners.turn(url, Line.FEED):
        pass
    assert await _most_at_once(manners, [str(url)] * 5, Line.SLOW) == 1


async def test_a_rest_concerns_the_whole_domain_and_ends() -> None:
    time = [0.0]
    manners = Manners(clock=lambda: time[0])
    manners.hold(httpx.URL("https://a.example.com/feed"), timedelta(seconds=90))
    assert manners.held(httpx.URL("https://b.example.com/other")) == timedelta(seconds=90)
    assert manners.held(httpx.URL("https://example.org/")) is None
    time[0] = 91.0
    assert manners.held(httpx.URL("https://b.example.com/other")) is None


async def test_a_rest_is_a_day_at_most() -> None:
    manners = Manners(clock=lambda: 0.0)
    manners.hold(httpx.URL("https://example.com/"), timedelta(days=365))
    assert manners.held(httpx.URL("https://example.com/")) == timedelta(hours=24)


async def test_a_rest_is_no_longer_than_the_operator_says() -> None:
    manners = Manners(clock=lambda: 0.0, longest_rest=timedelta(minutes=5))
    manners.hold(httpx.URL("https://example.com/"), timedelta(hours=2))
    assert manners.held(httpx.URL("https://example.com/")) == timedelta(minutes=5)


async def test_on_ones_own_machine_a_rest_concerns_the_one_feed() -> None:
    manners = Manners([ip_network("127.0.0.0/8")])
    manners.hold(httpx.URL("http://127.0.0.1:8000/a"), timedelta(seconds=90))
    assert manners.held(httpx.URL("http://127.0.0.1:8000/a"))
    assert manners.held(httpx.URL("http://127.0.0.1:8000/b")) is None


async def test_pages_keep_their_distance_and_feeds_do_not_wait_for_them() -> None:
    manners, url = Manners(clock=lambda: 0.0), httpx.URL("https://example.com/")
    async with asyncio.timeout(0.5):
        for line in (Line.FEED, Line.PAGE):
            async with manners.turn(url, line):
                pass
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), manners.turn(url, Line.PAGE):
            pytest.fail("the second page came at once")


async def test_a_turn_given_up_is_free_for_the_next() -> None:
    manners, url = Manners(), httpx.URL("https://example.com/")
    async with manners.turn(url, Line.SLOW):
        waiting = asyncio.create_task(_most_at_once(manners, [str(url)], Line.SLOW))
        await asyncio.sleep(0)
        waiting.cancel()
    async with asyncio.timeout(1):
        assert await _most_at_once(manners, [str(url)], Line.SLOW) == 1


async def test_nothing_is_kept_of_thousands_of_domains() -> None:
    manners = Manners()
    for n in range(12_000):
        async with manners.turn(httpx.URL(f"https://example{n}.com/"), Line.FEED):
            pass
    assert len(manners._domains) <= 5_000
