"""Who held which office when."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understand.identity import offices
from bot.understand.identity.registry import seed_by_id


@pytest.mark.parametrize(
    ("actor", "day", "said"),
    [
        ("sergey-lavrov", date(2020, 2, 7), "Foreign Minister of Russia since 2004"),
        ("vladimir-putin", date(2010, 1, 1), "Prime Minister of Russia since 2008"),
        ("vladimir-putin", date(2026, 3, 6), "President of Russia since 2012"),
        ("joe-biden", date(2026, 3, 6), "President of the United States 2021–2025"),
        ("joe-biden", date(2018, 3, 6), "Vice President of the United States 2009–2017"),
        ("liz-truss", date(2026, 3, 6), "Prime Minister of the United Kingdom 2022"),
        ("donald-trump", date(2023, 3, 6), "President of the United States 2017–2021"),
        ("donald-trump", date(2016, 3, 6), None),
        ("nobody", date(2026, 3, 6), None),
    ],
)
def test_office_of_a_day(actor: str, day: date, said: str | None) -> None:
    assert offices.said(actor, day) == said


def test_offices_are_of_people_that_there_are_and_end_after_they_begin() -> None:
    listed = [(id_, office) for id_ in seed_by_id() for office in offices.of(id_)]
    assert len(listed) >= 150
    assert all(office.until is None or office.since <= office.until for _, office in listed)


def test_no_office_has_two_holders_for_more_than_the_month_of_change() -> None:
    listed = [(office, id_) for id_ in seed_by_id() for office in offices.of(id_)]
    clashes = [
        (one.name, a, b)
        for one, a in listed
        for two, b in listed
        if one.name == two.name and a < b and one.since < two.since and (one.until is None or one.until > two.since)
    ]
    assert clashes == []
