"""When things run in one process: APScheduler ticks, the work is the use cases' own. The only import of APScheduler.

Nothing is skipped: what is due stands in the database (a feed's next check), so a late tick finds it all the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A coroutine function that runs every so often; never twice at once."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[object]]


class Ticker:
    """Runs jobs between start() and stop()."""

    def __init__(self, jobs: tuple[Job, ...]) -> None:
        self._jobs = jobs
        # misfire_grace_time=None and coalesce: APScheduler's defaults drop a tick that is a second late.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        self._scheduler.add_listener(_complain, EVENT_JOB_ERROR | EVENT_JOB_MISSED)

    def start(self) -> None:
        """Call inside the running event loop. Every job runs once at once."""
        for job in self._jobs:
            self._scheduler.add_job(_run, "interval", (job,), seconds=job.every.total_seconds(), id=job.name)
        self._scheduler.start()

    def stop(self) -> None:
        """No further ticks; a job under way is cancelled."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


async def _run(job: Job) -> None:
    """Its end by stop() is none that APScheduler should put into the log."""
    with contextlib.suppress(asyncio.CancelledError):
        await job.run()


def _complain(event: Any) -> None:
    error = getattr(event, "exception", None)
    if isinstance(error, asyncio.CancelledError):
        return  # we were told to stop
    log.error("job %s failed; it runs again at its next tick", event.job_id, exc_info=error)
