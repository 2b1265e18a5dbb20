"""Serve an ASGI app in this event loop, and stop it cleanly. The only import of uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import uvicorn

from bot.errors import ConfigError


class _Server(uvicorn.Server):
    """Leaves the signals to the program it is a part of."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serve(app: Any, host: str, port: int) -> AsyncIterator[int]:
    """Serve in this event loop; yields the port (port 0 picks a free one). Raises ConfigError when it is taken."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=1,
        server_header=False,
    )
    server = _Server(config)
    try:
        socket = config.bind_socket()
    except SystemExit as error:  # uvicorn's way to say that the address cannot be had
        raise ConfigError(f"cannot listen on {host}:{port}: the address is taken or not ours") from error
    task = asyncio.create_task(server.serve(sockets=[socket]), name="web")
    try:
        while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has a flag, no event
            await asyncio.sleep(0.01)
        yield socket.getsockname()[1]
    finally:
        server.should_exit = True
        await task
        socket.close()
