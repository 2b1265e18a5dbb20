"""Words of time become a window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ask.when import Window, window

NOW = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)  # a Friday


def day(year: int, month: int, date: int) -> datetime:
    return datetime(year, month, date, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        pytest.param("what happened today", day(2026, 3, 6), None, id="today"),
        pytest.param("what happened yesterday?", day(2026, 3, 5), day(2026, 3, 6), id="yesterday"),
        pytest.param("Sudan this week", NOW - timedelta(days=7), None, id="this week is seven days"),
        pytest.param("Sudan last week", day(2026, 2, 23), day(2026, 3, 2), id="last week"),
        pytest.param("Sudan this month", NOW - timedelta(days=14), None, id="early in a month it is a fortnight"),
        pytest.param("Sudan last month", day(2026, 2, 1), day(2026, 3, 1), id="last month"),
        pytest.param("Sudan last year", day(2025, 1, 1), day(2026, 1, 1), id="last year"),
        pytest.param("in the last 3 days", NOW - timedelta(days=3), None, id="last n days"),
        pytest.param("over the past two weeks", NOW - timedelta(days=14), None, id="number in words"),
        pytest.param("since 3 March", day(2026, 3, 3), None, id="since a day"),
        pytest.param("since March 3, 2025", day(2025, 3, 3), None, id="since an American date"),
        pytest.param("since Monday", day(2026, 3, 2), None, id="since a weekday"),
        pytest.param("since 2019", day(2019, 1, 1), None, id="since a year"),
        pytest.param("who won in 2020?", day(2020, 1, 1), day(2021, 1, 1), id="in a year"),
        pytest.param("lavrov venezuela 2020", day(2020, 1, 1), day(2021, 1, 1), id="year at the end"),
        pytest.param("in February 2020", day(2020, 2, 1), day(2020, 3, 1), id="in a month of a year"),
        pytest.param("in May", day(2025, 5, 1), day(2025, 6, 1), id="a month to come was last year's"),
        pytest.param("on 5 February 2020", day(2020, 2, 5), day(2020, 2, 7), id="a day and the reports of the next"),
        pytest.param("Lavrov 7 February 2020 visit", day(2020, 2, 7), day(2020, 2, 9), id="date with a year"),
        pytest.param("2020-02-07", day(2020, 2, 7), day(2020, 2, 9), id="ISO"),
        pytest.param("before 2021 and since 2019", day(2019, 1, 1), day(2021, 1, 1), id="both ends"),
        pytest.param("что было вчера", day(2026, 3, 5), day(2026, 3, 6), id="Russian"),
        pytest.param("с 3 марта", day(2026, 3, 3), None, id="Russian date"),
        pytest.param("en febrero de 2020", day(2020, 2, 1), day(2020, 3, 1), id="Spanish"),
        pytest.param("esta semana", NOW - timedelta(days=7), None, id="Spanish week"),
    ],
)
def test_window(text: str, since: datetime | None, until: datetime | None) -> None:
    found = window(text, NOW)
    assert found.since == since
    assert found.until == (until - timedelta(microseconds=1) if until else None)
    assert found.spans


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("who met Maduro?", id="no time"),
        pytest.param("did Theresa May resign", id="May the name"),
        pytest.param("the march on Moscow", id="march the noun"),
        pytest.param("2020 election in Georgia", id="year of a name"),
        pytest.param("the Jan. 6 commission", id="date of a name"),
        pytest.param("who planned the 7 October attack", id="day of a name"),
        pytest.param("12345", id="a number"),
    ],
)
def test_no_time_no_window(text: str) -> None:
    assert window(text, NOW) == Window()


@pytest.mark.parametrize("text", ["on 31 February 2020", "since 0000-13-77", "in December 9999", "on 9999-12-31"])
def test_date_that_does_not_exist_limits_nothing(text: str) -> None:
    found = window(text, NOW)
    assert (found.since, found.until) == (None, None)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from(list("since last 0123456789-,. maywekdr")), max_size=80), st.datetimes())
def test_any_text_has_a_window_or_none(text: str, moment: datetime) -> None:
    now = moment.replace(year=2000 + moment.year % 60, day=1, tzinfo=UTC)
    found = window(text, now)
    assert found.since is None or found.until is None or found.since <= found.until or len(found.spans) == 2
