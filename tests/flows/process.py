"""`wirewatch run` as a process of its own, to be killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from tests.telegram import Running

ROOT = Path(__file__).resolve().parent.parent.parent


class Bot:
    """One bot on one database; started and killed again and again."""

    def __init__(self, telegram: Running, directory: Path, database: str | None = None) -> None:
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")},
            "PYTHONPATH": str(ROOT),
            "WIREWATCH_TELEGRAM_TOKEN": telegram.token,
            "WIREWATCH_TELEGRAM_API_URL": telegram.root,
            "WIREWATCH_DATA_DIR": str(directory),
            "WIREWATCH_DATABASE_URL": database or f"sqlite:///{directory / 'w.db'}",
            "WIREWATCH_FEEDS_FILE": str(directory / "feeds.yaml"),
            "WIREWATCH_ADMINS": str(telegram.sandbox.admin_id),
            "WIREWATCH_ALLOWED_NETWORKS": "127.0.0.0/8",
            "WIREWATCH_MIN_INTERVAL": "1s",
        }
        self._directory = directory
        self._log = (directory / "bot.log").open("ab")
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> asyncio.subprocess.Process:
        """Start it; does not wait until it is up."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=self._environment, cwd=self._directory, stderr=self._log
        )
        return self._process

    async def end(self, how: signal.Signals) -> int:
        """Send the signal and wait; the exit code."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(how)
        return await self._process.wait()

    def close(self) -> None:
        """The log stays for the one who reads a failure."""
        self._log.close()

    def log(self) -> str:
        """What it wrote so far."""
        return (self._directory / "bot.log").read_text(encoding="utf-8", errors="replace")


@contextlib.asynccontextmanager
async def bot_process(telegram: Running, directory: Path, database: str | None = None) -> AsyncIterator[Bot]:
    """A bot that is not started yet, and is dead on leaving."""
    bot = Bot(telegram, directory, database)
    try:
        yield bot
    finally:
        if bot._process is not None and bot._process.returncode is None:
            await bot.end(signal.SIGKILL)
        bot.close()
