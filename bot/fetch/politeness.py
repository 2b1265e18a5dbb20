"""How often one publisher is bothered: a few requests at once for each registered domain, a gap between pages.

Does not fetch. Keeps nothing of a domain that has nothing in flight and has not asked for a rest.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

import httpx

from bot import domains
from bot.fetch.guard import Network

_AT_ONCE = 2  # requests to one registered domain
_AT_ONCE_OWN = 4  # to a machine of the operator's own networks
_PAGE_GAP = 1.0  # seconds between the starts of two page fetches from one domain
_FEED_GAP = 0.1  # and of two feeds: some hosts serve hundreds
_LONGEST_WAIT = 120.0  # seconds for a turn
_LONGEST_HOLD = timedelta(hours=24)
_MOST_KEPT = 5_000


class Line(StrEnum):
    """What a turn is for. Pages and slow feeds wait in lines of their own, and leave places to the others."""

    FEED = "feed"
    SLOW = "slow"  # a feed that ran out of time when last tried
    PAGE = "page"


class NoTurn(Exception):
    """Too many were waiting for this domain."""


@dataclass(slots=True)
class _Domain:
    at_once: int
    users: int = 0
    next_start: dict[bool, float] = field(default_factory=dict)  # of a page, and of a feed
    places: asyncio.Semaphore = field(init=False)
    lines: dict[Line, asyncio.Semaphore] = field(init=False)

    def __post_init__(self) -> None:
        self.places = asyncio.Semaphore(self.at_once)
        self.lines = {
            Line.FEED: asyncio.Semaphore(self.at_once),
            Line.SLOW: asyncio.Semaphore(1),
            Line.PAGE: asyncio.Semaphore(self.at_once // 2),
        }


class Manners:
    """Turns and rests, by domain. A host written as an address of the `own` networks is the operator's: no gap."""

    def __init__(
        self,
        own: Sequence[Network] = (),
        clock: Callable[[], float] = time.monotonic,
        longest_rest: timedelta = _LONGEST_HOLD,
    ) -> None:
        self._own, self._clock = tuple(own), clock
        self._longest = min(longest_rest, _LONGEST_HOLD)
        self._domains: dict[str, _Domain] = {}
        self._holds: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, url: httpx.URL, line: Line, gap: timedelta | None = None) -> AsyncIterator[None]:
        """Wait for a turn; `gap` is a longer pause that the site asks for. Raises NoTurn after two minutes."""
        own = self._is_own(url.host)
        domain = self._domain(registered(url), own)
        domain.users += 1
        try:
            async with AsyncExitStack() as held:
                try:
                    async with asyncio.timeout(_LONGEST_WAIT):
                        await held.enter_async_context(domain.lines[line])
                        if not own:
                            await self._pause(domain, line, gap.total_seconds() if gap else 0.0)
                        await held.enter_async_context(domain.places)
                except TimeoutError:
                    raise NoTurn from None
                yield
        finally:
            domain.users -= 1

    def hold(self, url: httpx.URL, rest: timedelta) -> None:
        """The site asked for a rest: `held` says so until it is over."""
        if len(self._holds) >= _MOST_KEPT:
            now = self._clock()
            self._holds = {key: until for key, until in self._holds.items() if until > now}
        self._holds[self._rested(url)] = self._clock() + min(rest, self._longest).total_seconds()

    def held(self, url: httpx.URL) -> timedelta | None:
        """How much longer the site wants to be left alone; None: it may be asked."""
        key = self._rested(url)
        left = self._holds.get(key, 0.0) - self._clock()
        if left > 0:
            return timedelta(seconds=left)
        self._holds.pop(key, None)
        return None

    async def _pause(self, domain: _Domain, line: Line, asked: float) -> None:
        page, now = line is Line.PAGE, self._clock()
        start = max(now, domain.next_start.get(page, 0.0))
        domain.next_start[page] = start + max(_PAGE_GAP if page else _FEED_GAP, asked)
        await asyncio.sleep(start - now)

    def _domain(self, name: str, own: bool) -> _Domain:
        if len(self._domains) >= _MOST_KEPT:
            now = self._clock()
            self._domains = {
                key: one
                for key, one in self._domains.items()
                if one.users or max(one.next_start.values(), default=0.0) > now
            }
        return self._domains.setdefault(name, _Domain(_AT_ONCE_OWN if own else _AT_ONCE))

    def _rested(self, url: httpx.URL) -> str:
        """Whom a rest concerns: the domain, but in the operator's own networks only the one resource."""
        return str(url) if self._is_own(url.host) else registered(url)

    def _is_own(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
        except ValueError:
            return False
        return any(address.version == network.version and address in network for network in self._own)


def registered(url: httpx.URL) -> str:
    """The registered domain (example.co.uk); host and port where there is none, as for addresses."""
    return domains.registered(url.host) or f"{url.host}:{url.port or url.scheme}"
