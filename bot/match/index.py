"""All watches by what they are on, in memory: an item finds those that it may satisfy without looking at the others.

Watches on the same are one rule with many numbers behind it. A rule is a path: its subjects in a fixed order, the kinds
first that few items carry. From each subject of an item a path is followed as far as the item has the next, so the
costs of an item go with what it carries, not with how much is followed. Keys and rules are hashes: a collision finds a
watch too many. Whether one that is found is still there, and what else it asks for, the database says.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Set

from bot.match.keywords import Keywords
from bot.match.patterns import Patterns
from bot.match.reading import Key, Reading
from bot.model import SubjectKind

_ORDER = {
    kind.value: n
    for n, kind in enumerate(
        (
            SubjectKind.PATTERN,
            SubjectKind.KEYWORD,
            SubjectKind.ACTOR,
            SubjectKind.FEED,
            SubjectKind.PUBLISHER,
            SubjectKind.TOPIC,
            SubjectKind.COUNTRY,
            SubjectKind.ALL,
        )
    )
}


class Index:
    """Grows by `add`, shrinks by `drop`; `find` is for one item."""

    def __init__(self) -> None:
        self._watches: dict[int, int | array[int]] = {}  # by rule; most rules have one watch
        self._onward: dict[int, int | set[int]] = {}  # by the beginning of rules: the keys that it goes on with
        self._keywords = Keywords()
        self._patterns = Patterns()
        self.watches = 0

    def add(self, watch: int, keys: Iterable[Key]) -> None:
        """A watch with the (kind, value) of its subjects; one on nothing, or on what must not be, is left out."""
        wanted = sorted({key for key in keys if key[0] in _ORDER}, key=lambda key: (_ORDER[key[0]], key))
        if not wanted:
            return
        self.watches += 1
        rule = hash(wanted[0])
        for key in wanted[1:]:
            self._go_on(rule, hash(key))
            rule = hash((rule, hash(key)))
        self._put(rule, watch)
        for kind, value in wanted:
            if kind == SubjectKind.KEYWORD:
                self._keywords.add(value)
            elif kind == SubjectKind.PATTERN:
                self._patterns.add(value)

    def find(self, reading: Reading) -> array[int]:
        """The watches all of whose subjects the item has, each once, in no order."""
        found = array("q")
        for rule in self._rules(reading):
            match self._watches.get(rule):
                case int(watch):
                    found.append(watch)
                case array() as several:
                    found.extend(several)
        return found

    def drop(self, reading: Reading, gone: Set[int]) -> None:
        """Those of the watches that `find` gives for the item are no more."""
        for rule in self._rules(reading):
            match self._watches.get(rule):
                case int(watch) if watch in gone:
                    del self._watches[rule]
                    self.watches -= 1
                case array() as several if not gone.isdisjoint(several):
                    kept = array("q", (watch for watch in several if watch not in gone))
                    self.watches -= len(several) - len(kept)
                    self._watches[rule] = kept

    def _rules(self, reading: Reading) -> Iterator[int]:
        """All beginnings of rules that the item has, and with them all its rules."""
        keys = {hash(key) for key in reading.tags}
        keys.update(hash((SubjectKind.KEYWORD.value, word)) for word in self._keywords.of(reading.text))
        if self._patterns:
            keys.update(hash((SubjectKind.PATTERN.value, one)) for one in self._patterns.of(reading.plain))
        paths = [*keys]
        while paths:
            path = paths.pop()
            yield path
            match self._onward.get(path):
                case int(key) if key in keys:
                    paths.append(hash((path, key)))
                case set() as onward:
                    paths.extend([hash((path, key)) for key in keys & onward])

    def _go_on(self, path: int, key: int) -> None:
        match self._onward.get(path):
            case None:
                self._onward[path] = key
            case int(first) if first != key:
                self._onward[path] = {first, key}
            case set() as onward:
                onward.add(key)

    def _put(self, rule: int, watch: int) -> None:
        match self._watches.get(rule):
            case None:
                self._watches[rule] = watch
            case int(first):
                self._watches[rule] = array("q", (first, watch))
            case several:
                several.append(watch)
