"""Serves a sandbox with uvicorn on loopback, in the running event loop, and stops it cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.sandbox.sandbox import Sandbox


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the program around it."""
        yield


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, sandbox: Sandbox, *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve `app` while inside; yields its address, "http://127.0.0.1:PORT". Port 0: any free one. Raises OSError."""
    listener = socket.create_server((host, port))
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2, ws="none"
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve([listener]))
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        sandbox.close()
        server.should_exit = True
        await task
