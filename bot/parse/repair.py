"""Text in charsets of two and four bytes, some bytes of which are wrong, missing or too many."""

from __future__ import annotations

import re
from collections import Counter

_BREAKS = re.compile(rb"([\x00-\x2f\x3a-\x3f]+)")  # bytes that are no part of a character of two bytes
_LONGEST = 1_000  # bytes of a run that is searched for the wrong byte
_MOST = 20  # runs

_OPENS = {  # "<" in each
    "utf-16-le": re.compile(rb"(?=<\0)", re.DOTALL),
    "utf-16-be": re.compile(rb"(?=\0<)", re.DOTALL),
    "utf-32-le": re.compile(rb"(?=<\0\0\0)", re.DOTALL),
    "utf-32-be": re.compile(rb"(?=\0\0\0<)", re.DOTALL),
}


def decode_wide(body: bytes, codec: str) -> str:
    """UTF-16 or UTF-32. After a byte too many or too few, the next tag is in step again."""
    text = body.decode(codec, "replace")
    parts = _OPENS[codec].split(body)
    width = int(codec[4:6]) // 8
    return _joined(parts, codec, width) if text.count("<") < len(parts) - 1 else text


def decode_pairs(body: bytes, codec: str) -> str:
    """A charset of one and two bytes a character. A wrong one would shift all up to the next tag."""
    text = _strictly(body, codec)
    return _joined(_BREAKS.split(body), codec, 2) if text is None else text


def _joined(parts: list[bytes], codec: str, width: int) -> str:
    read = [_strictly(part, codec) for part in parts]
    usual = Counter(c for text in read if text for c in text if c > "\x7f")
    broken = 0
    for n, part in enumerate(parts):
        if read[n] is None:
            broken += 1
            read[n] = _mended(part, codec, usual, len(part) % width or 1) if broken <= _MOST else None
    return "".join(
        part.decode(codec, "replace") if text is None else text for part, text in zip(parts, read, strict=True)
    )


def _strictly(part: bytes, codec: str) -> str | None:
    try:
        return part.decode(codec)
    except UnicodeDecodeError:
        return None


def _mended(part: bytes, codec: str, usual: Counter[str], excess: int) -> str | None:
    """Without those bytes whose loss leaves the most characters that the document has elsewhere."""
    if len(part) > _LONGEST:
        return None
    without = (part[:n] + part[n + excess :] for n in range(len(part) - excess + 1))
    texts = [text for one in without if (text := _strictly(one, codec)) is not None]
    return max(texts, key=lambda text: sum(c in usual for c in text), default=None)
