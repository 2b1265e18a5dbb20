"""Messages of the bot's admins to every chat."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from bot.model import Broadcast, Progress, Stage


class Broadcasts(Protocol):
    async def draft(self, author: int, text: str, now: datetime) -> Broadcast: ...

    async def get(self, broadcast_id: int) -> Broadcast | None: ...

    async def start(self, broadcast_id: int, message_id: int, now: datetime, lifetime: timedelta) -> int | None:
        """A row for every chat that is not paused, in one transaction; how many. None for what is no draft any more."""
        ...

    async def end(self, broadcast_id: int, stage: Stage) -> bool:
        """It runs no more; what still waits is left out. False when it did not run."""
        ...

    async def running(self) -> tuple[Broadcast, ...]: ...

    async def progress(self, broadcast_id: int) -> Progress: ...
