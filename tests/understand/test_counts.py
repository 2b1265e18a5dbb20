"""Numbers that make news, in words and digits, and what they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand.news.counts import Of, counts

CASES = [
    ("At least 12 people were killed and 30 injured.", ["12 killed", "30 injured"]),
    ("The attack killed twelve people and injured 1,200.", ["12 killed", "1,200 injured"]),
    ("Death toll rises to 41", ["41 killed"]),
    ("Police said nine people had died, up from 7 on Monday.", ["9 killed"]),
    ("Collapse leaves 1 dead, 99 unaccounted for", ["1 killed", "99 missing"]),
    ("Two dozen soldiers died.", ["24 killed"]),
    ("A dozen people remain missing.", ["12 missing"]),
    ("Police arrested three men, including two brothers.", ["3 arrested"]),
    ("It agreed to pay $1.2 million, or 1.1 million euros.", ["$1.2 million", "€1.1 million"]),
    ("Nearly 60,000 people have fled their homes.", ["60,000 displaced"]),
    ("Во взрыве погибли 12 человек, 30 ранены.", ["12 killed", "30 injured"]),
    ("Al menos 15 muertos y 40 heridos en Caracas", ["15 killed", "40 injured"]),
    ("Erdbeben: 1.200 Tote in der Türkei", ["1,200 killed"]),
    ("A 34-year-old man was arrested on 12 May 2014.", []),
    ("The 2014 war killed hope.", []),
    ("It rose by 12 per cent.", []),
    ("The train left at 12:30 and two killed time.", ["2 killed"]),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=lambda value: str(value)[:30])
def test_counts_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert [count.words for count in counts(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "about"),
    [("Dozens were killed.", True), ("Nearly 60 were killed.", True), ("At least 60 were killed.", False)],
)
def test_a_rough_number_is_known_as_one(sentence: str, about: bool) -> None:
    assert [(count.of, count.about) for count in counts(sentence)] == [(Of.KILLED, about)]


@given(st.text(alphabet="0123456789,. $€%-killed dozenand", max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(count.value >= 0 and 0 <= count.start < len(text) for count in counts(text))
