"""Which countries a text names: ambiguous names, languages, offsets, order, and never one that it does not name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import CountryTag
from bot.understand.gazetteer import readings
from bot.understand.places import countries
from bot.understand.places.countries import find

HERE = Path(__file__).parent


def table(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def found(title: str, body: str = "", language: str | None = None) -> set[str]:
    return {tag.code for tag in find(title, body, language=language)}


def expected(column: str) -> set[str]:
    return set(column.split()) - {"-"}


def quotes(tag: CountryTag, title: str, body: str) -> list[str]:
    texts = {"title": title, "body": body}
    return [texts[m.field][m.start : m.end] for m in tag.mentions]


SENTENCES = table("country_sentences.tsv")


@pytest.mark.parametrize(("sentence", "named"), [row[1:] for row in SENTENCES], ids=[row[0] for row in SENTENCES])
def test_a_sentence_names_its_countries_and_no_other(sentence: str, named: str) -> None:
    assert found("", sentence) == expected(named)


@pytest.mark.parametrize(("language", "headline", "named"), table("country_headlines.tsv"))
def test_countries_are_found_in_any_language(language: str, headline: str, named: str) -> None:
    assert found(headline, language=language) == expected(named)


@pytest.mark.parametrize(("_language", "headline", "named"), table("country_headlines.tsv"))
def test_the_language_need_not_be_told(_language: str, headline: str, named: str) -> None:
    assert found(headline) == expected(named)


TITLE = "Moscow sends envoy to Venezuela"
BODY = (
    "CARACAS (Wire) - Russia’s deputy foreign minister landed in Caracas on Friday, days after Washington tightened "
    "sanctions on Venezuela.\n\nBefore that he toured four former Soviet states, from Belarus to Uzbekistan. The "
    "Community of Latin American and Caribbean States has called a meeting."
)


@pytest.mark.parametrize("guess", ["nl", "es", "de", "en", None])
def test_english_demonyms_count_whatever_the_language_was_taken_for(guess: str | None) -> None:
    text = "Russian Foreign Minister Sergei Lavrov met Venezuelan President Nicolás Maduro"
    assert found("", text, language=guess) == {"RU", "VE"}


def test_english_demonyms_in_names_do_not_count_in_a_text_that_is_surely_not_english() -> None:
    text = "El grupo Russian Standard anunció que no venderá más sus marcas en los mercados de la región"
    assert found("", text, language="es") == set()


def test_an_article_names_what_it_names_and_nothing_around_it() -> None:
    assert [tag.code for tag in find(TITLE, BODY)] == ["VE", "RU", "US", "BY", "UZ"]


def test_offsets_are_the_words_that_say_so() -> None:
    by_code = {tag.code: quotes(tag, TITLE, BODY) for tag in find(TITLE, BODY)}
    assert by_code == {
        "RU": ["Moscow", "Russia"],
        "VE": ["Venezuela", "CARACAS", "Caracas", "Venezuela"],
        "US": ["Washington"],
        "BY": ["Belarus"],
        "UZ": ["Uzbekistan"],
    }


def test_an_ending_belongs_to_the_evidence() -> None:
    text = "В Венесуэле и на Кубе"
    assert [quotes(tag, text, "") for tag in find(text, "")] == [["Венесуэле"], ["Кубе"]]


def test_a_reason_says_what_kind_of_word_it_was() -> None:
    reasons = {tag.code: tag.reason for tag in find("Kremlin answers Caracas", "Peruvian farmers blocked a road.")}
    assert reasons == {"RU": "metonym 'Kremlin'", "VE": "capital 'Caracas'", "PE": "demonym 'Peruvian'"}


def test_a_title_weighs_more_than_a_body() -> None:
    order = [tag.code for tag in find("Peru votes", "Chile, Chile and again Chile sent observers. Brazil did not.")]
    assert order == ["PE", "CL", "BR"]


def test_words_in_capitals_are_names() -> None:
    assert found("NORTH KOREA, IRAN AND CUBA SIGN PACT IN PYONGYANG") == {"KP", "IR", "CU"}


def test_words_in_capitals_are_not_always_names() -> None:
    assert found("LET US PRAY, SAYS THE CHOIR; TELL US MORE") == set()


def test_a_town_stays_where_the_article_put_it() -> None:
    body = "Police in Edmonton, Kentucky, closed the bridge. Edmonton residents were told to wait."
    assert {tag.code: len(tag.mentions) for tag in find("Edmonton bridge closed", body)} == {"US": 4}


def test_a_town_is_in_the_country_the_article_names() -> None:
    assert found("", "Canada opened a shelter. It is in London, officials in Ottawa said.") == {"CA", "GB"}
    assert found("", "The school in Cambridge won, the first in Ontario to do so.") == {"CA"}


def test_a_family_name_is_no_town() -> None:
    assert found("", "Robert Houston and Ann Lincoln shared the prize with Jack Paris.") == set()


def test_a_list_of_every_country_is_found_whole() -> None:
    # A bare Jersey, Guinea-sized island or saint needs more around it than a list gives.
    names = [countries.name(code) for code in countries.codes()]
    named = found("", ". ".join(f"The delegation of {name} spoke" for name in names) + ".")
    assert len(set(countries.codes()) - named) <= 4


def test_a_long_text_of_one_name_is_bounded() -> None:
    tags = find("", "Brazil " * 150_000, language="en")
    assert [tag.code for tag in tags] == ["BR"]
    assert tags[0].mentions[-1].end <= 200_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "🇻🇪 🇷🇺",
        "\ud800",
        "ß" * 50,
        "A" * 5000,
        "İSTANBUL",
        "日",
        "ﷺ",
        "\u202eaissuR",
        "O'",
        "St. ",
        ", ",
    ],
    ids=repr,
)
def test_odd_texts_name_nothing_and_break_nothing(text: str) -> None:
    assert all(tag.mentions for tag in find(text, text))


PIECES = st.sampled_from(
    [
        "Georgia",
        "Paris, Texas",
        "US",
        "Российск",
        "中国",
        "ب",
        "لبنان",
        "Korea",
        " ",
        ", ",
        "\n",
        "’s",
        "St. ",
        "Ga.",
        "İ",
    ]
)


@given(
    st.lists(PIECES | st.text(st.characters(), max_size=5), max_size=30).map("".join),
    st.sampled_from(["en", "ru", None]),
)
def test_offsets_are_valid_whatever_the_text(text: str, language: str | None) -> None:
    for tag in find(text[:10], text, language=language):
        assert tag.code in countries.codes()
        assert tag.reason
        for mention in tag.mentions:
            size = len(text[:10] if mention.field == "title" else text)
            assert 0 <= mention.start < mention.end <= size


@given(st.lists(st.sampled_from(countries.codes()), min_size=1, max_size=4, unique=True))
def test_a_name_is_found_between_any_words(named: list[str]) -> None:
    plain = [code for code in named if code in {"VE", "RU", "UA", "FR", "BR", "NG", "IQ", "JP", "SE", "AF", "ZW", "KZ"}]
    body = " and ".join(countries.name(code) for code in plain)
    assert found("", f"Talks between {body} ended.", "en") == set(plain)


def test_every_name_of_a_place_has_a_country() -> None:
    assert [text for text, entry in readings() if entry.kind != "phrase" and not entry.codes] == []


def test_a_scottish_council_is_in_britain() -> None:
    assert [tag.code for tag in find("", "Perth and Kinross council raised taxes in Britain.")] == ["GB"]


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        pytest.param("Mali Berry, 12, won the spelling bee.", [], id="age"),
        pytest.param("Bolivia Ashworth, a retired teacher, was honoured.", [], id="calling"),
        pytest.param("Bolivia, a landlocked country, has no navy.", ["BO"], id="country"),
        pytest.param("Mali, 12 of whose soldiers died, asked for help.", ["ML"], id="number"),
        pytest.param("Sudan Airways, the state carrier, resumed flights.", ["SD"], id="company"),
    ],
)
def test_a_country_that_is_a_first_name_is_told_by_what_follows(sentence: str, codes: list[str]) -> None:
    assert [tag.code for tag in find("", sentence)] == codes
