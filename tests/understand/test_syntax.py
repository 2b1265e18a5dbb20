"""The grammar that a parser tells: sides of verbs, nouns that are events, and what is denied or only thought of."""

from __future__ import annotations

import pytest

from bot.understand import syntax
from bot.understand.happenings import modality, noun_frames
from bot.understand.happenings.parties import Name
from bot.understand.happenings.stance import Stance
from bot.understand.names import ner
from bot.understand.syntax import Word


def grammar(sentence: str) -> tuple[Word, ...]:
    return ner.parser()([sentence])[0]


def clause_of(sentence: str, verb: str) -> tuple[list[str], list[str], list[str]]:
    words = grammar(sentence)
    at = syntax.verb_at(words, sentence.index(verb))
    assert at is not None
    found = syntax.clause(words, at, sentence.index(verb) + len(verb))
    return tuple([sentence[a:b] for a, b in one] for one in (found.subject, found.objects, found.agents))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("sentence", "verb", "sides"),
    [
        ("Russia bombed Kharkiv.", "bombed", (["Russia"], ["Kharkiv"], [])),
        ("Kharkiv was bombed by Russia.", "bombed", (["Kharkiv"], [], ["Russia"])),
        ("Police who arrested him left.", "arrested", (["Police"], ["him"], [])),
        ("India and China condemned Israel.", "condemned", (["India", "China"], ["Israel"], [])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_sides_of_a_verb(sentence: str, verb: str, sides: tuple[list[str], ...]) -> None:
    assert clause_of(sentence, verb) == sides


def test_a_noun_is_no_verb() -> None:
    sentence = "The strike on the port was loud."
    assert syntax.verb_at(grammar(sentence), sentence.index("strike")) is None


@pytest.mark.parametrize(
    ("sentence", "verb", "said"),
    [
        ("Iran attacked Israel.", "attacked", None),
        ("Iran did not attack Israel.", "attack", Stance.DENIED),
        ("Nobody attacked Israel.", "attacked", Stance.DENIED),
        ("Iran would attack Israel.", "attack", Stance.POSSIBLE),
        ("Iran said it would attack Israel.", "attack", Stance.PLANNED),
        ("He denied that Iran attacked Israel.", "attacked", Stance.DENIED),
        ("The senator proposed that Washington arrest them.", "arrest", Stance.POSSIBLE),
        ("Poland will deport them.", "deport", Stance.PLANNED),
        ("He said that Iran attacked Israel.", "attacked", None),
    ],
    ids=lambda value: str(value),
)
def test_what_the_grammar_says_of_an_act(sentence: str, verb: str, said: Stance | None) -> None:
    words = grammar(sentence)
    at = next(n for n, word in enumerate(words) if word.start == sentence.index(verb))
    assert modality.of(words, at) is said


def nouns(sentence: str, *countries: str) -> list[tuple[str, list[str], list[str]]]:
    names = tuple(Name(at, at + len(one), "XX") for one in countries if (at := sentence.index(one)) >= 0)
    return [
        (noun.type, [sentence[a:b] for a, b in noun.source], [sentence[a:b] for a, b in noun.target])
        for noun in noun_frames.find(grammar(sentence), names, sentence)
    ]


@pytest.mark.parametrize(
    ("sentence", "countries", "found"),
    [
        (
            "A Russian missile attack on Ternopil killed five.",
            ("Russian", "Ternopil"),
            ("ASSAULT", ["Russian"], ["Ternopil"]),
        ),
        ("Talks between Cuba and Haiti went on.", ("Cuba", "Haiti"), ("CONSULT", ["Cuba"], ["Haiti"])),
        ("Canada faces tariffs from China.", ("Canada", "China"), ("SANCTION", ["China"], ["Canada"])),
        ("Canada eased sanctions on Syria.", ("Canada", "Syria"), ("YIELD", ["Canada"], ["Syria"])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nouns_that_are_events(
    sentence: str, countries: tuple[str, ...], found: tuple[str, list[str], list[str]]
) -> None:
    assert nouns(sentence, *countries) == [found]


def test_what_is_only_background_is_no_event() -> None:
    assert nouns("Prices rose since Russia's invasion of Ukraine.", "Russia", "Ukraine") == []
