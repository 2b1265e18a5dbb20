"""The language of a headline, of a text, and of nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand.language import certain, detect


def _rows(name: str) -> list[list[str]]:
    lines = (Path(__file__).parent / name).read_text("utf8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


# "Lavrov met Maduro in Caracas" is a headline in English and in Dutch ("with").
UNDECIDABLE = ("Lavrov met Maduro in Caracas",)


@pytest.mark.parametrize(
    ("language", "headline"), [row for row in _rows("language_headlines.tsv") if row[1] not in UNDECIDABLE]
)
def test_a_headline_is_enough(language: str, headline: str) -> None:
    assert detect(headline) == language


def test_headlines_nobody_looked_at_are_told_as_well() -> None:
    rows = _rows("language_unseen.tsv")
    wrong = [(language, detect(text), text) for language, text in rows if detect(text) != language]
    assert len(rows) >= 100
    assert len({language for language, _ in rows}) >= 40
    assert len(wrong) <= 0.04 * len(rows), wrong


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_hint_settles_what_words_leave_open(language: str) -> None:
    assert detect(UNDECIDABLE[0], hint=language) == language


def test_a_guess_is_not_certain() -> None:
    for language, headline in [*_rows("language_headlines.tsv"), *_rows("language_unseen.tsv")]:
        guess = detect(headline)
        assert guess == language or not certain(headline, guess or ""), headline


def test_a_plain_sentence_is_certain() -> None:
    assert certain("The president said that the talks will not resume before the elections", "en")
    assert certain("El presidente de la república dijo que no hay más dinero para las escuelas", "es")
    assert not certain("El presidente de la república dijo que no hay más dinero para las escuelas", "en")
    assert not certain("", "en")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Luiz Inácio Lula da Silva, Ursula von der Leyen sign pact with Andrés Manuel López Obrador"),
        ("de", "Ursula von der Leyen reist mit Lula da Silva und Luis de la Calle nach Kiew"),
    ],
)
def test_particles_of_names_are_not_words_of_the_text(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(("language", "headline"), [("es", "Petro visita Chile"), ("pt", "Petro visita Chile")])
def test_a_hint_decides_where_the_words_do_not(language: str, headline: str) -> None:
    assert detect(headline, hint=language) == language


def test_a_hint_may_carry_a_region() -> None:
    assert detect("Petro visita Chile", hint="pt-BR") == "pt"


@pytest.mark.parametrize("hint", ["en", "de", "xx", "", "en-US", "x" * 200])
def test_a_wrong_hint_does_not_outweigh_the_text(hint: str) -> None:
    text = "Россия направляет министра в Венесуэлу. Он проведёт переговоры с президентом."
    assert detect(text, hint=hint) == "ru"
    assert detect("El presidente de la república dijo que no hay más dinero para las escuelas", hint=hint) == "es"


def test_shouting_is_read_like_speech() -> None:
    assert detect("THE PRESIDENT SAID THAT THE TALKS WILL NOT RESUME") == "en"


def test_addresses_do_not_count() -> None:
    assert detect("https://example.com/the-and-of-with/ @the_news Der Minister ist nach Berlin gereist") == "de"


def test_names_in_another_script_do_not_count() -> None:
    assert detect("Министр обсудил поставки с компанией OpenAI и Google") == "ru"


@pytest.mark.parametrize("text", ["", " ", "12:45", "🙂🙂", "—", "https://example.com/news", "\ud800"])
def test_without_words_there_is_no_language(text: str) -> None:
    assert detect(text) is None


@given(st.text(st.characters(), max_size=200), st.none() | st.text(max_size=10))
def test_any_text_has_a_code_or_none(text: str, hint: str | None) -> None:
    language = detect(text, hint=hint)
    assert language is None or (len(language) == 2 and language.islower())
