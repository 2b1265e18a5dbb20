"""A model endpoint on this machine: speaks the OpenAI protocol as well or as badly as a test wants."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Behaviour = Callable[[dict[str, Any]], Awaitable[bytes]]


@dataclass(slots=True)
class ModelServer:
    """`behaves` makes the whole response; `asked` are the bodies it got, `keys` their Authorization headers."""

    behaves: Behaviour
    port: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            headers = {
                name.lower(): value
                for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:] if line)
            }
            body = json.loads(await reader.readexactly(int(headers["content-length"])))
            self.asked.append(body)
            self.keys.append(headers.get("authorization", ""))
            self.paths.append(head.split()[1])
            writer.write(await self.behaves(body))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def response(body: bytes, status: str = "200 OK") -> bytes:
    fields = ("Content-Type: application/json", f"Content-Length: {len(body)}", "Connection: close")
    return "\r\n".join((f"HTTP/1.1 {status}", *fields, "", "")).encode() + body


def completion(text: object, **more: object) -> bytes:
    choices = [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]
    return response(json.dumps({"id": "1", "object": "chat.completion", "choices": choices, **more}).encode())


def says(text: object, **more: object) -> Behaviour:
    async def behave(body: dict[str, Any]) -> bytes:
        return completion(text, **more)

    return behave


@asynccontextmanager
async def serving(behaves: Behaviour) -> AsyncIterator[ModelServer]:
    model = ModelServer(behaves)
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0)
    model.port = server.sockets[0].getsockname()[1]
    async with server:
        yield model
