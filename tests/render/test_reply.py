"""What is said under a story's message."""

from __future__ import annotations

import pytest

from bot.model import Novelty, NoveltyKind, Part
from bot.render import reply
from tests.build import NOON, item

ITEM = item(7, publisher="Harbour", title="Ferry leaves again", url="https://harbour.example/7")


DISPLACED = "Displaced 800,000 → 1.2 million"


def novelty(kind: NoveltyKind, what: str, sentence: str = "So it is.", was: str = "") -> Novelty:
    return Novelty(kind, what, sentence, was=was)


@pytest.mark.parametrize(
    ("found", "head"),
    [
        ((novelty(NoveltyKind.NUMBER, "12 killed", was="9 killed"),), "Death toll 9 → 12"),
        ((novelty(NoveltyKind.NUMBER, "12 killed"),), "Death toll 12"),
        ((novelty(NoveltyKind.NUMBER, "1.2 million displaced", was="800,000 displaced"),), DISPLACED),
        ((novelty(NoveltyKind.NUMBER, "$3 million"),), "$3 million"),
        ((novelty(NoveltyKind.TURN, "resigns"),), "New: Ferry leaves again"),
        ((novelty(NoveltyKind.TURN, "resigns"), novelty(NoveltyKind.NUMBER, "12 killed")), "Death toll 12"),
        ((novelty(NoveltyKind.COUNTRY, "VE"),), "Land VE comes in"),
        ((novelty(NoveltyKind.QUOTE, "Person Nr1"),), "Person Nr1 speaks"),
    ],
)
def test_a_reply_says_what_is_new_who_says_it_and_where(found: tuple[Novelty, ...], head: str) -> None:
    message = reply.news(3, ITEM, found, now=NOON, country_name=lambda code: f"Land {code}")
    assert message.text.splitlines()[0] == head
    assert message.text.count("So it is.") == 1
    assert message.text.count("Ferry leaves again") == 1
    assert "Harbour · 11:53 UTC" in message.text
    assert "https://harbour.example/7" in [span.url for span in message.spans]
    assert [button.text for button in message.buttons[0]] == ["Story", "Mute"]


def test_a_sentence_that_is_the_headline_is_said_once() -> None:
    found = (novelty(NoveltyKind.TURN, "leaves", ITEM.title),)
    text = reply.news(3, ITEM, found, now=NOON, country_name=str).text
    assert text == "New: Ferry leaves again\n\nHarbour · 11:53 UTC"


def test_a_reply_to_a_message_that_is_gone_says_what_it_is_about() -> None:
    found = (novelty(NoveltyKind.TURN, "leaves", ITEM.title),)
    text = reply.news(3, ITEM, found, about="Ferry stays in port", now=NOON, country_name=str).text
    assert text.endswith("In the story: Ferry stays in port\nHarbour · 11:53 UTC")
    assert "In the story: X" in reply.correction(3, ITEM, (Part.WITHDRAWN, "Y"), about="X", now=NOON).text


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
