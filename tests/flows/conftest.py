"""A bot at work in this process: the real application on the sandbox's Bot API and a newsroom."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.config import Overrides, Settings, load
from tests.newsroom import Newsroom, running_newsroom
from tests.telegram import Running, running_sandbox


class World:
    """The sandbox, the newsroom, and a bot that can be started and stopped."""

    def __init__(self, telegram: Running, news: Newsroom, directory: Path) -> None:
        self.telegram, self.news, self.directory = telegram, news, directory
        self.feeds_file = directory / "feeds.yaml"
        self.feeds_file.write_text(news.feeds_yaml())

    @property
    def sandbox(self) -> Any:
        return self.telegram.sandbox

    def settings(self, **changes: Any) -> Settings:
        values: dict[str, Any] = {
            "telegram_token": self.telegram.token,
            "telegram_api_url": self.telegram.root,
            "data_dir": self.directory,
            "database_url": f"sqlite:///{self.directory / 'w.db'}",
            "feeds_file": self.feeds_file,
            "admins": str(self.sandbox.admin_id),
            "allowed_networks": (ip_network("127.0.0.0/8"),),
            "min_interval": timedelta(seconds=1),
        }
        return load(Overrides(values | changes), env_file=None)

    @contextlib.asynccontextmanager
    async def bot(self, **changes: Any) -> AsyncIterator[None]:
        """The bot, running; stopped as by SIGTERM on leaving."""
        async with app.running(self.settings(**changes)):
            yield

    async def polled(self, *names: str, times: int = 2) -> None:
        """Wait until those feeds (all, when none is named) were asked for so often from now on."""
        channels = [self.news[name] for name in names] or list(self.news.channels.values())
        targets = [channel.asked + times for channel in channels]
        await self.until(lambda: all(c.asked >= t for c, t in zip(channels, targets, strict=True)))

    async def until(self, condition: Any, seconds: float = 60.0) -> Any:
        """The first true value of the condition."""
        return await patiently(condition, seconds)

    def texts(self, chat_id: int) -> list[str]:
        """What the bot wrote there."""
        return [message.text for message in self.sandbox.sent(chat_id)]

    async def says(self, user_id: int, text: str, seconds: float = 30.0) -> str:
        """A person writes in private; the bot's first reply."""
        said = self.sandbox.say(user_id, text)
        reply = await self.sandbox.reply(user_id, said, seconds)
        return str(reply.text)


async def patiently(condition: Any, seconds: float) -> Any:
    """Ask again and again; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not (value := condition()):  # noqa: ASYNC110 - conditions look at several things, none has an event
            await asyncio.sleep(0.05)
        return value


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with running_sandbox() as telegram, running_newsroom("harbour", "meridian") as news:
        yield World(telegram, news, tmp_path)
