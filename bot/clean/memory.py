"""What a publisher's items have taught: which lines repeat, and whether the items that carry them share a topic.

A line is known by its fingerprint: folded, numbers and names blanked, so that "12 minutes ago" and "Ana Ruiz is a
reporter in Lisbon" are the same line every day. Bounded: a publisher's memory holds MAX_LINES lines; those unseen for
long go first, and what repeated is kept longer. Does not judge; bot.clean.repeats does.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.clean.phrases import bare, fold
from bot.model import NO_MEMORY, Article, Lesson, Memory, Trace

MAX_LINES = 800  # about forty items of twenty paragraphs; stored in some 25 kB
MAX_TOPICS = 60  # items whose topics are remembered
MAX_SEEN = 4  # occurrences of a line that are remembered one by one
FORGET = 300  # items after which a line that repeated is forgotten, unless it came again
LONGEST = 700  # characters of a line that is remembered
TOPIC = 16  # words that tell an item's topic
_COMMON = 0.4  # a word in more of the publisher's items than that tells nothing
_FEW = 6  # items that say too little of what their publisher always writes about
_RELATED = 3  # topic words that two items of one story share at least
_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_][\w'’-]+")
_BLANK = "\x01"
_TEMPLATE = 3  # words in lower case that a line needs to be known without its names


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher as cleaning knows it."""

    name: str = ""
    memory: Memory = NO_MEMORY


NOBODY = Source()


def fingerprint(line: str) -> int:
    """The same for lines that differ in numbers and, where enough words remain, in names. 48 bits."""
    return _digest(shape(line))


def shape(line: str) -> str:
    """What stays of a line when what changes from item to item is blanked."""
    words = _DIGITS.sub("0", line).split()
    blanked: list[str] = []
    plain = 0
    for word in words:
        first = next((c for c in word if c.isalpha()), "")
        if not first.isupper():
            blanked.append(word)
            plain += len(word) > 1 and bool(first)
        elif blanked[-1:] != [_BLANK]:
            blanked.append(_BLANK)
    kept = " ".join(blanked if plain >= _TEMPLATE else words)
    return bare(fold(kept)) or kept


def topic(title: str, paragraphs: Iterable[str]) -> frozenset[int]:
    """Fingerprints of the words that tell what an item is about: names where the script has capitals."""
    weights: Counter[str] = Counter()
    for weight, text in ((3, title), *((1, paragraph) for paragraph in paragraphs)):
        for word in _WORD.findall(text):
            if len(word) >= 4 or not word.isascii():
                weights[fold(word)[:7]] += weight * (2 if word[0].isupper() else 1)
    return frozenset(_digest(word) & 0xFFFFFF for word, _ in weights.most_common(TOPIC))


def lesson(article: Article) -> Lesson:
    """What an article teaches, with the lines that were taken out of it."""
    body = article.body.split("\n\n") if article.body else []
    lines = [*body, *(one.text for one in article.removed)]
    prints = frozenset(fingerprint(line) for line in lines if 2 <= len(line) <= LONGEST)
    return Lesson(prints, topic(article.title, body))


def learn(memory: Memory, taught: Lesson) -> Memory:
    """The memory with one item more."""
    number = memory.items + 1
    lines = dict(memory.lines)
    for line in taught.lines:
        before = lines.pop(line, Trace(0, ()))  # to the end: the order is that of the last time
        lines[line] = Trace(before.items + 1, (*before.seen, number)[-MAX_SEEN:])
    topics = {n: words for n, words in memory.topics.items() if n > number - MAX_TOPICS} | {number: taught.topic}
    return Memory(number, _bounded(lines, number), topics)


def without_one(memory: Memory) -> Memory:
    """The memory as one of its items meets it: its own lines count once less."""
    lines = {line: Trace(one.items - 1, one.seen) for line, one in memory.lines.items() if one.items > 1}
    return Memory(memory.items, lines, memory.topics)


def _bounded(lines: dict[int, Trace], number: int) -> dict[int, Trace]:
    """Lines lie in the order of their last time, so the first ones are the ones to forget."""
    while lines and next(iter(lines.values())).seen[-1] <= number - FORGET:
        del lines[next(iter(lines))]
    over = len(lines) - MAX_LINES
    if over > 0:
        once = [line for line, trace in lines.items() if trace.items == 1]
        for line in [*once, *(line for line in lines if lines[line].items > 1)][:over]:
            del lines[line]
    return lines


def subjects(memory: Memory, trace: Trace, own: frozenset[int]) -> int:
    """How many unrelated topics a line stood under, with that of the item at hand."""
    dull = _dull(memory)
    apart = [own - dull]
    for number in reversed(trace.seen):
        other = memory.topics.get(number, frozenset()) - dull
        if all(len(other & one) < _RELATED for one in apart):
            apart.append(other)
    return len(apart)


def _dull(memory: Memory) -> frozenset[int]:
    """Words that so many of the publisher's items have that they tell no topic."""
    if len(memory.topics) < _FEW:
        return frozenset()
    counts = Counter(word for words in memory.topics.values() for word in words)
    return frozenset(word for word, count in counts.items() if count > _COMMON * len(memory.topics))


def known(memory: Memory, paragraphs: Sequence[str]) -> list[Trace | None]:
    """What is remembered of each paragraph."""
    if not memory.lines:
        return [None] * len(paragraphs)
    return [memory.lines.get(fingerprint(line)) if len(line) <= LONGEST else None for line in paragraphs]


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).digest(), "big")
