"""The light tagger: which capitals are a name, without a model."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Article, Tagger
from bot.understand.names import light
from bot.understand.names.entities import LIMIT
from bot.understand.read import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Talks with Anders Lindqvist began.", [("Anders Lindqvist", "PERSON")], id="given name"),
        pytest.param("On Monday Foreign Minister Okello Obua left.", [("Okello Obua", "PERSON")], id="behind a title"),
        pytest.param("The inquiry heard Tjarda Moolenaar, 43, speak.", [("Tjarda Moolenaar", "PERSON")], id="age"),
        pytest.param("a loan of the Bank of Thailand", [("Bank of Thailand", "ORG")], id="institution of a place"),
        pytest.param("a strike at Brightwater Airlines", [("Brightwater Airlines", "ORG")], id="institution's word"),
        pytest.param("a report by the OPCW said", [("OPCW", "ORG")], id="acronym"),
        pytest.param("They flew to Buenos Aires.", [], id="town"),
        pytest.param("Yesterday the markets closed.", [], id="word that opens a sentence"),
        pytest.param("PRICES RISE AS WINTER NEARS AGAIN", [], id="shouted line"),
        pytest.param("It was Monday. He went home.", [], id="day and pronoun"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_names_are_told_from_other_capitals(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[e.start : e.end], e.label) for e in light.recognise(text)] == expected


@given(st.text(alphabet=st.sampled_from("Ab cD.’-'\nÉж of the John Smith Bank 1"), max_size=300))
def test_any_text_gives_entities_in_order_inside_it(text: str) -> None:
    found = light.recognise(text)
    assert all(0 <= entity.start < entity.end <= len(text) for entity in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("text", ["Ab " * 100_000, "A" * 300_000, "Bank of " * 50_000, "A.B." * 60_000])
def test_huge_monotonous_texts_stay_bounded(text: str) -> None:
    assert len(light.recognise(text)) <= LIMIT


def test_a_light_reading_finds_people_and_does_without_the_model() -> None:
    program = (
        "import sys\nfrom bot.model import Article, Tagger\nfrom bot.understand.read import read\n"
        "found = read(Article('', 'Foreign Minister Sergei Lavrov met Anders Lindqvist in Caracas.'), Tagger.LIGHT)\n"
        "print(*sorted(actor.name for actor in found.actors), 'spacy' in sys.modules, sep=';')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "Anders Lindqvist;Sergei Lavrov;False"


def test_a_lone_name_that_nothing_explains_is_left_out() -> None:
    article = Article("", "Shares of Clarkson fell on Friday after Clarkson said that its ships lay idle.")
    assert [actor.name for actor in read(article, Tagger.LIGHT).actors] == []
