"""How the bot hears: offsets, the one poll, kinds of updates, webhooks with their secret and their retries."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict
from telegram.ext import ApplicationBuilder

from bot.sandbox import Sandbox, serving
from tests.telegram import Running


def said(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_updates_stay_until_a_later_offset_confirms_them(client: Bot, running: Running) -> None:
    sandbox = running.sandbox
    sandbox.say(sandbox.desk_id, "one")
    sandbox.say(sandbox.desk_id, "two")
    first = await client.get_updates(timeout=0)
    assert said(first) == ["/start", "one", "two"]
    assert said(await client.get_updates(timeout=0)) == ["/start", "one", "two"]
    assert said(await client.get_updates(offset=first[1].update_id, limit=1, timeout=0)) == ["one"]
    assert said(await client.get_updates(offset=first[-1].update_id + 1, timeout=0)) == []


async def test_a_negative_offset_keeps_the_last_ones(client: Bot, running: Running) -> None:
    for text in ("one", "two"):
        running.sandbox.say(running.sandbox.desk_id, text)
    assert said(await client.get_updates(offset=-1, timeout=0)) == ["two"]
    assert said(await client.get_updates(timeout=0)) == ["two"]


async def polling(running: Running, client: Bot, offset: int) -> asyncio.Task[tuple[Update, ...]]:
    """A long poll that has reached the server."""
    task = asyncio.create_task(client.get_updates(offset=offset, timeout=30))
    await running.sandbox.until(lambda: running.sandbox.world.updates.waiting)
    return task


async def test_a_poll_waits_and_ends_with_the_news(client: Bot, running: Running) -> None:
    task = await polling(running, client, 200_000)
    running.sandbox.say(running.sandbox.desk_id, "news")
    assert said(await task) == ["news"]


async def test_a_second_poller_ends_the_first(client: Bot, running: Running) -> None:
    first = await polling(running, client, 200_000)
    async with ApplicationBuilder().token(running.token).base_url(running.base_url).build().bot as another:
        assert await another.get_updates(offset=200_000, timeout=0) == ()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_polls_one_after_the_other_are_no_conflict(client: Bot) -> None:
    for _ in range(3):
        await client.get_updates(timeout=0)


async def test_allowed_kinds_stay_in_force(client: Bot, running: Running) -> None:
    sandbox = running.sandbox
    await client.get_updates(offset=-1, timeout=0, allowed_updates=["my_chat_member"])
    sandbox.say(sandbox.desk_id, "not asked for")
    sandbox.block(sandbox.desk_id)
    kinds = [update.my_chat_member is not None for update in await client.get_updates(offset=-1, timeout=0)]
    assert kinds == [True]
    await client.get_updates(timeout=0, allowed_updates=[])
    sandbox.say(sandbox.desk_id, "asked for again")
    assert said(await client.get_updates(timeout=0))[-1] == "asked for again"


# ---------------------------------------------------------------- webhooks


@dataclass
class Hook:
    """A bot's web server: refuses the first `refuse` deliveries, keeps the others."""

    url: str = ""
    refuse: int = 0
    got: list[dict[str, object]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refuse:
            self.refuse -= 1
            return Response(status_code=503)
        self.got.append(json.loads(await request.body()))
        self.news.set()
        return Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = Starlette(routes=[Route("/hook", hook.take, methods=["POST"])])
    async with serving(app, Sandbox()) as root:
        hook.url = f"{root}/hook"
        yield hook


async def test_a_webhook_gets_updates_with_its_secret(client: Bot, running: Running, hook: Hook) -> None:
    await client.set_webhook(hook.url, secret_token="s3cret")
    await hook.news.wait()
    assert hook.secrets == ["s3cret"]
    assert hook.got[0]["message"]["text"] == "/start"  # type: ignore[index]
    await running.sandbox.until(lambda: not len(running.sandbox.world.updates))


async def test_a_refused_update_is_delivered_again(client: Bot, running: Running, hook: Hook) -> None:
    hook.refuse = 1
    await client.set_webhook(hook.url)
    await hook.news.wait()
    assert len(hook.secrets) == 2
    info = await client.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_polling_and_a_webhook_exclude_each_other(client: Bot, running: Running, hook: Hook) -> None:
    first = await polling(running, client, 200_000)
    await client.set_webhook(hook.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await first
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await client.get_updates(timeout=0)
    await client.delete_webhook()
    await client.get_updates(timeout=0)
    assert (await client.get_webhook_info()).url == ""


@pytest.mark.parametrize("url", ["https://a.example/hook", "http://10.0.0.1/hook", "ftp://127.0.0.1/"])
async def test_a_webhook_elsewhere_is_refused(client: Bot, url: str) -> None:
    with pytest.raises(BadRequest, match="this machine only"):
        await client.set_webhook(url)


async def test_a_secret_has_few_letters(client: Bot, hook: Hook) -> None:
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await client.set_webhook(hook.url, secret_token="not allowed!")


async def test_pending_updates_can_be_dropped(client: Bot, running: Running) -> None:
    assert (await client.get_webhook_info()).pending_update_count == 1
    await client.delete_webhook(drop_pending_updates=True)
    assert (await client.get_webhook_info()).pending_update_count == 0
