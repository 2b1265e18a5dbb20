"""What a story's progress is to those who were told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.living import REST, corrected, joined, told_news
from bot.model import FollowUp, Item, Kind, Novelty, NoveltyKind, Part, Story, Version
from tests.build import NOON, at, item

TOLL = Novelty(NoveltyKind.NUMBER, "12 killed", "Twelve were killed.", strong=True, was="9 killed")
TURN = Novelty(NoveltyKind.TURN, "resigns", "The minister resigned.", strong=True)
ACTOR = Novelty(NoveltyKind.ACTOR, "Person Nr1", "Person Nr1 came.")


def report(n: int, publisher: str, text: str, *adds: Novelty) -> Item:
    return item(n, story_id=1, publisher=publisher, title=f"{publisher} on it", body=text, url=None, dek="", adds=adds)


TEXT = (
    "A ship ran aground near the lighthouse early on Monday morning, the coast guard said. Its captain had turned too"
    " late in the fog, and the current of the falling tide did the rest. Nobody was hurt, and no oil was seen. Divers"
    " are to look at the hull this afternoon. Two tugs from the next port are on their way to the bank it sits on."
)
FIRST = report(1, "Harbour", TEXT)
OWN = report(2, "Meridian", "The freighter has been stuck since dawn, and its crew of nineteen stays aboard for now.")
OWN_WORDS = (
    TEXT,
    OWN.body,
    "Tugs pulled for two hours at high tide, in vain, and try again tonight.",
    "Oil was not seen.",
)
COPY = report(3, "Lantern", FIRST.body)


def after(one: Item, *before: Item) -> list[FollowUp]:
    return list(joined(one, Story(1, "", NOON, NOON, (*before, one)), NOON))


def kinds(one: Item, *before: Item) -> list[Kind]:
    return [up.kind for up in after(one, *before)]


def test_one_more_independent_publisher_is_an_edit() -> None:
    assert kinds(OWN, FIRST) == [Kind.EDIT]


@pytest.mark.parametrize("again", [COPY, replace(FIRST, id=3)], ids=["a copy", "the same publisher"])
def test_a_report_that_confirms_nothing_is_nothing(again: Item) -> None:
    assert kinds(again, FIRST) == []


def test_the_story_counts_as_it_was_when_the_report_came() -> None:
    later = report(9, "Lantern", "Tugs pulled for two hours at high tide, without success, and will try again tonight.")
    story = Story(1, "", NOON, NOON, (FIRST, OWN, later))
    assert [up.kind for up in joined(OWN, story, NOON)] == [Kind.EDIT]


@pytest.mark.parametrize(
    ("adds", "rest"), [((TOLL,), REST), ((TURN,), None), ((TOLL, TURN), None)], ids=["toll", "turn", "both"]
)
def test_what_is_new_is_a_reply_and_a_turn_does_not_wait(adds: tuple[Novelty, ...], rest: timedelta | None) -> None:
    up, edit = after(replace(COPY, adds=adds), FIRST)
    assert (up.kind, up.rest) == (Kind.REPLY, rest)
    assert told_news(up.words) == adds
    assert (edit.kind, edit.space) == (Kind.EDIT, timedelta(0))


def test_the_more_publishers_the_longer_one_more_waits_for_its_edit() -> None:
    reports = [report(n, name, OWN_WORDS[n]) for n, name in enumerate(("Harbour", "Meridian", "Lantern", "Courier"))]
    spaces = [after(one, *reports[:n])[0].space for n, one in enumerate(reports) if n]
    assert spaces == [timedelta(0), timedelta(0), timedelta(seconds=10)]


def test_what_is_new_and_of_no_weight_is_no_reply() -> None:
    assert kinds(replace(COPY, adds=(ACTOR,)), FIRST) == []


def version(title: str, *what: Part) -> Version:
    return Version(1, at(5), title, "", "", what)


@pytest.mark.parametrize(
    ("title", "what", "expected"),
    [
        ("Nine hurt as a ferry hits the pier", (Part.TITLE,), [Kind.CORRECTION, Kind.EDIT]),
        ("Harbour on it!", (Part.TITLE,), [Kind.EDIT]),
        (FIRST.title, (Part.BODY, Part.WITHDRAWN), [Kind.CORRECTION, Kind.EDIT]),
    ],
    ids=["another statement", "the same statement", "withdrawn"],
)
def test_an_edit_of_a_report_is_told_where_it_says_something_else(
    title: str, what: tuple[Part, ...], expected: list[Kind]
) -> None:
    ups = corrected(version(title, *what), FIRST, at(6))
    assert [up.kind for up in ups] == expected
    assert all(up.only_item for up in ups)


def test_a_withdrawal_does_not_wait_for_the_rest_after_a_correction() -> None:
    changed, _ = corrected(version("Nine hurt as a ferry hits the pier", Part.TITLE), FIRST, at(6))
    gone, _ = corrected(version("Nine hurt as a ferry hits the pier", Part.TITLE, Part.WITHDRAWN), FIRST, at(6))
    assert (changed.rest, gone.rest) == (REST, None)
    assert (changed.words[0], gone.words[0]) == (Part.TITLE, Part.WITHDRAWN)
