"""Compressed bodies, however they are cut into chunks and whatever follows them."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.inflate import BadEncoding, Body, TooLarge

_LIMIT = 1_000_000


def _read(packed: bytes, *, encoding: str = "gzip", size: int = 65_536, limit: int = _LIMIT) -> bytes:
    body = Body(encoding, limit)
    for start in range(0, len(packed), size):
        body.add(packed[start : start + size])
    return body.finish()


_PARTS = st.binary(max_size=200) | st.integers(65_500, 140_000).map(lambda size: bytes(size))


@given(parts=st.lists(_PARTS, min_size=1, max_size=4), size=st.sampled_from([1, 7, 19, 64, 65_536]))
def test_members_one_after_the_other_are_one_body(parts: list[bytes], size: int) -> None:
    packed = b"".join(gzip.compress(part) for part in parts)
    assert _read(packed, size=size) == b"".join(parts)


@given(part=_PARTS, junk=st.sampled_from([b"\0", b"\0\0\0", b"\x1f", b"trailing junk"]), size=st.integers(1, 40))
def test_what_follows_the_last_member_is_ignored(part: bytes, junk: bytes, size: int) -> None:
    assert _read(gzip.compress(part) + junk, size=size) == part


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@given(body=st.binary(max_size=300), times=st.integers(1, 500), size=st.sampled_from([1_000, 65_536]))
def test_any_body_comes_out_as_it_went_in(encoding: str, body: bytes, times: int, size: int) -> None:
    whole = body * times
    packed = gzip.compress(whole) if encoding == "gzip" else zlib.compress(whole)
    assert _read(packed, encoding=encoding, size=size) == whole


def test_thousands_of_members_end_at_the_bound() -> None:
    with pytest.raises(TooLarge):
        _read(gzip.compress(bytes(70_000)) * 2_000)


def test_members_that_hold_nothing_end_at_the_bound_too() -> None:
    with pytest.raises(TooLarge):
        _read(gzip.compress(b"") * 10_000, limit=100_000)


@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_are_a_body_or_refused(junk: bytes, size: int) -> None:
    for encoding in ("gzip", "deflate"):
        try:
            assert len(_read(gzip.compress(junk)[:10] + junk, encoding=encoding, size=size)) <= _LIMIT
        except BadEncoding:
            continue
