"""Grouping must not fall below what it reached: 72 items on 21 dated events by several outlets, and traps."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from bot.understand import countries
from bot.understand.stories import Grouper, StoryDoc

HERE = Path(__file__).parent
FLOORS = json.loads((HERE.parent / "floors.json").read_text("utf8"))["stories"]


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, int]]:
    """(true story, found story) of each item, in the order they came in. A found story bears its first item's id."""
    grouper = Grouper()
    found = []
    for line in (HERE / "items.jsonl").read_text("utf8").splitlines():
        row = json.loads(line)
        published = datetime.fromisoformat(row["published"])
        codes = frozenset(tag.code for tag in countries.find(row["title"], row["text"]))
        doc = StoryDoc(row["id"], row["title"], row["text"], published, row["publisher"], codes)
        place = grouper.place(doc, published)
        found.append((row["story"], row["id"] if place is None else place))
        grouper.add(doc, found[-1][1])
    return found


def test_b_cubed(pairs: list[tuple[str, int]]) -> None:
    true, found, both = Counter(t for t, _ in pairs), Counter(f for _, f in pairs), Counter(pairs)
    precision = sum(n * n / found[f] for (_, f), n in both.items()) / len(pairs)
    recall = sum(n * n / true[t] for (t, _), n in both.items()) / len(pairs)
    assert 2 * precision * recall / (precision + recall) >= FLOORS["b_cubed_f1"]


def test_no_item_vanishes_in_another_story(pairs: list[tuple[str, int]]) -> None:
    opened_by: dict[int, str] = {}
    swallowed = [true for true, found in pairs if opened_by.setdefault(found, true) != true]
    assert len(swallowed) / len(pairs) <= FLOORS["swallowed"], swallowed


def test_alerts_a_story(pairs: list[tuple[str, int]]) -> None:
    parts = defaultdict(set)
    for true, found in pairs:
        parts[true].add(found)
    assert sum(map(len, parts.values())) / len(parts) <= FLOORS["alerts_a_story"]
