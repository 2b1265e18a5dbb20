"""Reads kind and size of a picture from its first bytes: PNG, JPEG, GIF, WebP. Does not decode it."""

from __future__ import annotations

_JPEG_NO_LENGTH = {0x01, *range(0xD0, 0xD9)}
_JPEG_SIZE = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def picture(content: bytes) -> tuple[str, int, int] | None:
    """(media type, width, height) in pixels; None when it is no picture Telegram would take."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return "image/png", int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        return "image/gif", int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP" and len(content) >= 30:
        return _webp(content)
    return None


def _jpeg(content: bytes) -> tuple[str, int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _JPEG_SIZE:
            height, width = int.from_bytes(content[at + 5 : at + 7]), int.from_bytes(content[at + 7 : at + 9])
            return "image/jpeg", width, height
        at += 2 if marker in _JPEG_NO_LENGTH else 2 + int.from_bytes(content[at + 2 : at + 4])
    return None


def _webp(content: bytes) -> tuple[str, int, int]:
    kind = content[12:16]
    if kind == b"VP8X":
        width, height = int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    elif kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width = int.from_bytes(content[26:28], "little") & 0x3FFF
        height = int.from_bytes(content[28:30], "little") & 0x3FFF
    return "image/webp", width, height
