"""All keywords that are followed, found in one pass over a text."""

from __future__ import annotations

from collections.abc import Sequence

import ahocorasick

from bot.match.words import has_keyword, needle

_LOOKED_AT = 64  # new keywords that are looked for one by one before all are put in order again


class Keywords:
    """Grows by `add`; `of` is for one text."""

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
