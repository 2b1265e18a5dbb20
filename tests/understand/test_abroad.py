"""One event in two languages: joined by who, where, which figures and what kind of event; apart without these."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.understand.grouping.abroad import evidence, kinds
from bot.understand.grouping.similarity import terms
from bot.understand.grouping.stories import Grouper, StoryDoc
from tests.build import NOON

BASE = StoryDoc(1, "", "", NOON, "Harbour Post", language="en")
SOCHI = replace(
    BASE,
    title="Russia and Turkey agree on Syria in Sochi",
    body="Vladimir Putin and Tayyip Erdogan agreed in Sochi that Kurdish fighters leave the border within 150 hours.",
    countries=frozenset(("RU", "TR", "SY")),
    actors=frozenset(("putin", "erdogan")),
)
QUAKE = replace(
    BASE,
    title="Earthquake kills six in Albania",
    body="An earthquake of magnitude 6.4 hit Albania early on Tuesday, killing at least six people in Durres.",
    countries=frozenset(("AL",)),
)
MAY = replace(
    BASE,
    title="Theresa May to resign on June 7",
    body="British Prime Minister Theresa May said on Friday that she will resign after failing to deliver Brexit.",
    countries=frozenset(("GB",)),
    actors=frozenset(("may",)),
)
RESIGNS_IN_FRENCH = ("fr", "Theresa May annonce sa démission", "La Première ministre partira le 7 juin, a-t-elle dit.")


def join(first: StoryDoc, told: tuple[str, str, str], *, tags: StoryDoc | None = None, hours: float = 1) -> bool:
    """Whether the report, with the actors and countries of `tags` or else the first, joins the first."""
    language, title, body = told
    grouper = Grouper()
    grouper.add(first, 1)
    when = NOON + timedelta(hours=hours)
    second = replace(tags or first, item_id=2, title=title, body=body, language=language, published=when)
    return grouper.place(replace(second, publisher="Lantern"), when) == 1


@pytest.mark.parametrize(
    ("first", "told"),
    [
        pytest.param(
            SOCHI,
            ("es", "Acuerdo sobre el norte de Siria", "Los kurdos dejarán la frontera en 150 horas, según lo firmado."),
            id="Spanish",
        ),
        pytest.param(
            SOCHI,
            ("ru", "Путин и Эрдоган договорились", "На переговорах подписано соглашение: отряды уйдут за 150 часов."),
            id="Russian",
        ),
        pytest.param(
            SOCHI,
            ("ar", "اتفاق روسي تركي حول سوريا", "اتفق الرئيسان في سوتشي على انسحاب المقاتلين خلال 150 ساعة."),
            id="Arabic",
        ),
        pytest.param(
            QUAKE,
            ("de", "Schweres Erdbeben: sechs Tote", "Ein Beben der Stärke 6,4 hat das Land am Dienstag erschüttert."),
            id="German, figure written otherwise",
        ),
        pytest.param(MAY, RESIGNS_IN_FRENCH, id="French"),
        pytest.param(
            MAY, ("uk", "Тереза Мей оголосила про відставку", "Прем'єр-міністерка піде 7 червня."), id="Ukrainian"
        ),
    ],
)
def test_one_event_in_two_languages_is_one_story(first: StoryDoc, told: tuple[str, str, str]) -> None:
    assert join(first, told)


@pytest.mark.parametrize(
    ("first", "told", "tags"),
    [
        pytest.param(
            SOCHI,
            ("ru", "Назначен новый посол", "Указ о назначении посла опубликован во вторник."),
            None,
            id="same actors, other kind of event",
        ),
        pytest.param(
            SOCHI,
            ("es", "Acuerdo sobre gas", "El pacto fue firmado el martes."),
            replace(SOCHI, actors=frozenset(("putin",))),
            id="one of the actors, which agrees on much",
        ),
        pytest.param(
            QUAKE,
            ("de", "Erdbeben der Stärke 5,4", "Ein Beben der Stärke 5,4 wurde gemessen."),
            None,
            id="another earthquake in the country",
        ),
        pytest.param(
            QUAKE,
            ("de", "Schweres Erdbeben", "Ein Beben der Stärke 6,4 hat das Land erschüttert."),
            replace(QUAKE, countries=frozenset(("CL",))),
            id="other country",
        ),
        pytest.param(
            MAY,
            ("fr", "Theresa May recevra le président", "La visite aura lieu en juin, a confirmé Londres vendredi."),
            None,
            id="same actor, a visit",
        ),
        pytest.param(
            MAY, ("ja", "メイ首相が辞任へ", "メイ首相が辞任する。"), None, id="language whose words are unknown"
        ),
    ],
)
def test_other_event_of_the_same_actors_or_country_stays_apart(
    first: StoryDoc, told: tuple[str, str, str], tags: StoryDoc | None
) -> None:
    assert not join(first, told, tags=tags)


def test_what_is_told_a_day_later_in_another_language_stays_apart() -> None:
    assert not join(MAY, RESIGNS_IN_FRENCH, hours=20)


def test_report_that_fits_two_events_in_another_language_joins_neither() -> None:
    grouper = Grouper()
    grouper.add(MAY, 1)
    grouper.add(replace(MAY, item_id=2, title="Chancellor resigns", body="He resigned over a loan.", publisher="Q"), 2)
    language, title, body = RESIGNS_IN_FRENCH
    told = replace(MAY, item_id=3, title=title, body=body, language=language, publisher="Lantern")
    assert grouper.place(told, NOON) is None


def test_reports_in_the_first_language_go_on_joining_a_story_told_in_others() -> None:
    grouper = Grouper()
    grouper.add(MAY, 1)
    for n, publisher in enumerate(("Lantern", "Fjord Times", "Quay Financial"), 2):
        language, title, body = RESIGNS_IN_FRENCH
        grouper.add(replace(MAY, item_id=n, title=title, body=body, language=language, publisher=publisher), 1)
    told = replace(MAY, title="May sets date for departure over Brexit", publisher="Meridian")
    assert grouper.place(told, NOON) == 1


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("en", "Powerful earthquake hits coast", {"quake"}),
        ("de", "Rücktritt nach Verurteilung", {"resign", "court"}),
        ("ar", "والزلزال", {"quake"}),
        ("en", "Erdbeben", set()),
        ("xx", "earthquake", set()),
        (None, "earthquake", set()),
    ],
)
def test_kinds_of_event_by_the_words_of_a_language(language: str | None, words: str, found: set[str]) -> None:
    assert kinds(language, terms(words)) == found


@pytest.mark.parametrize(
    ("shared", "actors", "figures", "place", "enough"),
    [
        pytest.param({"meet"}, 2, 0, False, True, id="both sides of talks"),
        pytest.param({"meet"}, 1, 0, True, False, id="one of them, and the country"),
        pytest.param({"resign"}, 1, 0, True, True, id="who resigns, and the country"),
        pytest.param({"quake"}, 0, 1, True, True, id="magnitude and country"),
        pytest.param({"quake"}, 0, 0, True, False, id="country alone"),
        pytest.param(set(), 2, 2, True, False, id="all but the kind of event"),
    ],
)
def test_evidence_depends_on_how_often_such_events_are(
    shared: set[str], actors: int, figures: int, place: bool, enough: bool
) -> None:
    assert bool(evidence(shared, actors, figures, same_place=place)) is enough
