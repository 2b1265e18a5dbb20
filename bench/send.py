"""One item to many chats: rows, then messages over HTTP to a Bot API that enforces Telegram's limits."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from telegram import Bot

from bench import samples
from bench.figures import Figure, rate, scaled
from bench.telegram import Telegram, telegram
from bot.alerts import Alerts
from bot.deliver.limits import Limiter
from bot.deliver.telegram import TelegramSender
from bot.model import Article, ChatRef, CountryTag, Mode, NewItem, Subject, SubjectKind, Tagged
from bot.ports import Store
from bot.store import open_store

_FOLLOWERS = 10_000
_REACHED = 150  # of them have a chat at the Bot API: Telegram's limits make it five seconds


def run(scale: float) -> list[Figure]:
    """Alert rows a second, messages a second and how many of them were refused."""
    reached = scaled(_REACHED, scale, 5)
    with tempfile.TemporaryDirectory() as directory, telegram(reached) as bot_api:
        return asyncio.run(
            _run(scaled(_FOLLOWERS, scale, reached), bot_api, f"sqlite:///{Path(directory, 'bench.db')}")
        )


async def _run(followers: int, bot_api: Telegram, url: str) -> list[Figure]:
    store = await open_store(url)
    try:
        async with Bot(bot_api.token, base_url=f"{bot_api.root}/bot") as bot:
            sender = TelegramSender(bot, Limiter(time.monotonic))
            alerts = Alerts(store, sender, lambda: datetime.now(UTC), owner="bench")
            await _prepare(store, followers, bot_api.chats)
            before = time.process_time()
            await alerts.match()
            matched = time.process_time() - before
            return [
                Figure(
                    f"alert rows for an item that {followers} chats follow", rate(followers, matched), "a CPU-second"
                ),
                *await _send(alerts, bot_api, followers),
            ]
    finally:
        await store.close()


async def _send(alerts: Alerts, bot_api: Telegram, followers: int) -> list[Figure]:
    """Until every chat that exists has its message; the others are behind them in the queue."""
    stop = asyncio.Event()
    started, before = time.monotonic(), time.process_time()
    task = asyncio.create_task(alerts.run(stop))
    await asyncio.to_thread(bot_api.wait_for, len(bot_api.chats))
    seconds, own = time.monotonic() - started, time.process_time() - before
    refused = bot_api.journal().refused
    stop.set()
    await task
    return [
        Figure("messages", rate(len(bot_api.chats), seconds), "a second by the clock"),
        Figure("of them refused by 429", refused, "messages"),
        Figure(f"a message, with {followers} waiting", 1000 * own / len(bot_api.chats), "CPU-ms"),
    ]


async def _prepare(store: Store, followers: int, reached: tuple[int, ...]) -> None:
    """The chats that exist come first in the queue."""
    now = datetime.now(UTC)
    subject = Subject(SubjectKind.COUNTRY, "VE", "Venezuela")
    absent = range(10_000_000, 10_000_000 + followers - len(reached))
    for chat in (*reached, *absent):
        await store.subscriptions.add(ChatRef(chat), (subject,), Mode(), now)
    piece = samples.news(0)
    tagged = Tagged(Article(piece.title, piece.body), countries=(CountryTag("VE", ()),), summary=piece.paragraphs[:2])
    new = NewItem("bench", "Outlet", ("key",), tagged, first_seen=now, published=now)
    if await store.archive.add(new) is None:
        raise AssertionError("an item of an empty archive is new")
