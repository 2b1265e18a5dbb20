"""When a permanent redirect is believed, and where a feed is polled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot import moves
from bot.model import FeedState
from tests.build import NOON, feed

OWN = feed(1).url
NEW, OTHER = "https://new.example/rss", "https://other.example/rss"
KNOWN = FeedState(feed(1), last_ok=NOON)


def polled(state: FeedState, hours: float, moved_to: str | None, *, recognised: bool = True) -> FeedState:
    """The state after a good poll at that hour."""
    now = NOON + timedelta(hours=hours)
    course = moves.after(state, moves.target(state), moved_to, now, recognised=recognised)
    return replace(
        state,
        failures=0,
        moved_to=course.moved_to,
        moved_since=course.moved_since,
        moved_polls=course.moved_polls,
        address=course.address,
    )


def run(state: FeedState, *polls: tuple[float, str | None]) -> FeedState:
    for hours, moved_to in polls:
        state = polled(state, hours, moved_to)
    return state


def failed(state: FeedState, times: int) -> list[str]:
    """The addresses of that many polls that all fail."""
    asked = []
    for _ in range(times):
        asked.append(moves.target(state))
        state = replace(state, failures=state.failures + 1)
    return asked


MOVED = run(KNOWN, (0, NEW), (12, NEW), (24, NEW))


def test_a_redirect_that_lasts_a_day_and_three_polls_is_believed() -> None:
    assert moves.target(MOVED) == NEW
    assert (MOVED.address, MOVED.moved_to) == (NEW, None)
    assert MOVED.moved_since == NOON + timedelta(days=1)


def test_one_that_is_young_or_was_seen_twice_is_not() -> None:
    assert moves.target(run(KNOWN, *((n / 10, NEW) for n in range(200)))) == OWN
    assert moves.target(run(KNOWN, (0, NEW), (48, NEW))) == OWN


def test_a_poll_without_it_begins_the_count_anew() -> None:
    assert moves.target(run(KNOWN, (0, NEW), (12, NEW), (20, None), (24, NEW), (30, NEW))) == OWN
    assert moves.target(run(KNOWN, (0, NEW), (12, NEW), (20, OTHER), (24, NEW), (30, NEW))) == OWN
    assert moves.target(run(KNOWN, (0, NEW), (12, NEW), (20, None), (24, NEW), (30, NEW), (48, NEW))) == NEW


def test_what_was_not_recognised_at_first_is_never_believed() -> None:
    state = polled(KNOWN, 0, NEW, recognised=False)
    for hours in range(1, 200, 5):
        state = polled(state, hours, NEW)  # the stranger's items are known by now
    assert moves.target(state) == OWN
    assert moves.strange(state, NOON + timedelta(days=1))
    assert not moves.strange(state, NOON + timedelta(hours=23))
    assert not moves.strange(run(KNOWN, (0, NEW), (30, NEW)), NOON + timedelta(days=9))
    assert not moves.strange(KNOWN, NOON)


def test_a_poll_that_finds_nothing_known_does_not_count() -> None:
    state = polled(run(KNOWN, (0, NEW), (12, NEW)), 24, NEW, recognised=False)
    assert moves.target(state) == OWN
    assert moves.target(polled(state, 25, NEW)) == NEW


def test_a_new_address_that_fails_is_tried_in_turn_with_the_old_one() -> None:
    assert failed(MOVED, 7) == [NEW, NEW, NEW, OWN, NEW, OWN, NEW]
    assert failed(KNOWN, 4) == [OWN] * 4


def test_the_old_address_comes_back_when_it_answers_itself() -> None:
    back = polled(replace(MOVED, failures=3), 30, None)
    assert (moves.target(back), back.address) == (OWN, None)


def test_the_old_address_that_still_leads_to_the_new_one_changes_nothing() -> None:
    still = polled(replace(MOVED, failures=3), 30, NEW)
    assert (moves.target(still), still.moved_since) == (NEW, MOVED.moved_since)
    assert moves.target(polled(MOVED, 30, None)) == NEW


def test_a_feed_may_move_twice() -> None:
    twice = run(MOVED, (30, OTHER), (40, OTHER), (60, OTHER))
    assert moves.target(twice) == OTHER
    assert moves.target(run(MOVED, (30, OTHER), (40, OTHER))) == NEW


def test_the_moment_of_the_move_is_kept() -> None:
    later: datetime | None = run(MOVED, (30, None), (40, None)).moved_since
    assert later == MOVED.moved_since
