"""Which sentences are shown, beside which, and how surely."""

from __future__ import annotations

from dataclasses import replace

from bot.ask.answer import compose
from bot.model import Evidence, Question
from tests.build import NOON, item

QUESTION = Question("grain", terms=("grain",), latest=True)


def evidence(n: int, sentence: str, score: float = 1.0, *, story: int | None = None, publisher: str = "") -> Evidence:
    found = item(n, publisher=publisher or f"Outlet {n}")
    return Evidence(replace(found, story_id=story or n), sentence, score)


def test_one_story_does_not_fill_the_answer() -> None:
    words = ("wheat", "port", "ship", "insurance", "corridor")
    told = [evidence(n, f"Grain {word} talks of number{n} moved on.", story=1) for n, word in enumerate(words, 1)]
    answer = compose(QUESTION, [*told, evidence(9, "Farmers elsewhere sold barley.")], NOON, None)
    assert [answer.citations[numbers[0] - 1].item_id for _, numbers in answer.sentences].count(9) == 1
    assert len(answer.sentences) == 3


def test_weak_evidence_is_left_out_beside_strong() -> None:
    answer = compose(QUESTION, [evidence(1, "Grain left Odesa."), evidence(2, "It rained in Kyiv.", 0.2)], NOON, None)
    assert [sentence for sentence, _ in answer.sentences] == ["Grain left Odesa."]


def test_more_publishers_make_an_answer_surer() -> None:
    one = compose(QUESTION, [evidence(1, "Grain left Odesa.")], NOON, None)
    two = compose(QUESTION, [evidence(1, "Grain left Odesa."), evidence(2, "Grain reached Lebanon today.")], NOON, None)
    assert 0 < one.confidence < two.confidence <= 1
    assert one.reason.startswith("From one report")
    assert two.reason.startswith("From 2 reports by 2 publishers")
