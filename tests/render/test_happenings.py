"""What happened and what a report added, in a line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Event, EventType, Importance, Item, Mention, Novelty, NoveltyKind, Party, Sources, Story
from bot.render import happenings, pages
from bot.render.markup import message
from tests.build import NOON
from tests.build import item as an_item

NAMES = {"RU": "Russia", "VE": "Venezuela", "BR": "Brazil"}
LAVROV, GIL = Party("Sergey Lavrov", "RU"), Party("Yván Gil", "VE")
MET = Event(EventType.CONSULT, "Lavrov met Gil in Caracas.", LAVROV, GIL)


def name(code: str) -> str:
    return NAMES[code]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (MET, "Russia consults Venezuela"),
        (replace(MET, planned=True), "Russia to consult Venezuela"),
        (replace(MET, target=Party("protesters")), None),
        (replace(MET, target=Party("OPEC", None, Mention("title", 0, 4))), "Sergey Lavrov consults OPEC"),
        (replace(MET, target=Party("Sergey Shoigu", "RU")), "Sergey Lavrov consults Sergey Shoigu"),
        (replace(MET, target=None), None),
    ],
)
def test_an_event_in_a_line(event: Event, line: str | None) -> None:
    assert happenings.event_line(event, name) == line


@pytest.mark.parametrize("kind", EventType)
def test_every_type_has_its_words(kind: EventType) -> None:
    assert happenings.event_line(replace(MET, type=kind), name)


def test_what_most_reports_tell_comes_first() -> None:
    other = Event(EventType.SANCTION, "Brazil sanctions Russia.", Party("Brazil", "BR"), LAVROV)
    items = [replace(an_item(n), events=events) for n, events in enumerate(((other, MET), (MET,)), 1)]
    shown = happenings.happened(items, name)
    assert shown is not None
    assert message(shown).text.splitlines() == [
        "What happened",
        "Russia consults Venezuela",
        "Lavrov met Gil in Caracas.",
        "Brazil sanctions Russia",
        "Brazil sanctions Russia.",
    ]


def test_nothing_happened_where_no_report_tells_of_two_sides() -> None:
    assert happenings.happened([an_item(1), replace(an_item(2), events=(replace(MET, source=None),))], name) is None


def test_what_a_report_added() -> None:
    found = [
        Novelty(NoveltyKind.NUMBER, "12 killed", "s", strong=True, was="9 killed"),
        Novelty(NoveltyKind.COUNTRY, "BR", "s"),
        Novelty(NoveltyKind.TURN, "denies", "s"),
        Novelty(NoveltyKind.QUOTE, "Lula", "s"),
        Novelty(NoveltyKind.ACTOR, "Gil", "s"),
    ]
    shown = happenings.added(found, name)
    assert shown is not None
    assert message(shown).text == "+ Death toll 9 → 12, 🇧🇷 Brazil, a denial, quotes Lula and 1 more"
    assert happenings.added((), name) is None


def told(n: int, **changes: object) -> Item:
    return replace(an_item(n), publisher=f"Outlet {n}", **changes)  # type: ignore[arg-type]


def test_a_story_is_a_timeline() -> None:
    adds = (Novelty(NoveltyKind.NUMBER, "12 killed", "s", strong=True),)
    story = Story(7, "Headline", NOON, NOON, (told(1, events=(MET,)), told(2, adds=adds)))
    weight = Importance(5, ("2 independent publishers", "people killed"))
    shown = pages.story(story, 0, sources=Sources(2), weight=weight, country_name=name).text
    assert "What happened\nRussia consults Venezuela\n" in shown
    assert "Importance 5 of 10: 2 independent publishers, people killed" in shown
    first, second = shown.index("Outlet 1"), shown.index("Outlet 2")
    assert first < second < shown.index("+ Death toll 12")
