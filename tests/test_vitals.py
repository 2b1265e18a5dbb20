"""How late a feed's news comes to us, and how much there is of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot import vitals
from bot.model import Arrivals, Vitals
from tests.build import NOON

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def arrivals(*lags: float, count: int = 70, days: float = 7) -> Arrivals:
    newest: list[tuple[datetime, datetime]] = [(NOON - lag * MINUTE, NOON) for lag in lags]
    return Arrivals(NOON - timedelta(days=days), count, tuple(newest))


@pytest.mark.parametrize(
    ("lags", "expected"),
    [
        ((3, 5, 4), 4),
        ((3, 5, 4, 1439, 1200), 5),
        ((3, 5, 4, 20_000, 500_000), 4),
        ((0, 0, 0, 0), None),
        ((0, 0, 3, 5, 4), 4),
        ((-60, 3, 5, 4), 4),
        ((3, 5), None),
        ((), None),
    ],
    ids=["median", "robust", "dug up", "no dates", "some without dates", "future", "too few", "none"],
)
def test_the_lag_is_that_of_the_usual_item(lags: tuple[float, ...], expected: float | None) -> None:
    assert vitals.lag(arrivals(*lags)) == (None if expected is None else expected * MINUTE)


def test_dates_without_a_time_tell_no_lag() -> None:
    midnight = NOON.replace(hour=0)
    by_day = [(midnight - n * DAY, midnight - n * DAY + timedelta(hours=9, minutes=n)) for n in range(4)]
    by_minute = [(NOON - n * MINUTE, NOON + n * MINUTE) for n in range(1, 5)]
    assert vitals.lag(Arrivals(NOON - 7 * DAY, 4, tuple(by_day))) is None
    assert vitals.lag(Arrivals(NOON - 7 * DAY, 7, (*by_day[:3], *by_minute))) is not None
    together = tuple((NOON, NOON + n * MINUTE) for n in range(1, 5))
    assert vitals.lag(Arrivals(NOON - 7 * DAY, 4, together)) == 3 * MINUTE, "published at once, not without a time"


def test_the_yield_is_by_the_day() -> None:
    assert vitals.of(arrivals(), None, NOON).per_day == 10
    assert vitals.of(arrivals(count=6, days=0.5), None, NOON).per_day == 12


def test_a_feed_that_is_new_or_brought_nothing_has_no_yield() -> None:
    assert vitals.of(arrivals(days=0.2), None, NOON).per_day is None
    assert vitals.of(None, None, NOON) == Vitals()
