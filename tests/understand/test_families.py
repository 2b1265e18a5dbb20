"""Corroboration counts sources: one owner, one wire report and its copies are one, whatever the names above them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Item, Sources
from bot.understand.grouping import families, outlets
from tests.build import item

WIRE = (
    "The foreign minister landed in Caracas on Friday for two days of talks on oil, debts and military cooperation, his"
    " ministry said. It is his first visit in nine years. The president is to receive him in the evening, and a joint"
    " commission of both governments will meet on Saturday to sign four agreements on energy, farming and medicine."
)
OWN = (
    "Caracas prepared a red carpet for Moscow's top diplomat, who came to show support as sanctions bite. Opposition"
    " leaders called the trip an insult, and analysts doubted that new credit would follow, given what is already owed."
)


def report(n: int, publisher: str, body: str = "", **changes: Any) -> Item:
    given: dict[str, Any] = {
        "title": f"Headline {n}",
        "url": f"https://outlet{n}.example/a",
        "authors": (),
        "dek": "",
        **changes,
    }
    return item(n, publisher=publisher, body=body or f"Report number {n} in its own words.", **given)


def test_different_publishers_with_their_own_words_are_independent() -> None:
    assert families.independent([report(1, "Harbour Post", WIRE), report(2, "Lantern News", OWN)]) == 2


def test_no_items_have_no_source() -> None:
    assert families.independent([]) == 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(report(1, "Harbour Post"), report(2, "Harbour Post"), id="one publisher twice"),
        pytest.param(report(1, "Harbour Post (Opinion)"), report(2, "The Harbour Post"), id="a section"),
        pytest.param(report(1, "Harbour Post - World"), report(2, "HARBOUR POST"), id="a section behind a dash"),
        pytest.param(
            report(1, "Harbour Post", url="https://www.harbour.co.uk/a"),
            report(2, "Harbour Sunday", url="https://sport.harbour.co.uk/b"),
            id="one registered domain",
        ),
        pytest.param(report(1, "The Sun"), report(2, "The Times"), id="one owner by name"),
        pytest.param(
            report(1, "World desk", url="https://www.bbc.co.uk/news/1"),
            report(2, "Sport desk", url="https://www.bbc.com/sport/2"),
            id="one owner by domain",
        ),
        pytest.param(report(1, "Harbour Post", WIRE), report(2, "Lantern News", WIRE), id="the same text"),
        pytest.param(
            report(1, "Harbour Post", WIRE), report(2, "Lantern News", f"{OWN[:90]}. {WIRE[60:]}"), id="a copied part"
        ),
        pytest.param(
            report(1, "Harbour Post", title="Foreign minister lands in Caracas for talks on oil"),
            report(2, "Lantern News", title="Foreign Minister Lands in Caracas for Talks on Oil"),
            id="a long headline",
        ),
        pytest.param(
            report(1, "Harbour Post", dateline="CARACAS (Reuters)"), report(2, "Reuters"), id="agency and its client"
        ),
        pytest.param(
            report(1, "Harbour Post", credit="AFP"), report(2, "Lantern News", credit="Source: AFP"), id="two clients"
        ),
        pytest.param(
            report(1, "Harbour Post", "The talks failed, Reuters reported on Friday, citing two diplomats."),
            report(2, "Lantern News", dateline="CARACAS, Feb 7 (Reuters)"),
            id="a rewrite that credits it",
        ),
        pytest.param(
            report(1, "Harbour Post", "The minister is ill, according to the New York Times."),
            report(2, "The New York Times"),
            id="a rewrite of an outlet's scoop",
        ),
    ],
)
def test_one_source_under_two_names(first: Item, second: Item) -> None:
    assert families.independent([first, second]) == 1
    assert families.independent([second, first]) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            report(1, "Harbour Post", url="https://medium.com/a"),
            report(2, "Lantern News", url="https://medium.com/b"),
            id="a platform is no publisher",
        ),
        pytest.param(
            report(1, "Harbour Post", url="https://harbour.co.uk/a"),
            report(2, "Lantern News", url="https://lantern.co.uk/b"),
            id="a public suffix is no domain",
        ),
        pytest.param(
            report(1, "Harbour Post", title="Minister resigns"),
            report(2, "Lantern News", title="Minister resigns"),
            id="a short headline",
        ),
        pytest.param(
            report(
                1, "Harbour Post", f'{OWN} "We will sign four agreements on energy, farming and medicine," he said.'
            ),
            report(2, "Lantern News", WIRE),
            id="a quotation in common",
        ),
        pytest.param(
            report(1, "Harbour Post", OWN, credit="Photo: Reuters"),
            report(2, "Lantern News", dateline="CARACAS (Reuters)"),
            id="a picture's credit",
        ),
        pytest.param(
            report(1, "Harbour Post", "A Reuters photographer was hurt when police broke up the march."),
            report(2, "Reuters"),
            id="an agency in the news",
        ),
        pytest.param(
            report(1, "Harbour Post", OWN), report(2, "Harbour Post", WIRE, credit="Reuters"), id="own report and wire"
        ),
    ],
)
def test_two_sources_stay_two(first: Item, second: Item) -> None:
    assert families.independent([first, second]) == 2


def test_links_add_up() -> None:
    """A client's copy without a credit belongs to the agency by its text, and so does what copied that one."""
    reports = [report(1, "Reuters", WIRE), report(2, "Harbour Post", WIRE[40:]), report(3, "Lantern News", WIRE[:-60])]
    assert families.independent([*reports, report(4, "Fjord Times", OWN)]) == 2


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"dateline": "CARACAS, Feb 5 (Reuters)"}, "Reuters"),
        ({"dateline": "MOSCOW, February 5. /TASS/"}, "TASS"),
        ({"credit": "Agence France-Presse"}, "AFP"),
        ({"credit": "AP"}, "Associated Press"),
        ({"credit": "Reuters, AFP"}, "Reuters"),
        ({"authors": ("Reuters",)}, "Reuters"),
        ({"authors": ("Ana Ruiz, Associated Press",)}, "Associated Press"),
        ({"authors": ("dpa",)}, "dpa"),
        ({"body": "BERLIN (dpa) - Der Bundestag hat am Freitag zugestimmt."}, "dpa"),
        ({"body": "ДАМАСК, 5 февраля /ТАСС/. Переговоры прошли успешно."}, "TASS"),
        ({"body": "The talks ended without a result late on Friday. (AFP)"}, "AFP"),
        ({"body": "The talks ended late on Friday.\n\nSource: Xinhua"}, "Xinhua"),
        ({"title": "Minister to resign, Bloomberg reports"}, "Bloomberg"),
        ({"body": "Das Treffen ist abgesagt, wie es laut der Nachrichtenagentur AFP heißt."}, "AFP"),
        ({"body": "El ministro viajará a Caracas, según Reuters, que cita a dos fuentes."}, "Reuters"),
        ({"body": "Министр уйдёт в отставку, сообщает Интерфакс."}, "Interfax"),
        ({"body": "He would resign, two people told the Financial Times."}, "Financial Times"),
    ],
)
def test_the_origin_is_read_from_dateline_credit_byline_and_lead(changes: dict[str, Any], name: str) -> None:
    assert families.origin(report(1, "Harbour Post", **changes)) == name


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"dateline": "CARACAS, Feb 5"},
        {"credit": "Jim Moss/AFP"},
        {"credit": "AP Photo/Jim Moss"},
        {"credit": "Foreign Ministry"},
        {"authors": ("Ana Ruiz",)},
        {"authors": ("Ana Tass",)},
        {"body": "Mike Bloomberg said that he would run."},
        {"body": "The press apartment in Paris was told to close. An ap is no agency, nor is a pap test."},
        {"body": f"{OWN} {OWN} {OWN} It was first seen by Reuters. {OWN} {OWN}"},
    ],
)
def test_an_own_report_has_no_origin(changes: dict[str, Any]) -> None:
    assert families.origin(report(1, "Harbour Post", **changes)) is None


