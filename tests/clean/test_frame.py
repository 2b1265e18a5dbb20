"""Where a report begins and ends when no markup tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clean import frame

REPORT = [
    "The ferry line between the two coasts reopened on Friday after a week of talks.",
    "Crews will be paid for the days on which no ship could leave the port.",
    "The harbour authority expects the first timetable of the season within days.",
]
MENU = ["World", "Business", "Sport", "Ministers meet over fish quotas for northern fleet"]


def kept(lines: list[str], title: str = "Ferry line reopens") -> list[str]:
    gone = frame.outside(lines, title=title)
    return [line for n, line in enumerate(lines) if n not in gone]


def test_lines_around_the_prose_go() -> None:
    assert kept([*MENU, *REPORT, *MENU]) == REPORT


def test_headings_between_paragraphs_stay() -> None:
    lines = [REPORT[0], "What comes next", *REPORT[1:]]
    assert kept(lines) == lines


def test_a_lone_teaser_of_another_story_beyond_headlines_goes() -> None:
    teaser = "A chess prodigy of eleven has beaten three grandmasters in a single afternoon."
    assert kept([*REPORT, *MENU, teaser]) == REPORT
    assert kept([teaser, *MENU, *REPORT]) == REPORT


def test_a_last_paragraph_beyond_headlines_that_speaks_of_the_same_stays() -> None:
    last = "Talks on the ferry crews' wages resume at the harbour authority on Monday."
    assert kept([*REPORT, *MENU, last]) == [*REPORT, *MENU, last]


@pytest.mark.parametrize(
    "tail",
    [
        ["- Line 1: hourly", "- Line 2: every two hours"],
        ["1. Northern coast", "2. Southern coast"],
        ["Line | Departs", "North | 08:00"],
        ["Nobody was hurt."],
        ["“Enough.”"],
    ],
)
def test_lists_tables_and_short_sentences_at_the_end_stay(tail: list[str]) -> None:
    assert kept([*REPORT, *tail]) == [*REPORT, *tail]


def test_a_text_with_little_prose_stays_whole() -> None:
    lines = [*MENU, *REPORT[:2], *MENU]
    assert kept(lines) == lines


@pytest.mark.parametrize(
    "line",
    [
        "外務省は金曜日、南米への訪問を来週から始めると発表した。",
        "أعلنت وزارة الخارجية يوم الجمعة أن الوزير سيزور فنزويلا الأسبوع المقبل.",
        "विदेश मंत्री शुक्रवार को वेनेजुएला की यात्रा पर जाएंगे, मंत्रालय ने कहा।",
        "“Nobody on the northern coast had expected the ferry to be back so soon.”",
    ],
)
def test_sentences_of_any_script_are_prose(line: str) -> None:
    assert frame.is_prose(line)


@pytest.mark.parametrize("line", ["Ministers meet over fish quotas for northern fleet", "Read more.", "関連記事", ""])
def test_headlines_and_labels_are_none(line: str) -> None:
    assert not frame.is_prose(line)


@given(st.lists(st.sampled_from([*REPORT, *MENU, "- an item", "Nobody was hurt."]), max_size=30))
def test_framing_again_changes_nothing_and_enough_prose_stays(lines: list[str]) -> None:
    once = kept(lines)
    assert kept(once) == once
    if sum(map(frame.is_prose, lines)) >= frame.MIN_PROSE:
        assert sum(map(frame.is_prose, once)) >= frame.MIN_PROSE
