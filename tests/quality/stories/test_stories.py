"""Grouping must not fall below what it reached: dated events by several outlets, and traps.

`items.jsonl`: 72 items on 21 events, and filled-in forms. `stream.jsonl`: 281 items, of which half are weather, market
reports, a daily column, matches, quakes and air-raid figures that differ in names and numbers alone; the other half are
events: by several outlets, in two languages, with the same actors on one day, followed up days later, or one wire text.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from bot.understand.grouping.stories import Grouper, StoryDoc
from bot.understand.places import countries

HERE = Path(__file__).parent
FLOORS = json.loads((HERE.parent / "floors.json").read_text("utf8"))


class Grouped:
    """(true story, found story) of each item, in the order they came in. A found story bears its first item's id."""

    def __init__(self, name: str, floor: str) -> None:
        self.floors: dict[str, float] = FLOORS[floor]
        self.pairs: list[tuple[str, int]] = []
        grouper = Grouper()
        for line in (HERE / name).read_text("utf8").splitlines():
            row = json.loads(line)
            published = datetime.fromisoformat(row["published"])
            codes = frozenset(tag.code for tag in countries.find(row["title"], row["text"]))
            doc = StoryDoc(row["id"], row["title"], row["text"], published, row["publisher"], codes)
            place = grouper.place(doc, published)
            self.pairs.append((row["story"], row["id"] if place is None else place))
            grouper.add(doc, self.pairs[-1][1])


@pytest.fixture(scope="module", params=[("items.jsonl", "stories"), ("stream.jsonl", "stories_stream")], ids=str)
def grouped(request: pytest.FixtureRequest) -> Grouped:
    return Grouped(*request.param)


def test_b_cubed(grouped: Grouped) -> None:
    pairs = grouped.pairs
    true, found, both = Counter(t for t, _ in pairs), Counter(f for _, f in pairs), Counter(pairs)
    precision = sum(n * n / found[f] for (_, f), n in both.items()) / len(pairs)
    recall = sum(n * n / true[t] for (t, _), n in both.items()) / len(pairs)
    assert 2 * precision * recall / (precision + recall) >= grouped.floors["b_cubed_f1"]


def test_no_item_vanishes_in_another_story(grouped: Grouped) -> None:
    opened_by: dict[int, str] = {}
    swallowed = [true for true, found in grouped.pairs if opened_by.setdefault(found, true) != true]
    assert len(swallowed) / len(grouped.pairs) <= grouped.floors["swallowed"], swallowed


def test_alerts_a_story(grouped: Grouped) -> None:
    parts = defaultdict(set)
    for true, found in grouped.pairs:
        parts[true].add(found)
    assert sum(map(len, parts.values())) / len(parts) <= grouped.floors["alerts_a_story"]
