"""What a server may say before its answer begins: so much and no more, in small helpings.

A server may send any number of “100 Continue” first, and httpcore reads on for ever, at the cost of everybody else.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable

import httpcore

_MOST = 128 * 1024  # bytes; h11 bounds the headers of one answer at 100 KiB
_HELPING = 16 * 1024  # bytes read at once


class Preamble(httpcore.AsyncNetworkBackend):
    """The network of one connection. `begin` before each request, `end` when its headers are there."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend
        self._left: int | None = None

    def begin(self) -> None:
        self._left = _MOST

    def end(self) -> None:
        self._left = None

    def helping(self, most: int) -> int:
        return most if self._left is None else min(most, _HELPING)

    def take(self, size: int) -> None:
        """Raises httpcore.RemoteProtocolError beyond the bound."""
        if self._left is not None:
            self._left -= size
            if self._left < 0:
                raise httpcore.RemoteProtocolError("too much before the answer")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return _Metered(stream, self)


class _Metered(httpcore.AsyncNetworkStream):
    def __init__(self, stream: httpcore.AsyncNetworkStream, preamble: Preamble) -> None:
        self._stream, self._preamble = stream, preamble
        self.write, self.aclose = stream.write, stream.aclose  # type: ignore[method-assign]
        self.get_extra_info = stream.get_extra_info  # type: ignore[method-assign]

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self._stream.read(self._preamble.helping(max_bytes), timeout)
        self._preamble.take(len(data))
        return data

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _Metered(await self._stream.start_tls(ssl_context, server_hostname, timeout), self._preamble)
