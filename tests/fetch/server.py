"""A web server on loopback that says exactly the bytes it is told to, and counts who came."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network

from bot.fetch.http import HttpFetcher

LOOPBACK = (ip_network("127.0.0.0/8"),)
AGENT = "Wirewatch/0.0 (+https://wirewatch.example)"

Handler = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Visits:
    """What a server saw: connections, and the requests in full."""

    port: int = 0
    connections: int = 0
    requests: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def url(self, path: str = "/feed", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]


@asynccontextmanager
async def serve(
    handler: Handler, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Visits]:
    """Run `handler(request, writer)` for each request; the connection stays open until the handler closes it."""
    visits = Visits()
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.connections += 1
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with contextlib.suppress(
            OSError, asyncio.IncompleteReadError, asyncio.CancelledError, asyncio.LimitOverrunError
        ):
            while not writer.is_closing():
                request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                visits.requests.append(request)
                visits.at_once += 1
                visits.most_at_once = max(visits.most_at_once, visits.at_once)
                try:
                    await handler(request, writer)
                    await writer.drain()
                finally:
                    visits.at_once -= 1
        writer.close()

    server = await asyncio.start_server(connected, host, 0, ssl=tls)
    visits.port = server.sockets[0].getsockname()[1]
    try:
        yield visits
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    """A response, ready to be written."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if length and not any(header.lower().startswith("content-length") for header in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def always(response: bytes, *, close: bool = False) -> Handler:
    """A handler that says the same to everyone."""

    async def handler(request: str, writer: asyncio.StreamWriter) -> None:
        writer.write(response)
        if close:
            await writer.drain()
            writer.close()

    return handler


def by_path(**responses: bytes) -> Handler:
    """A handler that answers by the first part of the path; 404 elsewhere."""

    async def handler(request: str, writer: asyncio.StreamWriter) -> None:
        name = request.split(" ")[1].strip("/").partition("?")[0].partition("/")[0].replace(".", "_")
        writer.write(responses.get(name, answer(b"no", status="404 Not Found")))

    return handler


def fetcher(**settings: object) -> HttpFetcher:
    return HttpFetcher(**{"user_agent": AGENT, "allowed": LOOPBACK, **settings})  # type: ignore[arg-type]
