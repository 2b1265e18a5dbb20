"""Reports in nineteen languages as the software of newspapers sets them: all of the report, and nothing else."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.clean import article
from bot.model import Article
from tests.quality.clean.cms.systems import PICTURE, SYSTEMS, URL, page

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
REPORTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cms" / "reports.toml").read_text(encoding="utf-8")
)["report"]
SET = [pytest.param(system, report, id=f"{system}-{report['language']}") for system in SYSTEMS for report in REPORTS]
NAMELESS = ("ar", "th", "vi")  # whose bylines are a name and nothing that tells it from other words


@cache
def made(system: str, language: str) -> Article:
    report = next(one for one in REPORTS if one["language"] == language)
    return article.from_page(page(system, report), url=URL, title=None, publisher=None, published=None, now=NOW)


@pytest.mark.parametrize(("system", "report"), SET)
def test_the_report_and_nothing_else(system: str, report: dict[str, Any]) -> None:
    one = made(system, report["language"])
    lines = one.body.split("\n\n")
    assert (one.title, lines[lines[0] == report["dek"] :]) == (report["title"], report["text"])


@pytest.mark.parametrize(("system", "report"), SET)
def test_who_and_when_and_the_picture(system: str, report: dict[str, Any]) -> None:
    one = made(system, report["language"])
    assert one.published is not None
    assert (one.published.date().isoformat(), (one.image or "")[: len(PICTURE)]) == ("2026-03-04", PICTURE)
    signed = report["authors"][: 1 if system == "blogger" else None]  # which shows one author a post
    assert list(one.authors) == ([] if system == "plain" and report["language"] in NAMELESS else signed)
