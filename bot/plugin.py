"""Wirewatch inside a python-telegram-bot Application: build the parts, introduce them to each other, start and stop.

    Wirewatch(settings).install(application)

mounts it in an application of someone else's; `bot.app` does the same with one of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.ext import Application

import handlers
from bot import USER_AGENT, feedsfile
from bot.alerts import Alerts, Digests
from bot.alerts.broadcasts import Broadcasts
from bot.ask import Ask
from bot.config import Settings
from bot.deliver.client import readable
from bot.deliver.limits import Limiter
from bot.deliver.telegram import ReplyLimiter, TelegramSender
from bot.errors import AlreadyRunning, FeedsFileError, StoreError
from bot.feeds import Feeds
from bot.fetch.http import HttpFetcher
from bot.fetch.websub import HubClient
from bot.follow import Follow, Missed, Watchlists
from bot.ingest import Ingest, Pace
from bot.jobs import Job, Ticker
from bot.llm import Endpoint
from bot.model import ChatRef, Later, Message
from bot.naming import Naming
from bot.notices import Notices
from bot.ports import Store
from bot.retelling import Retelling
from bot.retention import Forgetting, Retention
from bot.serving import serve
from bot.splitting import Splitting
from bot.store import open_store
from bot.stories import Stories
from bot.understand.identity import registry
from bot.web import create_app
from bot.websub import WebSub
from bot.worker import WorkerPool
from handlers.context import Services

log = logging.getLogger(__name__)

POLL_TICK = timedelta(seconds=1)
FILE_TICK = timedelta(seconds=2)
HEALTH_TICK = timedelta(seconds=10)
RETENTION_TICK = timedelta(minutes=1)
READ_TICK = timedelta(seconds=2)
BROADCAST_TICK = timedelta(seconds=3)
HUB_TICK = timedelta(seconds=5)
STALLED = 60.0  # seconds without a tick after which we call ourselves not ready


def utc_now() -> datetime:
    """The clock of production."""
    return datetime.now(UTC)


# python-telegram-bot's Application has six type parameters; none of them matters here.
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Wirewatch:
    """The whole bot but its Telegram application. One instance a process and a database."""

    def __init__(
        self,
        settings: Settings,
        *,
        group: int = 0,
        prefix: str = "",
        without: Iterable[str] = (),
        clock: Callable[[], datetime] = utc_now,
        on_lost: Callable[[AlreadyRunning], None] | None = None,
    ) -> None:
        """`on_lost` is called when another bot has taken over the database: this one sends no more and is to be
        stopped. Without it this one stops by itself.

        `prefix` goes before every command ("news_" makes /news_ask), `without` names commands to leave out,
        `group` is the handler group of the application they are put into."""
        self.settings = settings
        self._group, self._prefix, self._without = group, prefix, frozenset(without)
        self._clock = clock
        self._on_lost = on_lost
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._stop = asyncio.Event()
        self._stack = AsyncExitStack()
        self._ending: asyncio.Task[None] | None = None
        self._limiter = Limiter(time.monotonic)
        self._ticked = time.monotonic()
        self._store: Store | None = None
        self._pushes: WebSub | None = None

    def limiter(self) -> ReplyLimiter:
        """For an application's builder: paces its replies together with our alerts."""
        return ReplyLimiter(self._limiter)

    def install(self, application: AnyApplication) -> None:
        """Start and stop with the application's run_polling or run_webhook.

        An application that is started by hand awaits `start(application)` after its `initialize()`, and `stop()`.
        """
        before, after = application.post_init, application.post_stop

        async def post_init(app: AnyApplication) -> None:
            if before is not None:
                await before(app)
            await self.start(app)

        async def post_stop(app: AnyApplication) -> None:
            await self.stop()
            if after is not None:
                await after(app)

        application.post_init, application.post_stop = post_init, post_stop

    async def start(self, application: AnyApplication) -> None:
        """Open the database (raises StoreError, AlreadyRunning), add the handlers, begin to poll and to send."""
        self._stop.clear()
        try:
            await self._start(application)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Finish the sends in flight, stop polling, free the database."""
        self._stop.set()
        await self._stack.aclose()

    async def ready(self) -> None:
        """Raises StoreError when the bot could not do its work now."""
        if self._store is None:
            raise StoreError("the database is not open yet")
        await self._store.ping()
        if time.monotonic() - self._ticked > STALLED:
            raise StoreError("the poller has not ticked for a minute")

    def _lost(self, error: AlreadyRunning) -> None:
        log.critical("%s", error)
        self._stop.set()
        if self._on_lost is not None:
            self._on_lost(error)
        else:
            self._ending = asyncio.create_task(self.stop(), name="stopping")

    async def _start(self, application: AnyApplication) -> None:
        settings, stack = self.settings, self._stack
        store = await open_store(settings.database)
        self._store = store
        stack.push_async_callback(store.close)
        await stack.enter_async_context(store.exclusive(self._lost))
        if freed := await store.free_leases():
            log.info("%d leases of a process that is gone were freed", freed)
        await store.actors.seed(registry.seed())
        fetcher = await stack.enter_async_context(
            HttpFetcher(user_agent=USER_AGENT, allowed=settings.allowed_networks, longest_rest=settings.max_backoff)
        )
        workers = WorkerPool(tagger=settings.tagger)
        stack.push_async_callback(workers.close)
        workers.start()
        sender = TelegramSender(application.bot, self._limiter, settings.allowed_networks)
        reteller = await self._reteller(store)
        alerts = Alerts(store, sender, self._clock, owner=self._owner, reteller=reteller)
        ingest = Ingest(
            store,
            fetcher,
            workers,
            self._clock,
            owner=self._owner,
            pace=Pace(settings.min_interval, settings.max_backoff),
            on_news=alerts.wake,
            on_hub=self._announced,
            background=workers.background(),
            tagger=settings.tagger,
        )
        await self._start_pushes(store, ingest)
        file = feedsfile.YamlFeeds(feedsfile.locate(settings.feeds_file))
        tell = self._telling_admins(sender)
        feeds = Feeds(file, store, fetcher, workers, self._clock, lambda text: tell(Message(text)))
        notices = Notices(store, tell, self._clock)
        await _read_feeds(feeds)
        broadcasts = Broadcasts(store, sender, self._clock, alerts.wake)
        self._add_handlers(application, store, feeds, broadcasts, reteller)
        self._run_alerts(alerts)
        stack.push_async_callback(ingest.stop)
        ticker = Ticker(
            (
                Job("poll", POLL_TICK, self._ticking(ingest)),
                Job("feeds.yaml", FILE_TICK, feeds.refresh),
                Job("health", HEALTH_TICK, notices.tick),
                Job("retention", RETENTION_TICK, Retention(store, self._clock, settings.retention).tick),
                Job("forgetting", RETENTION_TICK, Forgetting(store, self._clock).tick),
                Job("reading", READ_TICK, ingest.later.tick),
                Job("broadcasts", BROADCAST_TICK, broadcasts.tick),
            )
        )
        ticker.start()
        stack.callback(ticker.stop)
        if self._pushes is not None:
            renewals = Ticker((Job("hubs", HUB_TICK, self._pushes.tick),))
            renewals.start()
            stack.callback(renewals.stop)
        await self._serve(application)

    async def _reteller(self, store: Store) -> Retelling | None:
        """Summaries in a model's words, where there is an endpoint."""
        if self.settings.model is None:
            return None
        model = await self._stack.enter_async_context(Endpoint(*self.settings.model))
        reteller = Retelling(model, store.retellings, self._clock, tokens=self.settings.llm_tokens)
        self._stack.push_async_callback(reteller.close)
        return reteller

    def _add_handlers(
        self,
        application: AnyApplication,
        store: Store,
        feeds: Feeds,
        broadcasts: Broadcasts,
        reteller: Retelling | None,
    ) -> None:
        services = Services(
            follow=Follow(store.subscriptions, store.chats, store.actors, store.archive, store.feeds),
            stories=Stories(store.archive, store.versions),
            ask=Ask(store.archive, store.actors),
            feeds=feeds,
            naming=Naming(store.pairs, store.actors, store.archive, self._clock),
            splitting=Splitting(store.regroupings, store.archive, self._clock),
            chats=store.chats,
            archive=store.archive,
            outbox=store.outbox,
            broadcasts=broadcasts,
            missed=Missed(store.ledger, store.archive),
            lists=Watchlists(store.subscriptions, store.lists),
            digests=Digests(store),
            admins=frozenset(self.settings.admins),
            clock=self._clock,
            networks=tuple(self.settings.allowed_networks),
            reteller=reteller,
        )
        handlers.register(application, services, group=self._group, prefix=self._prefix, without=self._without)

    async def _start_pushes(self, store: Store, ingest: Ingest) -> None:
        """WebSub, when hubs can reach us."""
        if self.settings.public_url is None:
            return
        hubs = HubClient(user_agent=USER_AGENT, allowed=self.settings.allowed_networks)
        await self._stack.enter_async_context(hubs)
        self._pushes = WebSub(store, hubs, ingest.push, self._clock, root=self.settings.public_url)
        await self._pushes.start()
        self._stack.push_async_callback(self._pushes.stop)

    async def _announced(self, feed_id: str, hub: str | None, topic: str) -> None:
        if self._pushes is not None:
            await self._pushes.announced(feed_id, hub, topic)

    def _run_alerts(self, alerts: Alerts) -> None:
        task = asyncio.create_task(alerts.run(self._stop), name="alerts")

        async def finish() -> None:
            self._stop.set()
            with contextlib.suppress(asyncio.CancelledError):
                await task

        self._stack.push_async_callback(finish)

    def _ticking(self, ingest: Ingest) -> Callable[[], Awaitable[object]]:
        async def tick() -> int:
            started = await ingest.tick()
            self._ticked = time.monotonic()
            return started

        return tick

    def _telling_admins(self, sender: TelegramSender) -> Callable[[Message], Awaitable[bool]]:
        """Says whether no second try is needed: somebody got the message, or none of them ever will."""

        async def tell(message: Message) -> bool:
            outcomes = [await sender.send(ChatRef(admin), message) for admin in self.settings.admins]
            return not outcomes or not all(isinstance(outcome, Later) for outcome in outcomes)

        return tell

    async def _serve(self, application: AnyApplication) -> None:
        """The web app, when it is wanted: health, readiness, and the webhook when there is a public address."""
        address = self.settings.address
        if address is None:
            return
        secret = self.settings.webhook_secret

        async def on_update(update: dict[str, Any]) -> bool:
            if application.running:
                await application.update_queue.put(handlers.read_update(readable(update), application.bot))
            return application.running

        app = create_app(
            ready=self.ready,
            on_update=on_update if self.settings.public_url else None,
            secret=secret.get_secret_value() if secret else "",
            door=self._pushes,
        )
        port = await self._stack.enter_async_context(serve(app, *address))
        log.info("listening on %s:%d: /healthz and /readyz", address[0], port)


async def _read_feeds(feeds: Feeds) -> None:
    """The first read. A broken file stops a fresh start; where the database knows feeds, they stay in force."""
    try:
        known = await feeds.sync()
    except FeedsFileError as error:
        running = await feeds.list()
        if not running:
            raise
        log.error("%s (the %d feeds known from before stay in force)", error, len(running))
        return
    log.info("%d feeds, %d of them paused", len(known), sum(feed.paused for feed in known))
