"""Keeps other machines and other web pages out: loopback names in Host, no foreign Origin, no cross-site request."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.loopback import is_loopback

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = (
    (b"content-security-policy", _CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Guard:
    """ASGI middleware. A Host that is no loopback name would be DNS rebinding, or a sandbox put on a network."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reason = refusal(Headers(scope=scope))
        if reason is not None:
            await PlainTextResponse(reason, 403)(scope, receive, send)
            return

        async def hardened(message: object) -> None:
            if isinstance(message, dict) and message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)  # type: ignore[arg-type]

        await self._app(scope, receive, hardened)


def refusal(headers: Headers) -> str | None:
    """Why a request is not let in; None when it is."""
    host = headers.get("host", "")
    if not is_loopback(urlsplit(f"//{host}").hostname):
        return "The sandbox answers on this machine only: use http://127.0.0.1 or http://localhost."
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return "Another web page may not use the sandbox."
    navigation = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not navigation:
        return "Another web page may not use the sandbox."
    return None
