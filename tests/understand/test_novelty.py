"""What an item adds to its story, and what only tells the same in other words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.model import Actor, ActorKind, Item, Mention, Novelty, NoveltyKind, turn_words
from bot.understand.news.novelty import deserves_reply, novelty
from bot.understand.news.turns import kinds
from tests.build import actor_tag, country_tag
from tests.build import item as an_item

FIRST = "Blast hits a market in Kabul"
LEAD = "A blast tore through a crowded market in Kabul on Monday, officials said."


def report(title: str, body: str = "", **changes: Any) -> Item:
    return replace(an_item(1), title=title, body=body, dek="", **changes)


def added(item: Item, *before: Item) -> set[tuple[NoveltyKind, str]]:
    return {(one.kind, one.what) for one in novelty(item, before)}


def test_a_first_report_adds_nothing() -> None:
    assert novelty(report("12 killed in Kabul"), ()) == ()


def test_a_rewrite_adds_nothing() -> None:
    again = report("Explosion strikes market in Afghan capital", "An explosion struck a busy market on Monday.")
    assert added(again, report(FIRST, LEAD)) == set()


def test_a_first_death_toll_deserves_a_reply() -> None:
    found = novelty(report("Kabul market blast kills 12", LEAD), [report(FIRST, LEAD)])
    assert [(one.kind, one.what) for one in found] == [(NoveltyKind.NUMBER, "12 killed")]
    assert deserves_reply(found)


@pytest.mark.parametrize(
    ("earlier", "later", "reply"),
    [
        ("9 killed in Kabul blast", "12 killed in Kabul blast", True),
        ("Nine killed in Kabul blast", "Kabul blast: a dozen dead", True),
        ("Twelve killed in Kabul blast", "12 die in Kabul blast", False),
        ("12 killed in Kabul blast", "At least 9 killed in Kabul blast", False),
        ("12 killed in Kabul blast", "More than a dozen killed in Kabul blast", False),
        ("Во взрыве в Кабуле погибли 9 человек", "Во взрыве в Кабуле погибли 12 человек", True),
        ("People were killed in Kabul blast", "12 killed in Kabul blast", False),
        ("Kabul hotel attack kills 7", "Toll of the attack on a hotel in Kabul climbs to 19", True),
        (
            "Kabul hotel attack kills 7",
            "The number of people killed in the attack on Kabul's hotel has risen to 19",
            True,
        ),
        ("40 killed in crash of plane to Kabul", "All 72 on board plane to Kabul feared dead", False),
        ("Kabul hotel attack kills 19", "Toll of the attack on a hotel in Kabul stands at 19", False),
        ("Kabul hotel attack kills 7", "Toll of Kabul attack is felt; taxes rise to 19 percent", False),
    ],
)
def test_a_toll_that_rises_deserves_a_reply(earlier: str, later: str, reply: bool) -> None:
    assert deserves_reply(novelty(report(later), [report(earlier)])) is reply


@pytest.mark.parametrize(
    ("earlier", "later", "turn"),
    [
        ("Calls grow for minister to go", "Minister resigns over leaks", "resigns"),
        ("Rebels and army hold talks", "Rebels and army sign a peace deal", "agrees"),
        ("Journalist is missing in Minsk", "Minsk police arrest journalist, lawyer arrested too", "is arrested"),
        ("Paper accuses mayor of taking bribes", "Mayor denies taking bribes", "denies"),
        ("Aid workers were kidnapped in Sudan", "Kidnapped aid workers freed in Sudan", "is freed"),
        ("Summit planned for Friday", "Summit called off", "is called off"),
        ("Prosecutors ask for ten years in prison", "Banker sentenced to six years", "is sentenced"),
        ("Union considers sanctions on the junta", "Union imposes sanctions on the junta", "sanctions"),
        ("Minister denies that he will resign", "Minister resigns over leaks", "resigns"),
        ("Ministers discuss measures against the junta", "Union imposes sanctions on the junta", "sanctions"),
        ("Train catches fire: carriages left the rails", "Station master resigns", "resigns"),
        ("Minister under fire over remark", "Premier sacks minister over remark", "is fired"),
        ("Bank's shares fall", "Rival agrees to buy bank", "agrees"),
        ("Rivals hold talks", "Rivals agree to restore ties", "agrees"),
        ("Polls close in close election", "Liberals win? No: populist wins election", "wins"),
        ("Shots heard near palace", "Officers oust military leader", "is overthrown"),
    ],
)
def test_a_turn_deserves_a_reply(earlier: str, later: str, turn: str) -> None:
    found = novelty(report(later), [report(earlier)])
    assert (NoveltyKind.TURN, turn) in {(one.kind, one.what) for one in found}
    assert deserves_reply(found)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Minister under fire", "Minister will not say if he resigned"),
        ("Minister under fire", "Minister has not resigned, office says"),
        ("Minister under fire", "Opposition urges minister: he should have resigned"),
        ("Minister under fire", "Why the minister resigned"),
        ("Minister steps down over leaks", "Minister resigns over leaks"),
        ("Rivals agree to a ceasefire", "Truce announced between rivals"),
        ("Minister has decided on sanctions", "Union imposes sanctions"),
        ("Liberals top the poll", "Liberals win the election"),
        ("Minister under fire", "Minister sorry for joke on signing death sentences"),
        ("Talks go on", "Government won’t fix the shortage"),
    ],
)
def test_no_turn_where_it_is_denied_wished_or_known(earlier: str, later: str) -> None:
    assert not deserves_reply(novelty(report(later), [report(earlier)]))


def test_a_number_that_grew_says_what_it_was() -> None:
    (toll,) = novelty(report("12 killed in Kabul blast"), [report("9 killed in Kabul blast")])
    assert (toll.what, toll.was) == ("12 killed", "9 killed")
    (first,) = novelty(report("12 killed in Kabul blast"), [report("Kabul blast")])
    assert first.was == ""
    (more,) = novelty(report("90 killed in Kabul blast"), [report("Dozens killed in Kabul blast")])
    assert more.was == ""


def test_of_one_report_each_kind_of_number_is_new_once() -> None:
    later = report("12 killed in Kabul blast", "Twelve people died in the blast in Kabul. Doctors spoke of 14 dead.")
    assert added(later, report("9 killed in Kabul blast")) == {(NoveltyKind.NUMBER, "12 killed")}


def test_every_turn_has_a_name_for_lists() -> None:
    assert all(turn_words(kind) != kind for kind in kinds() if kind != "sanctions")


def test_background_is_not_new() -> None:
    later = report(FIRST, "The market was hit before: in 2014 a bomb killed 40 people there.")
    assert added(later, report(FIRST, LEAD)) == set()


def test_who_acts_or_is_quoted_is_new_and_who_is_mentioned_is_not() -> None:
    body = "Anna Berg said help was on its way. The market is named after Karl Holt."
    people = [Actor(f"p{n}", name, ActorKind.PERSON) for n, name in enumerate(("Anna Berg", "Karl Holt"))]
    tags = tuple(actor_tag(one, Mention("body", at, at + 9)) for one in people if (at := body.index(one.name)) >= 0)
    later = report(FIRST, body, actors=tags)
    assert added(later, report(FIRST, LEAD)) == {(NoveltyKind.QUOTE, "Anna Berg")}
    assert not deserves_reply(novelty(later, [report(FIRST, LEAD)]))


def test_a_country_of_the_headline_is_new() -> None:
    later = report("Brazil offers help to Kabul", LEAD, countries=(country_tag("BR", Mention("title", 0, 6)),))
    assert added(later, report(FIRST, LEAD)) == {(NoveltyKind.COUNTRY, "BR")}


def test_a_country_far_down_is_not_new() -> None:
    later = report(FIRST, LEAD + " " * 700, countries=(country_tag("BR", Mention("body", 650, 656)),))
    assert added(later, report(FIRST, LEAD)) == set()


def test_a_sum_is_new_once() -> None:
    first, later = report("Bank is fined"), report("Bank is fined", "The fine is $1.2 million.")
    assert added(later, first) == {(NoveltyKind.NUMBER, "$1.2 million")}
    assert added(report("Bank is fined", "It has to pay 1,200,000 dollars."), first, later) == set()


def test_every_novelty_has_its_sentence() -> None:
    found = novelty(report("Blast kills 12", "Nobody knows why."), [report(FIRST)])
    assert found == (Novelty(NoveltyKind.NUMBER, "12 killed", "Blast kills 12", strong=True),)
