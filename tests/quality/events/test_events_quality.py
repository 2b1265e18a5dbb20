"""Events of labelled sentences: type and both sides, and nothing that a sentence denies. Floors for both halves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.model import Event, Party, Tagger
from bot.text import fold
from bot.understand.happenings import events
from bot.understand.names import actors
from bot.understand.places import countries

HERE = Path(__file__).parent
NONE = "NONE"
BODIES = ("EU", "UN")  # two capitals, and no country
FLOOR = {
    "developed on": 0.95,
    "held out": 0.95,
    "hard": 0.88,
    "wire": 0.95,
    "wire, more": 0.84,
    "wide": 0.8,
    "wide, more": 0.8,
    "plain": 0.92,
}  # of sentences with type and both sides right


@dataclass(frozen=True, slots=True)
class Row:
    type: str
    source: str
    target: str
    sentence: str


@cache
def rows(file: str = "sentences.tsv") -> tuple[Row, ...]:
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    return tuple(Row(*line.split("\t")) for line in lines if line and not line.startswith("#"))


def read(sentence: str, tagger: Tagger) -> tuple[Event, ...]:
    where = countries.find("", sentence, language="en")
    who = actors.find("", sentence, language="en", countries=where, tagger=tagger)
    return events.find("", sentence, actors=who, countries=where, language="en", tagger=tagger)


def right(row: Row, event: Event) -> bool:
    return event.type == row.type and is_side(row.source, event.source) and is_side(row.target, event.target)


def is_side(wanted: str, party: Party | None) -> bool:
    """One of the wanted is the side's country or in its name. "-": the sentence leaves it open, or names no party."""
    if wanted == "-":
        return True
    return party is not None and any(
        one == party.country if len(one) == 2 and one.isupper() and one not in BODIES else fold(one) in fold(party.name)
        for one in wanted.split("/")
    )


SETS = {
    "developed on": rows()[0::2],
    "held out": rows()[1::2],
    "hard": rows("sentences_hard.tsv"),
    "wire": rows("sentences_wire.tsv"),
    "wire, more": rows("sentences_wire_more.tsv"),
    "wide": rows("sentences_wide.tsv"),
    "wide, more": rows("sentences_wide_more.tsv"),
    "plain": rows("sentences_plain.tsv"),
}


@pytest.mark.parametrize("tagger", Tagger)
@pytest.mark.parametrize("half", SETS)
def test_type_and_both_sides(half: str, tagger: Tagger) -> None:
    told = [row for row in SETS[half] if row.type != NONE]
    missed = [row for row in told if not any(right(row, event) for event in read(row.sentence, tagger))]
    assert 1 - len(missed) / len(told) >= FLOOR[half], "\n".join(
        f"{row}: {read(row.sentence, tagger)}" for row in missed
    )


@pytest.mark.parametrize(
    "row", [row for of in SETS.values() for row in of if row.type == NONE], ids=lambda row: row.sentence[:40]
)
def test_what_is_denied_is_not_told(row: Row) -> None:
    """To turn something down is an event itself, and the only one that may be told here."""
    told = [event for tagger in Tagger for event in read(row.sentence, tagger) if event.type != "REJECT"]
    assert told == []
