"""Bodies inflated chunk by chunk, never beyond a bound: a bomb costs its bound and no more."""

from __future__ import annotations

import zlib
from collections.abc import Callable

_STEP = 65_536  # bytes inflated at a time
_RAW_DEFLATE, _ZLIB, _GZIP = -zlib.MAX_WBITS, zlib.MAX_WBITS, zlib.MAX_WBITS | 16
_GZIP_MAGIC = b"\x1f\x8b"


class TooLarge(Exception):
    """More bytes than the bound."""


class BadEncoding(Exception):
    """The body is not in the encoding that its header names, or in one we did not ask for."""


class Body:
    """Collects a response's body. `encoding` is the Content-Encoding header."""

    def __init__(self, encoding: str, limit: int) -> None:
        """Raises BadEncoding for stacked encodings and for any but gzip and deflate."""
        named = [
            one for one in (part.strip().casefold() for part in encoding.split(",")) if one not in ("", "identity")
        ]
        if len(named) > 1:
            raise BadEncoding("its answer is compressed more than once")
        if named and named[0] not in ("gzip", "x-gzip", "deflate"):
            raise BadEncoding(f"its answer is compressed with {named[0][:20]}, which was not asked for")
        self._limit = limit
        self._encoding = named[0] if named else ""
        self._take: Callable[[bytes], None] | None = None if named else self._plain
        self._inflater = zlib.decompressobj(_GZIP)
        self._came = 0  # bytes as they came, compressed or not
        self._bytes = bytearray()
        self._held = b""  # too little of a beginning to tell what it is
        self._done = False

    def add(self, chunk: bytes) -> None:
        """Raises TooLarge and BadEncoding."""
        self._came += len(chunk)
        if self._came > self._limit:
            raise TooLarge
        chunk, self._held = self._held + chunk, b""
        if self._take is None:
            if len(chunk) < 2:
                self._held = chunk
                return
            self._take = self._opened(chunk)
        self._take(chunk)

    @property
    def whole(self) -> bool:
        """Whether it came to its end, as far as its encoding tells."""
        return self._take != self._compressed or self._inflater.eof or self._done

    def finish(self) -> bytes:
        """The body. A compressed one that ends early gives what there was: some servers never write the trailer."""
        if self._take is None:
            self._plain(self._held)
        return bytes(self._bytes)

    def _opened(self, head: bytes) -> Callable[[bytes], None]:
        """How to read a body, by its first two bytes: headers lie, and deflate means two things."""
        if self._encoding != "deflate":
            return self._compressed if head.startswith(_GZIP_MAGIC) else self._plain
        wrapped = head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
        self._inflater = zlib.decompressobj(_ZLIB if wrapped else _RAW_DEFLATE)
        return self._compressed

    def _plain(self, chunk: bytes) -> None:
        if len(self._bytes) + len(chunk) > self._limit:
            raise TooLarge
        self._bytes += chunk

    def _compressed(self, chunk: bytes) -> None:
        try:
            more = not self._done
            while more and (not self._inflater.eof or self._next_member(chunk)):
                part = self._inflater.decompress(chunk, _STEP)
                self._plain(part)
                # At the end of a member unconsumed_tail is what it was a step before: with it one goes in circles.
                chunk = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
                more = bool(chunk) or len(part) == _STEP  # a full step: there may be more without further bytes
        except zlib.error:
            raise BadEncoding("its compressed answer is damaged") from None

    def _next_member(self, chunk: bytes) -> bool:
        """Whether another gzip member begins there; anything else after the end of one is ignored."""
        if len(chunk) < 2:
            self._held = chunk
            return False
        self._done = not chunk.startswith(_GZIP_MAGIC)
        self._inflater = zlib.decompressobj(_GZIP)
        return not self._done
