"""Whether a sentence says that an act happened: negation, wishes, plans, conditions, and what is long past."""

from __future__ import annotations

import pytest

from bot.understand.happenings import stance
from bot.understand.happenings.stance import Stance

VERBS = [
    ("Lavrov visited Caracas on Friday.", "visited", Stance.STATED),
    ("Police used tear gas to disperse the crowd.", "used", Stance.STATED),
    ("Iran, which denied any role, attacked the base.", "attacked", Stance.STATED),
    ("The army has begun to withdraw from the town.", "withdraw", Stance.STATED),
    ("He denied the claim, but the army shelled the town.", "shelled", Stance.STATED),
    ("Russia denied that it had bombed the hospital.", "bombed", Stance.DENIED),
    ("The two did not meet in Geneva.", "meet", Stance.DENIED),
    ("It hasn’t attacked anyone.", "attacked", Stance.DENIED),
    ("France ruled out sending troops to Niger.", "sending", Stance.DENIED),
    ("There is no evidence that Iran attacked the tanker.", "attacked", Stance.DENIED),
    ("Iran insisted it had never attacked the tanker.", "attacked", Stance.DENIED),
    ("Seoul dismissed reports that it had sold shells to Kyiv.", "sold", Stance.DENIED),
    ("Putin refused to meet the envoy.", "meet", Stance.DENIED),
    ("Nobody has been freed yet.", "freed", Stance.DENIED),
    ("No soldiers were killed.", "killed", Stance.DENIED),
    ("He would meet Kim if asked.", "meet", Stance.POSSIBLE),
    ("Washington threatened to sanction Ankara.", "sanction", Stance.POSSIBLE),
    ("The EU urged Serbia to recognise Kosovo.", "recognise", Stance.POSSIBLE),
    ("If Israel strikes Beirut, Iran answers.", "strikes", Stance.POSSIBLE),
    ("Lavrov will visit Caracas on Friday.", "visit", Stance.PLANNED),
    ("She’ll meet the king.", "meet", Stance.PLANNED),
    ("They agreed to withdraw from the city.", "withdraw", Stance.PLANNED),
]

NOUNS = [
    ("Talks between Iran and Oman ended on Friday.", "Talks", Stance.STATED),
    ("Talks between Iran and Oman were cancelled.", "Talks", Stance.DENIED),
    ("Talks between Iran and Oman did not take place.", "Talks", Stance.DENIED),
    ("There was no attack on Kyiv overnight.", "attack", Stance.DENIED),
    ("He denied an attack on the port.", "attack", Stance.DENIED),
    ("Washington threatened sanctions on Ankara.", "sanctions", Stance.POSSIBLE),
    ("The EU called for a ceasefire in Sudan.", "ceasefire", Stance.POSSIBLE),
]


@pytest.mark.parametrize(("sentence", "verb", "expected"), VERBS, ids=lambda value: str(value)[:30])
def test_what_is_said_of_a_verb(sentence: str, verb: str, expected: Stance) -> None:
    assert stance.of_verb(sentence, sentence.index(verb)) is expected


@pytest.mark.parametrize(("sentence", "noun", "expected"), NOUNS, ids=lambda value: str(value)[:30])
def test_what_is_said_of_a_noun(sentence: str, noun: str, expected: Stance) -> None:
    start = sentence.index(noun)
    assert stance.of_noun(sentence, start, start + len(noun)) is expected


@pytest.mark.parametrize(
    ("sentence", "past"),
    [
        ("He was jailed in 2014 for fraud.", True),
        ("He was jailed last year.", True),
        ("The two countries fought a war decades ago.", True),
        ("He was jailed in 2026 for fraud.", False),
        ("He was jailed on Monday.", False),
    ],
)
def test_what_is_long_past(sentence: str, past: bool) -> None:
    assert stance.is_past(sentence, 2026) is past


@pytest.mark.parametrize(
    ("sentence", "word", "aside"),
    [
        ("They ended a war that left 200 dead.", "left", True),
        ("He met the man who was jailed.", "jailed", True),
        ("The army said that 200 people died.", "died", False),
        ("Two people died.", "died", False),
    ],
)
def test_what_only_says_which_one_is_meant(sentence: str, word: str, aside: bool) -> None:
    assert stance.is_aside(sentence, sentence.index(word)) is aside
