"""Hostile and broken input: an article, or a note that says why there is none; never an exception, never a hang."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clean import article, html
from bot.model import Article, Entry, Fetched

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)

BAD: dict[str, str] = {
    "a megabyte of unclosed tags": "<p><b><i><a href=x>" * 50_000,
    "unclosed divisions with text": "<div><p>some text here that is longer than ten words, and it ends with a stop."
    * 12_000,
    "a hundred thousand nested divisions": "<div>" * 100_000 + "hi" + "</div>" * 100_000,
    "two thousand nested divisions": "<div>" * 2000 + "<p>A text of some words that is a report.</p>" * 20,
    "one word a million times": "<p>" + "word " * 1_000_000 + "</p>",
    "one word of a million letters": "<p>" + "a" * 1_000_000 + "</p>",
    "a data address": "<p>text</p><img src='data:image/png;base64," + "A" * 1_000_000 + "'>",
    "a hundred thousand attributes": "<div " + " ".join(f"a{n}='<x>'" for n in range(100_000)) + ">hello</div>",
    "scripts in attributes": "<p onclick='alert(1)'>hi <a href='javascript:x'>there</a> is a report.</p>" * 500,
    "structured data too deep": "<script type='application/ld+json'>" + "[" * 100_000 + "</script><p>x</p>",
    "structured data without end": "<script type='application/ld+json'>" + '{"a":' * 5000 + "</script><p>x</p>",
    "quotation marks": "<p>" + "“" * 300_000 + "</p>",
    "stops": "<p>" + ". " * 300_000 + "</p>",
    "capitals": "<p>" + "A" * 400 + ", " * 100_000 + "</p>",
    "less-than signs": "<" * 500_000,
    "ampersands": "&" * 500_000,
    "open comments": "<!--" * 200_000,
    "tables in tables": "<table><tr><td>" * 20_000,
    "a list of links without end": "<ul>" + "".join(f"<li><a href='/{n}'>link {n}</a> text" for n in range(3000)),
    "blank lines": "\n" * 500_000 + "x",
    "separators in the title": "<title>" + "a - " * 50_000 + "</title><h1>" + "b | " * 50_000 + "</h1><p>hi</p>",
    "lone surrogates": "<p>\ud800 broken \udfff text</p>",
    "nulls": "\x00" * 100_000,
    "nothing": "",
}


def from_page(document: str | bytes) -> Article:
    return article.from_page(
        document, url="https://news.example/a", title=None, publisher=None, published=None, now=NOW
    )


@pytest.mark.parametrize("document", BAD.values(), ids=BAD.keys())
def test_a_page_gives_an_article_or_a_note(document: str) -> None:
    made = from_page(document)
    assert len(made.body) <= html.MAX_TEXT
    assert "<div" not in made.body
    made.body.encode()  # no lone surrogates


@pytest.mark.parametrize("document", BAD.values(), ids=BAD.keys())
def test_a_text_gives_an_article(document: str) -> None:
    made = article.from_text(document, title=None, publisher="Harbour Post", url=None, published=None, now=NOW)
    assert len(made.body) <= html.MAX_TEXT


@pytest.mark.parametrize("document", BAD.values(), ids=BAD.keys())
def test_an_entry_keeps_its_title(document: str) -> None:
    made = article.from_entry(
        Entry(guid="1", link=None, title="Ferry line reopens", content=document),
        page=Fetched(url="https://news.example/a", body=document.encode("utf-8", "replace")),
        publisher="Harbour Post",
        language=None,
        now=NOW,
    )
    assert made.title == "Ferry line reopens"
    assert len(made.body) <= html.MAX_TEXT


def test_a_pdf_is_named() -> None:
    assert "PDF" in from_page(b"%PDF-1.7\n" + bytes(range(256)) * 40).notes[0]


def test_an_empty_page_is_named() -> None:
    assert "empty" in from_page(b"").notes[0]


SENTENCE = "Grüße aus dem Hafen: die Fähre fährt wieder, und der Zoll öffnet am Montag um acht."


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(f"<meta charset='utf-16'><p>{SENTENCE}</p>".encode(), id="says UTF-16 and is UTF-8"),
        pytest.param(f"<p>{SENTENCE}</p>".encode("utf-16"), id="is UTF-16 with a mark"),
        pytest.param(f"<meta charset='iso-8859-1'><p>{SENTENCE}</p>".encode("latin-1"), id="Latin-1"),
        pytest.param(f"<meta charset='no-such'><p>{SENTENCE}</p>".encode(), id="unknown label"),
        pytest.param(f"<p>{SENTENCE}</p>".encode(), id="no label"),
        pytest.param(f"<p>{SENTENCE.encode().decode('latin-1')}</p>".encode(), id="twice encoded"),
    ],
)
def test_characters_survive_wrong_labels(document: bytes) -> None:
    assert from_page(document).body == SENTENCE


@pytest.mark.parametrize(
    "text", ["word " * 400_000, "word\n" * 100_000, "a" * 2_000_000], ids=["words", "lines", "letters"]
)
def test_a_text_beyond_the_limits_says_so(text: str) -> None:
    made = article.from_text(text, title=None, publisher=None, url=None, published=None, now=NOW)
    assert "too long" in made.notes[0]
    assert article.from_text(text[:400], title=None, publisher=None, url=None, published=None, now=NOW).notes == ()
