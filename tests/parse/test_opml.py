"""OPML in and out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotAFeed
from bot.model import Feed, Outline
from bot.parse.opml import read, write

_NESTED = """<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.1"><head><title>My feeds</title></head><body>
<outline text="World"><outline text="Europe &amp; Asia">
  <outline type="rss" text="Harbour Post" xmlUrl="https://harbour.example/rss" htmlUrl="https://harbour.example/"/>
</outline></outline>
<outline text="Flat" XMLURL="http://flat.example/f" category="/a/b,c"/>
<outline text="Again" xmlUrl="https://harbour.example/rss"/>
<outline text="A folder without feeds"/><outline xmlUrl="javascript:alert(1)" text="bad"/><outline xmlUrl="http://n.example/"/>
</body></opml>"""


def test_folders_and_categories_become_categories() -> None:
    assert read(_NESTED.encode()) == (
        Outline("Harbour Post", "https://harbour.example/rss", ("World", "Europe & Asia")),
        Outline("Flat", "http://flat.example/f", ("a", "b", "c")),
        Outline("http://n.example/", "http://n.example/"),
    )


def test_raw_ampersands_of_careless_exporters_are_forgiven() -> None:
    body = b'<opml><body><outline text="Q & A" xmlUrl="https://a.example/f?x=1&y=2"/></body></opml>'
    assert [one.url for one in read(body)] == ["https://a.example/f?x=1&y=2"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "no OPML"),
        (b"hello", "no OPML"),
        (b"<rss/>", "no OPML"),
        (b'<!DOCTYPE opml [<!ENTITY a "x">]><opml><body/></opml>', "entities"),
        (b"<opml>" + b" " * 6_000_000, "too large"),
    ],
)
def test_what_is_no_opml_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        read(body)


def test_external_entities_are_never_read() -> None:
    body = b'<!DOCTYPE opml SYSTEM "file:///etc/passwd"><opml><body><outline xmlUrl="http://a.example/"/></body></opml>'
    assert len(read(body)) == 1


def test_depth_is_bounded() -> None:
    deep = "<outline text='f'>" * 5_000 + "<outline xmlUrl='http://a.example/'/>" + "</outline>" * 5_000
    assert read(f"<opml><body>{deep}</body></opml>".encode()) == ()


def test_an_opml_without_body_has_no_feeds() -> None:
    assert read(b"<opml/>") == ()


_TEXT = st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=20)


@given(_TEXT, st.lists(st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True), unique=True, max_size=4))
def test_what_is_written_is_read_back(publisher: str, topics: list[str]) -> None:
    feed = Feed(id="a", url="https://a.example/f?x=1&y=<2>", publisher=publisher, topics=tuple(topics))
    (outline,) = read(write([feed]))
    assert outline.url == feed.url
    assert outline.categories == feed.topics
    assert outline.title == publisher or outline.title in (publisher.strip(), feed.url)
