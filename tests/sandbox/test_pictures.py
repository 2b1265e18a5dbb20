"""Kind and size of a picture from its first bytes; anything else is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.pictures import picture

JPEG = b"\xff\xd8\xff\xe0" + (4).to_bytes(2) + b"ab" + b"\xff\xc0" + (11).to_bytes(2) + b"\x08" + bytes([0, 90, 1, 64])
PICTURES = [
    ("png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (320).to_bytes(4) + (90).to_bytes(4), "image/png"),
    ("gif", b"GIF89a" + (320).to_bytes(2, "little") + (90).to_bytes(2, "little"), "image/gif"),
    ("jpeg", JPEG, "image/jpeg"),
    ("webp extended", b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + bytes([63, 1, 0, 89, 0, 0]), "image/webp"),
    (
        "webp lossless",
        b"RIFF\0\0\0\0WEBPVP8L" + bytes(5) + (319 | 89 << 14).to_bytes(4, "little") + bytes(5),
        "image/webp",
    ),
    ("webp lossy", b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + bytes([64, 1, 90, 0]), "image/webp"),
]


@pytest.mark.parametrize(("content", "kind"), [row[1:] for row in PICTURES], ids=[row[0] for row in PICTURES])
def test_pictures(content: bytes, kind: str) -> None:
    assert picture(content) == (kind, 320, 90)
    assert picture(content[:7]) is None
    assert picture(b"x" + content) is None


@given(st.binary(max_size=60), st.sampled_from([b"", *(content[:12] for _, content, _ in PICTURES)]))
def test_any_bytes_are_read_without_an_error(content: bytes, start: bytes) -> None:
    picture(start + content)
