"""Delivers updates to the bot's webhook, one after the other, until each is taken. Loopback only."""

from __future__ import annotations

import asyncio
import json

from bot.sandbox.loopback import Unreachable, ask
from bot.sandbox.world import World

_FIRST_RETRY, _LAST_RETRY = 0.5, 30.0  # seconds
_ANSWER_BYTES = 1024 * 1024


class Courier:
    """At most one delivery at a time; a refused update is tried again, later and later."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._task: asyncio.Task[None] | None = None
        world.on_close.append(self.stop)

    def start(self) -> None:
        self.stop()
        self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        updates = self._world.updates
        while True:
            update = await updates.oldest()
            delay = _FIRST_RETRY
            while (error := await self._deliver(json.dumps(update.wire()).encode())) is not None:
                self._world.webhook.last_error = error
                self._world.webhook.last_error_date = self._world.second()
                self._world.touch()
                await asyncio.sleep(delay)
                delay = min(2 * delay, _LAST_RETRY)
            updates.delivered(update)
            self._world.touch()

    async def _deliver(self, body: bytes) -> str | None:
        """None when the webhook took it, else why not."""
        webhook = self._world.webhook
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        try:
            answer = await ask(webhook.url, body=body, headers=headers, limit=_ANSWER_BYTES)
        except Unreachable as error:
            return str(error)
        if 200 <= answer.status < 300:
            return None
        return f"Wrong response from the webhook: {answer.status} {answer.reason}"
