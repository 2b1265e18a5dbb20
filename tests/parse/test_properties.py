"""Whatever arrives, the parse stage answers with a feed or NotAFeed, and its strings can be stored and sent."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotAFeed
from bot.model import ParsedFeed
from bot.parse.markup import absolute, plain
from tests.parse.documents import URL, atom, item, read, rss

_PIECES = (
    "<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "<title type='xhtml'>", "<link>", "</link>",
    "<link href='/x'/>", "<guid>", "</guid>", "<description>", "</description>", "<content type='html'>", "</content>",
    "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&#x1F41F;", "&#xD800;", "&#99999999999999;", "&bogus;", "&", "<", ">",
    "<media:content url='x' medium='image'/>", "<media:description>", "</media:description>", "<media:rating>",
    "</media:rating>", "<media:credit/>", "<author>", "</author>", "<name>", "</name>", "<category/>", "<source/>",
    "<pubDate>", "</pubDate>", "2026-03-05", "<image>", "</image>", "<textinput>", "</svg>", "<svg>", "<div>", "text",
    "<a xml:base='http://['>", "<itunes:image/>", "<enclosure/>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "\x00",
    "<!DOCTYPE x [", "<!ENTITY a 'b'>", "]>", "<?xml version='1.0'?>", "{", "\ud83d\udc1f", "ё",
)  # fmt: skip


def _strings(parsed: ParsedFeed) -> str:
    return (
        repr(parsed) + parsed.title + "".join(e.title + e.summary + e.content + (e.guid or "") for e in parsed.entries)
    )


def _survives(body: bytes) -> None:
    with contextlib.suppress(NotAFeed):
        parsed = read(body)
        _strings(parsed).encode()  # no lone surrogates
        assert "\x00" not in "".join(e.title + e.summary + e.content for e in parsed.entries)
        assert all(e.link is None or e.link.startswith(("http://", "https://")) for e in parsed.entries)


@given(st.binary(max_size=500))
def test_any_bytes(body: bytes) -> None:
    _survives(body)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_any_soup_of_markup(soup: str) -> None:
    for document in (rss(soup), atom(soup), soup, rss(item(soup), item(guid="2"))):
        _survives(document.encode("utf-8", "surrogatepass"))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_in_title_and_link(title: str, link: str) -> None:
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "replace") for text in (title, link)]
    _survives(b"<rss><channel><item><title>%s</title><link>%s</link></item></channel></rss>" % tuple(escaped))


@given(st.text(max_size=200))
def test_plain_text_is_one_safe_line(markup: str) -> None:
    assert plain(markup) == plain(markup).strip()
    assert not set(plain(markup)) & set("\n\r\x00\u202e")


@given(st.text(max_size=80))
def test_absolute_links_are_http_or_none(link: str) -> None:
    found = absolute(link, URL)
    assert found is None or found.startswith(("http://", "https://"))
