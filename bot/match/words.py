"""Whether a text has a keyword: whole words, or words that begin so. Linear, whatever somebody typed."""

from __future__ import annotations

import re
from functools import lru_cache

# Scripts written without spaces: there a keyword has no word boundary to look for.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BEGINS = re.compile(r"\w{3,}\*")  # a word of a keyword that stands for all that begin so


def has_keyword(keyword: str, folded: str) -> bool:
    """Whether a folded text has the folded keyword as whole words."""
    return needle(keyword) in folded and pattern_of(keyword).search(folded) is not None


@lru_cache(maxsize=10_000)
def needle(keyword: str) -> str:
    """What a folded text that has this folded keyword has to contain, letter by letter."""
    found = keyword
    if _BEGINS.search(keyword):
        found = max(re.split(r"(?<=\w{3})\*(?=\s|$)", keyword), key=len)
    return found.strip()


@lru_cache(maxsize=10_000)
def pattern_of(keyword: str) -> re.Pattern[str]:
    """Escaped literals between word boundaries, with nothing to try twice: linear, whatever a user typed."""
    literal = r"\s+".join(map(_word, keyword.split()))
    if _UNSPACED.search(keyword):
        return re.compile(literal, re.IGNORECASE)
    return re.compile(rf"(?<!\w){literal}(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    return re.escape(word[:-1]) + r"\w*+" if _BEGINS.fullmatch(word) else re.escape(word)
