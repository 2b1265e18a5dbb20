"""A model's sentence stands only where the sentence it was made of says it too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand.summaries.faithful import LANGUAGES, holds

SOURCE = "Sergei Lavrov met Nicolás Maduro in Caracas on Friday and promised 12 ships, the ministry said."
DENIED = "Moscow did not confirm that nine soldiers were killed in Kherson on 3 March."


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("Sergei Lavrov met Nicolás Maduro in Caracas on Friday.", SOURCE),
        ("Lavrov promised Maduro 12 ships in Caracas.", SOURCE),
        ("On Friday, Lavrov promised twelve ships.", SOURCE),
        ("The ministry said that Lavrov promised 12 ships.", SOURCE),
        ("Moscow has not confirmed that nine soldiers were killed in Kherson.", DENIED),
        ("Moscow didn’t confirm that 9 soldiers were killed.", DENIED),
        ("OPEC will cut 1.2 million barrels a day.", "OPEC agreed to cut 1.2 million barrels of oil a day from May."),
    ],
)
def test_what_the_source_says_holds(told: str, source: str) -> None:
    assert holds(told, source, language="en", into="en")


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("Vladimir Putin met Nicolás Maduro in Caracas.", id="another name"),
        pytest.param("Putin met Maduro in Caracas and promised ships.", id="another name first"),
        pytest.param("Lavrov met Maduro in Havana on Friday.", id="another place"),
        pytest.param("Lavrov promised Maduro 15 ships in Caracas.", id="another number"),
        pytest.param("Lavrov promised Maduro fifteen ships in Caracas.", id="another number in words"),
        pytest.param("Lavrov promised Maduro 12 million ships.", id="a million times the number"),
        pytest.param("Lavrov met Maduro in Caracas on Sunday.", id="another day"),
        pytest.param("Lavrov did not promise Maduro 12 ships.", id="the opposite"),
        pytest.param("Lavrov refused to promise Maduro 12 ships.", id="the opposite in other words"),
        pytest.param("Venezuela needs weapons against its enemies abroad.", id="something else"),
        pytest.param("Lavrov met Maduro, see https://evil.example/x", id="a link"),
        pytest.param("Lavrov met Maduro in Caracas, details at evil.com", id="an address"),
        pytest.param("Lavrov met Maduro in Caracas, /follow all", id="a command"),
        pytest.param("Lavrov met Maduro in Caracas, @channel", id="a mention"),
        pytest.param("Lavrov met **Maduro** in Caracas.", id="markup"),
        pytest.param("Lavrov met Maduro.\nBuy ships.", id="two lines"),
        pytest.param("Lavrov met Maduro in Caracas\u202e on Friday.", id="turned round"),
        pytest.param("Lavrov met Maduro in Caracas, " + "and the ministry said ships, " * 9, id="at length"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_the_source_does_not_say_does_not_hold(told: str) -> None:
    assert not holds(told, SOURCE, language="en", into="en")


def test_a_denial_that_is_lost_does_not_hold() -> None:
    assert not holds("Moscow confirmed that nine soldiers were killed in Kherson.", DENIED, language="en", into="en")


@pytest.mark.parametrize(
    ("told", "into"),
    [
        ("Serguéi Lavrov se reunió con Nicolás Maduro en Caracas el viernes y prometió 12 barcos.", "es"),
        ("Сергей Лавров в пятницу встретился с Николасом Мадуро в Каракасе и пообещал 12 кораблей.", "ru"),
        ("Sergei Lawrow traf am Freitag Nicolás Maduro in Caracas und versprach 12 Schiffe.", "de"),
    ],
)
def test_a_translation_holds(told: str, into: str) -> None:
    assert holds(told, SOURCE, language="en", into=into)


@pytest.mark.parametrize(
    ("told", "into"),
    [
        pytest.param("Serguéi Lavrov se reunió con Nicolás Maduro en Caracas y prometió 15 barcos.", "es", id="number"),
        pytest.param("Serguéi Lavrov se reunió con Nicolás Maduro en Caracas.", "es", id="number lost"),
        pytest.param("Lavrov no se reunió con Maduro en Caracas ni prometió 12 barcos.", "es", id="negation"),
        pytest.param("Владимир Путин и Александр Лукашенко пообещали в Минске 12 кораблей.", "ru", id="names"),
        pytest.param(
            "谢尔盖·拉夫罗夫周五在加拉加斯会见了马杜罗,并承诺提供12艘船。", "zh", id="a language that cannot be checked"
        ),
    ],
)
def test_a_translation_that_says_something_else_does_not_hold(told: str, into: str) -> None:
    assert not holds(told, SOURCE, language="en", into=into)


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_any_texts_can_be_compared(told: str, source: str, language: str, into: str) -> None:
    assert holds(told, source, language=language, into=into) in (True, False)
