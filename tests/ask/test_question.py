"""Who and what a question is about."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ask import subjects
from bot.ask.question import LONGEST, candidate_names, parse, tidy
from bot.model import Actor, ActorKind
from bot.understand.identity.registry import fold
from tests.build import NOON

PEOPLE = (
    Actor("lavrov", "Sergey Lavrov", ActorKind.PERSON, aliases=("Lavrov", "Лавров", "Сергей Лавров")),
    Actor("maduro", "Nicolás Maduro", ActorKind.PERSON, aliases=("Maduro", "Nicolas Maduro")),
    Actor("delcy", "Delcy Rodríguez", ActorKind.PERSON, aliases=("Rodríguez",)),
    Actor("jorge", "Jorge Rodríguez", ActorKind.PERSON, aliases=("Rodríguez",)),
    Actor("who", "World Health Organization", ActorKind.ORGANISATION, aliases=("WHO",)),
    Actor("nato", "NATO", ActorKind.ORGANISATION),
    Actor("shell", "Shell", ActorKind.ORGANISATION),
    Actor("central-bank", "Central Bank of Russia", ActorKind.ORGANISATION),
)


def known(text: str) -> dict[str, tuple[Actor, ...]]:
    """The registry's answer to the candidate names."""
    by_name: dict[str, tuple[Actor, ...]] = {}
    for actor in PEOPLE:
        for name in {fold(n) for n in (actor.name, *actor.aliases)}:
            by_name[name] = (*by_name.get(name, ()), actor)
    return {name: by_name[fold(name)] for name in candidate_names(text) if fold(name) in by_name}


def named(text: str) -> tuple[list[str], list[str]]:
    found = subjects.find(text, known(text))
    return [a.id for one in found for a in one.actors], [one.country for one in found if one.country]


@pytest.mark.parametrize(
    ("text", "actors", "countries"),
    [
        pytest.param("What is Lavrov doing in Venezuela?", ["lavrov"], ["VE"], id="as written"),
        pytest.param("what is lavrov doing in venezuela?", ["lavrov"], ["VE"], id="in lower case"),
        pytest.param("WHAT IS LAVROV DOING IN VENEZUELA", ["lavrov"], ["VE"], id="in capitals"),
        pytest.param("Что делает Лавров в Венесуэле?", ["lavrov"], ["VE"], id="Russian cases"),
        pytest.param("Встреча с Лавровым", ["lavrov"], [], id="Russian instrumental"),
        pytest.param("Lavrov's visit", ["lavrov"], [], id="possessive"),
        pytest.param("who met Maduro?", ["maduro"], [], id="a question word is no organisation"),
        pytest.param("what did the WHO say", ["who"], [], id="the organisation is"),
        pytest.param("did Finland join nato?", ["nato"], ["FI"], id="acronym in lower case"),
        pytest.param("is the shell of the egg hard", [], [], id="a common word is no company"),
        pytest.param("did Shell leave Russia", ["shell"], ["RU"], id="the company is"),
        pytest.param("central bank of russia rates", ["central-bank"], [], id="a country inside a name is not meant"),
        pytest.param("what did rodriguez say", ["delcy", "jorge"], [], id="namesakes"),
        pytest.param("¿Qué hace Maduro en Rusia?", ["maduro"], ["RU"], id="Spanish"),
        pytest.param("the Russian economy", [], ["RU"], id="demonym"),
        pytest.param("can it be in no way", [], [], id="short words are no codes"),
        pytest.param("news on the US", [], ["US"], id="code in capitals"),
    ],
)
def test_named(text: str, actors: list[str], countries: list[str]) -> None:
    assert named(text) == (actors, countries)


def test_names_never_overlap() -> None:
    found = subjects.find("Sergey Lavrov Maduro Russia", known("Sergey Lavrov Maduro Russia"))
    assert [one.end <= after.start for one, after in pairwise(found)] == [True, True]


@settings(deadline=None)
@given(st.text(max_size=400))
def test_candidate_names_are_bounded(text: str) -> None:
    names = candidate_names(text)
    assert len(names) <= 800
    assert len(set(names)) == len(names)
    subjects.find(text, {})


@pytest.mark.parametrize(
    ("text", "terms", "latest"),
    [
        pytest.param("latest on the grain deal", ("grain", "deal"), True, id="latest"),
        pytest.param("What happened in Sudan this week?", ("Sudan",), False, id="asking words and time are no terms"),
        pytest.param("When was the deal signed?", ("deal", "signed"), False, id="a fact"),
        pytest.param("didn't O'Brien say what's up", ("O'Brien",), False, id="contractions"),
        pytest.param("who are you", (), True, id="nothing but asking words"),
        pytest.param("последние новости о зерне", ("зерне",), True, id="Russian"),
    ],
)
def test_terms(text: str, terms: tuple[str, ...], latest: bool) -> None:
    question = parse(text, now=NOON, actors=(), countries=())
    assert (question.terms, question.latest) == (terms, latest)


def test_words_of_names_are_no_terms() -> None:
    question = parse("Lavrov on grain", now=NOON, actors=PEOPLE[:1], countries=(), named=[(0, 6)])
    assert question.terms == ("grain",)
    assert question.actors == PEOPLE[:1]


def test_tidy_takes_the_command_off_and_bounds_the_length() -> None:
    assert tidy("/actor@wire_bot  Lavrov\n\u202e") == "Lavrov"
    assert tidy("and/or") == "and/or"
    assert len(tidy("word " * 10_000)) <= LONGEST
