"""Words that say the same thing."""

from __future__ import annotations

import pytest

from bot.ask.wording import covered, meanings


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("sanctions", "sanctioned"),
        ("die", "killed"),
        ("resign", "resigned"),
        ("join", "accession"),
        ("met", "talks"),
        ("ceasefire", "truce"),
        ("visit", "travelled"),
        ("exports", "exporting"),
        ("earthquake", "Quake"),
        ("победил", "победил"),
        ("election", "vote"),
    ],
)
def test_same_meaning(asked: str, said: str) -> None:
    assert covered((asked,), meanings(said)) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [("grain", "grand"), ("leave", "joined"), ("lithium", "oil"), ("won", "lost"), ("election", "won the cup")],
)
def test_other_meaning(asked: str, said: str) -> None:
    assert covered((asked,), meanings(said)) == 0


def test_a_common_word_covers_less_than_a_telling_one() -> None:
    terms = ("grain", "deal")
    assert covered(terms, meanings("the grain")) > 0.6 > 0.4 > covered(terms, meanings("an agreement"))
    assert covered((), frozenset()) == 1
