"""Whether a web page is a bot check that stands before what was asked for."""

from __future__ import annotations

import re

_CHALLENGE = re.compile(r"just a moment|captcha|attention required|verify you are human|ddos-guard", re.IGNORECASE)
_WITHIN = 50_000  # characters of a page that are looked at


def is_bot_check(page: str) -> bool:
    """By the words that such pages have in common."""
    return _CHALLENGE.search(page, 0, _WITHIN) is not None
