"""Patterns that are followed, in RE2: time linear in the text and memory bounded, whatever somebody wrote.

Letter case does not count, unless a pattern says "(?-i)". What re2 is told stands here alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

import re2

from bot.errors import Refused

MAX_PATTERN = 200  # characters
MAX_PROGRAM = 600  # instructions of one: each costs some nanoseconds a character at worst
_MEMORY = 1 << 18  # bytes of one, compiled
_TOGETHER = 100  # patterns of one set
_SET = 1 << 25  # bytes of one set with its cache of states
_LOOKED_AT = 16  # new patterns that are looked for one by one before they get a set
_ALWAYS = ""  # stands in every set: a set that does not find it has run out of memory
# One character alone, and sentences with nothing in common: what is in every one of either is in every report.
_CHARACTERS = "aeinorst019 .,-éñяео中"
_SENTENCES = (
    "Oil fell on Monday.",
    "Le ministre quitte Paris.",
    "Der Zug kam zu spät an.",
    "La huelga sigue hoy.",
    "Wybory w maju.",
    "Rain closed both airports",
)
_TOO_BIG = "That pattern repeats too much to be looked for. Write it shorter, or with smaller numbers."


def checked(pattern: str) -> str:
    """The pattern, when it can be followed. Refused, with a sentence, for one that is wrong, too big or too wide."""
    if len(pattern) > MAX_PATTERN:
        raise Refused(f"A pattern has at most {MAX_PATTERN} characters; yours has {len(pattern)}.")
    try:
        compiled = _compile(pattern)
    except re2.error as error:
        raise Refused(_why(error)) from error
    if compiled.programsize > MAX_PROGRAM:
        raise Refused(_TOO_BIG)
    alone = any(compiled.search(character) for character in ("", *_CHARACTERS))
    if alone or all(compiled.search(sentence) for sentence in _SENTENCES):
        raise Refused("That pattern is in nearly every report: a single character is enough for it, or any words are.")
    return pattern


def span(pattern: str, text: str) -> tuple[int, int] | None:
    """Where the text has it first: start and end in characters; None: nowhere, or no pattern any more."""
    compiled = _kept(pattern)
    found = compiled.search(text) if compiled is not None else None
    return found.span() if found is not None else None


class Patterns:
    """All patterns that are followed, each set of them found in one pass over a text."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._sets: list[tuple[tuple[str, ...], re2.Set]] = []
        self._new: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._known)

    def add(self, pattern: str) -> None:
        """One that re2 does not take is left out."""
        if pattern not in self._known and _kept(pattern) is not None:
            self._known.add(pattern)
            self._new.append(pattern)

    def of(self, text: str) -> Sequence[str]:
        """Those that the text has, each once, in no order."""
        if len(self._new) > _LOOKED_AT:
            self._gather()
        found = [pattern for pattern in self._new if span(pattern, text)]
        for patterns, together in self._sets:
            found += _in_set(patterns, together, text)
        return found

    def _gather(self) -> None:
        """New ones into sets; the last set, while it has room, is made anew with them."""
        if self._sets and len(self._sets[-1][0]) < _TOGETHER:
            self._new = [*self._sets.pop()[0], *self._new]
        waiting = iter(self._new)
        while patterns := tuple(islice(waiting, _TOGETHER)):
            self._sets.append((patterns, _set_of(patterns)))
        self._new = []


def _in_set(patterns: Sequence[str], together: re2.Set, text: str) -> Iterator[str]:
    numbers = together.Match(text) or ()
    if len(patterns) in numbers:  # _ALWAYS
        return (patterns[n] for n in numbers if n < len(patterns))
    return (pattern for pattern in patterns if span(pattern, text))


def _set_of(patterns: Sequence[str]) -> re2.Set:
    together = re2.Set.SearchSet(_options(_SET))
    for pattern in (*patterns, _ALWAYS):
        together.Add(pattern)
    together.Compile()
    return together


def _options(memory: int) -> re2.Options:
    options = re2.Options()
    options.max_mem = memory
    options.case_sensitive = False
    options.log_errors = False
    return options


@lru_cache(maxsize=2_000)
def _kept(pattern: str) -> re2._Regexp | None:
    try:
        return _compile(pattern)
    except re2.error:
        return None


def _compile(pattern: str) -> re2._Regexp:
    return re2.compile(pattern, _options(_MEMORY))


def _why(error: re2.error) -> str:
    said = error.args[0].decode(errors="replace") if error.args and isinstance(error.args[0], bytes) else str(error)
    if "too large" in said or "repetition size" in said or "bad repetition" in said:
        return _TOO_BIG
    return f"That pattern cannot be read ({said}). Patterns are RE2's: no look-around, no back-references."
