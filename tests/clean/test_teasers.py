"""Headlines and teasers of other stories, and the report that goes on behind them."""

from __future__ import annotations

import pytest

from bot.clean import boilerplate
from bot.clean.lines import certain, is_link_head

REPORT = [
    "The ferry line between the two coasts reopened on Friday after a week of talks, the company said in the evening.",
    "Crews will be paid for the days on which no ship could leave the port, and two more ships will be hired for May.",
]
TITLE = "Ferry line between the coasts reopens"
OTHERS = [
    ("Pupil of eleven beats three masters at chess", "The boy from Ashby had learned the game from his grandmother."),
    ("Storm takes the roof off a town hall", "Nobody was inside when the wind lifted the slates."),
    ("Bakery finds a ring in a loaf of rye", "Its owner has until June to ask for it."),
]


def kept(lines: list[str]) -> list[str]:
    return boilerplate.strip(lines, title=TITLE)[0]


def test_headlines_and_teasers_below_a_heading_go() -> None:
    below = [line for headline, teaser in OTHERS for line in (headline, teaser)]
    assert kept([*REPORT, "More in Europe", *below]) == REPORT


def test_what_stands_between_ages_goes() -> None:
    below = [line for headline, teaser in OTHERS for line in (headline, teaser, "3h ago")]
    assert kept([*REPORT, *below]) == REPORT


def test_one_paragraph_behind_a_box_of_links_is_the_report() -> None:
    last = "The harbour master will hand the keys of the terminal back on Monday."
    assert kept([*REPORT, "You may also like", OTHERS[0][0], last, "Share this"]) == [*REPORT, last]


def test_a_subhead_behind_a_box_of_links_is_the_report() -> None:
    lines = [REPORT[0], "Related stories", OTHERS[0][0], OTHERS[1][0], "What comes next", REPORT[1]]
    assert kept(lines) == [REPORT[0], "What comes next", REPORT[1]]


def test_a_list_behind_a_box_of_links_is_the_report() -> None:
    listed = ["Line 1: hourly, from 6", "Line 2: every 2 hours", "Line 3: at 9 and 17"]
    assert kept([*REPORT, "Related stories", *listed]) == [*REPORT, *listed]


def test_a_line_shown_twice_in_a_row_goes() -> None:
    assert kept([REPORT[0], OTHERS[0][0], OTHERS[0][0], REPORT[1]]) == REPORT
    assert kept([REPORT[0], "Results", REPORT[1], "Results", REPORT[0]]).count("Results") == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("32M ago", "age"),
        ("updated 15 minutes ago", "age"),
        ("2 days ago at 07:52 am", "age"),
        ("Image 1 of / 4", "gallery"),
        ("1 / 13", "gallery"),
        ("Toggle caption", "gallery"),
        ("FacebookTwitterPinterestEmail", "share"),
        ("Copy Link URLCopied!", "share"),
        ("Share on: Facebook Twitter Reddit Google+", "share"),
        ("Most Popular Videos", "link"),
        ("By Ana Ruiz on Monday, March 2nd, 2026 at 11:04 a.m.", "byline"),
        ("Written by Ana Ruiz, MS, RD on March 2, 2026", "byline"),
    ],
)
def test_lines_that_are_furniture_anywhere(line: str, reason: str) -> None:
    assert certain(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "Two hours ago the river was still below the bridge.",
        "Ten years ago",
        "One of 13",
        "Share of the market",
        "Print is dead",
        "More questions than answers",
        "Most voters stay home",
        "By the river",
        "By car and by ship from the southern coast",
        "More in need than ever",
    ],
)
def test_lines_that_a_report_may_have(line: str) -> None:
    assert certain(line) is None


@pytest.mark.parametrize(
    "line", ["More in Politics", "Related stories", "You may also like", "Top news", "Next up in Science"]
)
def test_headings_over_links(line: str) -> None:
    assert is_link_head(line)


@pytest.mark.parametrize("line", ["What comes next", "Politics", "A second bridge for the old town"])
def test_other_headings(line: str) -> None:
    assert not is_link_head(line)
