"""Whether a headline that was changed says something else: who told others of the first one has to hear of it. Pure."""

from __future__ import annotations

import re

from bot.text import fold

_WORD = re.compile(r"\w+")
_LONG = 4  # letters; shorter words carry little, but for numbers and the words below
_STEM = 5  # letters that two forms of one word share
_KEPT = 0.5  # of the former headline's words: fewer left is another statement
_DENIALS = frozenset(  # folded, as all words here are
    (
        *("no", "not", "never", "without", "denies", "deny", "denied", "rejects", "rejected", "refuses", "refused"),
        *("false", "fake", "hoax", "nicht", "kein", "keine", "nie", "nunca", "niega", "pas", "dement", "nao"),
        *("не", "нет", "опровергает", "отрицает"),
    )
)


def says_else(before: str, after: str) -> bool:
    """Another number, a denial more or less, or fewer than half of its words left; more words alone are no change."""
    was, now = _words(before), _words(after)
    if not was or not now or was == now:
        return False
    if _numbers(was) - _numbers(now) or bool(_DENIALS & was) != bool(_DENIALS & now):
        return True
    telling = _stems(was)
    return bool(telling) and len(telling & _stems(now)) < _KEPT * len(telling)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text)))


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdigit())


def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words if len(word) >= _LONG or not word.isascii())
