"""All watches by what they are on, in memory: an item finds those that it may satisfy without looking at the others.

A watch on several subjects stands under its rarest one, with the others beside it. Only numbers are kept, some tens of
bytes a watch; whether one that is found is still there, and what else it asks for, the database says.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence

import ahocorasick

from bot.match.subjects import Key, Reading, has_keyword, needle
from bot.model import SubjectKind

_LOOKED_AT = 64  # new keywords that are looked for one by one before all are put in order again
_KEYWORD = SubjectKind.KEYWORD.value
_WITHOUT = SubjectKind.WITHOUT.value


class Index:
    """Grows by `add`; `find` is for one item."""

    def __init__(self) -> None:
        self._alone: dict[str, int | array[int]] = {}  # watches on that one key; most keys have one watch
        self._beside: dict[str, list[tuple[int, tuple[str, ...]]]] = {}  # watches on it and others
        self._words = _Keywords()
        self.watches = 0

    def add(self, watch: int, keys: Iterable[Key]) -> None:
        """A watch with the (kind, value) of its subjects; one on nothing, or on what must not be, is left out."""
        wanted = sorted({sys.intern(_joined(key)) for key in keys if key[0] != _WITHOUT}, key=self._held)
        if not wanted:
            return
        self.watches += 1
        for key in wanted:
            if key.startswith(_KEYWORD):
                self._words.add(key.removeprefix(_KEYWORD + ":"))
        first, *others = wanted
        if others:
            self._beside.setdefault(first, []).append((watch, tuple(others)))
        else:
            self._put(first, watch)

    def find(self, reading: Reading) -> array[int]:
        """The watches all of whose subjects the item has, each once, in no order."""
        keys = {_joined(key) for key in reading.tags}
        keys.update(_joined((_KEYWORD, word)) for word in self._words.of(reading.text))
        found = array("q")
        for key in keys:
            match self._alone.get(key):
                case int(watch):
                    found.append(watch)
                case array() as several:
                    found.extend(several)
            for watch, others in self._beside.get(key, ()):
                if keys.issuperset(others):
                    found.append(watch)
        return found

    def _put(self, key: str, watch: int) -> None:
        match self._alone.get(key):
            case None:
                self._alone[key] = watch
            case int(first):
                self._alone[key] = array("q", (first, watch))
            case several:
                several.append(watch)

    def _held(self, key: str) -> tuple[int, str]:
        """How many watches stand under a key, so that a new one is put under its rarest."""
        alone = self._alone.get(key, ())
        return (1 if isinstance(alone, int) else len(alone)) + len(self._beside.get(key, ())), key


class _Keywords:
    """All keywords that are followed, found in one pass over a text."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._by_needle: dict[str, list[str]] = {}
        self._new: list[str] = []
        self._automaton: ahocorasick.Automaton | None = None

    def add(self, keyword: str) -> None:
        if keyword not in self._known and needle(keyword):
            self._known.add(keyword)
            self._new.append(keyword)

    def of(self, text: str) -> Sequence[str]:
        """Those that the folded text has as whole words."""
        if len(self._new) > max(_LOOKED_AT, len(self._by_needle) // 100):
            self._build()
        likely = [*self._new]
        if self._automaton is not None:
            for found in {found for _, found in self._automaton.iter(text)}:
                likely += self._by_needle[found]
        return [keyword for keyword in likely if has_keyword(keyword, text)]

    def _build(self) -> None:
        for keyword in self._new:
            self._by_needle.setdefault(needle(keyword), []).append(keyword)
        self._new = []
        automaton = ahocorasick.Automaton()
        for word in self._by_needle:
            automaton.add_word(word, word)
        automaton.make_automaton()
        self._automaton = automaton


def _joined(key: Key) -> str:
    return f"{key[0]}:{key[1]}"
