"""The feeds of a site, from its page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parse.discover import feeds_of

_URL = "https://news.example/world/"


def _page(head: str, body: str = "") -> bytes:
    return f"<!doctype html><html><head><title>x</title>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("link", "feed"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/rss">', "https://news.example/rss"),
        ('<link REL="Alternate" TYPE="application/atom+xml" HREF="atom.php">', "https://news.example/world/atom.php"),
        (
            '<link rel="alternate" type="application/feed+json" href="//cdn.example/f.json">',
            "https://cdn.example/f.json",
        ),
        (
            '<link rel="alternate home" type="application/rss+xml; charset=utf-8" href="x">',
            "https://news.example/world/x",
        ),
        ('<base href="/base/"><link rel="feed" href="x">', "https://news.example/base/x"),
        ('<link rel="alternate" type="application/rss+xml" href="feed://news.example/f">', "https://news.example/f"),
        (
            '<link rel="alternate" type="application/rss+xml" href="feed:http://news.example/f">',
            "http://news.example/f",
        ),
    ],
)
def test_announced_feeds_come_first(link: str, feed: str) -> None:
    assert feeds_of(_page(link), url=_URL)[0] == feed


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="stylesheet" type="text/css" href="/odd">',
        '<link rel="alternate" hreflang="fr" href="/odd">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:odd()">',
        '<link rel="alternate" type="application/rss+xml">',
    ],
)
def test_other_links_are_no_feeds(link: str) -> None:
    assert not any("odd" in feed for feed in feeds_of(_page(link), url=_URL))


def test_feeds_of_comments_come_after_the_others() -> None:
    head = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in ("/comments/feed", "/news.xml")
    )
    assert feeds_of(_page(head), url=_URL)[:2] == (
        "https://news.example/news.xml",
        "https://news.example/comments/feed",
    )


def test_links_in_the_text_that_look_like_feeds_are_tried_before_the_usual_paths() -> None:
    body = '<a href="/about">About</a><a href="/services/rss/world">RSS</a><a href="/feeding-the-fish">Fish</a>'
    found = feeds_of(_page("", body), url=_URL)
    assert found[0] == "https://news.example/services/rss/world"
    assert "https://news.example/feeding-the-fish" not in found


@pytest.mark.parametrize("page", [b"", b"   ", b"<!-- -->", b"\x00\xff", b"plain"])
def test_a_page_that_says_nothing_leaves_the_usual_paths(page: bytes) -> None:
    found = feeds_of(page, url=_URL)
    assert found[0] == "https://news.example/world/feed"
    assert {"https://news.example/feed", "https://news.example/rss.xml", "https://news.example/feed.json"} <= set(found)


def test_the_number_of_candidates_is_bounded_and_the_page_itself_is_none() -> None:
    head = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in range(500))
    found = feeds_of(_page(head + f'<link rel="feed" href="{_URL}">'), url=_URL)
    assert len(found) == len(set(found)) == 20
    assert _URL not in found


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page(page: bytes) -> None:
    assert all(feed.startswith(("http://", "https://")) for feed in feeds_of(page, url=_URL))
