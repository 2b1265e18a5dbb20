"""Terms, weights and overlaps."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understand.grouping.similarity import STOP_WORDS, Background, dot, jaccard, terms, unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The ministers met in the capital", ["minister", "met", "capital"], id="stop words and plurals"),
        pytest.param("Maduro's cities", ["maduro", "city"], id="possessive"),
        pytest.param("Élysée PALACE", ["elysee", "palace"], id="case and accents"),
        pytest.param("1,200 rose 3.5 percent", ["1,200", "rose", "3.5", "percent"], id="numbers stay whole"),
        pytest.param("政府宣布", ["政府", "府宣", "宣布"], id="pairs of characters where there are no spaces"),
        pytest.param("Министр прибыл в Каракас", ["министр", "прибыл", "каракас"], id="Russian"),
        pytest.param("crisis pass bus", ["crisis", "pass", "bus"], id="only plain plurals"),
        pytest.param("... !!!", [], id="no words"),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_stop_words_are_written_as_folding_leaves_them() -> None:
    assert all(word == word.casefold() for word in STOP_WORDS)
    assert terms(" ".join(sorted(STOP_WORDS))) == []


def test_unseen_term_weighs_more_than_a_common_one() -> None:
    background = Background()
    for _ in range(50):
        background.learn(["minister", "capital"])
    assert background.weight("volcano") > background.weight("minister")
    assert background.weight("minister") == pytest.approx(1, abs=0.1)


def test_old_documents_fade() -> None:
    background = Background(recent=100)
    for _ in range(60):
        background.learn(["volcano"])
    before = background.weight("volcano")
    for n in range(300):
        background.learn([f"word{n}", "minister"])
    assert background.weight("volcano") > before


def test_memory_of_words_is_bounded() -> None:
    background = Background(recent=100)
    for n in range(5_000):
        background.learn([f"word{n}"])
    assert len(background._seen) <= 100


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=4), st.floats(0.1, 100), min_size=1, max_size=8))
def test_unit_vectors_have_cosine_one_with_themselves(weights: dict[str, float]) -> None:
    vector = unit(weights)
    assert math.isclose(dot(vector, vector), 1, rel_tol=1e-9)


def test_cosine_of_strangers_and_of_nothing_is_zero() -> None:
    assert dot(unit({"a": 1}), unit({"b": 1})) == 0
    assert dot(unit({}), unit({"b": 1})) == 0


@pytest.mark.parametrize(
    ("a", "b", "expected"), [("ab", "ab", 1.0), ("ab", "bc", 1 / 3), ("a", "b", 0.0), ("", "", 0.0)]
)
def test_jaccard(a: str, b: str, expected: float) -> None:
    assert jaccard(set(a), set(b)) == pytest.approx(expected)
