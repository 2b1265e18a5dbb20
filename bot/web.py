"""Edge: HTTP inwards. Health, readiness and Telegram's webhook as one ASGI app, and a server that lives in our loop."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import ConfigError, WirewatchError

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
MAX_UPDATE = 1024 * 1024  # bytes; Telegram's updates are a few KB


def create_app(
    *,
    ready: Callable[[], Awaitable[None]],
    on_update: Callable[[dict[str, Any]], Awaitable[None]] | None = None,
    secret: str = "",
) -> Starlette:
    """The app. `ready` raises WirewatchError when the bot cannot do its work; `on_update` takes a webhook's update."""

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(request: Request) -> Response:
        try:
            await ready()
        except WirewatchError as error:
            log.warning("not ready: %s", error)
            return JSONResponse({"ready": False, "reason": str(error)}, status_code=503)
        return JSONResponse({"ready": True})

    async def webhook(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return PlainTextResponse("forbidden\n", status_code=403)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_UPDATE:
                return PlainTextResponse("too large\n", status_code=413)
        try:
            update = json.loads(bytes(body))
        except (ValueError, RecursionError):
            return PlainTextResponse("not JSON\n", status_code=400)
        if not isinstance(update, dict) or on_update is None:
            return PlainTextResponse("not an update\n", status_code=400)
        await on_update(update)
        return PlainTextResponse("ok\n")

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    if on_update is not None:
        routes.append(Route(WEBHOOK_PATH, webhook, methods=["POST"]))
    return Starlette(routes=routes)


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
