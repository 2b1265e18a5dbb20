"""Forms of one name are alike, two names are not; and whatever is alike meets under a key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import word_set
from bot.understand.identity.alike import Likeness, blocks, compare, is_full, is_rare, sought

PARTS = word_set("Sergei Ana María López de la al-Sadr van Kim Jong Un J. F. Lavrov Nick O'Brien Jr. Le Pen")
NAMES = st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=6).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei Lavrov", "Сергей Лавров"),
        ("Xi Jinping", "Jinping Xi"),
        ("Viktor Orbán", "Orbán Viktor"),
        ("Kim Jong-un", "Kim Jongun"),
        ("Marine Le Pen", "Marine Lepen"),
        ("Abdel Fattah el-Sisi", "Abdelfattah al-Sisi"),
        ("Mohamed ElBaradei", "Mohamed El Baradei"),
        ("Bashar al-Assad", "Bashar Assad"),
        ("J.K. Rowling", "JK Rowling"),
        ("John F. Kennedy", "John Kennedy"),
        ("Robert F. Kennedy Jr.", "Robert Kennedy, Jr."),
        ("Sean O'Brien", "Sean O’Brien"),
        ("Miguel Díaz-Canel", "Miguel Diaz Canel"),
    ],
)
def test_spellings_of_one_name_are_surely_alike(one: str, other: str) -> None:
    assert compare(one, other).likeness is Likeness.SURE


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("N. Knight", "Nick Knight", "initial"),
        ("Bill Gates", "William Gates", "nickname"),
        ("Recep Erdogan", "Recep Tayyip Erdogan", "middle name"),
        ("Hillary Clinton", "Hillary Rodham Clinton", "middle name"),
        ("Nicolás Maduro", "Nicolás Maduro Moros", "second surname"),
        ("Carla Bruni", "Carla Bruni-Sarkozy", "second surname"),
        ("Javad Zarif", "Mohammad Javad Zarif", "given name that is often left out"),
        ("Cyril Ramaphosa", "Matamela Cyril Ramaphosa", "first name left out"),
        ("Qassem Soleimani", "Qasim Soleimani", "spelling of vowels"),
    ],
)
def test_shorter_forms_are_perhaps_alike(one: str, other: str, why: str) -> None:
    for pair in ((one, other), (other, one)):
        verdict = compare(*pair)
        assert (verdict.likeness, verdict.why) == (Likeness.PERHAPS, why)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Delcy Rodríguez", "Bruno Rodríguez Parrilla"),
        ("John F. Kennedy Jr.", "John F. Kennedy"),
        ("Ferdinand Marcos", "Ferdinand Marcos Jr."),
        ("George W. Bush", "George H. W. Bush"),
        ("George W. Bush", "George H.W. Bush"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Kim Jong Un", "Kim Yo Jong"),
        ("Li Keqiang", "Li Qiang"),
        ("James Craig", "Craig James"),
        ("Mohammed bin Salman", "Mohammed bin Zayed"),
        ("Jean-Marie Le Pen", "Marine Le Pen"),
        ("Vitali Klitschko", "Wladimir Klitschko"),
        ("Nicolás Maduro Moros", "Nicolás Maduro Guerra"),
        ("Lavrov", "Sergei Lavrov"),
        ("", "Sergei Lavrov"),
    ],
)
def test_two_people_are_not(one: str, other: str) -> None:
    assert compare(one, other).likeness is Likeness.NO


@given(NAMES, NAMES)
def test_order_of_asking_makes_no_difference(one: str, other: str) -> None:
    assert compare(one, other).likeness is compare(other, one).likeness


@given(NAMES, NAMES)
def test_what_is_alike_meets_under_a_key(one: str, other: str) -> None:
    if compare(one, other).likeness:
        assert set(sought(one)) & set(blocks(other))


@given(NAMES)
def test_a_name_is_itself(name: str) -> None:
    assert (compare(name, name).likeness is Likeness.SURE) == bool(blocks(name))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_compared(one: str, other: str) -> None:
    assert compare(one, other).likeness in Likeness
    assert len(blocks(one)) <= 14


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Sergei Lavrov", True),
        ("Lavrov", False),
        ("习近平", True),
        ("al-Sadr", False),
        ("de la Fuente", False),
        ("Ben Wallace", True),
        ("E. Macron", True),
    ],
)
def test_full_names(name: str, full: bool) -> None:
    assert is_full(name) is full


@pytest.mark.parametrize(
    ("name", "rare"), [("John Smith", False), ("Nicolás Maduro", True), ("Xi Wei", False), ("Kim", False)]
)
def test_rare_surnames(name: str, rare: bool) -> None:
    assert is_rare(name) is rare
