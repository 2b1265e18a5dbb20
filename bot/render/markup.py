"""A small tree of text and formatting -> Message, trimmed or split at Telegram's limits.

Strings are data: whatever they contain, they come out as those characters and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import urlsplit

from bot.model import Button, Message, Span
from bot.text import safe

# Bot API 10: text after entity parsing, entities a message, buttons a row and a keyboard.
MAX_TEXT = 4096
MAX_SPANS = 100
MAX_ROW = 8
MAX_BUTTONS = 100
MAX_URL = 2048
MAX_LABEL = 64  # longer labels are cut off by every client

Rows = Sequence[Sequence[Button | None]]


@dataclass(frozen=True, slots=True)
class Node:
    """A formatted part; `kind` is Telegram's entity type, "" for a plain group."""

    kind: str
    parts: tuple[Part, ...]
    url: str | None = None


Part = str | Node


@dataclass(frozen=True, slots=True)
class _Flat:
    """Text with its spans in characters, not yet in UTF-16."""

    text: str
    spans: tuple[tuple[str, int, int, str | None], ...]  # kind, start, end, url


# ---------------------------------------------------------------- building


def bold(*parts: Part) -> Node:
    return Node("bold", parts)


def italic(*parts: Part) -> Node:
    return Node("italic", parts)


def code(text: str) -> Node:
    return Node("code", (text,))


def quote(*parts: Part) -> Node:
    return Node("blockquote", parts)


def expandable(*parts: Part) -> Node:
    """A quotation that shows three lines until it is tapped."""
    return Node("expandable_blockquote", parts)


def link(part: Part, url: str | None) -> Node:
    """A link to an http(s) page; just its text when there is no such page."""
    return Node("text_link", (part,), url) if url and is_web(url) else Node("", (part,))


def join(separator: str, parts: Iterable[Part | None]) -> Node:
    """The parts that are there, with the separator between them."""
    joined: list[Part] = []
    for part in parts:
        if part is None or part == "":
            continue
        joined += (separator, part) if joined else (part,)
    return Node("", tuple(joined))


def lines(*parts: Part | None) -> Node:
    """One line each; parts that are None or "" leave no line."""
    return join("\n", parts)


def blocks(*parts: Part | None) -> Node:
    """Paragraphs: a blank line between the parts that are there."""
    return join("\n\n", (part for part in parts if part is not None and _flatten((part,)).text))


def prose(text: str) -> str:
    """Somebody else's text: no word of it becomes a command to tap, or calls a member of a group by name."""
    return _TAPPABLE.sub("\\g<0>\u2060", safe(text))


def is_web(url: str) -> bool:
    """Whether Telegram may be given this as a link: http(s), a host, no spaces, no user name."""
    if len(url) > MAX_URL or url != safe(url) or any(c.isspace() for c in url):
        return False
    try:
        parsed = urlsplit(url)
        return parsed.scheme in ("http", "https") and bool(parsed.hostname) and "@" not in parsed.netloc
    except ValueError:
        return False


# ---------------------------------------------------------------- finishing


def message(*parts: Part, buttons: Rows = (), preview: bool = False) -> Message:
    """One message: what does not fit is cut at a boundary, with an ellipsis."""
    flat = _strip(_flatten(parts))
    end = _fit(flat, 0, MAX_TEXT, MAX_SPANS)
    if end < len(flat.text):
        end = _fit(flat, 0, MAX_TEXT - 2, MAX_SPANS)
        cut = _slice(flat, 0, end)
        flat = _Flat(cut.text + " …", cut.spans)
    return Message(flat.text, _utf16(flat), keyboard(buttons), preview)


def split(*parts: Part, buttons: Rows = (), preview: bool = False) -> tuple[Message, ...]:
    """As many messages as it takes; nothing but white space is lost. Buttons are under the last one."""
    flat = _strip(_flatten(parts))
    pieces: list[_Flat] = []
    start = 0
    while start < len(flat.text):
        end = _fit(flat, start, MAX_TEXT, MAX_SPANS)
        piece = _slice(flat, start, end)
        if piece.text:
            pieces.append(piece)
        start = end
    last = len(pieces) - 1
    return tuple(
        Message(piece.text, _utf16(piece), keyboard(buttons) if n == last else (), preview)
        for n, piece in enumerate(pieces)
    )


def keyboard(rows: Rows) -> tuple[tuple[Button, ...], ...]:
    """Rows without empty places, at most as wide and as many as Telegram takes."""
    kept: list[tuple[Button, ...]] = []
    left = MAX_BUTTONS
    for row in rows:
        buttons = [button for button in row if button is not None][:left]
        left -= len(buttons)
        kept += (tuple(buttons[n : n + MAX_ROW]) for n in range(0, len(buttons), MAX_ROW))
    return tuple(kept)


