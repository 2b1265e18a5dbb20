"""Headers that steer polling."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.headers import max_age, retry_after, validator
from tests.parse.documents import NOW


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"cache-control": "public, max-age=600"}, timedelta(minutes=10)),
        ({"cache-control": 'max-age="600"'}, timedelta(minutes=10)),
        ({"cache-control": "s-maxage=5"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "no-cache, max-age=600"}, None),
        ({"cache-control": "max-age=99999999"}, timedelta(hours=24)),
        ({"cache-control": "max-age=-1"}, None),
        ({"expires": "Fri, 06 Mar 2026 12:30:00 GMT"}, timedelta(minutes=30)),
        (
            {"expires": "Fri, 06 Mar 2026 12:30:00 GMT", "date": "Fri, 06 Mar 2026 12:20:00 GMT"},
            timedelta(minutes=10),
        ),
        ({"expires": "0"}, None),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, None),
        ({"cache-control": "max-age=60", "expires": "Fri, 06 Mar 2026 12:30:00 GMT"}, timedelta(minutes=1)),
        ({}, None),
    ],
)
def test_freshness(headers: dict[str, str], expected: timedelta | None) -> None:
    assert max_age(httpx.Headers(headers), NOW) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("30", timedelta(seconds=30)),
        ("0", timedelta()),
        ("-5", None),
        ("1.5", None),
        ("9" * 40, timedelta(hours=24)),
        ("Fri, 06 Mar 2026 13:00:00 GMT", timedelta(hours=1)),
        ("Fri, 06 Mar 2026 11:00:00 GMT", timedelta()),
        ("Fri, 99 Mar 2026 11:00:00 GMT", None),
        ("", None),
    ],
)
def test_retry_after(value: str, expected: timedelta | None) -> None:
    assert retry_after({"retry-after": value}, NOW) == expected


@given(st.text(max_size=70))
def test_any_value_is_read_or_ignored(value: str) -> None:
    for found in (retry_after({"retry-after": value}, NOW), max_age({"cache-control": value, "expires": value}, NOW)):
        assert found is None or timedelta() <= found <= timedelta(hours=24)


@pytest.mark.parametrize(("value", "kept"), [('"a"', True), ("W/'x'", True), ("x" * 2_000, False), ("a\nb", False)])
def test_validators_are_kept_verbatim_or_not_at_all(value: str, kept: bool) -> None:
    assert validator(value) == (value if kept else None)
