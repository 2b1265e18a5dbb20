"""What pages say of themselves, in the shapes they say it in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clean import html, metadata, moments
from bot.clean.structured import Claims

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
ARTICLE: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "Ferry line &amp; port reopen",
    "datePublished": "2026-03-05T18:00:00+02:00",
    "author": [{"@type": "Person", "name": "Nellie Bly"}, {"@type": "Person", "name": "Martha Gellhorn"}],
    "image": [{"url": "/lead.jpg"}],
    "inLanguage": "en-GB",
}


def claims(head: str, lang: str = "") -> Claims:
    root = html.parse(f"<html {lang}><head>{head}</head><body><p>x</p></body></html>")
    assert root is not None
    return metadata.read(root, url="https://news.example/a", now=NOW)


def ld(value: Any) -> str:
    return f"<script type='application/ld+json'>{value if isinstance(value, str) else json.dumps(value)}</script>"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(ARTICLE, id="an object"),
        pytest.param([{"@type": "WebSite"}, ARTICLE], id="a list"),
        pytest.param({"@graph": [{"@type": "Organization"}, ARTICLE]}, id="a graph"),
        pytest.param({"@type": "WebPage", "mainEntity": ARTICLE}, id="a main entity"),
        pytest.param({**ARTICLE, "@type": ["Article", "NewsArticle"]}, id="several types"),
        pytest.param(json.dumps(ARTICLE)[:-1] + ",}", id="a trailing comma"),
        pytest.param("//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>", id="in CDATA"),
        pytest.param(json.dumps(ARTICLE) + ";", id="with a semicolon"),
    ],
)
def test_the_article_is_found(value: Any) -> None:
    found = claims(ld(value))
    assert found.title == "Ferry line & port reopen"
    assert found.published == datetime(2026, 3, 5, 16, tzinfo=UTC)
    assert found.authors == ("Nellie Bly", "Martha Gellhorn")
    assert found.image == "https://news.example/lead.jpg"
    assert found.language == "en"


@pytest.mark.parametrize(
    "value", ["{", "null", '"text"', "[" * 50_000, '{"@type": 7}', '{"@type": "Person", "name": "x"}']
)
def test_what_is_no_article_claims_nothing(value: str) -> None:
    assert replace(claims(ld(value)), sources=()) == Claims()


def test_a_body_that_is_not_free_is_not_taken() -> None:
    body = "The ferry line reopened on Friday."
    assert claims(ld({**ARTICLE, "articleBody": body})).body == body
    assert claims(ld({**ARTICLE, "articleBody": body, "isAccessibleForFree": False})).body == ""


def test_open_graph_fills_what_is_missing() -> None:
    found = claims(
        "<meta property='og:title' content='A title'><meta property='og:image' content='https://news.example/i.jpg'>"
        "<meta name='author' content='By Nellie Bly and Martha Gellhorn'>"
        "<meta property='article:published_time' content='2026-03-05'>",
        "lang='es-419'",
    )
    assert (found.title, found.image) == ("A title", "https://news.example/i.jpg")
    assert found.authors == ("Nellie Bly", "Martha Gellhorn")
    assert found.published == datetime(2026, 3, 5, tzinfo=UTC)


def test_addresses_and_roles_are_no_authors() -> None:
    assert claims("<meta name='author' content='https://social.example/harbour'>").authors == ()
    assert claims("<meta name='author' content='admin'>").authors == ()


@pytest.mark.parametrize("value", ["2099-01-01", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "yesterday", ""])
def test_moments_that_cannot_be_are_dropped(value: str) -> None:
    assert moments.parse_date(value, NOW) is None


def test_an_image_that_is_no_address_is_dropped() -> None:
    assert claims("<meta property='og:image' content='javascript:alert(1)'>").image is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@graph", "headline", "author", "name", "image", "datePublished"]), inner
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_borne(value: Any) -> None:
    structured_text = json.dumps({"@type": "NewsArticle", "author": value, "image": value, "headline": value})
    claims(ld(structured_text.replace("</", "<\\/")))
