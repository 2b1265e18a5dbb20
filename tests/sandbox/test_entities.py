"""What is stored of a text: trimmed, entities moved with it, links and commands found as Telegram finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import checked_url, formatted, found, slice_units
from bot.sandbox.model import Entity, Json
from bot.text import utf16_length


def marked(text: str) -> list[tuple[str, str]]:
    return [(entity.type, slice_units(text, entity.offset, entity.end)) for entity in found(text)]


FOUND: list[tuple[str, list[tuple[str, str]]]] = [
    ("/start", [("bot_command", "/start")]),
    ("😀 /help@the_bot now", [("bot_command", "/help@the_bot")]),
    ("and/or 1/2", []),
    ("see https://example.org/a?b=c.", [("url", "https://example.org/a?b=c")]),
    ("https://example.org/start", [("url", "https://example.org/start")]),
    ("#Venezuela and #1", [("hashtag", "#Venezuela")]),
    ("#Россия", [("hashtag", "#Россия")]),
    ("ask @news_desk or a@b.example", [("mention", "@news_desk"), ("email", "a@b.example")]),
    ("$USD rose", [("cashtag", "$USD")]),
    ("nothing here", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[row[0] for row in FOUND])
def test_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert marked(text) == expected


def test_nothing_is_found_inside_code() -> None:
    code: Json = {"type": "code", "offset": 0, "length": 6}
    assert formatted("/start", [code], 4096, "message")[1] == (Entity("code", 0, 6),)
    bold: Json = {"type": "bold", "offset": 0, "length": 6}
    assert [entity.type for entity in formatted("/start", [bold], 4096, "message")[1]] == ["bold", "bot_command"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60), st.data())
def test_an_entity_marks_the_same_text_after_trimming(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    bold: Json = {"type": "bold", "offset": utf16_length(text[:start]), "length": utf16_length(text[start:end])}
    stored, entities = formatted(text, [bold], 4096, "message")
    assert stored == text.strip()
    kept = [slice_units(stored, one.offset, one.end) for one in entities if one.type == "bold"]
    lead = len(text) - len(text.lstrip())
    inside = text[max(start, lead) : min(end, lead + len(stored))]
    assert kept == ([inside] if inside else [])


@given(st.text(max_size=200))
def test_any_text_is_searched_without_an_error(text: str) -> None:
    for entity in found(text):
        assert 0 <= entity.offset < entity.end <= utf16_length(text)


@pytest.mark.parametrize("url", ["https://example.org", "http://[::1]/x", "tg://user?id=1", "example.org/a"])
def test_urls_taken(url: str) -> None:
    assert checked_url(url) == url


@pytest.mark.parametrize("url", ["", "http://", "http://host", "https://a b.example", "data:text/html,x", "http://[x"])
def test_urls_refused(url: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        checked_url(url)
