"""A WebSub hub on loopback: it takes subscriptions, verifies them, delivers, and lies when it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.serving import serve

CHALLENGE = "a-challenge"


@dataclass(slots=True)
class Hub:
    """`forms` are the requests it got, the oldest first; it verifies each at once, unless `verifies` is off."""

    url: str = ""
    forms: list[dict[str, str]] = field(default_factory=list)
    status: int = 202
    verifies: bool = True
    lease: str = "864000"
    confirmed: list[bool] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def answer(self, request: Request) -> Response:
        self.forms.append(dict(parse_qsl((await request.body()).decode())))
        if self.status < 300 and self.verifies:
            task = asyncio.create_task(self._verify(self.forms[-1]))
            self.tasks.add(task)
        return Response(status_code=self.status)

    async def _verify(self, form: dict[str, str]) -> None:
        answer = await self.ask()
        self.confirmed.append(answer.status_code == 200 and answer.text == CHALLENGE)

    async def ask(self, **changes: str) -> httpx.Response:
        """Verify the last request, with other values (`mode`, `topic`, `lease_seconds`, `reason`) where given."""
        form = self.forms[-1]
        asked = {"mode": form["hub.mode"], "topic": form["hub.topic"], "challenge": CHALLENGE}
        asked |= {"lease_seconds": self.lease} | changes
        async with httpx.AsyncClient(trust_env=False) as client:
            params = {f"hub.{name}": value for name, value in asked.items()}
            return await client.get(form["hub.callback"], params=params)

    async def deliver(
        self, body: bytes, *, secret: str | None = None, signature: str | None = None, topic: str | None = None
    ) -> int:
        """Deliver to the last subscriber, signed as it asked unless told otherwise; the status it answers with."""
        form = next(form for form in reversed(self.forms) if "hub.secret" in form)
        key = secret if secret is not None else form["hub.secret"]
        headers = {"Content-Type": "application/rss+xml"}
        headers["X-Hub-Signature"] = signature if signature is not None else sign(body, key)
        headers["Link"] = f'<{topic or form["hub.topic"]}>; rel="self", <{self.url}>; rel="hub"'
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.post(form["hub.callback"], content=body, headers=headers)).status_code


def sign(body: bytes, secret: str, method: str = "sha256") -> str:
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


@contextlib.asynccontextmanager
async def running_hub() -> AsyncIterator[Hub]:
    hub = Hub()
    app = Starlette(routes=[Route("/hub", hub.answer, methods=["POST"])])
    async with serve(app, "127.0.0.1", 0) as port:
        hub.url = f"http://127.0.0.1:{port}/hub"
        yield hub
        await asyncio.gather(*hub.tasks)
