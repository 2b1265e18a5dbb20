"""What an admin sees of a feed that is tried."""

from __future__ import annotations

from bot.model import Article, CountryTag, FeedTrial, Mention, Message, Removed, Tagged
from bot.render import trial
from tests.build import NOON, feed

ARTICLE = Article(
    title="Ferry line reopens",
    body="The ferry left with two hundred people. It comes back at night.",
    dek="After a week of talks",
    authors=("Ida Wells",),
    published=NOON,
    section="World",
    language="en",
    image="https://cdn.example/ferry.jpg",
    url="https://news.example/ferry",
    removed=(Removed("Support us", "plea"), Removed("Read more", "teaser"), Removed("Subscribe", "plea")),
    notes=("page not fetched: 403",),
)
TAGGED = Tagged(
    ARTICLE, countries=(CountryTag("VE", (Mention("body", 0, 3),)),), summary=("The ferry left.",), failed=("actors",)
)


def shown(*items: Tagged, mine: bool = False) -> Message:
    return trial.shown(FeedTrial(feed(2), "Harbour Post", 12, items, None if mine else "t-1"), NOON)


def test_an_item_shows_what_alerts_go_by_and_what_was_left_out() -> None:
    text = shown(TAGGED).text
    for part in ("1. Ferry line reopens", "After a week of talks", "The ferry left.", "Ida Wells", "World", "picture"):
        assert part in text
    assert "Tags: 🇻🇪" in text
    assert "Left out: plea ×2, teaser" in text
    assert "– Support us (plea)" in text
    assert "⚠️ page not fetched: 403" in text
    assert "actors did not run" in text


def test_what_was_left_out_opens_with_a_tap() -> None:
    assert [span.type for span in shown(TAGGED).spans].count("expandable_blockquote") == 1
    assert "expandable_blockquote" not in [span.type for span in shown(Tagged(Article("A", "B"))).spans]


def test_a_feed_that_is_there_already_is_not_offered() -> None:
    assert [button.text for row in shown(TAGGED).buttons for button in row] == ["Add it", "All feeds"]
    mine = shown(TAGGED, mine=True)
    assert [button.text for row in mine.buttons for button in row] == ["All feeds"]
    assert "your feed feed-2" in mine.text


def test_an_empty_feed_and_a_bare_item_are_said_to_be_so() -> None:
    assert "has no items" in shown().text
    bare = shown(Tagged(Article("", ""))).text
    assert "Untitled" in bare
    assert "no date · language unknown · no text" in bare
    assert "No tags" in bare


def test_three_long_items_fit_one_message() -> None:
    gone = tuple(Removed("x" * 3000, "a very long reason " * 9) for _ in range(50))
    long = Tagged(
        Article("t" * 900, "word " * 9000, dek="d" * 900, removed=gone, notes=("n" * 900,)), summary=("s" * 900,)
    )
    assert len(shown(long, long, long).text.encode("utf-16-le")) // 2 <= 4096
