"""Arguments of callback data, read back with no trust: ValueError for what is not ours."""

from __future__ import annotations

import re

from bot.text import one_line

MAX_PAGE = 9999
MAX_ID = 2**63 - 1


def number(text: str, low: int = 0, high: int = MAX_ID) -> int:
    if not text.isascii() or len(text) > 19 or str(found := int(text)) != text or not low <= found <= high:
        raise ValueError(text)
    return found


def page(text: str) -> int:
    return number(text, high=MAX_PAGE)


def whole(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def pair(rest: str) -> tuple[str, str]:
    first, colon, second = rest.partition(":")
    if not colon:
        raise ValueError(rest)
    return first, second


def line(text: str) -> str:
    if not text or text != one_line(text):
        raise ValueError(text)
    return text
