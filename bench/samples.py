"""Texts to measure with: news items put together from the sentences of the project's own labelled sets."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_QUALITY = Path(__file__).resolve().parent.parent / "tests" / "quality"
_SENTENCES = 8  # of one item: some 1,000 characters
_VOCABULARY = 30_000
_SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "ze",
    "sch",
    "tr",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A news item."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a labelled set: "clean/pages.jsonl"."""
    return [json.loads(line) for line in (_QUALITY / name).read_text(encoding="utf-8").splitlines()]


def news(n: int) -> Piece:
    """Item `n`, in real sentences about real places and people; the same number gives the same item."""
    rng = random.Random(n)
    said = rng.sample(_sentences(), _SENTENCES)
    return Piece(f"{rng.choice(_titles())} ({n})", tuple(f"{one} Report {n}." for one in said))


def strange(n: int, words: int = 150) -> Piece:
    """Item `n` in made-up words, a few common and most of them rare, as in a stream of news about many things."""
    rng = random.Random(n)
    vocabulary = _words()
    body = [vocabulary[min(int(rng.paretovariate(0.6)), _VOCABULARY) - 1] for _ in range(words)]
    return Piece(" ".join(rng.choices(vocabulary, k=9)), (" ".join(body),))


def many(n: int) -> Iterator[Piece]:
    """The first `n` items."""
    return (news(i) for i in range(n))


@cache
def _sentences() -> tuple[str, ...]:
    bodies = [str(row["text"]) for row in rows("stories/items.jsonl")]
    bodies += [paragraph for row in rows("summaries/articles.jsonl") for paragraph in str(row["body"]).split("\n\n")]
    return tuple(dict.fromkeys(body for body in bodies if len(body) > 40))


@cache
def _titles() -> tuple[str, ...]:
    return tuple(str(row["title"]) for row in rows("stories/items.jsonl"))


@cache
def _words() -> tuple[str, ...]:
    rng = random.Random(0)
    return tuple("".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(_VOCABULARY))
