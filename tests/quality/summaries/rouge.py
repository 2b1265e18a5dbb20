"""ROUGE-1, ROUGE-2 and ROUGE-Lsum as F, of English, without stemming: how much of a person's summary another has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

Scores = tuple[float, float, float]


def rouge(reference: Sequence[str], summary: Sequence[str]) -> Scores:
    """Both as sentences."""
    ours, theirs = [_words(one) for one in summary], [_words(one) for one in reference]
    flat_ours, flat_theirs = [word for one in ours for word in one], [word for one in theirs for word in one]
    return (
        _overlap(Counter(flat_ours), Counter(flat_theirs)),
        _overlap(Counter(pairwise(flat_ours)), Counter(pairwise(flat_theirs))),
        _f(_union(theirs, ours), len(flat_ours), len(flat_theirs)),
    )


def mean(scores: Sequence[Scores]) -> Scores:
    first, second, last = (sum(one[n] for one in scores) / len(scores) for n in range(3))
    return first, second, last


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _overlap(a: Counter[Any], b: Counter[Any]) -> float:
    return _f((a & b).total(), a.total(), b.total())


def _f(shared: int, ours: int, theirs: int) -> float:
    return 2 * shared / (ours + theirs) if shared else 0.0


def _union(reference: Sequence[list[str]], summary: Sequence[list[str]]) -> int:
    """Words of the reference in a longest common subsequence with any sentence of the summary, none counted twice."""
    left = Counter(word for sentence in summary for word in sentence)
    hits = 0
    for sentence in reference:
        common = set().union(*(_common(sentence, other) for other in summary)) if summary else set()
        for at in sorted(common):
            if left[sentence[at]] > 0:
                left[sentence[at]] -= 1
                hits += 1
    return hits


def _common(a: list[str], b: list[str]) -> set[int]:
    """Positions in `a` of one longest common subsequence."""
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, word in enumerate(a, 1):
        for j, other in enumerate(b, 1):
            up, left = lengths[i - 1][j], lengths[i][j - 1]
            lengths[i][j] = lengths[i - 1][j - 1] + 1 if word == other else max(up, left)
    found, i, j = set(), len(a), len(b)
    while i and j:
        if a[i - 1] == b[j - 1]:
            found.add(i - 1)
            i, j = i - 1, j - 1
        elif lengths[i - 1][j] >= lengths[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return found
