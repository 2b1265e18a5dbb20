"""Pages that stand where the article should be, and articles that only speak of such pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clean import article
from bot.model import Article, Entry, Fetched

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
TEASER = "The ferry line reopened on Friday after a week of talks."
TITLE = "Ferry line between the coasts reopens"

WALLS = {
    "a challenge page": "<title>Just a moment...</title><p>Verify you are human by completing the action below.</p>",
    "a consent page": "<title>Before you continue</title><p>We value your privacy. We and our partners store data.</p>"
    "<p>You may accept all cookies, or manage your preferences for this site and for those of our partners.</p>",
    "a login page": f"<title>{TITLE}</title><p>Please log in to read on, or create an account.</p>",
    "a paywall": f"<h1>{TITLE}</h1><p>{TEASER} The first ship left with two hundred people on board.</p>"
    "<p>Subscribe to continue reading. Already a subscriber? Log in.</p>",
    "a page that needs scripts": "<div id='root'></div><noscript>You need to enable JavaScript to run this app."
    "</noscript><script src='a.js'></script>",
}


def read_entry(page: str) -> Article:
    return article.from_entry(
        Entry(guid="1", link="https://news.example/a", title=TITLE, summary=TEASER),
        page=Fetched(url="https://news.example/a", body=page.encode()),
        publisher="Harbour Post",
        language=None,
        now=NOW,
    )


def read_page(page: str) -> Article:
    return article.from_page(page, url="https://news.example/a", title=None, publisher=None, published=None, now=NOW)


@pytest.mark.parametrize(("kind", "page"), WALLS.items(), ids=WALLS.keys())
def test_a_wall_never_becomes_the_text(kind: str, page: str) -> None:
    made = read_entry(page)
    assert made.body == TEASER
    assert made.notes == (f"The page is {kind}, not the article; the feed's own text stands.",)


@pytest.mark.parametrize(("kind", "page"), WALLS.items(), ids=WALLS.keys())
def test_a_page_read_alone_says_that_it_is_a_wall(kind: str, page: str) -> None:
    made = read_page(page)
    assert any(kind in note for note in made.notes)
    assert not made.body or kind == "a paywall"


def test_a_paywall_read_alone_keeps_the_opening() -> None:
    assert read_page(WALLS["a paywall"]).body.startswith(TEASER)


def test_a_report_on_paywalls_is_no_paywall() -> None:
    report = "".join(
        f"<p>Paragraph {n} on the ferry line: a reader told to log in to continue "
        "reading will leave the site, according to a study of forty publishers in nine countries.</p>"
        for n in range(10)
    )
    made = read_entry(f"<h1>{TITLE}</h1><article>{report}</article>")
    assert made.body.count("Paragraph") == 10
    assert not made.notes


def test_a_script_with_stray_quotes_hides_no_article() -> None:
    script = '<script>var a=\'<bo\'+"dy onload=\\"x();\\">\'";' + "if(a<b&&c){d()} " * 400 + "</script>"
    report = "".join(f"<p>Paragraph {n} says that the crews returned to work on Friday morning.</p>" for n in range(8))
    assert read_page(f"<h1>{TITLE}</h1>{script}<article>{report}</article>").body.count("Paragraph") == 8
