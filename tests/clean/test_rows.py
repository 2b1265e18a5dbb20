"""Lines that are rows of one list, and lines that only stand one below the other."""

from __future__ import annotations

import pytest

from bot.clean.rows import rows, rows_above

TOUR = ["June 9 -- Open Air Stage, Riverton", "June 10 -- Old Mill, Ashby", "Aug 4 -- Town Hall, Port Mary"]
TEAMS = ["Norland (Group A): 10th appearance", "Sudland (Group B): seventh", "Estland (Group F): first"]
SCORES = ["Riverton 14 11 6 15 — 44", "Ashby 18 22 13 17 — 70"]
PRICES = ["Bread up 12%", "Milk up 4%", "Coal down 31%"]
ITEMS = ["two blankets", "a lamp with spare batteries", "water for three days"]
HEADLINES = ["Ministers meet over fish quotas", "A second bridge for the old town", "Chess: pupil beats masters"]
STAMPED = ["12:30 Ministers meet", "11:45 Bridge is closed", "09:10 Chess pupil wins"]


@pytest.mark.parametrize(
    "found", [TOUR, TEAMS, SCORES, PRICES, ITEMS], ids=["tour", "teams", "scores", "prices", "items"]
)
def test_lines_of_one_shape_are_rows(found: list[str]) -> None:
    assert rows([*found, *HEADLINES], 0) == len(found)


@pytest.mark.parametrize("lines", [HEADLINES, STAMPED, TOUR[:2], ITEMS[:1], []], ids=lambda lines: str(len(lines)))
def test_headlines_and_short_lists_are_none(lines: list[str]) -> None:
    assert rows(lines, 0) == 0


def test_the_line_over_a_list_belongs_to_it() -> None:
    assert rows(["Dates of the tour", *TOUR], 0) == 4
    assert rows([*HEADLINES, *TOUR], 0) == 0


def test_rows_are_found_from_below() -> None:
    assert rows_above([*HEADLINES, *SCORES, "The report begins here."], 5) == 3  # with what stands over them
    assert rows_above(HEADLINES, 3) == 0
