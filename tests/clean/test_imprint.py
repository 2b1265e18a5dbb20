"""Lines about the text itself, and reports that use the same words."""

from __future__ import annotations

import pytest

from bot.clean import boilerplate, imprint

REST = [
    "The ferry line between the two coasts reopened on Friday after a week of talks.",
    "Tom Lee of the seamen's union said that the crews had voted for it.",
]


def about(line: str, *, named: bool = False, authors: tuple[str, ...] = ()) -> str | None:
    return imprint.about_itself(line, rest=REST, named=named, authors=authors)


@pytest.mark.parametrize(
    ("line", "named", "reason"),
    [
        ("Nellie Bly is a correspondent who covers trade and shipping.", False, "about the author"),
        ("Nellie Bly joined the Harbour Post in 1887 after two years in Pittsburgh.", True, "about the author"),
        ("The Harbour Post is published by a non-profit trust.", True, "about the publisher"),
        ("This article may not be reproduced without written permission.", False, "legal"),
        ("This story has been updated with comments of the union.", False, "legal"),
        ("Send corrections to desk@harbour.example.", False, "contact"),
        ("Este artículo está protegido; prohibida su reproducción sin autorización.", False, "legal"),
        ("Перепечатка возможна только с разрешения редакции.", False, "legal"),
    ],
)
def test_lines_about_the_text_go_at_its_end(line: str, named: bool, reason: str) -> None:
    assert about(line, named=named) == reason


@pytest.mark.parametrize(("after", "stays"), [(imprint.TAIL - 1, False), (imprint.TAIL, True)])
def test_only_an_end_has_such_lines(after: int, stays: bool) -> None:
    bio = "Nellie Bly is a correspondent who covers trade and shipping."
    report = [f"The ferries of line {n} carried fewer people than a year before." for n in range(after)]
    assert (bio in boilerplate.strip([*REST, bio, *report])[0]) is stays


@pytest.mark.parametrize(
    "line",
    [
        "Tom Lee is a correspondent of the seamen's paper and has been its editor since spring.",
        "The court prohibited the paper from printing the minister's letters.",
        "The story has been told for centuries along this coast.",
        "Emirates President Tim Clark, meanwhile, told reporters that the airline would not wait.",
        "The operator wrote to its customers on Monday.",
        "The Harbour Post reported on Monday that talks had failed.",
    ],
)
def test_reports_with_such_words_stay(line: str) -> None:
    assert about(line, named="Harbour Post" in line) is None


def test_where_authors_are_known_only_they_have_bios() -> None:
    bio = "Nellie Bly is a reporter who writes about ferries."
    assert about(bio, authors=("nellie bly",)) == "about the author"
    assert about(bio, authors=("martha gellhorn",)) is None


@pytest.mark.parametrize(
    "line",
    [
        "The harbour at dawn (Photo: Reuters)",
        "Officials arriving on Monday. Credit: Getty Images",
        "A view from the bank / AFP",
        "Зал церемонии / ТАСС",
        "The hall of the ceremony, Wikimedia Commons",
    ],
)
def test_fragments_with_a_credit_are_captions(line: str) -> None:
    assert imprint.is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "June 26, Allentown, PA",
        "The ministry (formerly of ports) moved",
        "Line 4: Harbour to market",
        "Prices: who pays what",
        "Ferries and trains",
    ],
)
def test_other_fragments_are_none(line: str) -> None:
    assert not imprint.is_caption(line)


def test_counts_around_a_label_do_not_hide_it() -> None:
    assert [imprint.without_count(line) for line in ("comments (13)", "13 comments", "comments")] == ["comments"] * 3


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("Nellie grows roses and writes letters to the harbour master when not at sea.", True),
        ("As a reporter, Nellie has crossed every ocean but one, and means to cross that.", True),
        ("Gellhorn, who was there, said that the crews had voted for the ferry line.", False),
        ("By Nellie Bly", False),
    ],
)
def test_what_is_said_of_an_author_whom_the_report_does_not_name_goes(line: str, gone: bool) -> None:
    assert (about(line, authors=("nellie bly",)) == "about the author") is gone


def test_an_author_whom_the_report_names_is_a_part_of_it() -> None:
    line = "Lee added that the union would look at the offer on the last day of the week."
    assert about(line, authors=("tom lee",)) is None


@pytest.mark.parametrize(("line", "stays"), [("1. Facebook", True), ("Facebook", False), ("12 comments", False)])
def test_a_numbered_heading_is_no_label(line: str, stays: bool) -> None:
    assert (line in boilerplate.strip([*REST, line, *REST])[0]) is stays


@pytest.mark.parametrize(
    ("line", "stays"), [("REUTERS", False), ("AFP / dpa", False), ("Reuters reported it first.", True)]
)
def test_an_agency_alone_at_an_end_is_a_credit(line: str, stays: bool) -> None:
    assert (line in boilerplate.strip([*REST, line])[0]) is stays
