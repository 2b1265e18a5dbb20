"""Dates in every form that feeds use become aware UTC; what is absurd becomes unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parse.dates import parse_date
from tests.parse.documents import NOW

_NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 05 Mar 2026 12:00:00 GMT",
        "Thu, 05 Mar 2026 12:00:00 +0000",
        "Thu, 5 Mar 26 12:00 UT",
        "Thu, 05 Mar 2026 15:00:00 MSK",
        "Thu, 05 Mar 2026 13:00:00 CET",
        "Thu, 05 Mar 2026 14:00:00 CEST",
        "Thu, 05 Mar 2026 07:00:00 EST",
        "Thu, 05 Mar 2026 04:00:00 PST",
        "Thu, 05 Mar 2026 07:00:00 -0500 (EST)",
        "Thu, 05 Mar 2026 17:30:00 IST",
        "Thu, 05 Mar 2026 17:45:00 +05:45",
        "Thu, 05 Mar 2026 15:00 GMT+3",
        "Thu, 05 Mar 2026 12:00:00 GMT+0000 (Coordinated Universal Time)",
        "Thu, 05 Mar 2026 12:00:00",
        "Thu Mar  5 12:00:00 2026",
        "Thu Mar 05 04:00:00 PST 2026",
        "March 5, 2026 12:00 PM",
        "5 March 2026, 12:00 p.m.",
        "Thursday, 5 March 2026 - 12:00",
        "2026-03-05T12:00:00Z",
        "2026-03-05T15:00:00+03:00",
        "2026-03-05T15:00:00+0300",
        "2026-03-05T12:00:00.123456789Z",
        "2026-03-05 12:00:00 UTC",
        "2026-03-05 12:00",
        "2026-3-5 12:00",
        "20260305T120000Z",
        "20260305120000",
        "1772712000",
        "1772712000000",
        "05.03.2026 12:00",
        "2026/03/05 12:00:00",
        "03/05/2026 12:00",
        "25/02/2026 12:00",
        "5 марта 2026 г. 15:00 MSK",
        "Чт, 05 мар 2026 15:00:00 +0300",
        "jeudi 5 mars 2026 13:00 CET",
        "jue, 05 mar 2026 12:00:00 GMT",
        "5. März 2026, 12:00",
        "2026年3月5日 12:00",
        "2026년 03월 05일 오후 12:00:00",
        "Thu, 05 Mar 2026 12:00:00 −0000",
    ],
)
def test_forms_of_one_moment(text: str) -> None:
    found = parse_date(text, NOW)
    assert found is not None
    assert found.replace(microsecond=0) == (_NOON if "25/02" not in text else datetime(2026, 2, 25, 12, tzinfo=UTC))
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-05", datetime(2026, 3, 5, tzinfo=UTC)),
        ("2003-12", datetime(2003, 12, 1, tzinfo=UTC)),
        ("2003", datetime(2003, 1, 1, tzinfo=UTC)),
        ("Wed, 04 Mar 2026 24:00:00 GMT", datetime(2026, 3, 5, tzinfo=UTC)),
        ("Thu, 05 Mar 2026 12:59:60 GMT", datetime(2026, 3, 5, 12, 59, 59, tzinfo=UTC)),
        ("Fri, 01 Jan 99 00:00:00 GMT", datetime(1999, 1, 1, tzinfo=UTC)),
    ],
)
def test_incomplete_and_odd_dates(text: str, moment: datetime) -> None:
    assert parse_date(text, NOW) == moment


@pytest.mark.parametrize(
    "text",
    [
        None, "", "yesterday", "soon", "31 Feb 2026 10:00:00 GMT", "Thu, 05 Mar 2026 25:00:00 GMT", "Mar", "12:00",
        "0000-00-00 00:00:00", "1970-01-01T00:00:00Z", "0001-01-01", "1989-12-31", "2038-01-19T03:14:07Z", "2099-01-01",
        "9" * 13, "2026-03-05T12:00:00+99:99", "5" * 500,
    ],
)  # fmt: skip
def test_absurd_dates_are_unknown(text: str | None) -> None:
    assert parse_date(text, NOW) is None


def test_a_day_of_grace_for_clocks_that_are_ahead() -> None:
    assert parse_date((NOW + timedelta(hours=23)).isoformat(), NOW) is not None
    assert parse_date((NOW + timedelta(hours=25)).isoformat(), NOW) is None


@given(st.text(max_size=140))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text, NOW)
    assert found is None or (
        found.tzinfo is UTC and datetime(1990, 1, 1, tzinfo=UTC) <= found <= NOW + timedelta(days=1)
    )


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2026, 3, 5)))  # noqa: DTZ001
def test_the_standard_forms_are_read_back_exactly(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    for text in (moment.isoformat(), moment.strftime("%a, %d %b %Y %H:%M:%S GMT"), moment.strftime("%Y%m%dT%H%M%SZ")):
        assert parse_date(text, NOW) == moment
