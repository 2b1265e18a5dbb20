"""Does a changed headline say something else?"""

from __future__ import annotations

import pytest

from bot.alerts.headings import says_else


@pytest.mark.parametrize(
    ("before", "after", "else_"),
    [
        ("Three hurt in a fire at Rotterdam's port", "Five hurt in a fire at Rotterdam's port", False),
        ("3 hurt in a fire at Rotterdam's port", "5 hurt in a fire at Rotterdam's port", True),
        ("3 hurt in a fire at Rotterdam's port", "3 hurt in a fire at Rotterdam's port, mayor says", False),
        ("Fire at Rotterdam's port", "Large fire at the port of Rotterdam", False),
        ("Norway signs the treaty", "Norway has not signed the treaty", True),
        ("Norway signs the treaty", "Norway denies it signed the treaty", True),
        ("Bank of Tarn raises rates", "Harbour strike ends after two days", True),
        ("UPDATE 2-Bank of Tarn raises rates", "Bank of Tarn raises rates", True),
        ("Bank raises rates", "bank   raises RATES!", False),
        ("", "Bank raises rates", False),
        ("Bank raises rates", "", False),
        ("Путин прибыл в Пекин", "Путин не прибыл в Пекин", True),
        ("Путин прибыл в Пекин", "Путин прилетел в Пекин", False),
    ],
)
def test_says_else(before: str, after: str, else_: bool) -> None:
    assert says_else(before, after) is else_
