"""How many independent sources stand behind items, and whose report an item is.

One owner's editions, copies of one wire report, and rewrites that credit the same origin are one source. Does not judge
whether a source is right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.model import Item, Sources
from bot.text import fold
from bot.understand.grouping.credited import credited
from bot.understand.grouping.outlets import behind

__all__ = ["families", "independent", "origin", "sources"]

_WORD = re.compile(r"\w+")
_RUN = 5  # words in a row
_COMPARED = 2_000  # characters of a text
_COPIED = 0.4  # share of the shorter text's runs; what two own reports share are quotations, far fewer
_RUNS = 12  # fewer runs say nothing
_SAME = 0.8  # share from which a text is not kept beside the one it copies
_HOLDERS = 8  # texts remembered of one run
_TITLE_WORDS = 7  # a headline so long is not made twice


def independent(items: Sequence[Item]) -> int:
    """The number of independent sources; 0 for no items."""
    return len(families(items))


def origin(item: Item) -> str | None:
    """The agency or outlet that the item says its report comes from ("Reuters"); None: it is its publisher's own."""
    name = credited(item)
    return None if name is None or set(behind(name, None)) & set(behind(item.publisher, item.url)) else name


def sources(items: Sequence[Item]) -> Sources:
    """Both of it, for showing."""
    named = ((item.id, origin(item)) for item in items)
    return Sources(independent(items), tuple((id_, name) for id_, name in named if name))


def families(items: Sequence[Item]) -> tuple[tuple[Item, ...], ...]:
    """The items by independent source; sources, and the items of each, in the order of `items`. Linear time."""
    return _families(tuple(items))


@lru_cache(maxsize=4)  # a story is weighed several times over when a report joins it
def _families(items: tuple[Item, ...]) -> tuple[tuple[Item, ...], ...]:
    parents = list(range(len(items)))
    first_with: dict[str, int] = {}
    for n, item in enumerate(items):
        for key in _keys(item):
            _join(parents, n, first_with.setdefault(key, n))
    for n, copy in _copies(items):
        _join(parents, n, copy)
    found: dict[int, list[Item]] = {}
    for n, item in enumerate(items):
        found.setdefault(_root(parents, n), []).append(item)
    return tuple(tuple(family) for family in found.values())


def _keys(item: Item) -> tuple[str, ...]:
    """What is the same for two items of one source; an item that is somebody else's report is not its publisher's."""
    name = origin(item)
    return behind(item.publisher, item.url) if name is None else behind(name, None)


def _join(parents: list[int], a: int, b: int) -> None:
    a, b = _root(parents, a), _root(parents, b)
    parents[max(a, b)] = min(a, b)


def _root(parents: list[int], n: int) -> int:
    while parents[n] != n:
        parents[n] = parents[parents[n]]
        n = parents[n]
    return n


def _copies(items: Sequence[Item]) -> Iterable[tuple[int, int]]:
    """Each item that has the text or the headline of an earlier one, with that one."""
    having: dict[int, list[int]] = {}  # run -> the different texts that have it
    sizes: dict[int, int] = {}
    titles: dict[str, int] = {}
    for n, item in enumerate(items):
        words = _WORD.findall(fold(item.title))
        if len(words) >= _TITLE_WORDS and (same := titles.setdefault(" ".join(words), n)) != n:
            yield n, same
        runs = _runs(item.body or item.dek)
        if len(runs) < _RUNS:
            continue
        shared = Counter(other for run in runs for other in having.get(run, ()))
        alike = [(shared[other] / min(len(runs), sizes[other]), other) for other in shared]
        yield from ((n, other) for share, other in alike if share >= _COPIED)
        if max(alike, default=(0.0, n))[0] < _SAME:
            sizes[n] = len(runs)
            for run in runs:
                if len(seen := having.setdefault(run, [])) < _HOLDERS:
                    seen.append(n)


def _runs(text: str) -> frozenset[int]:
    words = _WORD.findall(fold(text[:_COMPARED]))
    return frozenset(hash(tuple(words[i : i + _RUN])) for i in range(len(words) - _RUN + 1))
