"""Labelled pairs of reports: whether the later one deserves a message of its own. Precision first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from bot.model import Article, Item, Known, Tagger
from bot.understand.identity.resolve import resolve
from bot.understand.news.novelty import deserves_reply, novelty
from bot.understand.read import read
from tests.build import item

PRECISION = 0.9
RECALL = {"developed on": 0.8, "held out": 0.6, "long": 0.8}


@dataclass(frozen=True, slots=True)
class Pair:
    reply: bool
    earlier: tuple[str, str]
    later: tuple[str, str]


@cache
def pairs(file: str = "pairs.tsv") -> tuple[Pair, ...]:
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(Pair(yes == "yes", (a, b), (c, d)) for yes, a, b, c, d in rows)


def report(n: int, title: str, body: str) -> Item:
    found = read(Article(title, body, language="en"), Tagger.LIGHT)
    base = replace(item(n), title=title, body=body, dek="")
    return replace(base, countries=found.countries, actors=resolve(found.actors, Known()))


def replies(pair: Pair) -> bool:
    return deserves_reply(novelty(report(2, *pair.later), [report(1, *pair.earlier)]))


def half_of(which: int) -> list[Pair]:
    """Two rows of four: the first two are developed on."""
    return [pair for n, pair in enumerate(pairs()) if n // 2 % 2 == which]


SETS = {"developed on": half_of(0), "held out": half_of(1), "long": list(pairs("pairs_long.tsv"))}


@pytest.mark.parametrize("which", SETS)
def test_what_deserves_a_reply(which: str) -> None:
    found = [(pair, replies(pair)) for pair in SETS[which]]
    said = [pair for pair, reply in found if reply]
    right = [pair for pair in said if pair.reply]
    wrong = "\n".join(str(pair) for pair in said if not pair.reply)
    assert len(right) / len(said) >= PRECISION, wrong
    assert len(right) / sum(pair.reply for pair, _ in found) >= RECALL[which]
