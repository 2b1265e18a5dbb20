"""Where feeds announce their WebSub hub: Link headers, Atom links, JSON Feed's hubs."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parse.linkheader import linked
from tests.parse.documents import atom, read, rss

HUB, SELF = "https://hub.example/", "https://news.example/feed"


@pytest.mark.parametrize(
    ("header", "rel", "expected"),
    [
        pytest.param(f'<{HUB}>; rel="hub"', "hub", HUB, id="quoted"),
        pytest.param(f"<{HUB}>; rel=hub", "hub", HUB, id="bare"),
        pytest.param(f'<{SELF}>; rel="self", <{HUB}>; rel="hub"', "hub", HUB, id="second"),
        pytest.param(f'<{HUB}>;rel="hub",<{SELF}>;title="a";REL="self"', "self", SELF, id="no-spaces"),
        pytest.param(f'<{HUB}>; rel="alternate hub"', "hub", HUB, id="several-relations"),
        pytest.param("</hub>; rel=hub", "hub", "/hub", id="relative"),
        pytest.param(f'<{HUB}>; rel="hubs"', "hub", None, id="another-relation"),
        pytest.param(f'<{HUB}>; title="hub"', "hub", None, id="only-a-title"),
        pytest.param(f'{HUB}; rel="hub"', "hub", None, id="no-brackets"),
        pytest.param("", "hub", None, id="empty"),
        pytest.param(None, "hub", None, id="none"),
        pytest.param("x" * 10_000 + f"<{HUB}>; rel=hub", "hub", None, id="too-far-back"),
    ],
)
def test_link_headers(header: str | None, rel: str, expected: str | None) -> None:
    assert linked(header, rel) == expected


@given(st.text(alphabet='<>;,="relhub \t', max_size=300))
def test_any_header_is_read_without_an_error(header: str) -> None:
    assert linked(header, "hub") is None or "<" in header


_LINKS = f'<link rel="hub" href="{HUB}"/><link rel="self" href="{SELF}"/>'


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(atom("<entry><id>1</id><title>A</title></entry>", head=f"<title>T</title>{_LINKS}"), id="atom"),
        pytest.param(
            rss(head="<title>T</title>" + _LINKS.replace("<link", '<a:link xmlns:a="http://www.w3.org/2005/Atom"')),
            id="rss",
        ),
        pytest.param(
            json.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "title": "T",
                    "feed_url": SELF,
                    "hubs": [{"type": "rssCloud", "url": "https://other.example/"}, {"type": "WebSub", "url": HUB}],
                    "items": [],
                }
            ),
            id="json",
        ),
    ],
)
def test_a_document_announces_its_hub(document: str) -> None:
    parsed = read(document)
    assert (parsed.hub, parsed.self_url) == (HUB, SELF)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(rss(), id="rss"),
        pytest.param(atom(head='<link rel="hub" href="javascript:alert(1)"/>'), id="no-web-address"),
        pytest.param('{"version": "https://jsonfeed.org/version/1", "title": "T", "hubs": ["x"]}', id="json"),
    ],
)
def test_a_document_without_a_hub_announces_none(document: str) -> None:
    assert read(document).hub is None
