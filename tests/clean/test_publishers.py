"""Rules for single publishers: read strictly, and applied to their pages alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clean import page, publishers
from bot.clean.structured import Claims

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
TEXT = (
    "<p>The ferry left Port Amel on Friday with two hundred people and their cars on board, the harbour said.</p>" * 3
)


def read(url: str, body: str, title: str = "") -> Claims:
    return page.read(
        f"<html><head><title>{title}</title></head><body>{body}{TEXT}</body></html>", url=url, now=NOW
    ).claims


@pytest.mark.parametrize("host", ["slashdot.org", "news.slashdot.org"])
def test_what_a_publisher_puts_into_its_heading_goes(host: str) -> None:
    body = "<h1>Ferry line reopens <span class='no extlnk story-sourcelnk'>(harbour.example)</span> today</h1>"
    assert read(f"https://{host}/story/1", body).title == "Ferry line reopens today"
    assert read("https://harbour.example/story/1", body).title == "Ferry line reopens (harbour.example) today"


def test_a_publisher_whose_heading_is_its_name() -> None:
    found = read("http://www.entermedia.co.kr/news/1", "<h1>엔터 미디어</h1>", "Ferry line reopens - Entermedia")
    assert (found.title, dict(found.sources)["title"]) == ("Ferry line reopens", "<title>")


def test_a_publisher_that_marks_its_readers_as_authors() -> None:
    body = "<h1>Nets</h1><span class='author'>Loud Reader</span><span class='byline'>by Ida Wells</span>"
    assert read("https://alistapart.com/article/nets", body).authors == ("Ida Wells",)
    assert (
        read("https://alistapart.com/article/nets", "<h1>Nets</h1><span class='author'>Loud Reader</span>").authors
        == ()
    )


@pytest.mark.parametrize("url", [None, "", "https://[::1", "https://notslashdot.org/", "https://org/"])
def test_other_addresses_have_no_rules(url: str | None) -> None:
    assert publishers.of(url) == publishers.NONE


@pytest.mark.parametrize(
    "text",
    [
        '["a.example"]\nwhat = 1',
        '["a.example"]\ndrop = "x"',
        '["a.example"]\ndrop = ["two words"]',
        '["a.example"]\ntitle = "h1"',
        '["A.example"]\ndrop = []',
        '["example"]\ndrop = []',
        'host = "a.example"',
    ],
)
def test_a_rule_that_is_none_is_an_error_with_its_place(text: str) -> None:
    with pytest.raises(ValueError, match=r"example|host"):
        publishers.parse(text)
