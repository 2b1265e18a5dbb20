"""Splitting into sentences, folding, lengths and shortening."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.text import fold, one_line, paragraphs, safe, sentences, shorten, utf16_length


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mr. Lavrov met Gen. Padrino in Caracas.", id="titles"),
        pytest.param("The case, Mahanoy v. Levy, is a tough one.", id="versus"),
        pytest.param("He lives in St. Petersburg now.", id="saint"),
        pytest.param("The U.S. Senate voted.", id="country before a name"),
        pytest.param("J. D. Vance and George W. Bush spoke.", id="initials"),
        pytest.param("В. В. Путин приехал.", id="Russian initials"),
        pytest.param("It begins at 5 p.m. Tuesday in Oslo.", id="hour before a weekday"),
        pytest.param("They met on Jan. 5 in Geneva.", id="month before a day"),
        pytest.param("Am 5. März reiste sie ab.", id="German date"),
        pytest.param("No. 10 Downing Street was quiet.", id="number"),
        pytest.param("Rep. Ana Smith (D-Calif.) voted no.", id="abbreviation in brackets"),
        pytest.param("Prices rose 3.5 percent.", id="decimal"),
        pytest.param("1. Find the exit", id="number of a list"),
        pytest.param("“We came. We saw. We left,” he said.", id="sentences inside a quotation"),
        pytest.param('"Why now?" the minister asked.', id="attribution in lower case"),
        pytest.param('"Why now?" Ana Ruiz asked.', id="attribution by name"),
        pytest.param("Он сказал: «Да. Нет».", id="Russian quotation"),
        pytest.param("El Sr. Pérez llegó a EE. UU. ayer.", id="Spanish abbreviations"),
        pytest.param("He paused… then left.", id="ellipsis in the middle"),
        pytest.param("no stop at all", id="no stop"),
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He left. She stayed.", ["He left.", "She stayed."], id="two"),
        pytest.param(
            "Troops left the U.S. The rest stayed.", ["Troops left the U.S.", "The rest stayed."], id="country"
        ),
        pytest.param("It ended at 5 p.m. Then they left.", ["It ended at 5 p.m.", "Then they left."], id="hour"),
        pytest.param("They chose plan B. The rest failed.", ["They chose plan B.", "The rest failed."], id="letter"),
        pytest.param("В 2020 г. В Москве тихо.", ["В 2020 г.", "В Москве тихо."], id="Russian year"),
        pytest.param("It was quiet... Then it began.", ["It was quiet...", "Then it began."], id="ellipsis"),
        pytest.param("¿Qué pasa? ¡Nada! Sigue.", ["¿Qué pasa?", "¡Nada!", "Sigue."], id="Spanish"),
        pytest.param("وصل الوزير. هل هو هنا؟ نعم.", ["وصل الوزير.", "هل هو هنا؟", "نعم."], id="Arabic"),
        pytest.param("他来了。她说！走吧", ["他来了。", "她说！", "走吧"], id="Chinese, no spaces"),
        pytest.param("“I am here.” Nobody came.", ["“I am here.”", "Nobody came."], id="closed quotation"),
        pytest.param("(It was. Truly.) He left.", ["(It was. Truly.)", "He left."], id="bracket"),
        pytest.param('"Never closed. He left.', ['"Never closed.', "He left."], id="unclosed quotation"),
        pytest.param("A headline\n\nA text.", ["A headline", "A text."], id="paragraph"),
        pytest.param("One line\nand another", ["One line", "and another"], id="line break"),
        pytest.param("It cost $5. Five left.", ["It cost $5.", "Five left."], id="number at the end"),
    ],
)
def test_sentences_are_split(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_long_quotation_is_split_inside() -> None:
    quotation = "“" + " ".join(f"Sentence number {n} is here." for n in range(30)) + "”"
    assert len(split(quotation)) == 30


def test_blank_text_has_no_sentences() -> None:
    assert sentences(" \n\t\n ") == []


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from(list("aBПу .!?…。\"“”«»()[]\n\t1,'St")), max_size=200))
@example("a. " * 50)
@example("“" * 40 + "a. B. ”" * 10)
def test_spans_cover_everything_but_white_space_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_split(text: str) -> None:
    assert "".join("".join(piece.split()) for piece in split(text)) == "".join(text.split())


@pytest.mark.parametrize("piece", [". ", ".", '".', "“", "(a. ", "A. B. ", "。", " ", "\n"])
def test_repeated_characters_end_soon(piece: str) -> None:
    text = piece * 40_000  # quadratic work would not end within the run
    assert len(sentences(text)) <= len(text)


def test_safe_removes_what_displays_wrongly_and_keeps_lines() -> None:
    assert safe("a\u202eb\u200b\x00c\r\nd\ud800") == "abc\nd"


def test_safe_keeps_joiners_of_emoji_and_scripts() -> None:
    assert safe("👩‍🚀 می‌خواهم") == "👩‍🚀 می‌خواهم"


def test_one_line_and_paragraphs_collapse_white_space() -> None:
    assert one_line(" a \n b\t c ") == "a b c"
    assert paragraphs("a  b\n\n\n c \n d") == ["a b", "c", "d"]


def test_fold_ignores_case_and_accents_but_not_letters() -> None:
    assert fold("Nicolás  MADURO") == fold("nicolas maduro")
    assert fold("Maduro") != fold("Madero")


def test_utf16_length_counts_as_telegram_does() -> None:
    assert (utf16_length("a"), utf16_length("é"), utf16_length("😀")) == (1, 1, 2)


@settings(deadline=None)
@given(st.text(max_size=80), st.integers(min_value=1, max_value=60))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert utf16_length(shorten(text, limit)) <= limit


def test_shorten_cuts_between_words_and_leaves_short_text_alone() -> None:
    assert shorten("Talks resumed in Geneva today", 20) == "Talks resumed in…"
    assert shorten("Talks resumed", 20) == "Talks resumed"
