"""Names to addresses, so that a slow name delays nobody else. Does not judge the addresses; that is bot.fetch.guard."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_TIMEOUT = 5.0  # seconds; a resolver that needs longer is asked again at the next poll
_KEPT = 60.0  # seconds an answer is used again: the addresses were checked, so rebinding gains nothing
_KEPT_FAILURE = 10.0
_MOST_KEPT = 20_000
_STALE = 24 * 3_600.0  # seconds an answer serves on while its name servers are silent (RFC 8767)
_STALE_WAIT = 1.0  # seconds that are waited for a new one then
_MOST_THREADS = 64
_MOST_SLOW = 16  # of them for names that came late before

Lookup = Callable[[str, int], list[str]]


class NoAddress(Exception):
    """The name has no address, or none came in time. Its text is fit for an admin."""


def look_up(host: str, port: int) -> list[str]:
    """Blocking: all addresses of a host, without repeats. Raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class _Answer:
    came: float
    addresses: list[str]

    def fresh(self, now: float) -> bool:
        return now < self.came + (_KEPT if self.addresses else _KEPT_FAILURE)


class Resolver:
    """Every look-up runs in a daemon thread of its own: it cannot starve a shared pool, nor hold up the exit.

    Names that have only ever been slow wait in a line of their own, so that thousands of them hold up no other; and a
    name that had an address keeps it for a day when its name servers do not answer in time.
    """

    def __init__(self, lookup: Lookup = look_up, clock: Callable[[], float] = time.monotonic) -> None:
        self._lookup, self._clock = lookup, clock
        self._threads = asyncio.Semaphore(_MOST_THREADS)
        self._slow_threads = asyncio.Semaphore(_MOST_SLOW)
        self._slow: OrderedDict[str, None] = OrderedDict()
        self._kept: OrderedDict[str, _Answer] = OrderedDict()
        self._running: dict[str, asyncio.Task[list[str] | None]] = {}

    async def addresses(self, host: str, port: int) -> list[str]:
        """At least one address, as text. Raises NoAddress."""
        kept = self._kept.get(host)
        if kept and kept.fresh(self._clock()):
            return _some(kept.addresses, host)
        stale = kept.addresses if kept and self._clock() < kept.came + _STALE else []
        task = self._running.get(host)
        if task is None:
            task = self._running[host] = asyncio.create_task(self._ask(host, port, known=bool(stale)))
            task.add_done_callback(lambda _: self._running.pop(host, None))
        try:
            async with asyncio.timeout(_STALE_WAIT if stale else _TIMEOUT):
                found = await asyncio.shield(task)
        except TimeoutError:
            found = None
        if found is None and not stale:
            raise NoAddress(f"the address of {host} could not be found in time")
        return _some(stale if found is None else found, host)

    async def _ask(self, host: str, port: int, *, known: bool) -> list[str] | None:
        """The answer, however long it takes: no address is an empty list; None when nobody could say."""
        threads = self._slow_threads if host in self._slow and not known else self._threads
        try:
            async with asyncio.timeout(_TIMEOUT):
                await threads.acquire()
        except TimeoutError:
            return None
        began = self._clock()
        try:
            answer: asyncio.Future[list[str] | None] = asyncio.get_running_loop().create_future()
            threading.Thread(target=self._in_thread, args=(host, port, answer), daemon=True).start()
            self._noted(host)
            found = await answer
        finally:
            threads.release()
        if self._clock() - began < _STALE_WAIT:
            self._slow.pop(host, None)
        if found is None:
            return None
        self._kept[host] = _Answer(self._clock(), found)
        self._kept.move_to_end(host)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return found

    def _noted(self, host: str) -> None:
        """Taken for slow until it has answered."""
        self._slow[host] = None
        self._slow.move_to_end(host)
        if len(self._slow) > _MOST_KEPT:
            self._slow.popitem(last=False)

    def _in_thread(self, host: str, port: int, answer: asyncio.Future[list[str] | None]) -> None:
        found: list[str] | None = []
        try:
            found = self._lookup(host, port)
        except OSError as problem:
            if problem.errno == socket.EAI_AGAIN:  # no name server answered; else: no such name
                found = None
        except UnicodeError:  # a label that is no IDNA
            pass
        with contextlib.suppress(RuntimeError):  # the loop closed meanwhile
            answer.get_loop().call_soon_threadsafe(_settle, answer, found)


def _settle(answer: asyncio.Future[list[str] | None], found: list[str] | None) -> None:
    if not answer.done():
        answer.set_result(found)


def _some(addresses: list[str], host: str) -> list[str]:
    if not addresses:
        raise NoAddress(f"{host} has no address")
    return addresses
