"""Durations: what people write is read, and what we write reads back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.durations import duration, written


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", timedelta(seconds=90)),
        ("10m", timedelta(minutes=10)),
        (" 24 h", timedelta(days=1)),
        ("2d", timedelta(2)),
    ],
)
def test_durations_are_read(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize("text", ["", "10", "m", "10 min", "-1s", "1.5h", "٣s", "9999999s", None, 10])
def test_other_text_is_refused_with_what_would_be_valid(text: object) -> None:
    with pytest.raises(ValueError, match="90s, 10m, 24h or 2d"):
        duration(text)


@pytest.mark.parametrize(("seconds", "text"), [(600, "10m"), (90, "90s"), (3600, "1h"), (86_400, "1d"), (5400, "90m")])
def test_a_duration_is_written_in_its_largest_whole_unit(seconds: int, text: str) -> None:
    assert written(timedelta(seconds=seconds)) == text


@given(st.integers(min_value=1, max_value=999_999))
def test_what_is_written_reads_back(seconds: int) -> None:
    assert duration(written(timedelta(seconds=seconds))) == timedelta(seconds=seconds)
