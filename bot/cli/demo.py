"""`wirewatch demo`: the real bot on a local Bot API, with a chat page and sample publishers. No token, no internet."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
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
from bot.sandbox import DemoPanel, DemoStatus, Sandbox, create_app, publishers
from bot.sandbox.publishers import Newsstand
from bot.serving import serve

HOST = "127.0.0.1"
SAMPLE_EVERY = timedelta(seconds=2)  # how often the sample feeds are polled
FIRST_AFTER = 4.0  # seconds from the first follow to the first new item: nobody who opens the page late misses one
NEXT_AFTER = 25.0
LOOK = 0.5  # seconds between two looks whether somebody follows something
PORTS_TRIED = 20


def demo(
    port: Annotated[
        int, typer.Option(help="Where the chat page is served; the next free one when it is taken.")
    ] = 8080,
    every: Annotated[float, typer.Option(help="Seconds between two new sample items.")] = NEXT_AFTER,
) -> None:
    """Try the bot in a sandbox: a chat page in the browser, sample publishers, the real bot.

    Nothing leaves this machine but the polls of feeds.yaml, and those only when the network allows.
    """
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
    notes: list[str] = field(default_factory=list)

    async def run(self) -> None:
        sandbox = Sandbox()
        sandbox.add_group("Topic desk", topics=("Logistics",))
        async with AsyncExitStack() as stack:
            newsroom = await stack.enter_async_context(serve(publishers.create_app(self.stand), HOST, 0))
            page = await stack.enter_async_context(self._page(sandbox))
            # Named by the port, which no other demo can have at the same time.
            directory = _fresh(self.settings.data_dir / f"demo-{page.rpartition(':')[2]}")
            feeds_file = directory / "feeds.yaml"
            samples = _sample_feeds(self.stand, newsroom)
            _write(feeds_file, "# The demo's own feeds file: thrown away at the next start.\nfeeds: []\n", samples)
            note(f"\n  Wirewatch demo: open {page}\n")
            note("  Press START and follow Venezuela: from then on new sample items are published while you watch.")
            note("  Ask it: what is Lavrov doing in Venezuela?   Stop with Ctrl-C.\n")
            tasks = [
                asyncio.create_task(self._publish(sandbox)),
                asyncio.create_task(self._real_feeds(feeds_file, samples)),
            ]
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
        panel = DemoPanel(status=self._status, publish=self._publish_now)
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

    async def _publish(self, sandbox: Sandbox) -> None:
        """Once every sample feed was read a second time, and somebody follows something, publish item after item."""
        await self.stand.read_twice.wait()
        while not self.publish_now.is_set() and not _somebody_follows(sandbox):  # noqa: ASYNC110 - it has no event for that
            await asyncio.sleep(LOOK)
        pause = FIRST_AFTER
        while self.stand.waiting:
            self.next_at = datetime.now(UTC) + timedelta(seconds=pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.publish_now.wait(), pause)
            self.publish_now.clear()
            self.stand.publish_next()
            pause = self.every
        self.next_at = None

    def _status(self) -> DemoStatus:
        """What the page shows."""
        seconds = (self.next_at - datetime.now(UTC)).total_seconds() if self.next_at else None
        return DemoStatus(
            next_in=max(0.0, seconds) if seconds is not None else None,
            next_title=self.stand.next_title or "",
            waiting=self.stand.waiting,
            notes=tuple(self.notes),
        )

    async def _real_feeds(self, feeds_file: Path, samples: list[Feed]) -> None:
        """Poll the feeds of feeds.yaml as well when one of the first few answers; else say so, once and calmly."""
        theirs = feedsfile.locate(self.settings.feeds_file)
        real = feedsfile.read(theirs)
        allowed = self.settings.allowed_networks
        async with HttpFetcher(user_agent=USER_AGENT, allowed=allowed, total=timedelta(seconds=5)) as fetcher:
            answers = await asyncio.gather(*(fetcher.feed(feed.url) for feed in real[:3]))
        if all(isinstance(answer, Failed) for answer in answers):
            self._tell(f"No internet here: the {len(real)} feeds of feeds.yaml are left out, the samples do without.")
            return
        await asyncio.to_thread(_write, feeds_file, theirs.read_text(encoding="utf-8"), samples)
        self._tell(f"The {len(real)} feeds of feeds.yaml are polled too.")

    def _tell(self, line: str) -> None:
        self.notes.append(line)
        note(f"  {line}")

    async def _publish_now(self) -> None:
        self.publish_now.set()


def _somebody_follows(sandbox: Sandbox) -> bool:
    """Whether the bot has confirmed it to anybody."""
    return any("You follow" in message.text for user in sandbox.users for message in sandbox.sent(user.id))


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


def _write(path: Path, text: str, more: list[Feed]) -> None:
    """A feeds file with `more` appended, put in place whole."""
    draft = path.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    for feed in more:
        feedsfile.add(draft, feed)
    draft.replace(path)
