"""Dates in every form that feeds use become aware UTC; what is absurd becomes unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parse.dates import Habit, parse_date
from bot.parse.habit import habit_of
from tests.parse.documents import NOW, item, read, rss

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
        "03-05-2026 12:00",
        "5 марта 2026 г. 15:00 MSK",
        "Чт, 05 мар 2026 15:00:00 +0300",
        "jeudi 5 mars 2026 13:00 CET",
        "jue, 05 mar 2026 12:00:00 GMT",
        "5. März 2026, 12:00",
        "2026年3月5日 12:00",
        "2026년 03월 05일 오후 12:00:00",
        "Thu, 05 Mar 2026 12:00:00 −0000",
        "2026-W10-4T12:00:00Z",
        "2026W104T12:00Z",
        "2026-064T12:00:00Z",
        "2026-03-05T12Z",
        "1772712000.5",
        "1772712000000000",
        "2026.03.05 12:00",
        "2026. 3. 5. 오후 12:00",
        "5. mars 2026 kl. 12.00",
        "5 mars 2026 à 12h00",
        "05/Mar/2026:12:00:00 +0000",
        "Mar 5, 2026 12:00:00:000PM",
        "5 Mar 26 12:00",
        "5 мар. 2026 г., 15:00 мск",
        "5 березня 2026 р. 12:00",
        "٥ مارس ٢٠٢٦ ١٢:٠٠",
        "5 آذار 2026، 12:00 م",
        "5 במרץ 2026, 12:00",
        "5 मार्च 2026 12:00",
        "2026年3月5日 下午12時00分",
        "2026年3月5日木曜日 12時00分00秒",
        "5 tháng 3, 2026 12:00",
        "5 Mart 2026 Perşembe 12:00",
        "5 marca 2026 12:00",
        "5 de marzo de 2026 12:00",
        "5 de março de 2026 às 12:00",
        "5 marzo 2026, 12:00",
        "5 Μαρτίου 2026, 12:00 μ.μ.",
        "2026. március 5. 12:00",
        "5 maart 2026 12:00",
        "5. maaliskuuta 2026 klo 12.00",
    ],
)
def test_forms_of_one_moment(text: str) -> None:
    found = parse_date(text, NOW)
    assert found is not None
    assert found.replace(microsecond=0) == _NOON
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
        ("25/02/2026 12:00", datetime(2026, 2, 25, 12, tzinfo=UTC)),
        ("99/03/05", datetime(1999, 3, 5, tzinfo=UTC)),
        ("2026-W10", datetime(2026, 3, 2, tzinfo=UTC)),
        ("February 2026", datetime(2026, 2, 1, tzinfo=UTC)),
        ("2026-03-05T24:00:00Z", datetime(2026, 3, 6, tzinfo=UTC)),
        ("5 March 2026 12:05 AM", datetime(2026, 3, 5, 0, 5, tzinfo=UTC)),
        ("5 March 2026 15:05 PM", datetime(2026, 3, 5, 15, 5, tzinfo=UTC)),
        ("2026年3月5日 午前9時05分", datetime(2026, 3, 5, 9, 5, tzinfo=UTC)),
        ("5 January 2026 15.07.00", datetime(2026, 1, 5, 15, 7, tzinfo=UTC)),
        ("5 تشرين الثاني 2025", datetime(2025, 11, 5, tzinfo=UTC)),
    ],
)
def test_incomplete_and_odd_dates(text: str, moment: datetime) -> None:
    assert parse_date(text, NOW) == moment


@pytest.mark.parametrize(
    "text",
    [
        None, "", "yesterday", "soon", "31 Feb 2026 10:00:00 GMT", "Thu, 05 Mar 2026 25:00:00 GMT", "Mar", "12:00",
        "0000-00-00 00:00:00", "1970-01-01T00:00:00Z", "0001-01-01", "1989-12-31", "2038-01-19T03:14:07Z", "2099-01-01",
        "9" * 13, "2026-W54-1", "2026-367", "2026-000", "13/13/2026", "05.13.2026",
        "99:99", "-1", "2026-03-05T12:00:00+99:99", "5" * 500,
    ],
)  # fmt: skip
def test_absurd_dates_are_unknown(text: str | None) -> None:
    assert parse_date(text, NOW) is None


def test_a_day_of_grace_for_clocks_that_are_ahead() -> None:
    assert parse_date((NOW + timedelta(hours=23)).isoformat(), NOW) is not None
    assert parse_date((NOW + timedelta(hours=25)).isoformat(), NOW) is None


_PIECES = (
    "2026", "26", "03", "5", "31", "/", "-", ".", ":", " ", "T", "Z", "W10", "Mar", "марта", "مارس", "PM", "م", "GMT",
    "EST", "+", "99", "24:00", "12:60:61", "年", "月", "日", "時", "분", "٣", "²", "tháng", "h", ",", "Ⅻ", "0000",
    "e5", "\u200f",
)  # fmt: skip
_HABITS = st.builds(Habit, st.sampled_from([UTC, timezone(timedelta(hours=14))]), st.booleans())


@settings(max_examples=500)
@given(st.text(max_size=140) | st.lists(st.sampled_from(_PIECES), max_size=14).map("".join), _HABITS)
def test_any_text_is_a_date_or_none(text: str, habit: Habit) -> None:
    found = parse_date(text, NOW, habit)
    assert found is None or (
        found.tzinfo is UTC and datetime(1990, 1, 1, tzinfo=UTC) <= found <= NOW + timedelta(days=1)
    )


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2026, 3, 5)))  # noqa: DTZ001
def test_the_standard_forms_are_read_back_exactly(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    for text in (moment.isoformat(), moment.strftime("%a, %d %b %Y %H:%M:%S GMT"), moment.strftime("%Y%m%dT%H%M%SZ")):
        assert parse_date(text, NOW) == moment


@given(st.lists(st.text(max_size=40) | st.lists(st.sampled_from(_PIECES), max_size=9).map("".join), max_size=6))
def test_any_texts_have_a_habit(texts: list[str]) -> None:
    habit_of(texts, NOW, "de")


_MOSCOW = timezone(timedelta(hours=3))


@pytest.mark.parametrize(
    ("dates", "language", "day_first"),
    [
        pytest.param(["05/03/2026", "25/02/2026"], None, True, id="a number that can be no month"),
        pytest.param(["03/05/2026", "02/25/2026"], "de", False, id="a number that can be no month, second"),
        pytest.param(["06/03/2026", "05/03/2026", "04/03/2026"], "en-US", True, id="the other way lies in the future"),
        pytest.param(["03/01/2026", "03/02/2026", "03/03/2026"], "de", False, id="the other way lies months apart"),
        pytest.param(["01/03/2026", "02/03/2026", "03/03/2026"], "en", True, id="months apart, the other way round"),
        pytest.param(["02/01/2026"], "pt-BR", True, id="the language"),
        pytest.param(["02/01/2026"], "en-GB", True, id="British English"),
        pytest.param(["02/01/2026"], "en-US", False, id="American English"),
        pytest.param(["02/01/2026"], None, False, id="nothing to go by"),
        pytest.param(["2026-03-05", "5 March 2026"], "de", False, id="nothing to tell"),
    ],
)
def test_day_or_month_first_is_told_by_the_whole_feed(dates: list[str], language: str | None, day_first: bool) -> None:
    assert habit_of(dates, NOW, language).day_first is day_first


@pytest.mark.parametrize(
    ("dates", "zone"),
    [
        (["Thu, 05 Mar 2026 12:00:00 +0300", "2026-03-05 12:00"], _MOSCOW),
        (["Thu, 05 Mar 2026 12:00:00 MSK", "2026-03-05T12:00:00+03:00", "5.3.2026 12:00"], _MOSCOW),
        (["Thu, 05 Mar 2026 12:00:00 +0300", "Thu, 05 Mar 2026 12:00:00 +0100", "2026-03-05 12:00"], UTC),
        (["2026-03-05 12:00", "2026-03-05 12:00 +99:99"], UTC),
        (["2026-03-05 12:00"], UTC),
    ],
)
def test_a_zone_is_missing_and_the_rest_of_the_feed_names_one(dates: list[str], zone: timezone) -> None:
    assert habit_of(dates, NOW).zone == zone


def test_the_habit_of_a_feed_is_that_of_its_head_and_its_items() -> None:
    first, second = (item(f"<pubDate>{text}</pubDate>", guid=text) for text in ("05/03/2026 12:00", "25/02/2026 12:00"))
    parsed = read(rss(first, second, head="<lastBuildDate>Fri, 06 Mar 2026 10:00:00 +0300</lastBuildDate>"))
    assert [entry.published for entry in parsed.entries] == [
        datetime(2026, 3, 5, 9, tzinfo=UTC),
        datetime(2026, 2, 25, 9, tzinfo=UTC),
    ]
