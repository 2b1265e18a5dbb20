"""What a run of documents remembers: learned people are themselves again, names that say too little are not."""

from __future__ import annotations

import pytest

from bot.model import ActorKind, FoundActor, Mention
from bot.understand.identity.roll import Roll


def ids(*texts: FoundActor) -> list[str]:
    """The actor's id in each of these documents."""
    roll = Roll()
    return [roll.tag([found])[0].actor.id for found in texts]


def found(name: str, kind: ActorKind = ActorKind.PERSON, **about: str) -> FoundActor:
    return FoundActor(name, kind, (Mention("body", 0, 3),), (name,), **about)


def test_a_learned_person_is_the_same_again() -> None:
    first, second, third = ids(found("Sergei Kotovsky"), found("Сергей Котовский"), found("S. Kotovsky"))
    assert first == second == third == "sergei-kotovsky"


def test_the_seed_is_known_in_other_forms() -> None:
    assert ids(found("Sergey Viktorovich Lavrov", country="RU")) == ["sergey-lavrov"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Maria", ActorKind.PERSON), ("Smith", ActorKind.PERSON), ("Parliament", ActorKind.ORGANISATION)],
)
def test_a_name_that_says_too_little_is_another_in_each_document(name: str, kind: ActorKind) -> None:
    first, second = ids(found(name, kind), found(name, kind))
    assert first != second


def test_merged_people_stay_merged_by_every_name() -> None:
    names = (
        "Hugo Quintavilla",
        "Hugo R. Quintavilla",
        "H. Quintavilla",
        "Hugo Quintavilla Soler",
        "Hugo R. Quintavilla",
    )
    assert set(ids(*map(found, names))) == {"hugo-quintavilla"}


def test_two_that_share_an_initial_are_not_merged_by_it() -> None:
    first, second, third = ids(found("Vitali Zamotin"), found("Viktor Zamotin"), found("V. Zamotin"))
    assert len({first, second, third}) == 3
