"""Each night, what is older than is kept goes: reports with their texts, tags and versions, stories, ledger rows.

What stays of a report is its tombstone: its identity keys, headline and address, so that nothing is alerted a second
time when a feed digs it up. What a feed lists is not purged. In small transactions, so that nobody waits for it.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from itertools import count

from bot.ports import Clock, Store

log = logging.getLogger(__name__)

NIGHT = 3  # the hour, UTC, from which a night's work is due; what was missed is made up for at the next tick
STRETCH = 2000  # items that are looked at together
BATCH = 100  # items of a transaction
PAUSE = 0.05  # seconds for others between two transactions
TOMBSTONES = timedelta(days=5 * 365)  # after a report was last listed
_LEAP = timedelta(days=30)  # a clock that is wrong for one night costs that much of the archive at most

NOISE = timedelta(days=90)  # a name that only one report had is noise by then

_NIGHTLY = timedelta(hours=20)
_FORGOT = "forgotten"  # when the registry last forgot
_NOTE = "retention"  # how long was kept, from when, and when that was seen to; kept with the database's own notes
_REPORT_EVERY = 10_000  # items


class Retention:
    """The use case. `keep` None: everything is kept."""

    def __init__(self, store: Store, clock: Clock, keep: timedelta | None) -> None:
        self._store = store
        self._clock = clock
        self._keep = keep

    async def tick(self) -> None:
        """The night's work, when it was not done yet."""
        now = self._clock()
        if self._keep is None or await self._done(now):
            return
        before = await self._before(now, self._keep)
        purged = await self._purge(before, now)
        await self._tend_tombstones(now)
        await self._store.set_meta(_NOTE, f"{self._keep.total_seconds():.0f} {before.isoformat()} {now.isoformat()}")
        if purged:
            log.info("retention: %d reports from before %s purged", purged, f"{before:%Y-%m-%d}")

    async def _done(self, now: datetime) -> bool:
        night = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
        night -= timedelta(days=1) if night > now else timedelta()
        _, _, ran = await self._noted()
        return ran is not None and night <= ran <= now  # else the clock was ahead then

    async def _before(self, now: datetime, keep: timedelta) -> datetime:
        """From when on reports are kept: not suddenly much later than last time, unless the setting has changed."""
        kept, last, _ = await self._noted()
        before = now - keep
        return min(before, last + _LEAP) if last is not None and kept == keep else before

    async def _noted(self) -> tuple[timedelta | None, datetime | None, datetime | None]:
        noted = await self._store.get_meta(_NOTE)
        if not noted:
            return None, None, None
        kept, before, ran = noted.split(" ")
        return timedelta(seconds=int(kept)), datetime.fromisoformat(before), datetime.fromisoformat(ran)

    async def _purge(self, before: datetime, now: datetime) -> int:
        retention, purged, after = self._store.retention, 0, 0
        reported = count(_REPORT_EVERY, _REPORT_EVERY)
        report = next(reported)
        while True:
            looked = self._clock()
            old = await retention.old(before, after=after, limit=STRETCH)
            if old.last is None:
                return purged
            after = old.last
            listed = await retention.listed(max(old.ids))
            dead = [id_ for id_ in old.ids if id_ not in listed]
            for start in range(0, len(dead), BATCH):
                purged += (await retention.purge(dead[start : start + BATCH], now, since=looked)).items
                await asyncio.sleep(PAUSE)
            if purged >= report:
                log.info("retention: %d reports purged so far", purged)
                report = next(reported)

    async def _tend_tombstones(self, now: datetime) -> None:
        retention = self._store.retention
        if newest := await retention.last_tombstone():
            await retention.relisted(sorted(await retention.listed(newest)), now)
            gone = BATCH
            while gone == BATCH:
                gone = await retention.forget(now - TOMBSTONES, BATCH)
                await asyncio.sleep(PAUSE)


class Forgetting:
    """The registry's night work: names that one report had, months ago, and nobody asked for since, are forgotten."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def tick(self) -> None:
        """Once a night, in small transactions."""
        now = self._clock()
        noted = await self._store.get_meta(_FORGOT)
        if noted and abs(now - datetime.fromisoformat(noted)) < _NIGHTLY:  # a clock that was ahead is forgiven
            return
        forgotten, gone = 0, BATCH
        while gone == BATCH:
            gone = await self._store.actors.forget(now - NOISE, BATCH)
            forgotten += gone
            await asyncio.sleep(PAUSE)
        await self._store.set_meta(_FORGOT, now.isoformat())
        if forgotten:
            log.info("registry: %d names that one old report had are forgotten", forgotten)
