"""Which actors of an article act and which are acted on, as far as its sentences say."""

from __future__ import annotations

import pytest

from bot.model import Actor, ActorKind, ActorRole, ActorTag, Article, Event, EventType, Mention, Party, Tagger
from bot.understand.happenings.acting import with_roles
from bot.understand.identity import resolve
from bot.understand.read import read

AGENT, RECIPIENT = ActorRole.AGENT, ActorRole.RECIPIENT
HERE, THERE, ELSEWHERE = Mention("body", 0, 6), Mention("body", 40, 46), Mention("body", 90, 99)
ACTOR = Actor("anna-berg", "Anna Berg", ActorKind.PERSON)


def roles(body: str, title: str = "") -> dict[str, ActorRole | None]:
    understood = read(Article(title, body, language="en"), Tagger.LIGHT)
    tags = with_roles(resolve.resolve(understood.actors), understood.events)
    return {tag.actor.id: tag.role for tag in tags}


def role(*events: Event) -> ActorRole | None:
    return with_roles((ActorTag(ACTOR, (HERE, THERE)),), events)[0].role


def event(sentence: str, source: Mention | None, target: Mention | None) -> Event:
    who, whom = (Party("Somebody", mention=mention) if mention else None for mention in (source, target))
    return Event(EventType.ACCUSE, sentence, who, whom)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Sergei Lavrov accused Emmanuel Macron of lying.", {"sergey-lavrov": AGENT, "emmanuel-macron": RECIPIENT}),
        (
            "Emmanuel Macron was accused of lying by Sergei Lavrov.",
            {"sergey-lavrov": AGENT, "emmanuel-macron": RECIPIENT},
        ),
        (
            "Sergei Lavrov did not accuse Emmanuel Macron of lying.",
            {"sergey-lavrov": None, "emmanuel-macron": None},
        ),
        ("Sergei Lavrov is 75. Emmanuel Macron is 48.", {"sergey-lavrov": None, "emmanuel-macron": None}),
    ],
    ids=["active", "passive", "denied", "no event"],
)
def test_grammar_says_who_acts(body: str, expected: dict[str, ActorRole | None]) -> None:
    assert roles(body) == expected


def test_more_of_the_sentences_decide() -> None:
    once, twice, thrice = event("1", HERE, None), event("2", None, THERE), event("3", None, HERE)
    assert role(once, twice, thrice) is RECIPIENT
    assert role(once, event("4", THERE, None), twice) is AGENT


def test_both_as_often_is_no_role() -> None:
    assert role(event("1", HERE, None), event("2", None, THERE)) is None


def test_one_sentence_with_two_sides_counts_once() -> None:
    two = event("1", HERE, None), event("1", HERE, ELSEWHERE)
    assert role(*two, event("2", None, HERE)) is None


def test_the_events_of_others_and_of_nobody_give_no_role() -> None:
    assert role(event("1", ELSEWHERE, None), event("2", None, None)) is None
    assert role() is None
