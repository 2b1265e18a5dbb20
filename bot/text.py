"""Pure string helpers shared by all stages: folding, lengths as Telegram counts, shortening."""

from __future__ import annotations

import re
import unicodedata

# Controls (but tab and newline), bidi overrides and isolates, zero-width characters except the joiners that
# emoji and Indic scripts need (U+200C, U+200D), the byte-order mark, lone surrogates, non-characters.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_SPACES = re.compile(r"[^\S\n]+")


def safe(text: str) -> str:
    """Without control characters, bidi overrides, zero-width marks and lone surrogates; line breaks kept."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))


def one_line(text: str) -> str:
    """Safe, and every run of white space one space."""
    return " ".join(safe(text).split())


def paragraphs(text: str) -> list[str]:
    """Paragraphs of a text, each one line; blank ones dropped. A single line break ends a paragraph too."""
    return [line for raw in safe(text).split("\n") if (line := _SPACES.sub(" ", raw).strip())]


def fold(text: str) -> str:
    """For comparing: no case, no accents, one space between words, punctuation kept."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram counts."""
    return len(text) + sum(1 for c in text if ord(c) > 0xFFFF)


def shorten(text: str, limit: int, ellipsis: str = "…") -> str:
    """At most `limit` UTF-16 units, cut between words where possible, never inside a character."""
    if utf16_length(text) <= limit:
        return text
    room = limit - utf16_length(ellipsis)
    used = end = 0
    for i, c in enumerate(text):
        used += 2 if ord(c) > 0xFFFF else 1
        if used > room:
            break
        end = i + 1
    cut = text[:end]
    space = cut.rfind(" ")
    if space > end * 0.6:
        cut = cut[:space]
    return cut.rstrip(" ,;:–—-") + ellipsis
