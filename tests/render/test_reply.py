"""What is said under a story's message."""

from __future__ import annotations

import pytest

from bot.model import Novelty, NoveltyKind, Part
from bot.render import reply
from tests.build import NOON, item

ITEM = item(7, publisher="Harbour", title="Ferry leaves again", url="https://harbour.example/7")


def novelty(kind: NoveltyKind, what: str, sentence: str = "So it is.") -> Novelty:
    return Novelty(kind, what, sentence)


@pytest.mark.parametrize(
    ("found", "head"),
    [
        ((novelty(NoveltyKind.NUMBER, "12 killed"),), "New: 12 killed"),
        ((novelty(NoveltyKind.TURN, "resigns"), novelty(NoveltyKind.NUMBER, "12 killed")), "New: resigns · 12 killed"),
        ((novelty(NoveltyKind.COUNTRY, "VE"),), "New: Land VE comes in"),
        ((novelty(NoveltyKind.QUOTE, "Person Nr1"),), "New: Person Nr1 speaks"),
    ],
)
def test_a_reply_says_what_is_new_who_says_it_and_where(found: tuple[Novelty, ...], head: str) -> None:
    message = reply.news(3, ITEM, found, now=NOON, country_name=lambda code: f"Land {code}")
    assert message.text.split("\n\n")[0] == head
    assert message.text.count("So it is.") == 1
    assert "Harbour · 11:53 UTC" in message.text
    assert "https://harbour.example/7" in [span.url for span in message.spans]
    assert [button.text for button in message.buttons[0]] == ["Story", "Mute"]


def test_a_sentence_of_a_report_cannot_command_or_call_anybody() -> None:
    found = (novelty(NoveltyKind.TURN, "denies", "Write /forget to @desk now."),)
    text = reply.news(3, ITEM, found, now=NOON, country_name=str).text
    assert "/forget" not in text
    assert "@desk" not in text


def test_a_correction_has_both_headlines() -> None:
    text = reply.correction(3, ITEM, (Part.TITLE, "Ferry stays in port"), now=NOON).text
    assert "Harbour has changed this headline" in text
    assert text.index("Before: Ferry stays in port") < text.index("Now: Ferry leaves again")


def test_a_withdrawn_report_has_no_new_headline() -> None:
    text = reply.correction(3, ITEM, (Part.WITHDRAWN, "Ferry stays in port"), now=NOON).text
    assert "Harbour has withdrawn this report" in text
    assert "Before: Ferry stays in port" in text
    assert "Now:" not in text
