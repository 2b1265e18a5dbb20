"""Who did what to whom, sentence by sentence: the voices, the frames and the traps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Actor, ActorKind, ActorTag, Event, Mention, Tagger
from bot.understand.happenings import events
from bot.understand.names import actors
from bot.understand.places import countries


def read(title: str, body: str = "", language: str = "en") -> tuple[Event, ...]:
    where = countries.find(title, body, language=language)
    who = actors.find(title, body, language=language, countries=where, tagger=Tagger.LIGHT)
    return events.find(title, body, actors=who, countries=where, language=language)


def told(sentence: str) -> list[str]:
    return [" ".join((event.type, side(event, "source"), side(event, "target"))) for event in read("", sentence)]


def side(event: Event, which: str) -> str:
    party = getattr(event, which)
    return (party.country or party.name) if party else "-"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Russia attacked Ukraine.", "ASSAULT RU UA"),
        ("Ukraine was attacked by Russia.", "ASSAULT RU UA"),
        ("Russia's attack on Ukraine began at dawn.", "ASSAULT RU UA"),
        ("Israeli strikes on Syria killed six soldiers.", "ASSAULT IL SY"),
        ("Iran said it had attacked Israel.", "ASSAULT IR IL"),
        ("China hit back by imposing tariffs on Canada.", "SANCTION CN CA"),
        ("Congo and Rwanda signed a US-brokered deal.", "AGREE CD RW"),
        ("Two men died; Anna Berg was killed in an Israeli raid on Syria.", "ASSAULT IL SY"),
        ("Turkish police used gas to disperse protesters.", "COERCE TR protesters"),
        ("Iran and Oman held talks.", "CONSULT IR OM"),
        ("Talks between Iran and Oman began on Monday.", "CONSULT IR OM"),
        ("Iran, which had met Oman in secret, accused Israel of spying.", "ACCUSE IR IL"),
        ("Iran has threatened to attack Israel.", "THREATEN IR IL"),
        ("Sanctions were imposed on Iran by Canada.", "SANCTION CA IR"),
        ("China gave Pakistan a loan.", "AID CN PK"),
        ("Japan expelled two Russian diplomats.", "SANCTION JP RU"),
        ("Police killed at least 12 protesters in Kenya.", "ASSAULT Police KE"),
        ("Turkey rejected Sweden's request.", "REJECT TR SE"),
    ],
)
def test_the_voices(sentence: str, expected: str) -> None:
    assert expected in told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran did not attack Israel.",
        "Iran denied attacking Israel.",
        "Iran would attack Israel if it could.",
        "Talks between Iran and Oman were called off.",
        "The talks with Iran that Oman wanted never took place.",
        "“Iran attacked Israel,” a headline of the paper said.",
        "Italy beat Spain in the semi-final in Rome.",
        "Two Germans were killed in a crash near Milan.",
        "A new exhibition in Paris strikes a chord.",
        "The visit cost Spain dearly.",
    ],
)
def test_no_event(sentence: str) -> None:
    assert told(sentence) == []


def test_where_when_and_what_is_planned() -> None:
    found = read("", "Brazil will host Chile in Bolivia next week.")
    assert [(event.country, event.when, event.planned) for event in found] == [("BO", "next week", True)]


def test_an_event_is_told_once_and_the_headline_first() -> None:
    found = read("Russia attacks Ukraine", "Russia attacked Ukraine. Canada condemned Russia.")
    assert [event.type for event in found] == ["ASSAULT", "ACCUSE"]
    assert found[0].sentence == "Russia attacks Ukraine"


def test_other_languages_are_not_read() -> None:
    assert read("Rusia ataca Ucrania", language="es") == ()


def test_actors_get_the_names_of_the_registry() -> None:
    found = read("", "Lavrov accused Canada of lying.")
    mention = Mention("body", 0, 6)
    tag = ActorTag(Actor("sergey-lavrov", "Sergey Lavrov", ActorKind.PERSON, "RU"), (mention,))
    assert [event.source.name for event in events.named(found, (tag,)) if event.source] == ["Sergey Lavrov"]


@given(st.text(alphabet="abcde ,.;:'’“”\"()-AB 19&\n", max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert all(event.sentence in text for event in events.find("", text, actors=(), countries=(), language="en"))


def test_a_long_sentence_takes_no_time() -> None:
    assert len(read("", "Russia and Iran attacked " * 4_000)) <= events.MOST
