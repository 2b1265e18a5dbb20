"""Summaries must not fall below what they reached: 50 articles, 48 of them with a summary written by reading; the 46
short reports; 15 stories of three reports with a roundup."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.text import sentences as split
from bot.understand.summaries.story_summary import WORDS, summarise_story
from bot.understand.summaries.summarise import ALERT, SUMMARY, summarise
from tests.quality.summaries.rouge import mean, rouge

HERE = Path(__file__).parent
FLOORS = json.loads((HERE.parent / "floors.json").read_text("utf8"))["summaries"]
# Deliberately not the program's own list: what a reader would stumble over.
DANGLING = re.compile(
    r"\W*(?:he|she|it|they|this|these|those|that|his|her|their|its|but|and|however|meanwhile|then|also|both|among them"
    r"|он|она|однако|sin embargo|ella|él)\b(?! week)",
    re.IGNORECASE,
)
Row = dict[str, Any]
Summary = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    id: int
    title: str
    body: str
    when: datetime


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf8").splitlines()]


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.fixture(scope="module")
def summaries() -> list[tuple[Row, Summary]]:
    read = [*rows(HERE / "articles.jsonl"), *rows(HERE.parent / "answers" / "items.jsonl")]
    return [(row, summarise(row["title"], row["body"])) for row in read]


@pytest.fixture(scope="module")
def stories() -> list[tuple[Row, list[Report], Summary]]:
    found = []
    for row in rows(HERE / "stories.jsonl"):
        reports = [
            Report(n, item["title"], item["body"], datetime(2026, 3, 6, tzinfo=UTC) + timedelta(hours=n))
            for n, item in enumerate(row["items"])
        ]
        told = summarise_story(reports)
        assert all(one.sentence in reports[one.item_id].body for one in told)
        found.append((row, reports, tuple(one.sentence for one in told)))
    return found


def test_every_sentence_stands_in_the_article(summaries: list[tuple[Row, Summary]]) -> None:
    said = [sentence in row["body"] for row, summary in summaries for sentence in summary]
    assert sum(said) / len(said) >= FLOORS["verbatim"]


def test_no_sentence_dangles(summaries: list[tuple[Row, Summary]]) -> None:
    """What points back comes behind the sentence that it points to; before an article's first one nothing stands."""
    dangling = [
        sentence
        for row, summary in summaries
        for sentence in summary
        if sentence.endswith("?") or (DANGLING.match(sentence) and not follows(row["body"], sentence, summary))
    ]
    assert len(dangling) / len(summaries) <= FLOORS["dangling"], dangling


def follows(body: str, sentence: str, summary: Summary) -> bool:
    before = [one for one in parts(body[: body.index(sentence)]) if one.endswith((".", ".”", '."', "!", "»."))]
    return not before or any(before[-1].endswith(one) for one in summary)  # without its dateline


def test_every_article_has_a_summary_that_fits_an_alert(summaries: list[tuple[Row, Summary]]) -> None:
    assert all(summary and all(len(sentence) <= ALERT for sentence in summary) for _, summary in summaries)
    assert all(len(" ".join(summary)) <= SUMMARY for _, summary in summaries)


def test_the_key_sentence_is_in_it(summaries: list[tuple[Row, Summary]]) -> None:
    marked = [(row, summary) for row, summary in summaries if "key" in row]
    missed = [row["id"] for row, summary in marked if not any(s.startswith(row["key"]) for s in summary)]
    assert 1 - len(missed) / len(marked) >= FLOORS["key_sentence"], missed


def test_they_say_what_a_reader_would_and_more_of_it_than_the_first_three_sentences(
    summaries: list[tuple[Row, Summary]],
) -> None:
    read = [(row, summary) for row, summary in summaries if "reference" in row]
    ours = mean([rouge(parts(row["reference"]), summary) for row, summary in read])
    lead = mean([rouge(parts(row["reference"]), parts(row["body"])[:3]) for row, _ in read])
    assert all(got >= floor for got, floor in zip(ours, FLOORS["rouge"], strict=True)), ours
    assert all(got >= first + FLOORS["over_lead"] for got, first in zip(ours, lead, strict=True)), (ours, lead)


def test_stories_are_told_as_a_reader_would_tell_them(stories: list[tuple[Row, list[Report], Summary]]) -> None:
    ours = mean([rouge(parts(row["reference"]), told) for row, _, told in stories])
    leads = [[parts(report.body)[0] for report in reports] for _, reports, _ in stories]
    lead = mean([rouge(parts(row["reference"]), first) for (row, _, _), first in zip(stories, leads, strict=True)])
    assert all(got >= floor for got, floor in zip(ours, FLOORS["story_rouge"], strict=True)), ours
    assert all(got > first for got, first in zip(ours, lead, strict=True)), (ours, lead)


def test_stories_are_told_in_few_words_that_stand_alone(stories: list[tuple[Row, list[Report], Summary]]) -> None:
    told = [summary for _, _, summary in stories]
    assert all(1 <= len(summary) <= 3 and sum(len(one.split()) for one in summary) <= WORDS for summary in told)
    assert [one for summary in told for one in summary if DANGLING.match(one)] == []


@pytest.mark.parametrize(
    ("story", "newest", "former"),
    [("bridge", "35 people", "22 people"), ("lac", "Five people", "Three people"), ("storm", "10,000", "100 people")],
)
def test_of_a_rising_toll_the_newest_is_told(
    stories: list[tuple[Row, list[Report], Summary]], story: str, newest: str, former: str
) -> None:
    told = next(" ".join(summary) for row, _, summary in stories if row["id"] == story)
    assert newest in told
    assert former not in told