def test_an_agency_is_not_its_own_origin() -> None:
    assert (
        families.origin(report(1, "Reuters World", url="https://www.reuters.com/a", dateline="PARIS (Reuters)")) is None
    )


def test_what_is_shown_names_count_and_origins() -> None:
    reports = [report(1, "Reuters"), report(2, "Harbour Post", credit="Reuters"), report(3, "Lantern News", OWN)]
    shown = families.sources(reports)
    assert shown == Sources(2, ((2, "Reuters"),))
    assert [shown.origin(n) for n in (1, 2, 3)] == [None, "Reuters", None]


def test_hundreds_of_copies_are_one_source_in_little_time() -> None:
    copies = [report(n, f"Outlet {n}", f"{WIRE} Reader{n} wrote in.") for n in range(500)]
    assert families.independent(copies) == 1


texts = st.text(max_size=60) | st.sampled_from([WIRE, OWN, "PARIS (Reuters) - ", "(AFP)"])


@given(st.lists(st.tuples(texts, texts, texts, st.none() | st.text(max_size=30)), max_size=6))
def test_any_items_fall_into_families(rows: list[tuple[str, str, str, str | None]]) -> None:
    items = [item(n, publisher=p, title=t, body=b, url=u, credit=t) for n, (p, t, b, u) in enumerate(rows)]
    found = families.families(items)
    assert sorted(one.id for family in found for one in family) == [one.id for one in items]
    assert families.independent(items[::-1]) == len(found)


HEAD = "platforms = []\nowners = {}\n[agencies]\n"


@pytest.mark.parametrize(
    "text",
    [
        "agencies = {}",
        HEAD + '"A" = {names = []}',
        HEAD + '"A" = {names = ["N"], domains = []}\n"B" = {names = ["n"], domains = []}',
    ],
)
def test_a_mistake_in_the_list_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|belongs"):
        outlets.parse(text)
