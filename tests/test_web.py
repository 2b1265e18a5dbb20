"""HTTP inwards: health, readiness, and who may post an update."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from bot.errors import ConfigError, StoreError
from bot.serving import serve
from bot.web import MAX_UPDATE, SECRET_HEADER, WEBHOOK_PATH, create_app

WORD = "a-secret"
SECRET = {SECRET_HEADER: WORD}


@dataclass
class Bot:
    """What stands behind the app; `fault` makes it unready, `closed` makes it take no more updates."""

    fault: str = ""
    closed: bool = False
    updates: list[dict[str, Any]] = field(default_factory=list)

    async def ready(self) -> None:
        if self.fault:
            raise StoreError(self.fault)

    async def take(self, update: dict[str, Any]) -> bool:
        if not self.closed:
            self.updates.append(update)
        return not self.closed


@contextlib.asynccontextmanager
async def served(bot: Bot, *, webhook: bool = True, secret: str = WORD) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(ready=bot.ready, on_update=bot.take if webhook else None, secret=secret)
    async with (
        serve(app, "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        yield client


async def test_health_says_that_the_process_lives_and_readiness_that_it_can_work() -> None:
    bot = Bot()
    async with served(bot) as client:
        assert (await client.get("/healthz")).text == "ok\n"
        assert (await client.get("/readyz")).json() == {"ready": True}
        bot.fault = "the database is gone"
        assert (await client.get("/healthz")).status_code == 200
        unready = await client.get("/readyz")
        assert (unready.status_code, unready.json()) == (503, {"ready": False, "reason": "the database is gone"})


async def test_an_update_with_the_secret_is_taken() -> None:
    bot = Bot()
    async with served(bot) as client:
        answer = await client.post(WEBHOOK_PATH, json={"update_id": 1}, headers=SECRET)
        assert answer.status_code == 200
        assert bot.updates == [{"update_id": 1}]
        bot.closed = True
        assert (await client.post(WEBHOOK_PATH, json={"update_id": 2}, headers=SECRET)).status_code == 503
        assert len(bot.updates) == 1


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b'{"update_id": 1}', 403),
        ({SECRET_HEADER: "a-secre"}, b'{"update_id": 1}', 403),
        ({SECRET_HEADER: "a-secret "[:-1] + "x"}, b'{"update_id": 1}', 403),
        ({SECRET_HEADER: ""}, b"x" * (MAX_UPDATE + 1), 403),
        (SECRET, b"{" + b" " * MAX_UPDATE + b"}", 413),
        (SECRET, b"update", 400),
        (SECRET, b"\xff\xfe", 400),
        (SECRET, b"[" * 100_000, 400),
        (SECRET, b"[]", 400),
        (SECRET, b"", 400),
    ],
    ids=["none", "short", "long", "empty", "large", "no JSON", "no text", "deep", "no object", "nothing"],
)
async def test_any_other_post_is_turned_away(headers: dict[str, str], body: bytes, status: int) -> None:
    bot = Bot()
    async with served(bot) as client:
        assert (await client.post(WEBHOOK_PATH, content=body, headers=headers)).status_code == status
        assert (await client.get(WEBHOOK_PATH, headers=SECRET)).status_code == 405
        assert bot.updates == []


async def test_no_secret_opens_no_door() -> None:
    bot = Bot()
    async with served(bot, secret="") as client:
        for headers in ({}, {SECRET_HEADER: ""}):
            assert (await client.post(WEBHOOK_PATH, json={"update_id": 1}, headers=headers)).status_code == 403
    assert bot.updates == []


async def test_without_a_webhook_there_is_no_such_path() -> None:
    async with served(Bot(), webhook=False) as client:
        assert (await client.post(WEBHOOK_PATH, json={}, headers=SECRET)).status_code == 404
        assert (await client.get("/healthz")).status_code == 200


async def test_a_port_that_is_taken_is_named() -> None:
    bot = Bot()
    app = create_app(ready=bot.ready)
    async with serve(app, "127.0.0.1", 0) as port:
        with pytest.raises(ConfigError, match=f"cannot listen on 127.0.0.1:{port}"):
            await asyncio.wait_for(serve(app, "127.0.0.1", port).__aenter__(), 10)
    async with serve(app, "127.0.0.1", port) as again:  # and it is free again at once
        assert again == port
