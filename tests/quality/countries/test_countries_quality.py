"""Countries must not fall below what they reached on 70 short reports and 435 hard sentences, labelled by reading."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.understand.places.countries import find

HERE = Path(__file__).parent
FLOORS = json.loads((HERE.parent / "floors.json").read_text("utf8"))["countries"]
Pair = tuple[set[str], set[str]]


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """What a reader found and what the program finds."""
    lines = (HERE / "items.tsv").read_text("utf8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(set(named.split()) - {"-"}, {tag.code for tag in find(title, body)}) for named, title, body in rows]


@pytest.fixture(scope="module")
def hard() -> list[Pair]:
    """The same of single sentences, each on a name that may mean several countries, or none."""
    lines = (HERE / "hard.tsv").read_text("utf8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(set(named.split()) - {"-"}, {tag.code for tag in find("", sentence)}) for sentence, named in rows]


def test_what_is_found_is_named(pairs: list[Pair]) -> None:
    assert sum(len(gold & got) for gold, got in pairs) / sum(len(got) for _, got in pairs) >= FLOORS["precision"]


def test_what_is_named_is_found(pairs: list[Pair]) -> None:
    assert sum(len(gold & got) for gold, got in pairs) / sum(len(gold) for gold, _ in pairs) >= FLOORS["recall"]


def test_no_country_is_invented_where_none_is_named(pairs: list[Pair]) -> None:
    assert [got for gold, got in pairs if not gold and got] == []


def test_hard_sentences_are_read_right(hard: list[Pair]) -> None:
    assert sum(gold == got for gold, got in hard) / len(hard) >= FLOORS["hard_exact"]


def test_hard_sentences_bring_no_other_country_in(hard: list[Pair]) -> None:
    assert sum(bool(got - gold) for gold, got in hard) / len(hard) <= FLOORS["hard_invented"]
