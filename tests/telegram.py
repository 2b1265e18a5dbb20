"""A running sandbox for tests: the real Bot API over loopback HTTP, its state at hand in the same event loop."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from bot.sandbox import DEFAULT_TOKEN, Sandbox, create_app, serving


@dataclass(frozen=True, slots=True)
class Running:
    """`root` is the Bot API root (WIREWATCH_TELEGRAM_API_URL), and the chat page's address too."""

    sandbox: Sandbox
    root: str

    @property
    def token(self) -> str:
        return self.sandbox.token

    @property
    def base_url(self) -> str:
        """For ApplicationBuilder.base_url."""
        return f"{self.root}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.root}/file/bot"


@contextlib.asynccontextmanager
async def running_sandbox(
    *,
    token: str = DEFAULT_TOKEN,
    flood: bool = True,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], float] = time.time,
) -> AsyncIterator[Running]:
    """A sandbox on a free port of 127.0.0.1, stopped on leaving."""
    sandbox = Sandbox(token, clock=clock, now=now, flood=flood)
    async with serving(create_app(sandbox), sandbox) as root:
        yield Running(sandbox, root)