# ---------------------------------------------------------------- inside

# What Telegram itself would turn into a command or a mention; a word joiner after the sign prevents it.
_TAPPABLE = re.compile(r"(?<![\w/<>])/(?=[A-Za-z0-9_])|(?<!\w)@(?=[A-Za-z0-9_])")
_JOINER = re.compile("(?<=[/@])\u2060")
_QUOTES = {"blockquote", "expandable_blockquote"}


def _flatten(parts: Iterable[Part]) -> _Flat:
    text: list[str] = []
    spans: list[tuple[str, int, int, str | None]] = []

    def walk(part: Part, inside: frozenset[str], at: int) -> int:
        if isinstance(part, str):
            cleaned = "\u2060".join(map(safe, _JOINER.split(part)))
            text.append(cleaned)
            return at + len(cleaned)
        keeps = part.kind != "" and _may_nest(part.kind, inside)
        start = at
        place = len(spans)
        for child in part.parts:
            at = walk(child, inside | {part.kind} if keeps else inside, at)
        if keeps:
            spans.insert(place, (part.kind, start, at, part.url))
        return at

    end = 0
    for part in parts:
        end = walk(part, frozenset(), end)
    return _tighten(_Flat("".join(text), tuple(spans)))


def _may_nest(kind: str, inside: frozenset[str]) -> bool:
    """Bot API: code holds nothing and stands in no other style; quotations and links do not nest in their own kind."""
    if kind in inside or "code" in inside:
        return False
    if kind == "code":
        return inside <= _QUOTES
    return not (kind in _QUOTES and inside)


def _tighten(flat: _Flat) -> _Flat:
    """Spans without white space at their ends, and none that are empty."""
    kept = []
    for kind, start, end, url in flat.spans:
        piece = flat.text[start:end]
        tight = piece.strip()
        if tight:
            begin = start + len(piece) - len(piece.lstrip())
            kept.append((kind, begin, begin + len(tight), url))
    return _Flat(flat.text, tuple(sorted(kept, key=lambda span: (span[1], -span[2]))))


def _slice(flat: _Flat, start: int, end: int) -> _Flat:
    spans = tuple(
        (kind, max(low, start) - start, min(high, end) - start, url)
        for kind, low, high, url in flat.spans
        if low < end and high > start
    )
    return _strip(_tighten(_Flat(flat.text[start:end], spans)))


def _strip(flat: _Flat) -> _Flat:
    """Without white space around, which Telegram would remove under our offsets."""
    text = flat.text.strip()
    shift = len(flat.text) - len(flat.text.lstrip())
    return _Flat(text, tuple((kind, low - shift, high - shift, url) for kind, low, high, url in flat.spans))


def _fit(flat: _Flat, start: int, room: int, spans: int) -> int:
    """Where a piece from `start` has to end: within `room` UTF-16 units and `spans` entities, at a good boundary."""
    text = flat.text
    end, used = start, 0
    while end < len(text) and (used := used + _units(text[end])) <= room:
        end += 1
    here = [low for _, low, high, _ in flat.spans if high > start and low < end]
    if len(here) > spans and here[spans] > start:
        end = here[spans]
    if end == len(text):
        return end
    half = start + (end - start) // 2
    for mark in ("\n\n", "\n", " "):
        found = text.rfind(mark, half, end)
        if found > half:
            return found + len(mark)
    return _grapheme_start(text, end, start)


def _grapheme_start(text: str, at: int, floor: int) -> int:
    """The nearest position at or before `at` that does not cut a visible character in two."""
    for position in range(at, max(floor, at - 32), -1):
        if not _continues(text, position):
            return position
    return at


def _continues(text: str, at: int) -> bool:
    """Whether the character at `at` belongs to the one before it."""
    char, before = text[at], text[at - 1]
    if before == "\u200d" or char in "\u200c\u200d" or unicodedata.category(char) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":  # skin tones, flag tags
        return True
    if _regional(char) and _regional(before):  # a flag is a pair
        run = 0
        while at - run > 0 and _regional(text[at - run - 1]):
            run += 1
        return run % 2 == 1
    return False


def _regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _units(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1


def _utf16(flat: _Flat) -> tuple[Span, ...]:
    if not flat.spans:
        return ()
    at = [0, *accumulate(_units(char) for char in flat.text)]
    return tuple(Span(kind, at[low], at[high] - at[low], url) for kind, low, high, url in flat.spans[:MAX_SPANS])
