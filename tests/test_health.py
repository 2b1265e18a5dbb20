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
NEW = "https://new.example/rss"
ILL = replace(WELL, failures=4, reason="x answered 503", trouble=Condition.FAILING, since=NOON - HOUR)


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
        (replace(ILL, trouble=Condition.MISSING, since=NOON - DAY), Condition.MISSING),
        (replace(ILL, trouble=Condition.MISSING, since=NOON - 2 * DAY), Condition.GONE),
        (replace(ILL, trouble=Condition.GONE), Condition.GONE),
        (replace(WELL, address=NEW), Condition.MOVED),
        (replace(ILL, address=NEW), Condition.FAILING),
        (replace(WELL, moved_to=NEW, moved_since=NOON - 2 * DAY, moved_polls=2), Condition.OK),
        (replace(WELL, moved_to=NEW, moved_since=NOON - 2 * DAY, moved_polls=0), Condition.MOVED),
        (replace(WELL, moved_to=NEW, moved_since=NOON - HOUR, moved_polls=0), Condition.OK),
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
        ("x answered 404, Not Found", 404, Condition.MISSING),
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


RECOVERED = replace(WELL, told=Condition.FAILING, since=NOON - 2 * HOUR)


def told(state: FeedState, now: datetime = NOON) -> Condition | None:
    news = health.news(state, now)
    return news.condition if news else None


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (WELL, None),
        (ILL, Condition.FAILING),
        (replace(ILL, told=Condition.FAILING), None),
        (replace(ILL, failures=3), None),
        (replace(ILL, failures=9, since=at(-59)), None),
        (replace(ILL, failures=2, since=at(-180)), Condition.FAILING),
        (replace(ILL, failures=2, since=at(-179)), None),
        (replace(ILL, failures=1, since=at(-999)), None),
        (replace(ILL, trouble=Condition.BLOCKED, told=Condition.FAILING), None),
        (replace(ILL, trouble=Condition.MISSING, since=NOON - 3 * DAY, told=Condition.FAILING), Condition.GONE),
        (replace(ILL, trouble=Condition.GONE, told=Condition.GONE), None),
        (replace(ILL, told=Condition.GONE), None),
        (replace(ILL, feed=feed(1, paused=True)), None),
        (FeedState(feed(1)), None),
        (RECOVERED, Condition.OK),
        (replace(RECOVERED, since=at(-119)), None),
        (replace(RECOVERED, last_ok=RECOVERED.since), None),
        (replace(ILL, told_at=NOON - HOUR), None),
        (replace(ILL, told_at=NOON - HOUR * 20, since=NOON - 6 * HOUR), Condition.FAILING),
        (replace(ILL, told_at=NOON - HOUR * 20, since=NOON - 5 * HOUR), None),
        (replace(ILL, told_at=NOON - HOUR * 24), Condition.FAILING),
        (replace(WELL, address=NEW), Condition.MOVED),
        (replace(WELL, address=NEW, told=Condition.MOVED), None),
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


@pytest.mark.parametrize(
    ("failing", "known", "polled", "under_way", "together"),
    [
        (200, 0, 210, False, 200),
        (7, 0, 10, False, 7),
        (6, 0, 10, False, 0),
        (4, 0, 4, False, 0),
        (100, 0, 210, False, 0),
        (100, 0, 210, True, 100),
        (60, 0, 210, True, 0),
        (70, 120, 210, False, 70),
    ],
)
def test_feeds_that_begin_to_fail_together_are_an_outage(
    failing: int, known: int, polled: int, under_way: bool, together: int
) -> None:
    states = [replace(ILL, since=at(-6)) for _ in range(failing)]
    states += [replace(ILL, told=Condition.FAILING, since=at(-6)) for _ in range(known)]
    assert len(health.outage(states, polled, NOON, under_way=under_way)) == together


def test_what_has_failed_for_a_day_is_no_outage_any_more() -> None:
    assert not health.outage([replace(ILL, since=NOON - DAY)] * 200, 210, NOON, under_way=True)
    assert not health.outage([replace(ILL, feed=feed(1, paused=True))] * 200, 210, NOON, under_way=True)


def test_a_feed_that_is_gone_by_its_own_word_is_left_alone_for_long() -> None:
    assert health.rest(Condition.GONE, 2) is None, "it may be a slip"
    assert health.rest(Condition.GONE, 3) == DAY
    assert health.rest(Condition.GONE, 6) == 7 * DAY
    assert health.rest(Condition.MISSING, 9) is None
    assert health.rest(Condition.FAILING, 9) is None


def test_the_share_of_polls_with_news_follows_the_last_ones() -> None:
    assert health.fruitful(FeedState(feed(1)), new=True) is None, "a first poll always has some"
    share = health.fruitful(WELL, new=True)
    assert share == 1.0
    for _ in range(40):
        share = health.fruitful(replace(WELL, fruitful=share), new=False)
    assert share is not None
    assert 0 < share < 0.2


def test_the_rhythm_is_the_longest_silence_of_late() -> None:
    assert health.rhythm(FeedState(feed(1)), NOON) is None, "a first poll"
    assert health.rhythm(replace(WELL, rhythm=None, last_new=NOON - HOUR), NOON) == HOUR
    weekend = replace(WELL, last_new=NOON - 2 * DAY)
    assert health.rhythm(weekend, NOON) == 2 * DAY
    after = health.rhythm(replace(WELL, rhythm=2 * DAY, last_new=NOON - HOUR), NOON)
    assert after is not None
    assert DAY < after < 2 * DAY
