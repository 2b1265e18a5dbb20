"""A server of feeds on loopback, in a process of its own so that its work is nobody else's."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from multiprocessing import get_context
from multiprocessing.connection import Connection

from bench import samples

ETAG = '"as-it-was"'
_ASKED = re.compile(rb"GET /(\d+)")
_NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)


@contextmanager
def publishing(entries: int, ports: int) -> Iterator[tuple[str, ...]]:
    """Serves feed `n` of so many entries at "/n" of every one of these addresses; 304 for who knows its ETag."""
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(theirs, entries, ports), daemon=True)
    process.start()
    try:
        yield tuple(f"http://127.0.0.1:{port}" for port in ours.recv())
    finally:
        process.terminate()
        process.join()


def feed(n: int, entries: int) -> bytes:
    """An RSS document with full texts."""
    items = "".join(_item(n * entries + i, i) for i in range(entries))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {n}</title>{items}</channel></rss>'.encode()


def _item(n: int, minutes: int) -> str:
    piece = samples.news(n)
    html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in piece.paragraphs)
    date = format_datetime(_NOW - timedelta(minutes=minutes))
    return (
        f"<item><title>{escape(piece.title)}</title><link>https://outlet.example/{n}</link><guid>item-{n}</guid>"
        f"<pubDate>{date}</pubDate><description>{escape(html)}</description></item>"
    )


def _serve(pipe: Connection, entries: int, ports: int) -> None:
    asyncio.run(_listen(pipe, entries, ports))


async def _listen(pipe: Connection, entries: int, ports: int) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(_answer(await reader.readuntil(b"\r\n\r\n"), entries))
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    servers = [await asyncio.start_server(connected, "127.0.0.1", 0) for _ in range(ports)]
    pipe.send([server.sockets[0].getsockname()[1] for server in servers])
    await asyncio.Event().wait()


def _answer(request: bytes, entries: int) -> bytes:
    if ETAG.encode() in request:
        return f"HTTP/1.1 304 Not Modified\r\nETag: {ETAG}\r\n\r\n".encode()
    asked = _ASKED.match(request)
    body = feed(int(asked[1]) if asked else 0, entries)
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: {ETAG}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
