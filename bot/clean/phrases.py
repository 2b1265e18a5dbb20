"""The phrases of bot/data/boilerplate.toml, folded once for comparing. Holds no rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from bot.text import fold as _fold


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("bot").joinpath("data", name).read_text(encoding="utf-8"))


_DATA, _MORE = _read("boilerplate.toml"), _read("boilerplate_languages.toml")
_EDGE = " \t\"'“”«»‘’.,:;!?…-–—|•·*×>→›»()[]【】_=#"


_PARAGRAPH = 1000  # characters of a text whose folding is remembered
_PLAIN = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'))


def fold(text: str) -> str:
    """As bot.text.fold, with one kind of apostrophe and of English quotation mark."""
    return _remembered(text) if len(text) <= _PARAGRAPH else _folded(text)


@lru_cache(maxsize=1024)  # each rule folds the same paragraphs again
def _remembered(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    for curly, plain in _PLAIN:
        text = text.replace(curly, plain)  # five times as fast as one translation
    return _fold(text)


def bare(folded: str) -> str:
    """Without punctuation around it."""
    return folded.strip(_EDGE)


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _opening(phrase: str) -> str:
    """Folded, with the space at its end kept: "the post " is not "the postman"."""
    return fold(phrase) + (" " if phrase.endswith(" ") else "")


def _starts(cues: Iterable[str]) -> re.Pattern[str]:
    """Finds the cues at the beginnings of words."""
    return re.compile(r"\b" + _branched(sorted(fold(cue) for cue in cues)))


def _branched(cues: list[str]) -> str:
    """A pattern of sorted cues that tries each letter once: several times as fast as one cue after the other."""
    if not cues[0]:
        return ""  # the cues that go on say no more
    groups = [(first, [cue[1:] for cue in group]) for first, group in groupby(cues, key=lambda cue: cue[0])]
    branches = [re.escape(first) + _branched(rest) for first, rest in groups]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _heads(data: dict[str, list[str]]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """ "Most popular videos", by adjective and noun; and "More in Politics", with a name."""
    which, how, nouns, over = (
        "|".join(map(re.escape, map(fold, data[key]))) for key in ("which", "how", "nouns", "over")
    )
    return (
        re.compile(rf"(?:{which})(?: (?:{how}))?(?: \w+)? (?:{nouns})"),
        re.compile(rf"(?:{over})(?: (?:in|from|on|at))? [\w.&' ]{{2,40}}"),
    )


_GLUE, _PLEA = _DATA["glue"], _DATA["plea"]

AGENCIES = _words(_GLUE["agencies"])
CREDIT_WORDS = _words(_GLUE["credit_words"])
SHORT_PLACES = _words(_GLUE["short_places"])
NO_PLACES = _words(_GLUE["no_places"])
MONTHS: tuple[str, ...] = tuple(_GLUE["months"])  # as written: datelines keep their case

LINES: dict[str, str] = {
    bare(fold(line)): reason for data in (_MORE, _DATA) for reason, lines in data["lines"].items() for line in lines
}
LINK_HEADS = frozenset(bare(fold(line)) for line in _DATA["links"]["heads"])
NETWORKS = _words(_DATA["share"]["networks"])
SHARE = NETWORKS | _words(_DATA["share"]["words"])
HEADS, SECTION_HEADS = _heads(_DATA["heads"])
OPENERS: tuple[tuple[str, int, tuple[str, ...]], ...] = tuple(
    (reason, int(rule["words"]), tuple(_opening(phrase) for phrase in rule["phrases"]))
    for data in (_DATA, _MORE)
    for reason, rule in data["openers"].items()
)
ENDINGS = tuple(
    (_opening(opener), tuple(fold(ending) for ending in endings)) for opener, endings in _DATA["endings"].items()
)
CONFIRM = {reason: _starts(cues) for reason, cues in _DATA["confirm"].items()}
LETTERS = tuple(fold(opener) for opener in _PLEA["letters"])
FORM = _words(_PLEA["form"])
WE, YOU, ADDRESS = _words(_PLEA["we"]), _words(_PLEA["you"]), _words(_PLEA["address"])
IMPERATIVES, ATTRIBUTION = _words(_PLEA["imperatives"]), _words(_PLEA["attribution"])
ASK, PRESS, TOPICS = _starts(_PLEA["ask"]), _starts(_PLEA["press"]), _starts(_PLEA["topics"])
IMPRINT = {kind: _starts(words) for kind, words in _DATA["imprint"].items()}
