"""Two days of news in short, on the real store and alerts; `python -m tests.watches.week` replays a whole week."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.model import DUE, Fate
from bot.store import open_store
from tests.watches.week import Week, at_night, live, missing, most_in_an_hour, told_twice


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    return asyncio.run(_lived(tmp_path_factory.mktemp("week") / "week.db"))


async def _lived(path: Path) -> Week:
    store = await open_store(f"sqlite:///{path}")
    try:
        return await live(store, seed=7, reports=90, days=1)
    finally:
        await store.close()


def test_the_ledger_adds_up_to_the_last_report(week: Week) -> None:
    assert missing(week) == (set(), set())
    assert {Fate.SENT, Fate.MERGED, Fate.UNCONFIRMED, Fate.MINOR, Fate.DROPPED} <= {row.fate for row in week.rows}
    assert not [row for row in week.rows if row.fate in DUE], "all that was due went out"


def test_nobody_gets_more_than_the_cap(week: Week) -> None:
    for _, watch in week.watches:
        if watch.mode.cap is not None:
            assert most_in_an_hour(week, watch) <= watch.mode.cap


def test_nobody_is_told_of_a_story_twice(week: Week) -> None:
    assert told_twice(week) == []


def test_nobody_is_woken_who_is_not_to_be(week: Week) -> None:
    assert at_night(week) == []


def test_who_wants_every_report_gets_every_report(week: Week) -> None:
    every = {watch.chat for _, watch in week.watches if watch.mode.each}
    assert {row.fate for row in week.rows if row.chat in every} == {Fate.SENT}
