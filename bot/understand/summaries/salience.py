"""How much a sentence says of the texts it is from, and which sentences go together.

Does not judge whether a sentence can stand alone, and does not know what a summary may look like.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.understand.grouping.similarity import Background, Vector, dot, terms, unit

_SAME = 0.5  # of the shorter sentence's words: with so many in the other, the two say one thing


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of one of the texts; a candidate, when it is put into a pool."""

    source: int  # which of the texts
    at: int  # which of its sentences
    text: str
    words: Counter[str]  # its terms
    rank: int = 0  # how many whole sentences stand before it in its text
    whole: bool = True  # a statement, not a heading, a caption or a fragment
    fault: float = 0.0  # taken off its score
    score: float = 0.0
    vector: Vector = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """Of what makes a score, beside likeness to the middle of all sentences, which weighs 1."""

    position: float
    headline: float
    support: float  # likeness to the nearest sentence of each other text
    likeness: float  # to what is chosen already, 0…1; the score has the rest


def scored(
    pool: Sequence[Sentence], texts: Sequence[Sequence[Sentence]], titles: Sequence[str], weights: Weights
) -> list[Sentence]:
    """The candidates with score and vector. `texts`: all sentences of all texts; `source` and `at` point into them."""
    background = Background()
    for text in texts:
        for sentence in text:
            background.learn(sentence.words)
    vectors = [[background.vector(sentence.words) for sentence in text] for text in texts]
    middle = _middle([vector for text in vectors for vector in text])
    headline = _middle([background.vector(Counter(terms(title))) for title in titles])

    def score(one: Sentence, vector: Vector) -> float:
        return (
            dot(vector, middle)
            + weights.headline * dot(vector, headline)
            + weights.position / math.sqrt(1 + one.rank)
            + (weights.support * _support(vector, one.source, vectors) if weights.support else 0.0)
            - one.fault
        )

    return [replace(one, vector=(own := vectors[one.source][one.at]), score=score(one, own)) for one in pool]


def _middle(vectors: Sequence[Vector]) -> Vector:
    total: defaultdict[str, float] = defaultdict(float)
    for vector in vectors:
        for term, weight in vector.items():
            total[term] += weight
    return unit(total)


def _support(vector: Vector, source: int, vectors: Sequence[Sequence[Vector]]) -> float:
    """Likeness to the nearest sentence of each other text, on average."""
    nearest = [
        max((dot(vector, one) for one in text), default=0.0) for other, text in enumerate(vectors) if other != source
    ]
    return sum(nearest) / len(nearest) if nearest else 0.0


def pick(
    pool: Sequence[Sentence], weights: Weights, fits: Callable[[Sequence[Sentence]], bool]
) -> tuple[Sentence, ...]:
    """Maximal marginal relevance, as long as one more fits and says something else; in the order of source and text."""
    chosen: list[Sentence] = []
    left = list(pool)

    def marginal(one: Sentence) -> float:
        like = max((dot(one.vector, other.vector) for other in chosen), default=0.0)
        return (1 - weights.likeness) * one.score - weights.likeness * like

    while fitting := [one for one in left if fits(in_order([*chosen, one]))]:
        best = max(fitting, key=marginal)
        chosen.append(best)
        left = [one for one in left if one is not best and not _same(one, best)]
    return in_order(chosen)


def _same(one: Sentence, other: Sentence) -> bool:
    shorter = min(len(one.words), len(other.words))
    return shorter > 0 and len(one.words.keys() & other.words.keys()) >= _SAME * shorter


def in_order(chosen: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """As the texts have them."""
    return tuple(sorted(chosen, key=lambda one: (one.source, one.at)))
