"""Captions and credits of pictures, and sentences that are neither."""

from __future__ import annotations

import pytest

from bot.clean import captions


@pytest.mark.parametrize(
    "line",
    [
        "A protester holds a placard outside the courthouse in London, Monday, March 2, 2026.",
        "Teachers wearing red carry signs at the Statehouse, Tuesday, Nov. 19, 2019, in Indianapolis.",
        "FILE - Demonstrators gather outside the parliament building in the capital, Feb. 11, 2026.",
        "This March 28, 2017, file photo, provided by the state's registry, shows the prisoner.",
        "FILE PHOTO: The logo of the bank is seen at its headquarters in Riverton",
        "In this March 2, 2026 photo, a boat leaves the port.",
    ],
)
def test_what_a_picture_shows_is_a_caption(line: str) -> None:
    assert captions.is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "The hearing will be held on Tuesday, March 3, 2026, the court's clerk said.",
        "The court set the hearing for Tuesday, March 3, 2026.",
        "A protester holds a placard outside the courthouse every Monday.",
        "The photo shows the minister on a yacht, according to the prosecutor.",
        "She had filed the photo among her letters.",
        "File sharing was banned in 2004.",
    ],
)
def test_what_a_report_tells_is_none(line: str) -> None:
    assert not captions.is_caption(line)


@pytest.mark.parametrize(
    "line", ["Ana Ruiz, AP", "State Offender Registry via AP", "Tom Lee Submitted photo", "Ana Ruiz / Reuters"]
)
def test_credits(line: str) -> None:
    assert captions.is_credit(line)


@pytest.mark.parametrize("line", ["What we know of AP", "how it began, AP", "Reuters", "Ministers meet over AP."])
def test_lines_that_are_no_credits(line: str) -> None:
    assert not captions.is_credit(line)
