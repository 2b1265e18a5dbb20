"""The ready-made bot: an Application of our own with Wirewatch mounted, from its start to SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from telegram import Update
from telegram.error import Conflict, Forbidden, InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder

import handlers
from bot.config import Settings
from bot.deliver.client import Request
from bot.errors import AlreadyRunning, ConfigError, WirewatchError
from bot.plugin import AnyApplication, Wirewatch
from bot.web import WEBHOOK_PATH

log = logging.getLogger(__name__)

UPDATES_AT_ONCE = 32
CONNECTIONS = 32  # to the Bot API: replies must not wait for alerts on the wire
FIRST_CONTACT = (1.0, 2.0, 4.0)  # seconds between the tries to reach the Bot API at the start
LONG_POLL = 20  # seconds
LAST_REPLIES = 6.0  # seconds at the end for replies; who stops us kills us after ten, as a rule


async def run(settings: Settings, *, started: Callable[[str], None] = lambda name: None) -> None:
    """Run until SIGINT or SIGTERM; `started` gets the bot's @name.

    Raises WirewatchError when it cannot start, AlreadyRunning also when another bot takes over the database.
    """
    if settings.token is None:
        raise ConfigError(
            "WIREWATCH_TELEGRAM_TOKEN is not set. Get a token from @BotFather and set it, "
            "or try `wirewatch demo`, which needs none."
        )
    stop = asyncio.Event()
    taken_over: list[AlreadyRunning] = []

    def lost(error: AlreadyRunning) -> None:
        taken_over.append(error)
        stop.set()

    with _stopping_signals(stop):
        async with running(settings, lost) as name:
            started(name)
            await stop.wait()
            log.info("stopping: sends in flight are finished")
    if taken_over:
        raise taken_over[0]


@asynccontextmanager
async def running(settings: Settings, on_lost: Callable[[AlreadyRunning], None] | None = None) -> AsyncIterator[str]:
    """The bot, at work; yields its @name. Raises WirewatchError when it cannot start. `on_lost`: see Wirewatch."""
    watch = Wirewatch(settings, on_lost=on_lost)
    application = build(settings, watch)
    try:
        name = await _first_contact(application, settings)
        await watch.start(application)
        try:
            await application.start()
            await _listen(application, settings)
            await _publish_menu(application, settings)
            log.info("@%s is running", name)
            yield name
        finally:
            if application.updater is not None and application.updater.running:
                await application.updater.stop()
            if application.running:
                await _answer_what_was_taken(application)
            await watch.stop()
    finally:
        await application.shutdown()


def build(settings: Settings, watch: Wirewatch) -> AnyApplication:
    """The Application: our limiter, updates side by side, no JobQueue (bot.jobs ticks)."""
    return (
        ApplicationBuilder()
        .token(settings.token or "")
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .rate_limiter(watch.limiter())
        .concurrent_updates(UPDATES_AT_ONCE)
        .request(Request(connection_pool_size=CONNECTIONS, pool_timeout=10.0, read_timeout=15.0))
        .get_updates_request(Request())
        .job_queue(None)
        .build()
    )


async def _first_contact(application: AnyApplication, settings: Settings) -> str:
    for pause in (*FIRST_CONTACT, None):
        try:
            await application.initialize()
            return str(application.bot.username)
        except InvalidToken as error:
            raise ConfigError(
                "WIREWATCH_TELEGRAM_TOKEN is refused by Telegram. Take a new one from @BotFather."
            ) from error
        except TelegramError as error:
            if pause is None:
                raise WirewatchError(
                    f"The Bot API at {settings.telegram_api_url} cannot be reached: {error}"
                ) from error
            log.warning("the Bot API does not answer (%s), trying again", error)
            await asyncio.sleep(pause)
    raise AssertionError("the last try returns or raises")


async def _answer_what_was_taken(application: AnyApplication) -> None:
    """Telegram does not bring an update again that was taken, so the replies go out before the database closes."""
    try:
        await asyncio.wait_for(application.stop(), LAST_REPLIES)
    except TimeoutError:
        log.warning("some replies had to wait too long for their turn and are dropped")


async def _publish_menu(application: AnyApplication, settings: Settings) -> None:
    """The menus of commands are a comfort: the bot works without."""
    try:
        await handlers.publish_menu(application.bot, settings.admins)
    except TelegramError as error:
        log.warning("the command menus could not be set: %s", error)


async def _listen(application: AnyApplication, settings: Settings) -> None:
    """Take updates: by webhook when there is a public address, else by long polling."""
    if settings.public_url:
        secret = settings.webhook_secret
        await application.bot.set_webhook(
            settings.public_url + WEBHOOK_PATH,
            allowed_updates=Update.ALL_TYPES,
            secret_token=secret.get_secret_value() if secret else None,
        )
        return
    if application.updater is None:
        raise AssertionError("an Application of our own has an updater")
    await application.updater.start_polling(
        timeout=LONG_POLL, allowed_updates=Update.ALL_TYPES, bootstrap_retries=-1, error_callback=_polling_failed
    )


def _polling_failed(error: TelegramError) -> None:
    """The updater tries again by itself; we say why in one line."""
    if isinstance(error, Conflict):
        log.error("another program reads this bot's updates (409): run one bot a token")
    elif isinstance(error, InvalidToken | Forbidden):
        log.error("Telegram refuses the token: %s", error)
    else:
        log.warning("no updates from the Bot API: %s", error)


@contextmanager
def _stopping_signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGINT and SIGTERM set the event. Windows has no such handlers: there Ctrl-C raises KeyboardInterrupt."""
    caught = () if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM)
    loop = asyncio.get_running_loop()
    for number in caught:
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in caught:
            loop.remove_signal_handler(number)
