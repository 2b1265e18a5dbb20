"""Entries, pages and plain texts become articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clean import article
from bot.model import Article, Entry, Fetched

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)

DIRTY = """×
Enjoying the site without adverts?
In March we switched off all ads for you, our readers.
This costs us €4,000 a month. Your support can close the gap.
Support us

Harbour Talks Resume After Week of Silence

Envoys of both coasts returned to the table as shelling stopped in the strait. Press Service

Envoys of the two coastal republics resumed talks in Port Amel on Tuesday, a week after walking out over fishing rights.

"We are here to listen, and we need your help to be heard," said the northern envoy.

Both sides agreed to reopen the ferry line and to exchange lists of detained crews, the mediators said.

A Message from The Harbour Post:

Dear readers,

Our reporters work under pressure, and the ministry has called our work "hostile".

If you value The Harbour Post, please support us from just $3 a month.

Once
Monthly
Continue
Read more"""


def read(text: str, *, title: str | None = None, publisher: str | None = "The Harbour Post") -> Article:
    return article.from_text(text, title=title, publisher=publisher, url=None, published=None, now=NOW)


def test_a_dirty_text_comes_out_as_the_report() -> None:
    made = read(DIRTY)
    assert made.title == "Harbour Talks Resume After Week of Silence"
    assert made.dek == "Envoys of both coasts returned to the table as shelling stopped in the strait."
    assert made.credit == "Press Service"
    assert [line.split()[0] for line in made.body.split("\n\n")] == ["Envoys", '"We', "Both"]
    assert all(one.reason for one in made.removed)


def test_the_headline_is_the_title_and_not_a_dek_with_more_of_the_reports_words() -> None:
    dek = "Talks of the two coastal republics on fishing rights and the ferry line resumed in Port Amel. Press Service"
    made = read(DIRTY.replace(DIRTY.splitlines()[8], dek))
    assert made.title == "Harbour Talks Resume After Week of Silence"
    assert dek not in made.body


def test_a_known_title_gives_the_same_report() -> None:
    known = read(DIRTY, title="Harbour talks resume after week of silence", publisher=None)
    assert known.body == read(DIRTY).body


def test_as_is_leaves_every_character() -> None:
    text = "  Support us\n\nRead more  "
    made = article.as_is(text, title=None)
    assert (made.body, made.title, made.removed) == (text, "", ())


def test_a_feed_entry_alone_is_an_article() -> None:
    entry = Entry(
        guid="1",
        link="https://news.example/a?utm_source=rss",
        title="Ferry line &amp; port reopen",
        summary="<p>The ferry line reopened on Friday.</p><p>The post Ferry line appeared first on Harbour Post.</p>",
    )
    made = article.from_entry(entry, page=None, publisher="Harbour Post", language="en", now=NOW)
    assert made.title == "Ferry line & port reopen"
    assert made.body == "The ferry line reopened on Friday."
    assert made.url == "https://news.example/a"
    assert made.language == "en"


def page(body: str, url: str = "https://news.example/a") -> Fetched:
    return Fetched(url=url, body=body.encode(), content_type="text/html; charset=utf-8")


ENTRY = Entry(
    guid="1",
    link="https://news.example/a",
    title="Ferry line between the coasts reopens",
    summary="The ferry line reopened on Friday after a week of talks.",
)
REPORT = "".join(
    f"<p>Paragraph {n} on the ferry line says that crews returned to work and that ships left the port on time.</p>"
    for n in range(12)
)


def entry_with(fetched: Fetched) -> Article:
    return article.from_entry(ENTRY, page=fetched, publisher="Harbour Post", language=None, now=NOW)


def test_the_page_gives_the_full_text() -> None:
    made = entry_with(
        page(f"<html lang='en'><h1>Ferry line between the coasts reopens</h1><article>{REPORT}</article>")
    )
    assert made.body.count("Paragraph") == 12
    assert made.language == "en"
    assert not made.notes


def test_a_challenge_page_never_becomes_the_text() -> None:
    wall = "<html><title>Just a moment...</title><p>Checking your browser before you access news.example.</p></html>"
    made = entry_with(page(wall))
    assert made.body == ENTRY.summary
    assert "challenge" in made.notes[0]


def test_a_page_about_something_else_never_becomes_the_text() -> None:
    other = (
        REPORT.replace("ferry line", "hockey cup").replace("crews", "fans").replace("ships left the port", "teams won")
    )
    made = entry_with(page(f"<html><h1>Hockey cup results</h1><article>{other}</article>"))
    assert made.body == ENTRY.summary
    assert made.notes


def test_a_page_drawn_by_scripts_gives_the_body_it_states() -> None:
    body = "\\n\\n".join(f"Crew {n} of the ferry line returned to work on Friday and left the port." for n in range(8))
    stated = f'{{"@type": "NewsArticle", "headline": "Ferry line reopens", "articleBody": "{body}"}}'
    made = entry_with(page(f"<html><script type='application/ld+json'>{stated}</script><div id='root'></div></html>"))
    assert made.body.count("Crew") == 8
    assert not made.notes


@pytest.mark.parametrize(
    ("behind", "credit"),
    [
        pytest.param("CARICOM", "CARICOM", id="a credit in no vocabulary"),
        pytest.param("", None, id="nothing"),
        pytest.param("The talks went on for three more days after that", None, id="a sentence is no credit"),
    ],
)
def test_what_sticks_to_a_known_dek_is_its_credit(behind: str, credit: str | None) -> None:
    dek = "Presidents met on a Caribbean island, with neighbours as hosts."
    paragraphs = "".join(f"<p>{line}</p>" for line in (f"{dek} {behind}", *LONG))
    page = (
        f'<html><head><title>Two presidents meet</title><meta name="description" content="{dek}"></head>'
        f"<body><article><h1>Two presidents meet</h1>{paragraphs}</article></body></html>"
    )
    made = article.from_page(
        page, url=None, title=None, publisher="Harbour Post", published=None, now=datetime(2026, 3, 6, tzinfo=UTC)
    )
    assert made.credit == credit
    assert (behind in made.body) is (credit is None)


LONG = (
    "The two governments agreed on Thursday not to use force in their dispute over the border region.",
    "Their declaration sets up a commission of ministers and calls for another meeting within three months.",
    "One side insists that a court must decide, while the other does not recognise its jurisdiction.",
)


def test_a_dek_with_a_credit_is_no_title_though_the_report_repeats_its_words() -> None:
    title = "Sweden's Kristersson Flies to Washington for the Last Signature"
    dek = "The visit follows a vote by Hungary's parliament after two years of waiting in Stockholm. Foreign Ministry"
    body = (
        "Swedish Prime Minister Ulf Kristersson travels to Washington on Thursday to hand over the papers.",
        "The journey follows a vote by Hungary's parliament, the last of the alliance, after two years of waiting.",
        "Turkey had agreed in January, and Stockholm had been waiting for Budapest since then.",
    )
    made = article.from_text(
        "\n\n".join([title, dek, *body]), title=None, publisher="Harbour Post", url=None, published=None, now=NOW
    )
    assert (made.title, made.dek, made.credit) == (title, dek.removesuffix(" Foreign Ministry"), "Foreign Ministry")
    assert made.body.split("\n\n") == list(body)
