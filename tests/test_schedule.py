"""When a feed is looked at again."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.model import Feed
from bot.schedule import UNKNOWN, next_check, skipped, week
from tests.parse.documents import NOW

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
_HERE = 4 * 24 + 12  # NOW is a Friday, noon


def _delay(every: timedelta = 10 * _MINUTE, *, seed: int = 1, **given_: Any) -> timedelta:
    feed = Feed(id="a", url="https://a.example/", publisher="A", every=every)
    limits = {"min_interval": _MINUTE, "max_backoff": 24 * _HOUR, **given_}
    return next_check(feed, now=NOW, rng=random.Random(seed), **limits) - NOW


@pytest.mark.parametrize(
    ("given_", "minutes"),
    [
        pytest.param({}, 10, id="as often as asked"),
        pytest.param({"max_age": 5 * _MINUTE}, 10, id="a shorter freshness changes nothing"),
        pytest.param({"max_age": 20 * _MINUTE}, 20, id="a longer one slows down"),
        pytest.param({"ttl": 25 * _MINUTE}, 25, id="so does the feed's ttl"),
        pytest.param({"ttl": 15 * _MINUTE, "max_age": 25 * _MINUTE}, 25, id="the longer of the two"),
        pytest.param({"max_age": 24 * _HOUR, "ttl": 24 * _HOUR}, 30, id="to three times at most"),
        pytest.param({"failures": 1}, 10, id="first failure"),
        pytest.param({"failures": 2}, 20, id="second failure"),
        pytest.param({"failures": 5}, 160, id="fifth failure"),
        pytest.param({"failures": 10_000}, 1_440, id="capped"),
        pytest.param({"failures": 3, "max_age": 24 * _HOUR}, 40, id="freshness of a failure is none"),
        pytest.param({"every": _MINUTE / 60}, 1, id="never below the floor"),
        pytest.param({"every": 48 * _HOUR, "failures": 3}, 2_880, id="a ceiling below every does not speed it up"),
    ],
)
def test_the_delay_within_its_jitter(given_: dict[str, Any], minutes: float) -> None:
    for seed in range(50):
        assert 0.95 * minutes * _MINUTE <= _delay(seed=seed, **given_) <= minutes * _MINUTE


def test_a_poll_that_takes_a_moment_makes_no_gap_too_long() -> None:
    """Six seconds of ten minutes."""
    assert max(_delay(seed=seed) for seed in range(500)) <= 0.99 * 10 * _MINUTE


def test_jitter_never_undercuts_the_floor() -> None:
    assert min(_delay(_MINUTE, seed=seed) for seed in range(100)) == _MINUTE


def test_jitter_spreads_what_was_added_together() -> None:
    assert len({_delay(seed=seed) for seed in range(50)}) == 50


@pytest.mark.parametrize(
    ("asked", "least"), [(2 * _HOUR, 2 * _HOUR), (timedelta(days=365), 24 * _HOUR), (_MINUTE, 9 * _MINUTE)]
)
def test_retry_after_is_never_undercut_but_capped(asked: timedelta, least: timedelta) -> None:
    for seed in range(50):
        assert least <= _delay(seed=seed, failures=1, retry_after=asked) <= max(least, 11 * _MINUTE) * 1.1


_SPANS = st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=400))


@given(
    every=_SPANS,
    failures=st.integers(0, 10_000),
    retry_after=st.none() | _SPANS,
    max_age=st.none() | _SPANS,
    ttl=st.none() | _SPANS,
    min_interval=st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(hours=1)),
    max_backoff=st.timedeltas(min_value=timedelta(hours=1), max_value=timedelta(days=7)),
    seed=st.integers(),
)
def test_the_next_check_is_always_later_and_never_lost(seed: int, **given_: Any) -> None:
    delay = _delay(seed=seed, **given_)
    assert delay >= given_["min_interval"]
    assert delay <= 1.1 * max(3 * given_["every"], 3 * given_["min_interval"], given_["max_backoff"]) + _MINUTE / 60


@given(failures=st.integers(1, 60))
def test_more_failures_never_mean_a_sooner_check(failures: int) -> None:
    assert _delay(failures=failures + 1) >= _delay(failures=failures)


def _marked(mark: str, *hours: int, rest: str = "5") -> str:
    return "".join(mark if n in hours else rest for n in range(168))


_ACTIVE_LATER = _marked("0", _HERE + 1)


@pytest.mark.parametrize(
    ("given_", "minutes"),
    [
        pytest.param({"week": "0" * 168}, 10, id="active"),
        pytest.param({"week": "5" * 168}, 60, id="quiet"),
        pytest.param({"week": "2" * 168}, 30, id="seldom"),
        pytest.param({"week": "2" * 168, "max_age": 60 * _MINUTE}, 30, id="a server's hint is not added"),
        pytest.param({"week": "0" * 168, "max_age": 60 * _MINUTE}, 10, id="nor does it count in active hours"),
        pytest.param({"week": "7" * 168, "every": 20 * _MINUTE}, 120, id="two hours at most"),
        pytest.param({"week": "7" * 168, "every": 3 * _HOUR}, 180, id="but what is asked for"),
        pytest.param(
            {"week": "5" * 168, "every": _MINUTE / 30, "min_interval": _MINUTE / 60}, 1 / 30, id="to the letter"
        ),
        pytest.param({"week": "5" * 168, "last_new": NOW}, 10, id="news: there may be more"),
        pytest.param({"week": "5" * 168, "last_new": NOW - 31 * _MINUTE}, 60, id="news of half an hour ago"),
        pytest.param({"last_new": NOW, "ttl": 30 * _MINUTE}, 10, id="news: a server's hint waits"),
        pytest.param({"week": "5" * 168, "failures": 1}, 60, id="a failure does not hasten"),
        pytest.param({"week": "5" * 168, "failures": 6}, 320, id="it slows down"),
        pytest.param({"week": _marked("s", _HERE)}, 60, id="an hour to skip"),
        pytest.param({"week": _marked("s", _HERE), "failures": 1}, 60, id="skipped after a failure too"),
        pytest.param({"week": _marked("s", _HERE), "last_new": NOW}, 60, id="and after news"),
    ],
)
def test_the_delay_by_the_week_of_a_feed(given_: dict[str, Any], minutes: float) -> None:
    spread = 1.05 if "s" in given_.get("week", "") else 1.0
    for seed in range(50):
        assert 0.95 * minutes * _MINUTE <= _delay(seed=seed, **given_) <= spread * minutes * _MINUTE


def _after(moment: datetime, of_week: str, **given_: Any) -> datetime:
    limits: dict[str, Any] = {"min_interval": _MINUTE, "max_backoff": 24 * _HOUR, "rng": random.Random(1)}
    feed = Feed(id="a", url="https://a.example/", publisher="A")
    return next_check(feed, now=moment, week=of_week, **(limits | given_))


def test_the_poll_before_an_active_hour_is_at_its_start_at_the_latest() -> None:
    assert NOW + 57 * _MINUTE <= _after(NOW + 5 * _MINUTE, _ACTIVE_LATER) <= NOW + 60 * _MINUTE
    assert _after(NOW + 55 * _MINUTE, _ACTIVE_LATER) <= NOW + 65 * _MINUTE


def test_the_poll_after_an_active_hour_sees_its_end() -> None:
    assert _after(NOW + 119 * _MINUTE, _ACTIVE_LATER) <= NOW + 129 * _MINUTE
    assert _after(NOW + 121 * _MINUTE, _ACTIVE_LATER) > NOW + 175 * _MINUTE


_WEEKS = st.text(st.sampled_from("-02357s"), min_size=168, max_size=168).filter(lambda marks: set(marks) != {"s"})


@given(of_week=_WEEKS, minutes=st.integers(0, 10_079), every=st.integers(1, 400), failures=st.integers(0, 5))
def test_skipped_hours_are_left_alone(of_week: str, minutes: int, every: int, failures: int) -> None:
    feed = Feed(id="a", url="https://a.example/", publisher="A", every=every * _MINUTE)
    now = _MONDAY + minutes * _MINUTE
    limits: dict[str, Any] = {"min_interval": _MINUTE, "max_backoff": _DAY}
    due = next_check(feed, now=now, week=of_week, failures=failures, rng=random.Random(minutes), **limits)
    assert of_week[(due - _MONDAY) // _HOUR % 168] != "s"
    assert due - now >= _MINUTE


@given(of_week=_WEEKS, minutes=st.integers(0, 10_079), every=st.integers(1, 400))
@example(of_week="0202" + "0" * 164, minutes=63, every=117)  # an active hour passes between two that are not
def test_no_wait_is_beyond_the_bound_and_none_in_active_hours_beyond_every(
    of_week: str, minutes: int, every: int
) -> None:
    now = _MONDAY + minutes * _MINUTE
    of_week = of_week.replace("s", "5")
    feed = Feed(id="a", url="https://a.example/", publisher="A", every=every * _MINUTE)
    limits: dict[str, Any] = {"min_interval": _MINUTE, "max_backoff": _DAY}
    due = next_check(feed, now=now, week=of_week, rng=random.Random(minutes), **limits)
    assert due - now <= max(feed.every, min(10 * feed.every, 2 * _HOUR))
    waited = [n % 168 for n in range((now - _MONDAY) // _HOUR, -((_MONDAY - due) // _HOUR))]
    if any(of_week[n] == "0" for n in waited):
        assert due - now <= feed.every


@given(of_week=_WEEKS, failures=st.integers(0, 60))
def test_more_failures_never_hasten_whatever_the_week(of_week: str, failures: int) -> None:
    of_week = of_week.replace("s", "5")
    assert _delay(week=of_week, failures=failures + 1) >= _delay(week=of_week, failures=failures) * 0.95


# ---------------------------------------------------------------- the week


def _daily(weeks: int, *hours: float, days: range = range(7)) -> list[datetime]:
    """News at those hours of those days in the weeks before NOW, oldest first."""
    start = _MONDAY - weeks * 7 * _DAY
    found = [start + (7 * w + d) * _DAY + h * _HOUR for w in range(weeks + 1) for d in days for h in hours]
    return [moment for moment in found if moment <= NOW]


def _hours_of_day(of_week: str, mark: str, day: int = 0) -> list[int]:
    return [n for n in range(24) if of_week[24 * day + n] == mark]


def test_without_history_nothing_is_known() -> None:
    assert week([], NOW) == UNKNOWN
    assert week([NOW], NOW) == UNKNOWN
    assert week([moment for moment in _daily(1, *range(24)) if moment > NOW - 6 * _DAY], NOW) == UNKNOWN


def test_hours_with_news_are_active_and_those_beside_them_while_the_history_is_short() -> None:
    assert _hours_of_day(week(_daily(5, 9.5), NOW), "0") == [8, 9, 10]
    assert _hours_of_day(week(_daily(9, 9.5), NOW), "0") == [9]
    assert _hours_of_day(week(_daily(9, 9.5), NOW), "5") == [8, 10]


def test_each_day_of_the_week_is_its_own() -> None:
    weekly = week(_daily(9, 6.2, days=range(3, 4)), NOW)
    assert _hours_of_day(weekly, "0", day=3) == [6]
    assert [n for n, mark in enumerate(weekly) if mark == "0"] == [3 * 24 + 6]


def test_news_that_drifts_between_two_hours_keeps_both_active() -> None:
    drifting = [moment + (n // 7 % 2) * _HOUR for n, moment in enumerate(_daily(9, 8.5))]
    assert _hours_of_day(week(drifting, NOW), "0") == [8, 9]


def test_news_once_in_eight_weeks_makes_no_active_hour() -> None:
    assert "0" not in week([NOW - 9 * 7 * _DAY, NOW - 3 * 7 * _DAY], NOW)


def test_a_feed_that_died_is_quiet_at_all_hours() -> None:
    assert set(week([NOW - 400 * _DAY], NOW)) == {"9"}


def test_what_is_older_than_eight_weeks_is_forgotten() -> None:
    before = [moment - 60 * _DAY for moment in _daily(9, 3.5)]
    assert week([*before, *_daily(7, 9.5)], NOW) == week([before[0], *_daily(7, 9.5)], NOW)


@pytest.mark.parametrize(
    ("moments", "active", "rare"),
    [
        pytest.param(_daily(1, *range(24)), range(24), (), id="every hour of a week"),
        pytest.param(_daily(1, 9.5), range(8, 11), (n for n in range(24) if n not in (8, 9, 10)), id="daily"),
        pytest.param(_daily(2, 9.5), range(8, 11), (), id="daily for two weeks"),
        pytest.param(_daily(3, 9.5, days=range(1)), range(8, 11), (), id="on Mondays"),
        pytest.param([*_daily(3, 9.5), NOW - 3 * _DAY], range(8, 11), range(11, 14), id="once at another hour"),
    ],
)
def test_with_a_week_of_history_the_hours_of_the_day_tell(
    moments: list[datetime], active: Iterable[int], rare: Iterable[int]
) -> None:
    marks = week(sorted(moments), NOW)
    assert marks == marks[:24] * 7
    assert _hours_of_day(marks, "0") == list(active)
    assert _hours_of_day(marks, "2") == list(rare)


def test_an_hour_that_is_lively_on_other_days_is_active_with_less_news_of_its_own() -> None:
    usual = _daily(9, 9.5, days=range(5))
    twice = [_MONDAY - weeks * 7 * _DAY + 5 * _DAY + 9.5 * _HOUR for weeks in (6, 3)]  # two Saturdays
    assert week(sorted([*usual, *twice]), NOW)[5 * 24 + 9] == "0"
    assert week(sorted([usual[0], *twice]), NOW)[5 * 24 + 9] == "2"
    assert week(usual, NOW)[5 * 24 + 9] == "5", "however lively the others are: never in eight weeks"


def test_a_new_rhythm_is_followed_after_three_days() -> None:
    before = _daily(9, 9.5)
    lately = [NOW.replace(hour=20) - n * _DAY for n in (3, 2, 1)]
    assert [n for n in _hours_of_day(week(sorted([*before, *lately]), NOW), "0") if n > 12] == [19, 20, 21]
    assert [n for n in _hours_of_day(week(sorted([*before, *lately[1:]]), NOW), "0") if n > 12] == []


def test_hours_to_skip_are_marked_unless_the_feed_itself_is_active_then() -> None:
    assert skipped(week([], NOW, {0, 5})) == {0, 5}
    assert skipped(week(_daily(9, 5.5), NOW, {0, 5})) == {0}
    assert skipped(UNKNOWN) == set()


_MOMENTS = st.integers(-20_000, 1_500).map(lambda days: NOW + days * _DAY + days % 24 * _HOUR)


@given(
    moments=st.lists(_MOMENTS, max_size=30),
    skips=st.frozensets(st.integers(0, 167)),
)
def test_a_week_has_a_mark_for_each_hour(moments: list[datetime], skips: frozenset[int]) -> None:
    found = week(moments, NOW, skips)
    assert len(found) == 168
    assert set(found) <= set("-0259s")
    assert skipped(found) <= skips


# ---------------------------------------------------------------- replay


def _replayed(history: list[datetime], start: datetime, end: datetime) -> list[datetime]:
    """The polls of a feed whose news before `start` are known."""
    now, polls, rng = start, [start], random.Random(7)
    while now < end:
        known = [moment for moment in history if moment <= now]
        fresh = [moment for moment in known if len(polls) > 1 and moment > polls[-2]]
        now = _after(now, week(known, now), last_new=now if fresh else None, rng=rng)
        polls.append(now)
    return polls


def test_a_feed_with_a_night_is_polled_as_asked_by_day_and_seldom_by_night() -> None:
    start = _MONDAY
    history = sorted(
        start + n * _DAY + hour * _HOUR + (7 * n % 60) * _MINUTE for n in range(-63, 7) for hour in range(6, 22)
    )
    polls = _replayed(history, start, start + 3 * _DAY)
    by_day = [two - one for one, two in pairwise(polls) if 6 <= one.hour < 22]
    by_night = [poll for poll in polls if not 5 <= poll.hour < 22]
    assert max(by_day) <= 10 * _MINUTE
    assert len(polls) < 3 * 24 * 6 * 0.85
    assert 2 <= len(by_night) / 3 <= 14
    lags = [min(poll for poll in polls if poll >= item) - item for item in history if start <= item < polls[-1]]
    assert max(lags) <= 10 * _MINUTE


@settings(max_examples=15, deadline=None)
@given(
    first=st.integers(0, 23),
    hours=st.integers(1, 8),
    days=st.sets(st.integers(0, 6), min_size=1),
    share=st.sampled_from([2, 3, 4]),
    weeks=st.integers(1, 9),
)
def test_no_gap_is_longer_than_every_while_a_feed_is_in_its_hours(
    first: int, hours: int, days: set[int], share: int, weeks: int
) -> None:
    """Its hours are those in which it had news in half of the weeks or more, even where they take turns."""
    at = [(first + n) % 24 for n in range(hours)]
    history = [
        _MONDAY + (7 * w + day) * _DAY + hour * _HOUR + (7 * w + 11 * hour) % 60 * _MINUTE
        for w in range(-weeks, 1)
        for day in sorted(days)
        for hour in at
        if (w + hour + day) % share != 1 or share == 2
    ]
    start = _MONDAY + timedelta(hours=random.Random(weeks).random())
    polls = _replayed(sorted([_MONDAY - weeks * 7 * _DAY, *history]), start, start + 2 * _DAY)
    for one, two in pairwise(polls):
        hour = one.replace(minute=0, second=0, microsecond=0)
        while hour < two:
            if hour.weekday() in days and hour.hour in at:
                assert two - one <= 10 * _MINUTE
            hour += _HOUR


def test_a_dead_feed_costs_a_sixth_at_most() -> None:
    polls = _replayed([_MONDAY - 400 * _DAY], _MONDAY, _MONDAY + 7 * _DAY)
    assert len(polls) <= 7 * 24 * 6 / 6
    assert max(two - one for one, two in pairwise(polls)) <= 2 * _HOUR
