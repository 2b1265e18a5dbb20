"""Cleaning against our own labelled set: it fails when any figure falls under its floor in floors.json.

Texts are plain and dirty; pages are HTML. A row's `expect.body` is every paragraph of the report, in order. Rows
marked `whole` are reports about donations, subscriptions and the like, of which nothing may go.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clean import article
from bot.model import Article

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
FLOORS: dict[str, float] = json.loads((HERE.parent / "floors.json").read_text(encoding="utf-8"))["clean"]


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


TEXTS, PAGES = rows("texts.jsonl"), rows("pages.jsonl")


def clean_text(row: dict[str, Any]) -> Article:
    return article.from_text(
        row["text"], title=row.get("title"), publisher=row.get("publisher"), url=None, published=None, now=NOW
    )


def clean_page(row: dict[str, Any]) -> Article:
    return article.from_page(row["html"], url=row["url"], title=None, publisher=None, published=None, now=NOW)


def lost(row: dict[str, Any], made: Article) -> list[str]:
    have = made.body.split("\n\n")
    return [paragraph for paragraph in row["expect"]["body"] if paragraph not in have]


def left(row: dict[str, Any], made: Article) -> list[str]:
    return [paragraph for paragraph in made.body.split("\n\n") if paragraph not in row["expect"]["body"]]


def f1(gold: list[str], body: str) -> float:
    a, b = shingles("\n".join(gold)), shingles(body)
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def shingles(text: str, n: int = 4) -> Counter[tuple[str, ...]]:
    words = text.split()
    return Counter(tuple(words[i : i + n]) for i in range(max(1, len(words) - n + 1)))


@pytest.mark.parametrize("row", TEXTS, ids=[row["id"] for row in TEXTS])
def test_no_sentence_of_a_report_is_lost(row: dict[str, Any]) -> None:
    assert lost(row, clean_text(row)) == []


@pytest.mark.parametrize("row", [r for r in TEXTS if r.get("whole")], ids=[r["id"] for r in TEXTS if r.get("whole")])
def test_reports_about_pleas_stay_whole(row: dict[str, Any]) -> None:
    made = clean_text(row)
    assert (made.title, left(row, made), made.removed) == (row["expect"]["title"], [], ())


def test_dirty_texts() -> None:
    made = [(row, clean_text(row)) for row in TEXTS]
    exact = [
        not left(row, one)
        and all(
            getattr(one, name) == value for name, value in row["expect"].items() if name in ("title", "dek", "credit")
        )
        and one.dateline == row["expect"].get("dateline")
        and list(one.authors) == row["expect"].get("authors", [])
        for row, one in made
    ]
    wrong = [
        (row["id"], one.title, one.dek, one.credit, left(row, one))
        for (row, one), ok in zip(made, exact, strict=True)
        if not ok
    ]
    assert sum(exact) / len(exact) >= FLOORS["texts_exact"], wrong


def test_pages() -> None:
    made = [(row, clean_page(row)) for row in PAGES]
    scores = {row["id"]: f1(row["expect"]["body"], one.body) for row, one in made}
    assert sum(scores.values()) / len(scores) >= FLOORS["pages_f1"], sorted(scores.items(), key=lambda item: item[1])[
        :4
    ]
    titles = [one.title == row["expect"]["title"] for row, one in made]
    assert sum(titles) / len(titles) >= FLOORS["pages_title"], [
        one.title for (_, one), ok in zip(made, titles, strict=True) if not ok
    ]


@pytest.mark.parametrize("row", PAGES, ids=[row["id"] for row in PAGES])
def test_what_a_page_says_of_itself(row: dict[str, Any]) -> None:
    made, expect = clean_page(row), row["expect"]
    if "published" in expect:
        assert made.published is not None
        assert made.published.date().isoformat() == expect["published"]
    if "authors" in expect:
        assert list(made.authors) == expect["authors"]
    if "dek" in expect:
        assert made.dek == expect["dek"]
