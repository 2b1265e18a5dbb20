"""Serves a sandbox on loopback, in the running event loop, and lets go of whoever waits in it at the end."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from starlette.types import ASGIApp

from bot.sandbox.sandbox import Sandbox
from bot.serving import serve


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, sandbox: Sandbox, *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve `app` while inside; yields its address, "http://127.0.0.1:PORT". Port 0: any free one."""
    async with serve(app, host, port) as served:
        try:
            yield f"http://{host}:{served}"
        finally:
            sandbox.close()  # long polls and event streams end, so that the server need not wait for them
