"""Markup in the parse stage: plain text out of HTML, HTML out of plain text, safe links, legal characters.

Does not clean article HTML; that is bot.clean.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

from bot.text import one_line

# What XML, PostgreSQL or JSON cannot carry: controls but tab and line breaks, lone surrogates, non-characters.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<(?:[A-Za-z/!?][^<>]*)>")
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"\r\n?|\n")
_LONGEST_LINK = 4_096
_LONGEST_LINE = 2_000


def legal(text: str) -> str:
    """Without characters that a database or a message cannot carry."""
    return _ILLEGAL.sub("", text)


def plain(markup: str) -> str:
    """One line of text out of HTML; at most 2,000 characters."""
    return line(html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", markup[: _LONGEST_LINE * 10]))))


def line(text: str) -> str:
    """One safe line of plain text; at most 2,000 characters."""
    return one_line(text[: _LONGEST_LINE * 2])[:_LONGEST_LINE]


def markup(text: str) -> str:
    """HTML that shows plain text, line breaks kept."""
    return _BREAK.sub("<br>", html.escape(text, quote=False))


def absolute(link: object, *bases: str | None) -> str | None:
    """An absolute http(s) link, resolved against the first base that helps; None for any other."""
    if not isinstance(link, str) or len(link) > _LONGEST_LINK:
        return None
    link = "".join(legal(link).split("\n")).strip().replace("\t", "").replace("\r", "")
    if not link:
        return None
    for base in ("", *bases):
        try:
            joined = urljoin(base or "", link)
            parts = urlsplit(joined)
            if parts.scheme in ("http", "https") and parts.hostname:
                return parts.scheme + joined[len(parts.scheme) :].replace(" ", "%20")
        except ValueError:  # an IPv6 bracket left open
            return None
    return None
