"""Connections over HTTP/1.1, opened through the guard and kept for the next request to the same site.

In the place of httpcore's pool, which looks at every connection several times for each request: with fifty kept open
it takes twice as long as the request itself.
"""

from __future__ import annotations

import contextlib
import importlib.util
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable

import httpcore

from bot.fetch.preamble import Preamble

_KEPT = 50  # connections that wait for another request
_KEPT_FOR = 15.0  # seconds

# httpcore asks for this module in every request and takes its absence for asyncio; each time Python would look through
# all of sys.path, which is a quarter of the time that a poll takes.
if importlib.util.find_spec("sniffio") is None:
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]  # documented: importing it fails at once


class _Connection(httpcore.AsyncHTTPConnection):
    """httpcore's, but for what it reads before an answer."""

    def __init__(self, origin: httpcore.Origin, context: ssl.SSLContext, backend: httpcore.AsyncNetworkBackend) -> None:
        self._preamble = Preamble(backend)
        super().__init__(origin, ssl_context=context, keepalive_expiry=_KEPT_FOR, network_backend=self._preamble)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        self._preamble.begin()
        response = await super().handle_async_request(request)
        self._preamble.end()
        return response


class Connections:
    """How many are open at once is up to the callers."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext) -> None:
        self._backend, self._context = backend, context
        self._idle: list[httpcore.AsyncHTTPConnection] = []  # the last used at the end

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """The connection is kept when the body was read to its end, and closed with the response when it was not."""
        origin = request.url.origin
        while (kept := self._take(origin)) is not None:
            if not kept.has_expired():
                # The site may hang up at this very moment.
                with contextlib.suppress(httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError):
                    return self._lent(kept, await kept.handle_async_request(request))
            await kept.aclose()
        fresh = _Connection(origin, self._context, self._backend)
        return self._lent(fresh, await fresh.handle_async_request(request))

    async def aclose(self) -> None:
        while self._idle:
            await self._idle.pop().aclose()

    def _take(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection | None:
        for kept in reversed(self._idle):
            if kept.can_handle_request(origin):
                self._idle.remove(kept)
                return kept
        return None

    def _lent(self, connection: httpcore.AsyncHTTPConnection, response: httpcore.Response) -> httpcore.Response:
        async def release() -> None:
            if not _reusable(connection):
                await connection.aclose()
                return
            self._idle.append(connection)
            if len(self._idle) > _KEPT:
                await self._idle.pop(0).aclose()

        return httpcore.Response(
            response.status,
            headers=response.headers,
            content=_Body(response, release),
            extensions=response.extensions,
        )


class _Body:
    """The stream of a response; its connection is given back when it is closed."""

    def __init__(self, response: httpcore.Response, release: Callable[[], Awaitable[None]]) -> None:
        self._response, self._release = response, release

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._response.aclose()
        await self._release()


def _reusable(connection: httpcore.AsyncHTTPConnection) -> bool:
    """Whether the answer was read to its end and nothing came after it, which would answer the next request."""
    inner = connection._connection
    return (
        connection.is_idle()
        and isinstance(inner, httpcore.AsyncHTTP11Connection)
        and not inner._h11_state.trailing_data[0]
    )
