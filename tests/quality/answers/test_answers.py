"""Answers must not fall below what they reached: 44 questions over 46 small reports of dated events of public record.

Answered: every citation is one of the reports that say so. Abstained: nothing in the archive says so as of then.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.ask import Ask
from bot.model import Answer
from bot.store import open_store
from tests.ask.archive import Report, fill

HERE = Path(__file__).parent
FLOORS = json.loads((HERE.parent / "floors.json").read_text("utf8"))["answers"]


@dataclass(frozen=True, slots=True)
class Asked:
    id: str
    right: frozenset[str]  # reports that answer; empty: none does
    answer: Answer
    cited: frozenset[str]
    bodies: dict[str, str]


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf8").splitlines()]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    return asyncio.run(ask_all(tmp_path_factory.mktemp("answers") / "answers.db"))


async def ask_all(database: Path) -> list[Asked]:
    store = await open_store(f"sqlite:///{database}")
    reports = [
        Report(r["id"], datetime.fromisoformat(r["published"]), r["publisher"], r["title"], r["body"])
        for r in rows("items.jsonl")
    ]
    ids = await fill(store, reports, everybody=True)
    ask = Ask(store.archive, store.actors)
    bodies = {report.id: report.body for report in reports}
    found = []
    for row in rows("questions.jsonl"):
        answer = await ask.ask(row["question"], datetime.fromisoformat(row["now"]))
        cited = frozenset(ids[citation.item_id] for citation in answer.citations)
        found.append(Asked(row["id"], frozenset(row["answers"]), answer, cited, bodies))
    await store.close()
    return found


def test_floors(asked: list[Asked]) -> None:
    answerable = [one for one in asked if one.right]
    wrong = [one.id for one in answerable if not one.cited or not one.cited <= one.right]
    assert 1 - len(wrong) / len(answerable) >= FLOORS["answered"], wrong
    unanswerable = [one for one in asked if not one.right]
    bold = [one.id for one in unanswerable if not one.answer.abstained]
    assert 1 - len(bold) / len(unanswerable) >= FLOORS["abstained"], bold


def test_every_sentence_is_a_sources_and_cites_it(asked: list[Asked]) -> None:
    for one in asked:
        by_number = {citation.n: citation for citation in one.answer.citations}
        for sentence, numbers in one.answer.sentences:
            assert numbers
            assert by_number[numbers[0]].sentence == sentence
        for citation in one.answer.citations:
            assert any(citation.sentence in body for body in one.bodies.values())


def test_abstaining_says_how_far_the_archive_goes(asked: list[Asked]) -> None:
    reasons = [one.answer.reason for one in asked if one.answer.abstained]
    assert reasons
    assert all("goes back to 5 February 2020" in reason for reason in reasons)
