"""A few sentences of an article that say what it says: its own words, in its order, readable alone.

TF-IDF centroid, position and MMR, over the sentences that can stand alone.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from bot.text import sentences as split
from bot.text import shorten
from bot.understand.dangling import dangles, is_report, is_vague
from bot.understand.similarity import Background, Vector, dot, jaccard, terms, unit

_READ = 12_000  # characters
_CONSIDERED = 40  # sentences
_LIKE_CHOSEN = 0.4  # weight of likeness to what is chosen already; relevance and position have the rest
_VAGUE = 0.45  # taken off a sentence that probably leans on those before
_REPEATS = 0.7  # overlap with the headline from which a sentence only repeats it
_LEAST_TERMS = 4
_LONG = 220  # characters; two sentences of this length fit an alert
_TOO_LONG = 0.25


@dataclass(frozen=True, slots=True)
class _Sentence:
    at: int  # which of the article's sentences
    text: str
    vector: Vector
    score: float = 0.0


def summarise(title: str, body: str, *, sentences: int = 2, limit: int = 420) -> tuple[str, ...]:
    """At most that many sentences of the body, verbatim, in its order, together (joined by spaces) within the limit.

    Characters, not UTF-16 units. Empty when the body is. A sentence that repeats the headline, dangles or is a fragment
    is taken only when there is no other; one that exceeds the limit is cut, with "…", only when all do.
    """
    texts = _texts(body)
    if not texts or sentences < 1:
        return ()
    pool = _usable(title, texts)
    fitting = [i for i in pool if len(texts[i]) <= limit]
    if not fitting:
        return (shorten(texts[pool[0]], limit),)
    chosen = _choose(_scored(title, texts, fitting), sentences, limit)
    return tuple(s.text for s in sorted(chosen, key=lambda s: s.at))


def _texts(body: str) -> list[str]:
    spans = split(body[:_READ])
    if len(body) > _READ and len(spans) > 1:
        spans.pop()  # cut off in the middle
    return [body[start:end] for start, end in spans[:_CONSIDERED]]


def _usable(title: str, texts: list[str]) -> list[int]:
    """The best kind of sentences that there are any of; the lead when none is any good."""
    whole = [i for i, text in enumerate(texts) if is_report(text) and len(terms(text)) >= _LEAST_TERMS]
    alone = [i for i in whole if not dangles(texts[i])]
    headline = set(terms(title))
    fresh = [i for i in alone if not _repeats(texts[i], headline)]
    return fresh or alone or whole or [0]


def _repeats(text: str, headline: set[str]) -> bool:
    said = set(terms(text))
    return jaccard(said, headline) >= _REPEATS or said <= headline


def _scored(title: str, texts: list[str], usable: list[int]) -> list[_Sentence]:
    background = Background()
    counts = [Counter(terms(text)) for text in texts]
    for count in counts:
        background.learn(count)
    vectors = [background.vector(count) for count in counts]
    centroid: Counter[str] = Counter()
    for i in usable:
        centroid.update(vectors[i])
    middle = unit(centroid)
    told = frozenset(f"{title} {texts[0]}".casefold().split())
    return [
        _Sentence(i, texts[i], vectors[i], dot(vectors[i], middle) + 1 / math.sqrt(1 + i) - _faults(i, texts[i], told))
        for i in usable
    ]


def _faults(at: int, text: str, told: frozenset[str]) -> float:
    vague = _VAGUE if at and is_vague(text, told) else 0.0
    return vague + (_TOO_LONG if len(text) > _LONG else 0.0)


def _choose(pool: list[_Sentence], most: int, limit: int) -> list[_Sentence]:
    """Maximal marginal relevance within the room there is."""
    chosen: list[_Sentence] = []
    room = limit
    while len(chosen) < most:
        fits = [s for s in pool if s not in chosen and len(s.text) <= room]
        if not fits:
            break
        best = max(fits, key=lambda s: _marginal(s, chosen))
        chosen.append(best)
        room -= len(best.text) + 1
    return chosen


def _marginal(sentence: _Sentence, chosen: list[_Sentence]) -> float:
    like = max((dot(sentence.vector, other.vector) for other in chosen), default=0.0)
    return (1 - _LIKE_CHOSEN) * sentence.score - _LIKE_CHOSEN * like
