"""Lines of `inspect --jsonl` and `load`, cleaned and tagged side by side in workers.

Those of one publisher are cleaned in their order, each with what the ones before it have taught.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot import inspection
from bot.clean import memory
from bot.inspection import Examined, Line
from bot.model import NO_MEMORY, Article, Memory
from bot.worker import WorkerPool

EXAMINE = timedelta(seconds=45)  # for cleaning
PUBLISHERS = 500  # whose memories are kept at hand

Recall = Callable[[str], Awaitable[Memory]]


class Examiner:
    """One run. `recall` gives what was known of a publisher before it."""

    def __init__(self, workers: WorkerPool, recall: Recall | None = None) -> None:
        self._workers = workers
        self._recall = recall
        self._memories: dict[str, Memory] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    async def examine(self, line: Line, now: datetime) -> Examined:
        """Raises WorkerFailed. The order of the calls is the order of the lines."""
        publisher = inspection.teacher(line)
        if publisher is None:
            article = await self._clean(line, NO_MEMORY, now)
        else:
            async with self._turns.setdefault(publisher, asyncio.Lock()):
                known = await self._known(publisher)
                article = await self._clean(line, known, now)
                self._memories[publisher] = memory.learn(known, memory.lesson(article))
                if len(self._memories) > PUBLISHERS:
                    del self._memories[next(iter(self._memories))]
        return Examined(article, await self._workers.understand(article))

    async def _clean(self, line: Line, known: Memory, now: datetime) -> Article:
        return await self._workers.run(inspection.clean, line, known, now, timeout=EXAMINE)

    async def _known(self, publisher: str) -> Memory:
        if publisher in self._memories or self._recall is None:
            return self._memories.get(publisher, NO_MEMORY)
        return await self._recall(publisher)
