"""Edge: HTTP inwards. Health, readiness, Telegram's webhook and WebSub callbacks as one ASGI app."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import WirewatchError
from bot.model import HubQuestion, PushDelivery
from bot.parse.linkheader import linked
from bot.ports import PushDoor

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
PUSH_PATH = "/websub/{callback}"
MAX_CHALLENGE = 1_000  # characters
MAX_UPDATE = 1024 * 1024  # bytes; Telegram's updates are a few KB


def create_app(
    *,
    ready: Callable[[], Awaitable[None]],
    on_update: Callable[[dict[str, Any]], Awaitable[bool]] | None = None,
    secret: str = "",
    door: PushDoor | None = None,
) -> Starlette:
    """The app. `ready` raises WirewatchError when the bot cannot do its work. `on_update` takes a webhook's update, or
    says that it cannot: then Telegram brings it again. Without a secret none is let in.

    `door` takes what WebSub hubs send.
    """

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
        given = request.headers.get(SECRET_HEADER, "")
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("forbidden\n", status_code=403)
        try:
            body = await _body(request)
            update = json.loads(body) if len(body) <= MAX_UPDATE else None
        except ClientDisconnect:  # nobody is there to be answered
            return Response(status_code=400)
        except (ValueError, RecursionError):
            return PlainTextResponse("not JSON\n", status_code=400)
        if len(body) > MAX_UPDATE:
            return PlainTextResponse("too large\n", status_code=413)
        if not isinstance(update, dict) or on_update is None:
            return PlainTextResponse("not an update\n", status_code=400)
        if not await on_update(update):
            return PlainTextResponse("stopping\n", status_code=503)
        return PlainTextResponse("ok\n")

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    if on_update is not None:
        routes.append(Route(WEBHOOK_PATH, webhook, methods=["POST"]))
    if door is not None:
        routes += _push_routes(door)
    return Starlette(routes=routes)


async def _body(request: Request) -> bytes:
    """The body; of one that is larger than MAX_UPDATE only so much that it shows. Raises ClientDisconnect."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_UPDATE:
            break
    return bytes(body)


def _push_routes(door: PushDoor) -> list[Route]:
    async def confirm(request: Request) -> Response:
        asked, challenge = request.query_params, request.query_params.get("hub.challenge", "")
        question = HubQuestion(
            mode=asked.get("hub.mode", ""),
            topic=asked.get("hub.topic", ""),
            lease=asked.get("hub.lease_seconds", ""),
            reason=asked.get("hub.reason", "")[:MAX_CHALLENGE],
        )
        if len(challenge) > MAX_CHALLENGE or not await door.confirm(request.path_params["callback"], question):
            return PlainTextResponse("not asked for\n", status_code=404)
        # It must come back as it is; as plain text that no browser takes for a page.
        return PlainTextResponse(challenge, headers={"X-Content-Type-Options": "nosniff"})

    async def receive(request: Request) -> Response:
        delivery = PushDelivery(
            signature=request.headers.get("x-hub-signature", ""),
            content_type=request.headers.get("content-type"),
            topic=linked(", ".join(request.headers.getlist("link")), "self"),
        )
        try:
            status = await door.receive(request.path_params["callback"], delivery, request.stream())
        except ClientDisconnect:  # nobody is there to be answered
            return Response(status_code=400)
        return Response(status_code=status, headers={"Retry-After": "60"} if status in (429, 503) else None)

    return [
        Route(PUSH_PATH, confirm, methods=["GET"]),
        Route(PUSH_PATH, receive, methods=["POST"]),
    ]
