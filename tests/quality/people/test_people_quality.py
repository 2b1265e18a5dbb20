"""One person in all their spellings across reports, and never two for one: 340 public figures, 840 names."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.model import ActorKind, FoundActor, Mention
from bot.understand.identity import aliases, resolve
from bot.understand.identity.roll import Roll

HERE = Path(__file__).parent
FLOORS = json.loads((HERE.parent / "floors.json").read_text("utf8"))["people"]


@dataclass(frozen=True, slots=True)
class Named:
    """A person as one report names them, with what it says of them."""

    person: str
    name: str
    country: str | None
    sector: str | None


@cache
def reports() -> tuple[Named, ...]:
    lines = (HERE / "names.txt").read_text("utf8").splitlines()
    return tuple(one for line in lines if line and not line.startswith("#") for one in _line(line))


def _line(line: str) -> Iterator[Named]:
    person, _, forms = line.partition(" = ")
    for form in forms.split("; "):
        name, _, about = form.partition(" @")
        country, _, sector = about.partition("/")
        yield Named(person, name, country or None, sector or None)


def tagged(order: int) -> list[tuple[str, Hashable]]:
    """Each report's person, and whom the program takes them for, when the reports come in that order."""
    shuffled = random.Random(order).sample(reports(), len(reports()))
    roll = Roll()
    return [(one.person, _taken_for(one, roll)) for one in shuffled]


def _taken_for(one: Named, roll: Roll) -> Hashable:
    here = (Mention("body", 0, len(one.name)),)
    found = FoundActor(one.name, ActorKind.PERSON, here, (one.name,), one.country, one.sector, _seed(one.name))
    tags = resolve.resolve([found], roll.known(resolve.sought([found])))
    roll.learn(tags)
    actor = tags[0].actor
    return one if actor.local else actor.id


def _seed(name: str) -> str | None:
    """As bot.understand.names.actors finds it in a text."""
    return next((h.actor.id for h in aliases.hits(name) if (h.start, h.end) == (0, len(name)) and not h.weak), None)


def b_cubed(pairs: list[tuple[str, Hashable]]) -> tuple[float, float]:
    gold, found = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    both = Counter(pairs)
    precision = sum(n * n / found[b] for (_, b), n in both.items()) / len(pairs)
    return precision, sum(n * n / gold[a] for (a, _), n in both.items()) / len(pairs)


def test_set_is_large_enough() -> None:
    people = Counter(one.person for one in reports())
    assert len(people) >= 300
    assert sum(n > 1 for n in people.values()) >= 200


@pytest.mark.parametrize("order", [1, 2, 3])
def test_people_across_reports(order: int) -> None:
    precision, recall = b_cubed(tagged(order))
    assert precision >= FLOORS["precision"]
    assert recall >= FLOORS["recall"]


def test_nobody_in_the_news_is_taken_for_a_namesake() -> None:
    taken: dict[Hashable, set[str]] = {}
    for person, actor in tagged(1):
        taken.setdefault(actor, set()).add(person)
    assert [people for people in taken.values() if len(people) > 2] == []
