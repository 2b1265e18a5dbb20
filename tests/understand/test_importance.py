"""The level of a story, and the words that say why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Actor, ActorKind, Event, EventType, Item, Mention, Novelty, NoveltyKind, Party, Story
from bot.understand.news.importance import importance
from tests.build import NOON, actor_tag, country_tag
from tests.build import item as an_item

TITLE = "President Maduro receives Prime Minister Modi"
MADURO = actor_tag(
    Actor("maduro", "Nicolás Maduro", ActorKind.PERSON, "VE", "GOV", seeded=True), Mention("title", 10, 16)
)
TALKS = Event(EventType.CONSULT, "They met.", Party("Russia", "RU"), Party("Venezuela", "VE"))
EX = (actor_tag(MADURO.actor, Mention("title", 17, 23)),)
TWO = (country_tag("VE", Mention("title", 0, 1)), country_tag("IN", Mention("title", 2, 3)))
MODI = actor_tag(Actor("modi", "Narendra Modi", ActorKind.PERSON, "IN", "GOV", seeded=True), Mention("title", 41, 45))


def report(n: int, title: str = "A quiet day", **changes: Any) -> Item:
    return replace(an_item(n), title=title, body="", dek="", publisher=f"Outlet {n}", **changes)


def story(*items: Item) -> Story:
    return Story(1, items[0].title if items else "", NOON, NOON, items)


TABLE = [
    ((), 0, ()),
    ((report(1),), 0, ()),
    ((report(1), report(2)), 1, ("2 independent publishers",)),
    (tuple(report(n) for n in range(1, 9)), 4, ("8 independent publishers",)),
    ((report(1, "Blast kills two in Kabul"),), 2, ("people killed",)),
    ((report(1, "Blast kills 40 in Kabul"),), 3, ("at least 40 killed",)),
    ((report(1, "Army invades the north"),), 3, ("an offensive",)),
    ((report(1, "Minister resigns"),), 2, ("a resignation",)),
    ((report(1, "Minister may have resigned"),), 0, ()),
    ((report(1, events=(TALKS,)),), 1, ("talks",)),
    ((report(1, events=(replace(TALKS, type=EventType.ASSAULT), TALKS)),), 2, ("an attack",)),
    ((report(1, events=(replace(TALKS, type=EventType.ASSAULT, planned=True),)),), 0, ()),
    ((report(1, events=(replace(TALKS, type=EventType.COERCE, target=Party("a man")),)),), 0, ()),
    ((report(1, "Man resigns", events=(TALKS,)),), 2, ("a resignation",)),
    ((report(1, TITLE, actors=(MADURO, MODI)),), 2, ("2 heads of state or government",)),
    ((report(1, "Former President Maduro speaks", actors=EX),), 1, None),
    ((report(1, countries=TWO),), 1, None),
    ((report(1, adds=(Novelty(NoveltyKind.TURN, "resigns", "He resigned.", strong=True),)),), 1, ("still developing",)),
]  # fmt: skip


@pytest.mark.parametrize(("items", "level", "reasons"), TABLE)
def test_level_and_reasons(items: tuple[Item, ...], level: int, reasons: tuple[str, ...] | None) -> None:
    found = importance(story(*items))
    assert found.level == level
    assert reasons is None or found.reasons == reasons


def test_it_says_so_in_words() -> None:
    found = importance(story(report(1, "Blast kills two"), report(2), report(3)))
    assert found.words == "Importance 4 of 10: 3 independent publishers, people killed"
    assert importance(story(report(1))).words == "Importance 0 of 10"


_PARTS = st.sampled_from([items[0] for items, _, _ in TABLE if items])


@given(st.lists(_PARTS, min_size=1, max_size=12), _PARTS)
def test_one_more_report_never_lowers_it(items: list[Item], more: Item) -> None:
    assert importance(story(*items)).level <= importance(story(*items, more)).level <= 10
