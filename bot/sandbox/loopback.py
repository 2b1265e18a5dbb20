"""A small HTTP client for this machine only: delivers webhooks, fetches pictures. Follows no redirect."""

from __future__ import annotations

import asyncio
import http.client
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

_SECONDS = 10.0


class Unreachable(Exception):
    """No answer, or none that may be asked for; the text is Telegram's kind of reason."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    reason: str
    content_type: str
    body: bytes


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address, without port, is this machine."""
    if host is None:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def ask(url: str, *, body: bytes | None = None, headers: dict[str, str] | None = None, limit: int) -> Answer:
    """GET, or POST when there is a body. Reads at most `limit` bytes. Raises Unreachable."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not is_loopback(parts.hostname):
        raise Unreachable("the sandbox connects to http:// addresses of this machine only")
    return await asyncio.to_thread(_ask, url, body, headers or {}, limit)


def _ask(url: str, body: bytes | None, headers: dict[str, str], limit: int) -> Answer:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=_SECONDS)
        try:
            connection.request("GET" if body is None else "POST", target, body, headers)
            answer = connection.getresponse()
            content = answer.read(limit + 1)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(f"Connection failed: {type(error).__name__}") from error
    if len(content) > limit:
        raise Unreachable("the answer is too large")
    return Answer(answer.status, answer.reason, answer.getheader("content-type", ""), content)
