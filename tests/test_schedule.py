"""When a feed is looked at again."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Feed
from bot.schedule import next_check
from tests.parse.documents import NOW

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


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
        assert 0.9 * minutes * _MINUTE <= _delay(seed=seed, **given_) <= 1.1 * minutes * _MINUTE


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
