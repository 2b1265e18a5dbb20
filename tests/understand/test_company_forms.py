"""What stands behind a name makes it an organisation's."""

from __future__ import annotations

import pytest

from bot.understand.names import company_forms


def found(text: str) -> list[str]:
    return [text[span.start : span.end] for span in company_forms.find(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Pennzoil Co rejected the bid.", "Pennzoil"),
        ("Shares of Saks Inc. fell.", "Saks"),
        ("BTR Plc's chairman left.", "BTR"),
        ("TIBCO Software Inc. (NASDAQ: TIBX) said", "TIBCO Software"),
        ("Cray Research (NYSE: CYR) fell", "Cray Research"),
        ("The Antara news agency said", "Antara"),
        ("He told Cosmopolitan magazine that", "Cosmopolitan"),
        ("Bank of Nova Scotia Ltd opened", "Bank of Nova Scotia"),
    ],
)
def test_name_is_found(text: str, name: str) -> None:
    assert name in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The magazine said so.",
        "the Army Corp of Engineers",
        "A newspaper closed.",
        "Co-operation grew.",
        "He joined inc.",
        "",
    ],
)
def test_no_name_is_made_up(text: str) -> None:
    assert found(text) == []


def test_a_long_text_of_one_word_is_read() -> None:
    assert found("Acme " * 20_000) == []
    assert len(found("Acme Inc " * 5_000)) > 0
