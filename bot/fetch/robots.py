"""robots.txt as RFC 9309 has it: for article pages, not for the feeds that a person added."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import httpx
from protego import Protego

_KEPT = 24 * 3_600.0  # seconds, the most that the RFC allows
_KEPT_UNREACHABLE = 3_600.0  # after a server fault the site is closed; an hour later it is asked again
_MOST_KEPT = 1_000
_LONGEST_DELAY = 30.0  # seconds of Crawl-delay that are obeyed

# Status and text of a robots.txt; None when the server could not be reached.
Download = Callable[[httpx.URL], Awaitable[tuple[int, str] | None]]


@dataclass(frozen=True, slots=True)
class _Rules:
    expires: float
    rules: Protego | None  # None: see `open`
    open: bool = True


class Robots:
    """What the sites' robots.txt say to `agent`, kept for a day, for the thousand sites asked last."""

    def __init__(self, agent: str, download: Download) -> None:
        self._agent, self._download = agent, download
        self._kept: OrderedDict[str, _Rules] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def allows(self, url: httpx.URL) -> bool:
        found = await self._rules(url)
        return bool(found.rules.can_fetch(str(url), self._agent)) if found.rules else found.open

    async def delay(self, url: httpx.URL) -> timedelta | None:
        """The pause between two pages that the site asks for, at most 30 seconds."""
        found = await self._rules(url)
        seconds = found.rules.crawl_delay(self._agent) if found.rules else None
        return timedelta(seconds=min(float(seconds), _LONGEST_DELAY)) if seconds else None

    async def _rules(self, url: httpx.URL) -> _Rules:
        origin = str(url.copy_with(raw_path=b"/robots.txt"))
        lock = self._asking.setdefault(origin, asyncio.Lock())
        try:
            async with lock:
                found = self._kept.get(origin)
                if found is None or found.expires < time.monotonic():
                    found = self._kept[origin] = await self._ask(httpx.URL(origin))
                self._kept.move_to_end(origin)
                if len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
                return found
        finally:
            if not lock.locked():
                self._asking.pop(origin, None)

    async def _ask(self, url: httpx.URL) -> _Rules:
        # In a thread: half a megabyte of rules takes long enough to be noticed by everybody else.
        return await asyncio.to_thread(_read, await self._download(url))


def _read(answer: tuple[int, str] | None) -> _Rules:
    now = time.monotonic()
    if answer is None or answer[0] >= 500:
        return _Rules(now + _KEPT_UNREACHABLE, None, open=False)
    if answer[0] >= 400:
        return _Rules(now + _KEPT, None, open=True)
    return _Rules(now + _KEPT, Protego.parse(answer[1]))
