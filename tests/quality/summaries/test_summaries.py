"""Summaries must not fall below what they reached: 12 articles with the dirt of real ones, and the 46 short reports."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.understand.summarise import summarise

HERE = Path(__file__).parent
FLOORS = json.loads((HERE.parent / "floors.json").read_text("utf8"))["summaries"]
# Deliberately not the program's own list: what a reader would stumble over.
DANGLING = re.compile(
    r"\W*(?:he|she|it|they|this|these|those|his|her|their|its|but|and|however|meanwhile|then|also|он|она|однако"
    r"|sin embargo|ella|él)\b(?! week)",
    re.IGNORECASE,
)
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf8").splitlines()]


@pytest.fixture(scope="module")
def summaries() -> list[tuple[Row, tuple[str, ...]]]:
    read = [*rows(HERE / "articles.jsonl"), *rows(HERE.parent / "answers" / "items.jsonl")]
    return [(row, summarise(row["title"], row["body"])) for row in read]


def test_every_sentence_stands_in_the_article(summaries: list[tuple[Row, tuple[str, ...]]]) -> None:
    said = [sentence in row["body"] for row, summary in summaries for sentence in summary]
    assert sum(said) / len(said) >= FLOORS["verbatim"]


def test_no_sentence_dangles(summaries: list[tuple[Row, tuple[str, ...]]]) -> None:
    dangling = [s for _, summary in summaries for s in summary if DANGLING.match(s) or s.endswith("?")]
    assert len(dangling) / len(summaries) <= FLOORS["dangling"], dangling


def test_every_article_has_a_summary_that_fits_an_alert(summaries: list[tuple[Row, tuple[str, ...]]]) -> None:
    assert all(0 < len(" ".join(summary)) <= 420 for _, summary in summaries)


def test_the_key_sentence_is_in_it(summaries: list[tuple[Row, tuple[str, ...]]]) -> None:
    marked = [(row, summary) for row, summary in summaries if "key" in row]
    missed = [row["id"] for row, summary in marked if not any(s.startswith(row["key"]) for s in summary)]
    assert 1 - len(missed) / len(marked) >= FLOORS["key_sentence"], missed
