"""A chat's own clock over changes of the clocks; zones as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import zones
from bot.hours import DAY, next_at, quiet_until, zone

BERLIN = "Europe/Berlin"  # 29 March 2026: 02:00 becomes 03:00; 25 October 2026: 03:00 becomes 02:00


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "timezone", "minutes", "expected"),
    [
        pytest.param("2026-03-06 06:00", BERLIN, (480,), "2026-03-06 07:00", id="today"),
        pytest.param("2026-03-06 07:00", BERLIN, (480,), "2026-03-07 07:00", id="at that very time: tomorrow"),
        pytest.param("2026-03-06 10:00", BERLIN, (480, 1080), "2026-03-06 17:00", id="the second of the day"),
        pytest.param("2026-03-06 10:00", None, (480,), "2026-03-07 08:00", id="no zone is UTC"),
        pytest.param("2026-03-06 10:00", "Asia/Kathmandu", (960,), "2026-03-06 10:15", id="a quarter of an hour"),
        pytest.param("2026-03-06 11:30", "Pacific/Kiritimati", (90,), "2026-03-07 11:30", id="the day's far end"),
        pytest.param("2026-03-28 23:30", BERLIN, (150,), "2026-03-29 01:30", id="left out: as much later"),
        pytest.param("2026-03-29 01:30", BERLIN, (150,), "2026-03-30 00:30", id="and once"),
        pytest.param("2026-10-24 23:30", BERLIN, (150,), "2026-10-25 00:30", id="twice: the first"),
        pytest.param("2026-10-25 00:30", BERLIN, (150,), "2026-10-26 01:30", id="not the second"),
        pytest.param("2026-03-28 08:00", BERLIN, (480,), "2026-03-29 06:00", id="a day of 23 hours"),
        pytest.param("2026-10-24 07:00", BERLIN, (480,), "2026-10-25 07:00", id="a day of 25 hours"),
    ],
)
def test_the_next_time(now: str, timezone: str | None, minutes: tuple[int, ...], expected: str) -> None:
    assert next_at(utc(now), timezone, minutes) == utc(expected)


NIGHT = (23 * 60, 7 * 60)


@pytest.mark.parametrize(
    ("now", "quiet", "until"),
    [
        pytest.param("2026-03-06 12:00", NIGHT, None, id="by day"),
        pytest.param("2026-03-06 21:59", NIGHT, None, id="just before"),
        pytest.param("2026-03-06 22:00", NIGHT, "2026-03-07 06:00", id="from its first minute"),
        pytest.param("2026-03-07 03:00", NIGHT, "2026-03-07 06:00", id="after midnight"),
        pytest.param("2026-03-07 06:00", NIGHT, None, id="to its last"),
        pytest.param("2026-03-06 12:00", (780, 840), "2026-03-06 13:00", id="within a day"),
        pytest.param("2026-03-06 12:00", None, None, id="none"),
        pytest.param("2026-03-06 12:00", (780, 780), None, id="from and to alike are none"),
        pytest.param("2026-03-29 00:30", NIGHT, "2026-03-29 05:00", id="a night of an hour less"),
        pytest.param("2026-10-25 00:30", NIGHT, "2026-10-25 06:00", id="a night of an hour more"),
        pytest.param("2026-10-25 01:10", (23 * 60, 150), None, id="the hour that comes again is not quiet again"),
    ],
)
def test_quiet_hours_end(now: str, quiet: tuple[int, int] | None, until: str | None) -> None:
    assert quiet_until(utc(now), BERLIN, quiet) == (utc(until) if until else None)


@given(
    st.integers(0, 3 * 365 * DAY).map(lambda minutes: utc("2025-01-01") + timedelta(minutes=minutes)),
    st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", None]),
    st.integers(0, DAY - 1),
)
def test_a_time_of_day_comes_once_a_day(now: datetime, timezone: str | None, minute: int) -> None:
    first = next_at(now, timezone, (minute,))
    second = next_at(first, timezone, (minute,))
    assert timedelta(0) < first - now <= timedelta(hours=25, minutes=30)
    assert timedelta(hours=22) <= second - first <= timedelta(hours=26)


@pytest.mark.parametrize(
    "name", ["", "Nowhere/Town", "../../etc/passwd", "Europe", "a\0b", "x" * 1000, "/etc/localtime"]
)
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone(name) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Berlin", ("Europe/Berlin",)),
        ("europe/berlin", ("Europe/Berlin",)),
        ("buenos aires", ("America/Argentina/Buenos_Aires",)),
        ("utc", ("UTC",)),
        ("nowhere", ()),
    ],
)
def test_a_zone_by_its_city(text: str, found: tuple[str, ...]) -> None:
    assert zones.find(text) == found


def test_zones_of_countries_and_languages_are_zones() -> None:
    assert zones.of_country("VE") == ("America/Caracas",)
    assert "America/New_York" in zones.of_country("US")
    assert zones.of_country("XX") == ()
    assert zones.guesses("pt-br")[0] == "America/Sao_Paulo"
    assert zones.guesses("tlh") == ()
    named = [name for language in ("ar", "de", "en", "es", "fr", "ru", "uk", "zh") for name in zones.guesses(language)]
    assert all(zone(name) for name in named)
    assert all(zones.by_region().values())
