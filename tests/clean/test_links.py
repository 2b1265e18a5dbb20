"""Which URLs are shown, how they are written, and when two are one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clean import links


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("HTTPS://News.Example/a", "https://news.example/a", id="host in lower case"),
        pytest.param("https://news.example:443/a", "https://news.example/a", id="default port"),
        pytest.param("http://news.example:8080/a", "http://news.example:8080/a", id="another port stays"),
        pytest.param("https://news.example/a?utm_source=x&id=7", "https://news.example/a?id=7", id="tracking goes"),
        pytest.param("https://news.example/a?fbclid=1", "https://news.example/a", id="only tracking"),
        pytest.param("https://news.example/a?b=2&a=1", "https://news.example/a?b=2&a=1", id="order of others stays"),
        pytest.param("https://news.example/a#comments", "https://news.example/a", id="fragment goes"),
        pytest.param("https://news.example/#!/story/5", "https://news.example/#!/story/5", id="fragment is the page"),
        pytest.param("https://news.example", "https://news.example/", id="front page"),
        pytest.param("mailto:desk@news.example", "mailto:desk@news.example", id="not http"),
        pytest.param("https://news.example/ä b", "https://news.example/%C3%A4%20b", id="quoted"),
        pytest.param("https://news.example/%C3%A4", "https://news.example/%C3%A4", id="not quoted twice"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    assert links.canonical(url) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://news.example/a", "https://news.example/a"),
        ("https://www.news.example/a/", "https://news.example/a"),
        ("https://m.news.example/a", "https://www.news.example/a"),
        ("https://news.example/a/amp/", "https://news.example/a"),
        ("https://news.example/a?amp=1", "https://news.example/a"),
        ("https://news.example/a.amp.html", "https://news.example/a"),
        ("https://news.example/a?x=1&y=2", "https://news.example/a?y=2&x=1&gclid=9"),
    ],
)
def test_two_addresses_of_one_page_share_a_key(one: str, other: str) -> None:
    assert links.key(one) == links.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a", "https://news.example/b"),
        ("https://news.example/?p=1", "https://news.example/?p=2"),
        ("https://news.example/a", "https://other.example/a"),
        ("https://news.example/camp", "https://news.example/c"),
        ("https://m.example/a", "https://example/a"),
    ],
)
def test_two_pages_have_two_keys(one: str, other: str) -> None:
    assert links.key(one) != links.key(other)


@pytest.mark.parametrize("url", ["https://news.example/", "https://www.news.example", "", "javascript:alert(1)"])
def test_what_names_no_page_has_no_key(url: str) -> None:
    assert links.key(url) is None


@pytest.mark.parametrize("url", ["http://a.example", "https://a.example:8443/x?y=z#q", "https://[2001:db8::1]/x"])
def test_http_urls_may_be_shown(url: str) -> None:
    assert links.is_http(url)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//news.example/a",
        "/a",
        "https://",
        "https://user:pw@news.example/",
        "https://news.example:99999/",
        "https://[broken/",
        "https://news.example/" + "a" * 8192,
    ],
)
def test_others_may_not(url: str | None) -> None:
    assert not links.is_http(url)


@given(st.text(max_size=300))
def test_any_text_has_one_canonical_form(text: str) -> None:
    once = links.canonical(text)
    assert links.canonical(once) == once
    links.key(text)


@given(st.from_regex(r"https?://[a-z]{1,8}\.example(:\d{1,4})?(/[a-z0-9%&=?#._~-]{0,30})?", fullmatch=True))
def test_canonical_keeps_the_key(url: str) -> None:
    assert links.key(links.canonical(url)) == links.key(url)
