"""A feed's condition, and what of it admins should hear."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import health
from bot.errors import NotAFeed
from bot.model import Condition, FeedState
from bot.parse.feed import parse
from tests.build import NOON, at, feed

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WELL = FeedState(feed(1), last_checked=NOON, last_ok=NOON, last_new=NOON, since=NOON - DAY, rhythm=HOUR)
ILL = replace(WELL, failures=3, reason="x answered 503", trouble=Condition.FAILING, since=NOON - HOUR)


@pytest.mark.parametrize(
    ("state", "condition"),
    [
        (WELL, Condition.OK),
        (FeedState(feed(1)), Condition.NEW),
        (replace(ILL, feed=feed(1, paused=True)), Condition.PAUSED),
        (ILL, Condition.FAILING),
        (FeedState(feed(1), failures=1, reason="x answered 503"), Condition.FAILING),
        (replace(ILL, trouble=Condition.BLOCKED), Condition.BLOCKED),
        (replace(ILL, trouble=Condition.NOT_A_FEED), Condition.NOT_A_FEED),
        (replace(ILL, trouble=Condition.GONE, since=NOON - DAY), Condition.FAILING),
        (replace(ILL, trouble=Condition.GONE, since=NOON - 2 * DAY), Condition.GONE),
        (replace(WELL, moved_to="https://new.example/rss"), Condition.MOVED),
        (replace(ILL, moved_to="https://new.example/rss"), Condition.FAILING),
        (replace(WELL, last_new=NOON - 3 * DAY), Condition.OK),
        (replace(WELL, last_new=NOON - 3 * DAY - HOUR), Condition.QUIET),
        (replace(WELL, last_new=NOON - 20 * DAY, rhythm=7 * DAY), Condition.OK),
        (replace(WELL, last_new=NOON - 22 * DAY, rhythm=7 * DAY), Condition.QUIET),
        (replace(WELL, last_new=NOON - 29 * DAY, rhythm=None), Condition.OK),
        (replace(WELL, last_new=NOON - 31 * DAY, rhythm=None), Condition.QUIET),
        (replace(WELL, last_new=None), Condition.OK),
    ],
)
def test_every_state_has_its_condition(state: FeedState, condition: Condition) -> None:
    assert health.of(state, NOON).condition is condition


@pytest.mark.parametrize(
    ("reason", "status", "condition"),
    [
        ("x answered 403, Forbidden", 403, Condition.BLOCKED),
        ("x answered 429, Too Many Requests", 429, Condition.BLOCKED),
        ("x answered with a bot check (503)", 503, Condition.BLOCKED),
        ("x answered 503, Service Unavailable", 503, Condition.FAILING),
        ("x answered 404, Not Found", 404, Condition.GONE),
        ("x answered 410, Gone", 410, Condition.GONE),
        ("x stopped answering", None, Condition.FAILING),
    ],
)
def test_failed_fetches_are_told_apart(reason: str, status: int | None, condition: Condition) -> None:
    assert health.trouble(reason, status) is condition


@pytest.mark.parametrize(
    ("page", "condition"),
    [
        ("<html><title>Just a moment...</title><body>Checking your browser</body></html>", Condition.BLOCKED),
        ("<html><title>Our new site</title><body>Welcome</body></html>", Condition.NOT_A_FEED),
    ],
)
def test_pages_instead_of_a_feed_are_told_apart(page: str, condition: Condition) -> None:
    with pytest.raises(NotAFeed) as refused:
        parse(page.encode(), content_type="text/html", url="https://x.example/", now=NOON)
    assert health.unreadable(str(refused.value)) is condition


def told(state: FeedState, now: datetime = NOON) -> Condition | None:
    news = health.news(state, now)
    return news.condition if news else None


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (WELL, None),
        (replace(WELL, told=Condition.FAILING), Condition.OK),
        (replace(WELL, told=Condition.FAILING, since=at(-30)), None),
        (ILL, Condition.FAILING),
        (replace(ILL, told=Condition.FAILING), None),
        (replace(ILL, failures=1, since=at(-10)), None),
        (replace(ILL, failures=1, since=at(-60)), Condition.FAILING),
        (replace(ILL, failures=3, since=at(-10)), Condition.FAILING),
        (replace(ILL, trouble=Condition.BLOCKED, told=Condition.FAILING), None),
        (replace(ILL, trouble=Condition.GONE, since=NOON - 3 * DAY, told=Condition.FAILING), Condition.GONE),
        (replace(ILL, trouble=Condition.GONE, since=NOON - 3 * DAY, told=Condition.GONE), None),
        (replace(ILL, told=Condition.GONE), None),
        (replace(ILL, feed=feed(1, paused=True)), None),
        (FeedState(feed(1)), None),
        (replace(WELL, moved_to="https://new.example/", since=at(-59)), None),
        (replace(WELL, moved_to="https://new.example/", since=at(-60)), Condition.MOVED),
        (replace(WELL, last_new=NOON - 4 * DAY), Condition.QUIET),
        (replace(WELL, last_new=NOON - 4 * DAY, told=Condition.QUIET), None),
    ],
)
def test_admins_hear_what_is_new_to_them_and_has_lasted(state: FeedState, expected: Condition | None) -> None:
    assert told(state) is expected


def test_a_state_begins_when_polls_begin_to_go_otherwise() -> None:
    assert health.since(WELL, NOON, ok=True) == WELL.since
    assert health.since(WELL, NOON, ok=False) == NOON
    assert health.since(ILL, NOON, ok=False) == ILL.since
    assert health.since(ILL, NOON, ok=True) == NOON
    assert health.since(FeedState(feed(1)), NOON, ok=True) == NOON
    moved = replace(WELL, moved_to="https://new.example/")
    assert health.since(WELL, NOON, ok=True, moved_to="https://new.example/") == NOON
    assert health.since(moved, NOON, ok=True, moved_to="https://new.example/") == moved.since
    assert health.since(moved, NOON, ok=True, moved_to="https://newer.example/") == NOON


def test_the_rhythm_is_the_longest_silence_of_late() -> None:
    assert health.rhythm(FeedState(feed(1)), NOON) is None, "a first poll"
    assert health.rhythm(replace(WELL, rhythm=None, last_new=NOON - HOUR), NOON) == HOUR
    weekend = replace(WELL, last_new=NOON - 2 * DAY)
    assert health.rhythm(weekend, NOON) == 2 * DAY
    after = health.rhythm(replace(WELL, rhythm=2 * DAY, last_new=NOON - HOUR), NOON)
    assert after is not None
    assert DAY < after < 2 * DAY
