"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import NotAFeed
from tests.parse.documents import only, read


def _feed(*items: Any, version: str = "https://jsonfeed.org/version/1.1", **head: Any) -> str:
    return json.dumps({"version": version, "title": "The Harbour Post", "items": list(items), **head})


def test_an_item_with_everything() -> None:
    entry = only(
        _feed(
            {
                "id": "https://news.example/1",
                "url": "/1",
                "title": "Ferry &amp; port",
                "content_html": "<p>It sails.</p>",
                "summary": "1 < 2",
                "image": "/lead.jpg",
                "date_published": "2026-03-06T10:00:00+03:00",
                "date_modified": "2026-03-06T08:00:00Z",
                "authors": [{"name": "Ada Quill"}, {"url": "https://x.example"}],
                "tags": ["transport", "transport", None],
            }
        )
    )
    assert entry.guid == "https://news.example/1"
    assert entry.link == "https://news.example/1"
    assert entry.title == "Ferry & port"
    assert (entry.content, entry.summary) == ("<p>It sails.</p>", "1 &lt; 2")
    assert entry.image == "https://news.example/lead.jpg"
    assert entry.published == datetime(2026, 3, 6, 7, 0, tzinfo=UTC)
    assert entry.updated == datetime(2026, 3, 6, 8, 0, tzinfo=UTC)
    assert entry.authors == ("Ada Quill",)
    assert entry.categories == ("transport",)


def test_version_one_has_one_author_and_plain_text() -> None:
    document = _feed(
        {"id": 7, "content_text": "a < b\nnext", "author": {"name": "Ada Quill"}},
        version="https://jsonfeed.org/version/1",
    )
    entry = only(document)
    assert read(document).format == "json10"
    assert entry.guid == "7"
    assert entry.authors == ("Ada Quill",)
    assert entry.content == "a &lt; b<br>next"


def test_an_attached_picture_is_the_image_and_a_sound_is_not() -> None:
    sound = {"url": "https://cdn.example/a.mp3", "mime_type": "audio/mpeg"}
    picture = {"url": "https://cdn.example/a.jpg", "mime_type": "image/jpeg"}
    assert only(_feed({"id": "1", "attachments": [sound, picture]})).image == "https://cdn.example/a.jpg"
    assert only(_feed({"id": "1", "attachments": [sound]})).image is None


@pytest.mark.parametrize("bad", [None, 5, "text", [], {}, {"id": None, "title": ["x"]}, {"id": True}])
def test_a_bad_item_costs_that_item(bad: Any) -> None:
    parsed = read(_feed({"id": "1"}, bad, {"id": "2"}))
    assert [entry.guid for entry in parsed.entries] == ["1", "2"]
    assert (parsed.skipped, parsed.skipped_why) == (1, "1 without id, link, title or text")


def test_wrong_types_inside_an_item_are_passed_over() -> None:
    entry = only(
        _feed(
            {"id": "1", "title": [5], "authors": "Ada", "tags": {"a": 1}, "image": [], "date_published": 5, "url": {}}
        )
    )
    assert (entry.title, entry.authors, entry.categories, entry.image) == ("", (), (), None)


@pytest.mark.parametrize(
    ("number", "guid"),
    [
        pytest.param("7", "7", id="whole"),
        pytest.param("12345678901234567890123", "12345678901234567890123", id="longer than a float is exact"),
        pytest.param("1.50", "1.50", id="as written"),
        pytest.param("1e999", "1e999", id="beyond floats"),
        pytest.param("9" * 5_000, "9" * 2_000, id="beyond what Python reads"),
        pytest.param("NaN", "NaN", id="no number"),
    ],
)
def test_numbers_are_read_as_they_are_written(number: str, guid: str) -> None:
    parsed = read(
        '{"version": "https://jsonfeed.org/version/1", "items": [{"id": NUMBER, "title": "x"}, {"id": 2}]}'.replace(
            "NUMBER", number
        )
    )
    assert [entry.guid for entry in parsed.entries] == [guid, "2"]


def test_a_moment_in_seconds_is_a_date() -> None:
    assert only(_feed({"id": "1", "date_published": 1772712000})).published == datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_of_a_key_told_twice_the_last_counts() -> None:
    assert only('{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "id": "2"}]}').guid == "2"


def test_characters_that_a_database_refuses_are_dropped() -> None:
    raw = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "t", '
        '"items": [{"id": "1", "title": "Fer\\u0000ry \\ud800!", "content_html": "a\\u0000b\\udfff"}]}'
    )
    entry = only(raw)
    assert (entry.title, entry.content) == ("Ferry !", "ab")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ('{"version": "https://jsonfeed.org/version/1.1", "items": ', "broken JSON"),
        ('{"message": "Not Found"}', "Not Found"),
        ('{"items": [1]}', "no JSON Feed"),
        ("[]", "list"),
        ('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000 + "]" * 100_000 + "}", "deeply"),
    ],
)
def test_other_json_is_told_from_a_feed(document: str, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        read(document, content_type="application/json")


def test_a_feed_of_json_is_read_whatever_its_content_type() -> None:
    assert len(read(_feed({"id": "1"}), content_type="text/html").entries) == 1


def test_links_follow_the_feeds_own_address_where_it_gives_one() -> None:
    assert only(_feed({"id": "1", "url": "a"}, feed_url="https://other.example/x/feed.json")).link == (
        "https://other.example/x/a"
    )
