"""Names, flags, what people type, and the picker's regions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand.places import countries, country_names


@pytest.mark.parametrize(
    ("code", "language", "shown"),
    [
        ("VE", "en", "Venezuela"),
        ("RU", "ru", "Россия"),
        ("CN", "zh", "中国"),
        ("HK", "en", "Hong Kong"),
        ("TR", "en", "Turkey"),
        ("CI", "en", "Ivory Coast"),
        ("XK", "en", "Kosovo"),
        ("DE", "xx", "Germany"),
        ("QQ", "en", "QQ"),
    ],
)
def test_a_country_has_a_name_to_show(code: str, language: str, shown: str) -> None:
    assert countries.name(code, language) == shown


def test_a_flag_is_two_regional_indicators() -> None:
    assert countries.flag("VE") == "🇻🇪"


@pytest.mark.parametrize("code", ["", "V", "VEN", "ÄÖ", "1A"])
def test_what_is_no_code_has_no_flag(code: str) -> None:
    assert countries.flag(code) == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Venezuela", "VE"),
        ("venezuela", "VE"),
        ("  VENEZUELA! ", "VE"),
        ("Венесуэла", "VE"),
        ("委内瑞拉", "VE"),
        ("فنزويلا", "VE"),
        ("Venezuelan", "VE"),
        ("Russians", "RU"),
        ("Caracas", "VE"),
        ("us", "US"),
        ("U.S.", "US"),
        ("UK", "GB"),
        ("England", "GB"),
        ("uae", "AE"),
        ("FRA", "FR"),
        ("xk", "XK"),
        ("ivory coast", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("turkiye", "TR"),
        ("the Gambia", "GM"),
        ("DRC", "CD"),
        ("Congo-Brazzaville", "CG"),
        ("Burma", "MM"),
        ("Deutschland", "DE"),
        ("Georgia", "GE"),
        ("north korea", "KP"),
        ("Palestine", "PS"),
        ("Taiwan", "TW"),
        ("Western Sahara", "EH"),
    ],
)
def test_what_somebody_typed_is_a_country(typed: str, code: str) -> None:
    assert countries.lookup(typed) == code


@pytest.mark.parametrize("typed", ["", " ", "Lavrov", "oil prices", "Paris Hilton", "eu", "🇻🇪", "x" * 500])
def test_what_is_no_country_is_not_guessed(typed: str) -> None:
    assert countries.lookup(typed) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("venezula", "VE"),
        ("Kyrgistan", "KG"),
        ("Uzbekstan", "UZ"),
        ("Phillipines", "PH"),
        ("Afganistan", "AF"),
        ("argen", "AR"),
    ],
)
def test_a_typo_has_a_near_country(typed: str, code: str) -> None:
    assert code in countries.near(typed)


def test_nonsense_has_none() -> None:
    assert countries.near("qwrtzpsdfg") == ()


def test_as_many_as_asked_for() -> None:
    assert len(countries.near("guinea", limit=3)) == 3


def test_regions_hold_every_country_once() -> None:
    listed = [code for codes in countries.regions().values() for code in codes]
    assert sorted(listed) == sorted(countries.codes())
    assert list(countries.regions()) == ["Africa", "Americas", "Asia", "Europe", "Middle East", "Oceania"]


def test_regions_are_in_alphabetical_order() -> None:
    names = [countries.name(code) for code in countries.regions()["Africa"]]
    assert names[:3] == ["Algeria", "Angola", "Benin"]


def test_every_country_can_be_typed_as_it_is_shown() -> None:
    assert [code for code in countries.codes() if countries.lookup(countries.name(code)) != code] == []


@given(st.text(st.characters(), max_size=80))
def test_typing_anything_is_safe(text: str) -> None:
    assert countries.lookup(text) in {None, *countries.codes()}
    assert set(countries.near(text)) <= set(countries.codes())


@pytest.mark.parametrize(
    ("part", "code"),
    [("Texas", "US"), ("Crimea", "UA"), ("Zulia", "VE"), ("Downing Street", "GB"), ("the White House", "US")],
)
def test_a_part_or_a_seat_of_power_has_its_country(part: str, code: str) -> None:
    assert country_names.holder(part) == code


@pytest.mark.parametrize("word", ["", "Venezuela", "Harbour Post", "Amazonas", "the minister"])
def test_what_is_no_part_or_lies_in_two_countries_has_none(word: str) -> None:
    assert country_names.holder(word) is None
