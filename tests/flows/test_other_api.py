"""The bot on a Bot API that somebody else wrote: three methods, objects with the fewest fields, a broken update."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.serving import serve
from tests.flows.conftest import World, patiently
from tests.newsroom import running_newsroom
from tests.telegram import running_sandbox

READER = 77


class BareApi:
    """getMe, getUpdates, sendMessage and nothing else."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.texts: list[str] = []
        self.offset = 0

    def say(self, text: str) -> None:
        """A private message without date, type or entities."""
        message = {"message_id": 1, "chat": {"id": READER}, "from": {"id": READER}, "text": text}
        self.updates.append({"update_id": len(self.updates) + 1, "message": message})

    async def answer(self, request: Request) -> Response:
        sent = await request.body()
        match request.path_params["method"]:
            case "getMe":
                return _ok({"id": 1, "is_bot": True, "first_name": "Bare", "username": "bare_bot"})
            case "getUpdates":
                return await self._get_updates(_fields(sent))
            case "sendMessage":
                self.texts.append(_fields(sent)["text"])
                return _ok({"message_id": len(self.texts)})
        return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)

    async def _get_updates(self, fields: dict[str, str]) -> Response:
        self.offset = int(fields.get("offset", 0))
        waiting = [update for update in self.updates if update["update_id"] >= self.offset]
        if not waiting:
            await asyncio.sleep(0.1)
        return _ok(waiting)


def _ok(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _fields(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode()))


@contextlib.asynccontextmanager
async def bare_api() -> AsyncIterator[tuple[BareApi, str]]:
    api = BareApi()
    app = Starlette(routes=[Route("/bot{token}/{method}", api.answer, methods=["POST"])])
    async with serve(app, "127.0.0.1", 0) as port:
        yield api, f"http://127.0.0.1:{port}"


@pytest.fixture
async def at_work(tmp_path: Path) -> AsyncIterator[tuple[World, BareApi]]:
    """A bot at work on it."""
    async with running_sandbox() as telegram, running_newsroom("harbour") as news, bare_api() as (api, root):
        world = World(telegram, news, tmp_path)
        async with world.bot(telegram_api_url=root):
            yield world, api


async def test_a_command_without_entities_is_heard_and_alerts_come_once(at_work: tuple[World, BareApi]) -> None:
    world, api = at_work
    api.say("/follow all each")
    await patiently(lambda: any("Everything" in text for text in api.texts), 30.0)
    await world.polled(times=3)
    world.news["harbour"].publish("a", "Grain ships leave Odesa under a new deal", "Three ships left Odesa at dawn.")
    await patiently(lambda: any(text.startswith("Grain ships") for text in api.texts), 60.0)
    await world.polled(times=2)
    assert sum(text.startswith("Grain ships") for text in api.texts) == 1


async def test_an_unreadable_update_does_not_hold_up_the_next(at_work: tuple[World, BareApi]) -> None:
    _, api = at_work
    api.updates.append({"update_id": 1, "poll": {"id": "1"}})
    api.say("/help")
    await patiently(lambda: api.texts, 30.0)
    await patiently(lambda: api.offset == 3, 30.0)
    assert len(api.texts) == 1
