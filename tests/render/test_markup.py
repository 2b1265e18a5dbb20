"""Text and entities always fit together, whatever the text is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Button, Message, Span
from bot.render.markup import (
    Node,
    Part,
    blocks,
    bold,
    code,
    expandable,
    is_web,
    italic,
    join,
    keyboard,
    lines,
    link,
    message,
    prose,
    quote,
    split,
)
from bot.text import safe, utf16_length

_PIECES = [
    "a",
    " ",
    "\n",
    "é",
    "e\u0301",
    "🇻🇪",
    "👩‍👩‍👧",
    "👍🏽",
    "مرحبا",
    "\u202e",
    "\x00",
    "<b>",
    "*_`[",
    "word ",
    "\ud800",
    "𝒜",
]
texts = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join) | st.text(max_size=40)


def _wrap(children: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    parts = st.lists(children, min_size=1, max_size=4)
    wrappers = st.sampled_from([bold, italic, quote, expandable])
    return (
        st.builds(lambda wrap, kids: wrap(*kids), wrappers, parts)
        | st.builds(lambda kid: link(kid, "https://example.org/x"), children)
        | st.builds(lambda kids: join(" ", kids), parts)
    )


parts: st.SearchStrategy[Part] = st.recursive(texts | st.builds(code, texts), _wrap, max_leaves=20)


def _plain(part: Part) -> str:
    return safe(part) if isinstance(part, str) else "".join(_plain(child) for child in part.parts)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def covered(made: Message, span: Span) -> str:
    return _utf16(made.text)[span.offset * 2 : (span.offset + span.length) * 2].decode("utf-16-le")


def _assert_sound(made: Message) -> None:
    assert utf16_length(made.text) <= 4096
    assert len(made.spans) <= 100
    assert made.text == made.text.strip()
    assert made.text == safe(made.text)
    for span in made.spans:
        assert span.length > 0
        text = covered(made, span)  # decoding fails when a surrogate pair is cut
        assert text == text.strip()
        assert span.offset + span.length <= utf16_length(made.text)


@settings(deadline=None)
@given(st.lists(parts, max_size=5))
def test_a_message_is_its_text_with_entities_in_range(tree: list[Part]) -> None:
    made = message(*tree)
    _assert_sound(made)
    assert made.text == "".join(_plain(part) for part in tree).strip()


@settings(deadline=None)
@given(st.lists(texts | st.builds(lambda text: bold(text), texts), min_size=1, max_size=6), st.integers(1, 400))
def test_splitting_loses_nothing_but_white_space(tree: list[Part], times: int) -> None:
    long: Part = bold(*(tree * times))
    made = split(long)
    for piece in made:
        _assert_sound(piece)
        assert piece.text
    assert _squeeze("".join(piece.text for piece in made)) == _squeeze(_plain(long))


@settings(deadline=None)
@given(st.lists(parts, min_size=1, max_size=3), st.integers(1, 300))
def test_trimming_keeps_the_beginning(tree: list[Part], times: int) -> None:
    made = message(*(tree * times))
    _assert_sound(made)
    whole = "".join(_plain(part) for part in tree * times).strip()
    assert made.text == whole or whole.startswith(made.text.removesuffix("…").rstrip())


def test_every_4096th_emoji_message_is_whole() -> None:
    made = split("🚀" * 4096)
    assert [utf16_length(piece.text) for piece in made] == [4096, 4096]


@pytest.mark.parametrize("cluster", ["🇻🇪", "👩‍👩‍👧", "👍🏽", "e\u0301", "\u0915\u094d\u200d\u0937"])
def test_a_visible_character_is_never_cut(cluster: str) -> None:
    for lead in range(8):
        first = split("x" * lead + cluster * 3000)[0].text
        assert _squeeze(first)[lead:].replace(cluster, "") == ""


def test_a_long_text_is_cut_between_paragraphs() -> None:
    paragraph = "word " * 150
    made = split("\n\n".join([paragraph.strip()] * 12))
    assert all(piece.text.startswith("word") and piece.text.endswith("word") for piece in made)
    assert len(made) == 3


def test_more_than_a_hundred_entities_go_to_the_next_message() -> None:
    made = split(*(part for _ in range(150) for part in (bold("x"), " ")))
    assert [len(piece.spans) for piece in made] == [100, 50]


def test_a_style_goes_on_over_a_split() -> None:
    made = split(bold("word " * 1500))
    assert all(piece.spans[0].length == utf16_length(piece.text) for piece in made)


def test_buttons_stand_under_the_last_piece_only() -> None:
    made = split("word " * 1500, buttons=[[Button("Go", data="-")]])
    assert [bool(piece.buttons) for piece in made] == [False, True]


def test_text_that_looks_like_markup_stays_text() -> None:
    title = "<b>5 < 7 & *stars* [x](http://evil.example)</b>"
    made = message(link(bold(title), "https://example.org/a"))
    assert made.text == title
    assert [(span.type, span.url) for span in made.spans] == [("text_link", "https://example.org/a"), ("bold", None)]


def test_offsets_count_utf16_units() -> None:
    made = message("🇻🇪 ", bold("Caracas"))
    assert made.spans == (Span("bold", 5, 7),)


def test_bidi_overrides_and_controls_are_gone() -> None:
    assert message("a\u202eb\x00c").text == "abc"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "tg://user?id=1",
        "//example.org",
        "https://",
        "https://user:pw@example.org",
        "https://exa mple.org",
        "https://example.org/" + "x" * 3000,
        "https://[::1",
        "",
    ],
)
def test_what_is_no_web_page_is_no_link(url: str) -> None:
    assert not is_web(url)
    assert message(link("text", url)) == Message("text")


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "http://example.org:8080/ü"])
def test_web_pages_are_links(url: str) -> None:
    assert message(link("text", url)).spans == (Span("text_link", 0, 4, url),)


def test_a_link_without_a_page_is_its_text() -> None:
    assert message(link("text", None)) == Message("text")


@pytest.mark.parametrize(
    ("node", "kinds"),
    [
        pytest.param(bold(code("x")), ["bold"], id="code in bold gives way"),
        pytest.param(quote(code("x")), ["blockquote", "code"], id="code in a quotation stays"),
        pytest.param(quote(quote("x")), ["blockquote"], id="a quotation in a quotation is one"),
        pytest.param(bold(quote("x")), ["bold"], id="no quotation inside a style"),
        pytest.param(bold(bold("x")), ["bold"], id="bold in bold is bold"),
        pytest.param(bold("  "), [], id="white space has no style"),
    ],
)
def test_nesting_that_telegram_refuses_is_not_made(node: Node, kinds: list[str]) -> None:
    assert [span.type for span in message("a", node, "b").spans] == kinds


def test_lines_and_blocks_leave_out_what_is_not_there() -> None:
    made = message(blocks(lines("a", None, "b", ""), None, lines(), lines("c")))
    assert made.text == "a\nb\n\nc"


def test_foreign_text_makes_no_command_to_tap() -> None:
    assert prose("send /forget now, and/or not") == "send /\u2060forget now, and/or not"
    assert message(prose("send /forget now")).text == "send /\u2060forget now"
    assert prose("https://example.org/path") == "https://example.org/path"


def test_foreign_text_calls_nobody_by_name() -> None:
    assert prose("thanks to @someone, mail a@b.example") == "thanks to @\u2060someone, mail a@b.example"
    assert message(prose("@someone")).text == "@\u2060someone"
    assert message("me\u2060 and you").text == "me and you"


def test_a_keyboard_has_no_holes_and_fits() -> None:
    one = Button("x", data="-")
    assert keyboard([[None], [one, None]]) == ((one,),)
    wide = keyboard([[one] * 20] * 20)
    assert max(len(row) for row in wide) == 8
    assert sum(len(row) for row in wide) == 100


def test_combining_marks_alone_do_not_stop_the_splitter() -> None:
    text = "a" + "\u0301" * 9000
    made = split(text)
    assert "".join(piece.text for piece in made) == text
    assert unicodedata.combining(made[1].text[0])
