"""Asking hubs: what is posted, how far a redirect is followed, and what a bad hub costs."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.fetch.websub import HubClient
from bot.model import Failed, FailureKind
from tests.fetch.server import AGENT, LOOPBACK, always, answer, by_path, serve

FORM = {"hub.mode": "subscribe", "hub.topic": "https://outlet.example/feed"}
ACCEPTED = answer(status="202 Accepted")


def redirect(location: str, status: str = "307 Temporary Redirect") -> bytes:
    return answer(b"", f"Location: {location}", status=status)


async def ask(url: str, **settings: object) -> Failed | None:
    async with HubClient(**{"user_agent": AGENT, "allowed": LOOPBACK, **settings}) as hubs:  # type: ignore[arg-type]
        return await hubs.ask(url, FORM)


async def test_a_hub_that_accepts_gets_a_form() -> None:
    async with serve(always(ACCEPTED, close=True)) as hub:
        assert await ask(hub.url("/hub")) is None
    assert hub.requests[0].startswith("POST /hub ")
    assert "application/x-www-form-urlencoded" in hub.requests[0]


async def test_a_redirect_that_keeps_the_post_is_followed() -> None:
    async with serve(by_path(old=redirect("/new"), new=ACCEPTED)) as hub:
        assert await ask(hub.url("/old")) is None
    assert hub.paths == ["/old", "/new"]


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        pytest.param(answer(status="400 Bad Request"), FailureKind.STATUS, id="refused"),
        pytest.param(redirect("/hub", "302 Found"), FailureKind.STATUS, id="redirect-to-a-get"),
        pytest.param(redirect("/hub"), FailureKind.PROTOCOL, id="circle"),
        pytest.param(redirect("file:///etc/passwd"), FailureKind.GUARDED, id="no-web-address"),
        pytest.param(redirect("http://10.0.0.1/"), FailureKind.GUARDED, id="private-address"),
        pytest.param(redirect(""), FailureKind.PROTOCOL, id="nowhere"),
        pytest.param(b"nonsense\r\n\r\n", FailureKind.CONNECT, id="no-http"),
    ],
)
async def test_a_hub_that_does_not_accept_is_a_failure(response: bytes, kind: FailureKind) -> None:
    async with serve(always(response, close=True)) as hub:
        failed = await ask(hub.url("/hub"))
    assert failed is not None
    assert failed.kind is kind
    assert len(hub.requests) <= 4


async def test_a_private_hub_is_never_connected_to() -> None:
    async with serve(always(ACCEPTED)) as hub:
        failed = await ask(hub.url("/hub"), allowed=())
        assert failed is not None
        assert failed.kind is FailureKind.GUARDED
        assert hub.connections == 0


async def test_a_hub_that_says_nothing_is_given_up() -> None:
    async def silent(request: str, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async with serve(silent) as hub:
        failed = await ask(hub.url("/hub"), total=timedelta(seconds=0.2))
    assert failed is not None
    assert failed.kind is FailureKind.TIMEOUT
