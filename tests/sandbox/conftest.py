"""A clock that stands, a sandbox without a server, a served one, and python-telegram-bot's own client on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram.ext import ApplicationBuilder, ExtBot

from bot.sandbox import Sandbox
from bot.sandbox.methods import METHODS
from bot.sandbox.model import ApiError, Json
from bot.sandbox.params import Params
from tests.telegram import Running, running_sandbox

NOON = 1_772_798_400.0  # 2026-03-06 12:00 UTC


class StoppedClock:
    """Seconds that pass only when told to."""

    def __init__(self, seconds: float = NOON) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds

    def forward(self, seconds: float) -> None:
        self.seconds += seconds


class Direct:
    """Calls Bot API methods without HTTP: the same functions, the same errors."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def call(self, method: str, **values: object) -> object:
        return METHODS[method.lower()](self.sandbox.world, Params(dict(values)))

    def message(self, method: str, **values: object) -> Json:
        result = self.call(method, **values)
        assert isinstance(result, dict)
        return result

    def refused(self, method: str, **values: object) -> str:
        """Status and description of the error, as "400 Bad Request: …"; "" when it was no error."""
        try:
            self.call(method, **values)
        except ApiError as error:
            return f"{error.status} {error.description}"
        return ""


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def sandbox(clock: StoppedClock) -> Sandbox:
    """The desk has written once; the analyst never has."""
    sandbox = Sandbox(clock=clock, now=clock, flood=False)
    sandbox.start(sandbox.desk_id)
    return sandbox


@pytest.fixture
def api(sandbox: Sandbox) -> Direct:
    return Direct(sandbox)


@pytest.fixture
async def running(clock: StoppedClock) -> AsyncIterator[Running]:
    """Served over HTTP, limits enforced by the clock that stands. The desk has written once."""
    async with running_sandbox(clock=clock, now=clock) as running:
        running.sandbox.start(running.sandbox.desk_id)
        yield running


@pytest.fixture
async def client(running: Running) -> AsyncIterator[ExtBot[None]]:
    """python-telegram-bot's client, connected."""
    builder = ApplicationBuilder().token(running.token).base_url(running.base_url)
    application = builder.base_file_url(running.base_file_url).read_timeout(1.0).build()
    async with application.bot as bot:
        yield bot
