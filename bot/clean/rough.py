"""Feed HTML -> readable text at once, roughly: what stands in for an item's text until it is cleaned."""

from __future__ import annotations

import re

from bot.clean.html import MAX_HTML, join, untagged
from bot.text import paragraphs

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|img|ins|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)


def rough(html: str) -> str:
    """Paragraphs separated by a blank line, without tags; boilerplate stays. Never raises."""
    if "<" in html or "&" in html:
        html = untagged(_INLINE.sub("", html[:MAX_HTML]))
    return join(paragraphs(html[:MAX_HTML]))
