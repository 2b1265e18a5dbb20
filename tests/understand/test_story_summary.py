"""Story summaries: sentences of several reports that hold together, each with its report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import StorySentence
from bot.understand.summaries.dangling import dangles
from bot.understand.summaries.story_summary import WORDS, looked_at, summarise_story

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    id: int
    title: str
    body: str
    hours: float = 0.0

    @property
    def when(self) -> datetime:
        return NOON + timedelta(hours=self.hours)


FIRST = Told(
    1,
    "Ferry sinks off Lesbos",
    "A ferry sank off the island of Lesbos on Friday morning, and nine people died. Helicopters pulled sixty passengers"
    " out of the waves before noon. It carried more than it was built for.",
)
SECOND = Told(
    2,
    "At least twelve dead as ferry sinks near Lesbos",
    "At least twelve people died when a ferry from Izmir sank off Lesbos, the Greek coast guard said. The captain was"
    " arrested in the port of Mytilene and will be brought before a judge on Saturday.",
    3,
)
COPY = Told(3, FIRST.title, FIRST.body, 1)


def said(*reports: Told) -> list[str]:
    return [one.sentence for one in summarise_story(reports)]


def test_each_sentence_comes_with_the_report_it_stands_in() -> None:
    told = summarise_story([FIRST, SECOND])
    bodies = {1: FIRST.body, 2: SECOND.body}
    assert {one.item_id for one in told} == {1, 2}
    assert all(one.sentence in bodies[one.item_id] for one in told)


@pytest.mark.parametrize("reports", [(FIRST, SECOND), (SECOND, FIRST)], ids=["in order", "the later one given first"])
def test_of_figures_that_disagree_the_newest_is_told(reports: tuple[Told, ...]) -> None:
    told = " ".join(said(*reports))
    assert "At least twelve people died" in told
    assert "nine people" not in told


def test_figure_that_no_later_report_changes_stays() -> None:
    later = Told(
        4, "Ferry's captain held", "The captain of the ferry was taken to the prison of Mytilene on Saturday.", 9
    )
    assert "nine people died" in " ".join(said(FIRST, later))


@pytest.mark.parametrize(
    ("before", "stays"),
    [
        ("Nearly 60 people were killed in the quake in Van.", True),
        ("Nearly 30 people died in the quake in Van.", False),
    ],
)
def test_rounded_figure_is_not_another_one(before: str, stays: bool) -> None:
    after = Told(2, "Quake in Van", "The quake in Van killed 58 people, the governor of Van said on Monday.", 2)
    assert (before in said(Told(1, "Quake in Van", f"{before} Schools are closed."), after)) is stays


def test_what_two_reports_say_is_told_once() -> None:
    assert said(FIRST, COPY) == said(FIRST)


def test_what_two_reports_say_in_other_words_is_told_once() -> None:
    one = Told(1, "Vaccines to be shared", "Washington will share up to 60 million doses of vaccine with others.")
    two = Told(2, "Doses abroad", "Washington plans to give 60 million doses of its vaccine to others.", 1)
    assert len(said(one, two)) == 1


def test_sentence_that_leans_on_another_is_not_told() -> None:
    assert not any(dangles(sentence) for sentence in said(FIRST, SECOND, COPY))


def test_leads_come_before_details() -> None:
    told = said(FIRST, SECOND)
    assert told[0].startswith("At least twelve")


def test_story_without_texts_has_no_summary() -> None:
    assert summarise_story([]) == ()
    assert summarise_story([Told(1, "Ferry sinks", " \n")]) == ()


def test_single_sentence_that_is_too_long_is_told_from_its_beginning() -> None:
    body = "The ministers " + "and the ministers " * 60 + "met in Lima."
    (one,) = summarise_story([Told(7, "Talks", body)])
    assert one.item_id == 7
    assert body.startswith(one.sentence)


def test_of_a_long_story_the_first_report_and_the_newest_are_looked_at() -> None:
    many = [Told(n, "t", "b", n) for n in range(3_000)]
    chosen = looked_at(many)
    assert len(chosen) == 12
    assert (chosen[0], chosen[-1]) == (many[0], many[-1])


bodies = st.lists(
    st.sampled_from(
        [
            "Ministers of nine countries met in Geneva on Monday.",
            "At least 12 people were killed in Lima, police said.",
            "He left.",
            "However, nothing was signed.",
            "“We will stay,” Maduro said in Caracas.",
            "9 people were killed in Lima on Monday morning.",
            "x" * 500,
            "俄罗斯外长周五抵达加拉加斯。",
        ]
    ),
    max_size=6,
).map(" ".join)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), bodies, st.integers(-99, 99)), max_size=15))
def test_any_story_is_told_verbatim_within_the_limit(given_reports: list[tuple[str, str, int]]) -> None:
    reports = [Told(n, title, body, hours) for n, (title, body, hours) in enumerate(given_reports)]
    told = summarise_story(reports)
    assert all(isinstance(one, StorySentence) and one.sentence in reports[one.item_id].body for one in told)
    assert sum(len(one.sentence.split()) for one in told) <= WORDS
    assert len(told) <= 3
