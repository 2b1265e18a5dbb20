"""Names that an admin gave are found as whole names, in any script, and only where nothing else was found."""

from __future__ import annotations

import pytest

from bot.model import Actor, ActorKind, Article, FoundActor, Mention
from bot.understand.names import given

LAVROV = Actor("sergey-lavrov", "Sergey Lavrov", ActorKind.PERSON, "RU", "GOV")


def mentions(name: str, body: str, *found: FoundActor, title: str = "") -> list[str]:
    added = given.add(Article(title, body), found, [(name, LAVROV)])[len(found) :]
    fields = {"title": title, "body": body}
    return [fields[m.field][m.start : m.end] for one in added for m in one.mentions]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Le Cheval", "Le Cheval arriva à Caracas."),
        ("Лавруша", "Вчера Лавруша прилетел."),
        ("拉夫", "俄外长拉夫抵达"),
        ("Lavruša", "minister Lavruša rekl"),
    ],
)
def test_a_given_name_is_found(name: str, text: str) -> None:
    assert mentions(name, text) == [name]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Horse", "The Seahorse Group."),
        ("Horse", "The Horse Guards paraded."),
        ("Horse", "He saw Crazy Horse die."),
        ("Horse", "a horse"),
    ],
)
def test_part_of_another_name_is_not(name: str, text: str) -> None:
    assert mentions(name, text) == []


def test_what_is_found_already_stays_what_it_is() -> None:
    other = FoundActor("The Horse", ActorKind.ORGANISATION, (Mention("body", 0, 9),), ("The Horse",))
    assert mentions("Horse", "The Horse said so.", other) == []
    assert mentions("Horse", "The Horse said so. Then Horse.", other) == ["Horse"]
