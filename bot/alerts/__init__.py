"""Change rows -> alert rows -> messages.

match: changes x watches -> decisions and alert rows, change done, in ONE transaction a change.
release: what was held back and is due -> one alert row.
send:  claim with a lease -> render -> deliver -> record, after Telegram's reply and never before.

An alert is a row before it is a message: whatever dies in between is found again by its lease. Telegram has no
idempotency key, so a message whose reply was lost repeats once; nothing else repeats, and nothing is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

from bot.alerts.digests import Digests
from bot.alerts.matching import Matching
from bot.alerts.sending import Sending
from bot.errors import WirewatchError
from bot.ports import Clock, Reteller, Sender, Store

__all__ = ["Alerts", "Digests"]

log = logging.getLogger(__name__)

IDLE = 1.0  # seconds until the tables are looked at unasked; another process may have written


class Alerts:
    """The use case. `owner` names this process in the leases."""

    def __init__(
        self, store: Store, sender: Sender, clock: Clock, *, owner: str, reteller: Reteller | None = None
    ) -> None:
        self._woken = asyncio.Event()
        self._clock = clock
        self._news = True
        self._matching = Matching(store, clock)
        self._digests = Digests(store)
        self._sending = Sending(store, sender, clock, owner=owner, woken=self._woken, reteller=reteller)

    def wake(self) -> None:
        """There is news: do not wait for the next look."""
        self._news = True
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Match and send until told to stop; then finish the sends in flight."""
        loop, look = asyncio.get_running_loop(), 0.0
        try:
            while not stop.is_set():
                self._woken.clear()
                busy = 0
                try:
                    if self._news or loop.time() >= look:  # and not at the end of every send
                        self._news, look = False, loop.time() + IDLE
                        busy = await self.match() + await self.release()
                        self._news = self._news or bool(busy)
                    busy += await self._sending.start()
                except WirewatchError as error:
                    log.error("alerts wait: %s", error)
                    busy = 0
                if not busy:
                    await self._wait(stop)
        finally:
            await self._sending.finish()

    async def match(self) -> int:
        """Turn every open change into alert rows. Returns how many changes were settled."""
        return await self._matching.run()

    async def release(self) -> int:
        """Hand over what was held back and is due. Returns how many messages that will be."""
        return await self._digests.release(self._clock())

    async def send_waiting(self) -> int:
        """Send what is waiting and may go now, to the end. Returns how many sends were started."""
        return await self._sending.drain()

    async def _wait(self, stop: asyncio.Event) -> None:
        """Until woken, told to stop, or the next look is due."""
        waits = {asyncio.create_task(self._woken.wait()), asyncio.create_task(stop.wait())}
        _, pending = await asyncio.wait(waits, timeout=IDLE, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
