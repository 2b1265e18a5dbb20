"""`wirewatch demo`: the real bot on a local Bot API, with a chat page and sample publishers. No token, no internet."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

import typer

from bot import USER_AGENT, app, feedsfile
from bot.cli.terminal import note, run, settings
from bot.config import Overrides, Settings
from bot.errors import ConfigError
from bot.fetch.http import HttpFetcher
from bot.model import Failed, Feed
from bot.sandbox import publishers
from bot.sandbox.app import create_app
from bot.sandbox.demo import DemoPanel
from bot.sandbox.publishers import Newsstand
from bot.sandbox.sandbox import Sandbox
from bot.web import serve

HOST = "127.0.0.1"
SAMPLE_EVERY = timedelta(seconds=2)  # how often the sample feeds are polled
FIRST_AFTER = 15.0  # seconds from "all is ready" to the first new item: time to open the page and follow something
NEXT_AFTER = 25.0
PORTS_TRIED = 20


def demo(
    port: Annotated[
        int, typer.Option(help="Where the chat page is served; the next free one when it is taken.")
    ] = 8080,
    every: Annotated[float, typer.Option(help="Seconds between two new sample items.")] = NEXT_AFTER,
) -> None:
    """Try the bot in a sandbox: a chat page in the browser, sample publishers, the real bot. Nothing leaves this machine
    but the polls of feeds.yaml, and those only when the network allows."""
    found = settings(level=logging.WARNING)
    run(_Demo(found, port, max(every, 1.0)).run())


@dataclass(slots=True)
class _Demo:
    """One run of the demo."""

    settings: Settings
    port: int
    every: float
    stand: Newsstand = field(default_factory=lambda: publishers.load(lambda: datetime.now(UTC)))
    publish_now: asyncio.Event = field(default_factory=asyncio.Event)
    next_at: datetime | None = None

    async def run(self) -> None:
        directory = _fresh(self.settings.data_dir / "demo")
        sandbox = Sandbox()
        async with AsyncExitStack() as stack:
            newsroom = await stack.enter_async_context(serve(publishers.create_app(self.stand), HOST, 0))
            page = await stack.enter_async_context(self._page(sandbox))
            feeds_file = directory / "feeds.yaml"
            feeds_file.write_text(
                "# The demo's own feeds file: thrown away at the next start.\nfeeds: []\n", encoding="utf-8"
            )
            for feed in _sample_feeds(self.stand, newsroom):
                feedsfile.add(feeds_file, feed)
            note(f"\n  Wirewatch demo: open {page}\n")
            note("  Press START, follow Venezuela, and wait: new sample items are published while you watch.")
            note("  Ask it: what is Lavrov doing in Venezuela?   Stop with Ctrl-C.\n")
            tasks = [asyncio.create_task(self._publish()), asyncio.create_task(_real_feeds(self.settings, feeds_file))]
            stack.callback(lambda: [task.cancel() for task in tasks])
            await app.run(self._for_the_bot(sandbox, page, directory, feeds_file))

    def _for_the_bot(self, sandbox: Sandbox, page: str, directory: Path, feeds_file: Path) -> Settings:
        values = {
            "telegram_token": sandbox.token,
            "telegram_api_url": page,
            "database_url": f"sqlite:///{directory / 'wirewatch.db'}",
            "data_dir": directory,
            "feeds_file": feeds_file,
            "admins": str(sandbox.admin_id),
            "allowed_networks": (ip_network("127.0.0.0/8"),),
            "min_interval": timedelta(seconds=1),
            "listen": None,
            "public_url": None,
            "webhook_secret": None,
        }
        return settings(Overrides(values), level=logging.WARNING)

    @asynccontextmanager
    async def _page(self, sandbox: Sandbox) -> AsyncIterator[str]:
        """The chat page and the Bot API on one port: the one asked for, else the next that is free."""
        panel = DemoPanel(status=self._status, publish=self.publish_now.set)
        web = create_app(sandbox, demo=panel)
        async with AsyncExitStack() as stack:
            for candidate in range(self.port, self.port + PORTS_TRIED):
                try:
                    served = await stack.enter_async_context(serve(web, HOST, candidate))
                except ConfigError:
                    continue
                stack.callback(sandbox.close)
                yield f"http://{HOST}:{served}"
                return
            raise ConfigError(
                f"no free port from {self.port} to {self.port + PORTS_TRIED - 1}; give another with --port"
            )

    async def _publish(self) -> None:
        """Once every sample feed was read a second time, publish item after item."""
        while not self.stand.read_twice:
            await asyncio.sleep(0.2)
        pause = FIRST_AFTER
        while self.stand.waiting:
            self.next_at = datetime.now(UTC) + timedelta(seconds=pause)
            try:
                await asyncio.wait_for(self.publish_now.wait(), pause)
            except TimeoutError:
                pass
            self.publish_now.clear()
            self.stand.publish_next()
            pause = self.every
        self.next_at = None

    def _status(self) -> str:
        """The line the page shows."""
        if self.next_at is None:
            return "Reading the sample feeds …" if self.stand.waiting else "All sample items are published."
        seconds = max(0, round((self.next_at - datetime.now(UTC)).total_seconds()))
        return f"Next sample item in {seconds} s: {self.stand.next_title}"


def _fresh(directory: Path) -> Path:
    """The demo's own folder, empty: the sandbox forgets its chats too."""
    if directory.exists():
        shutil.rmtree(directory)
    directory.mkdir(parents=True)
    return directory


def _sample_feeds(stand: Newsstand, port: int) -> list[Feed]:
    return [
        Feed(
            id=publisher.key,
            url=f"http://{HOST}:{port}/{publisher.key}/feed",
            publisher=publisher.name,
            language="en",
            topics=("samples",),
            every=SAMPLE_EVERY,
        )
        for publisher in stand.publishers.values()
    ]


async def _real_feeds(found: Settings, feeds_file: Path) -> None:
    """Add the feeds of feeds.yaml when one of the first few answers; else say so, once and calmly."""
    real = feedsfile.read(feedsfile.locate(found.feeds_file))
    async with HttpFetcher(
        user_agent=USER_AGENT, allowed=found.allowed_networks, total=timedelta(seconds=5)
    ) as fetcher:
        answers = await asyncio.gather(*(fetcher.feed(feed.url) for feed in real[:3]))
    if all(isinstance(answer, Failed) for answer in answers):
        note(f"  No internet here: the {len(real)} feeds of feeds.yaml are left out, the samples do without.")
        return
    for feed in real:
        await asyncio.to_thread(feedsfile.add, feeds_file, feed)
    note(f"  The {len(real)} feeds of feeds.yaml are polled too.")
