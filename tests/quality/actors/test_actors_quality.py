"""Actors must not fall below what they reached on short reports of real events, labelled by reading."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model import FoundActor, Mention, Tagger
from bot.understand.names import actors
from bot.understand.places import countries
from tests.quality.actors.marked import Gold, Item, read

HERE = Path(__file__).parent
FLOORS = json.loads((HERE.parent / "floors.json").read_text("utf8"))


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Item, tuple[FoundActor, ...]]]:
    """What a reader found and what the program finds."""
    return [(item, _found(item)) for item in read((HERE / "items.txt").read_text("utf8"))]


@pytest.fixture(scope="module")
def light_pairs() -> list[tuple[Item, tuple[FoundActor, ...]]]:
    """The same with the light tagger."""
    return [(item, _found(item, Tagger.LIGHT)) for item in read((HERE / "items.txt").read_text("utf8"))]


def _found(item: Item, tagger: Tagger = Tagger.FULL) -> tuple[FoundActor, ...]:
    places = countries.find(item.title, item.body, language=item.language)
    return actors.find(item.title, item.body, language=item.language, countries=places, tagger=tagger)


def _overlap(gold: Gold, found: FoundActor) -> int:
    return sum(_meet(a, b) for a in gold.mentions for b in found.mentions)


def _meet(a: Mention, b: Mention) -> bool:
    return a.field == b.field and a.start < b.end and b.start < a.end


def _matched(item: Item, found: tuple[FoundActor, ...]) -> Iterator[tuple[Gold, FoundActor]]:
    """One to one, the largest overlap first."""
    ranked = sorted(
        ((_overlap(g, f), i, j) for i, g in enumerate(item.actors) for j, f in enumerate(found) if g.kind is f.kind),
        reverse=True,
    )
    gold_taken, found_taken = set(), set()
    for overlap, i, j in ranked:
        if overlap and i not in gold_taken and j not in found_taken:
            gold_taken.add(i)
            found_taken.add(j)
            yield item.actors[i], found[j]


def test_set_is_large_enough(pairs: list[tuple[Item, tuple[FoundActor, ...]]]) -> None:
    languages = Counter(item.language for item, _ in pairs)
    assert languages.total() >= 150
    assert min(languages["es"], languages["ru"]) >= 40


@pytest.mark.parametrize("language", ["es", "ru"])
def test_languages_without_a_recogniser_have_their_own_floors(
    pairs: list[tuple[Item, tuple[FoundActor, ...]]], language: str
) -> None:
    own = [pair for pair in pairs if pair[0].language == language]
    right = sum(len(list(_matched(*pair))) for pair in own)
    assert right / sum(len(found) for _, found in own) >= FLOORS["actors_by_words"]["precision"]
    assert right / sum(len(item.actors) for item, _ in own) >= FLOORS["actors_by_words"]["recall"]


def test_what_is_found_is_an_actor(pairs: list[tuple[Item, tuple[FoundActor, ...]]]) -> None:
    right = sum(len(list(_matched(*pair))) for pair in pairs)
    assert right / sum(len(found) for _, found in pairs) >= FLOORS["actors"]["precision"]


def test_every_actor_is_found(pairs: list[tuple[Item, tuple[FoundActor, ...]]]) -> None:
    right = sum(len(list(_matched(*pair))) for pair in pairs)
    assert right / sum(len(item.actors) for item, _ in pairs) >= FLOORS["actors"]["recall"]


def test_every_mention_goes_to_its_actor(pairs: list[tuple[Item, tuple[FoundActor, ...]]]) -> None:
    right = sum(
        any(_meet(mention, own) for own in found.mentions)
        for pair in pairs
        for gold, found in _matched(*pair)
        for mention in gold.mentions
    )
    assert right / sum(len(gold.mentions) for item, _ in pairs for gold in item.actors) >= FLOORS["actors"]["mentions"]


def test_no_two_people_become_one(pairs: list[tuple[Item, tuple[FoundActor, ...]]]) -> None:
    """A wrong merge is worse than a missed one."""
    wrong = [
        (gold.key, found.name)
        for pair in pairs
        for gold, found in _matched(*pair)
        for other in pair[0].actors
        if other is not gold and _overlap(other, found)
    ]
    assert len(wrong) <= FLOORS["actors"]["wrong_merges"]


def test_the_light_tagger_keeps_to_its_own_floors(light_pairs: list[tuple[Item, tuple[FoundActor, ...]]]) -> None:
    right = sum(len(list(_matched(*pair))) for pair in light_pairs)
    floors = FLOORS["actors_light"]
    assert right / sum(len(found) for _, found in light_pairs) >= floors["precision"]
    assert right / sum(len(item.actors) for item, _ in light_pairs) >= floors["recall"]
