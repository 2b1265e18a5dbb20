"""Title, authors, dates, section and picture of pages that say them in as many ways as there are pages here."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clean import html, metadata
from bot.clean.structured import Claims

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
PAGES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "metadata.toml").read_text(encoding="utf-8"))[
    "page"
]


def told(claims: Claims, field: str) -> Any:
    value = getattr(claims, field)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, tuple):
        return list(value)
    return "" if value is None else value


@pytest.mark.parametrize("page", PAGES, ids=[page["id"] for page in PAGES])
def test_a_page_is_read_as_it_is_meant(page: dict[str, Any]) -> None:
    root = html.parse(page["html"])
    assert root is not None
    claims = metadata.read(root, url=page["url"], now=NOW)
    assert {field: told(claims, field) for field in page["expect"]} == page["expect"]


def test_there_are_pages_of_many_kinds() -> None:
    assert len(PAGES) >= 40
