"""Which report stands for a story, and the two sentences that are said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Item, Novelty, NoveltyKind
from bot.understand.summaries.leading import in_two, is_ahead, leading, standing, turning
from tests.build import item


def report(n: int, title: str, body: str = "", *adds: Novelty) -> Item:
    summary = (f"{body.split('. ')[0].rstrip('.')}.",) if body else ()
    return item(n, story_id=1, publisher=f"Outlet {n}", title=title, body=body, dek="", summary=summary, adds=adds)


def new(kind: NoveltyKind, what: str, sentence: str, *, strong: bool = False) -> Novelty:
    return Novelty(kind, what, sentence, strong)


NINE = report(
    1, "Earthquake in Ecuador, nine dead", "Nine people died when the earth shook near Machala. It was felt in Cuenca."
)
SAME = report(
    2,
    "Strong quake in southern Ecuador",
    "Nine people were killed in the earthquake near Machala. Walls fell in Cuenca.",
)
TWELVE = report(
    3,
    "Ecuador quake toll rises to 12",
    "Rescuers in Machala have found three more bodies.",
    new(NoveltyKind.NUMBER, "12 killed", "Ecuador quake toll rises to 12", strong=True),
)


def test_the_first_report_stands_until_another_tells_more() -> None:
    assert turning((NINE, SAME)) is NINE
    assert turning((NINE, SAME, TWELVE)) is TWELVE


def test_what_a_report_adds_in_passing_takes_no_lead() -> None:
    aside = new(NoveltyKind.TURN, "denies", "The mayor denied it.")
    other = new(NoveltyKind.ACTOR, "Person Nr1", SAME.title)
    assert turning((NINE, replace(SAME, adds=(aside, other)))) is NINE


def test_a_headline_that_tells_a_turn_leads_even_where_it_deserves_no_reply() -> None:
    won = report(4, "Person Nr1 wins", "", new(NoveltyKind.TURN, "wins", "Person Nr1 wins"))
    assert turning((NINE, won)) is won


def test_a_comment_does_not_lead() -> None:
    comment = replace(TWELVE, title="Opinion: how Ecuador builds")
    assert turning((NINE, comment)) is NINE


@pytest.mark.parametrize(
    ("first", "later", "leads"),
    [
        ("Lavrov will travel to Venezuela", "Lavrov meets Maduro in Caracas", True),
        ("Lavrov will travel to Venezuela", "Lavrov to visit Caracas", False),
        ("Lavrov meets Maduro", "Maduro receives Lavrov", False),
        ("Court to rule on Kirchner", "Kirchner gets six years", True),
    ],
)
def test_what_happened_takes_the_place_of_what_was_planned(first: str, later: str, leads: bool) -> None:
    items = (report(1, first), report(2, later))
    assert (turning(items) is items[1]) is leads


@pytest.mark.parametrize(
    ("headline", "ahead"),
    [
        ("Fico set to win election", True),
        ("Minister weighs sanctions", True),
        ("Drivers to strike for six days", True),
        ("Toll rises to 12", False),
        ("Kirchner sentenced to six years in fraud trial", False),
        ("Talks move to the capital", False),
    ],
)
def test_a_headline_tells_what_is_to_come_or_not(headline: str, ahead: bool) -> None:
    assert is_ahead(headline) is ahead


def test_who_was_told_by_a_later_report_keeps_its_headline() -> None:
    late = report(5, "Ecuador mourns")
    assert leading(late, (NINE, TWELVE, late)) is late
    assert leading(NINE, (NINE, TWELVE, late)) is TWELVE
    assert leading(NINE, ()) is NINE


def test_what_was_said_before_the_turn_is_not_said_any_more() -> None:
    late = report(5, "Ecuador mourns", "Three days of mourning began in Quito on Tuesday. Flags hang low.")
    assert standing((NINE, SAME, TWELVE, late)) == (TWELVE, late)
    said = in_two(TWELVE, (NINE, SAME, TWELVE, late))
    assert [one.item_id for one in said.sentences] == [3, 5]
    assert said.sentences[0].sentence == TWELVE.summary[0]


def test_the_second_sentence_is_of_another_report_and_says_something_else() -> None:
    own = "The president flew to the coast and promised new roofs before the rains. A bridge near Guayaquil is closed."
    said = in_two(NINE, (NINE, SAME, report(3, "Ecuador's president visits the coast", own)))
    assert [one.item_id for one in said.sentences] == [1, 3]
    assert said.sentences[1].sentence in own


@pytest.mark.parametrize("items", [(NINE,), (NINE, report(2, "Quake in Ecuador", NINE.body))], ids=["one", "a copy"])
def test_where_no_other_report_adds_anything_the_first_speaks_alone(items: tuple[Item, ...]) -> None:
    assert in_two(NINE, items).sentences == ()
