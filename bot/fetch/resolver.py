"""Names to addresses, so that a slow name delays nobody else. Does not judge the addresses; that is bot.fetch.guard."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable

_TIMEOUT = 5.0  # seconds; a resolver that needs longer is asked again at the next poll
_KEPT = 60.0  # seconds an answer is used again: the addresses were checked, so rebinding gains nothing
_KEPT_FAILURE = 10.0
_MOST_KEPT = 20_000
_MOST_THREADS = 64

Lookup = Callable[[str, int], list[str]]


class NoAddress(Exception):
    """The name has no address, or none came in time. Its text is fit for an admin."""


def look_up(host: str, port: int) -> list[str]:
    """Blocking: all addresses of a host, without repeats. Raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Resolver:
    """Every look-up runs in a daemon thread of its own: it cannot starve a shared pool, nor hold up the exit."""

    def __init__(self, lookup: Lookup = look_up) -> None:
        self._lookup = lookup
        self._threads = asyncio.Semaphore(_MOST_THREADS)
        self._kept: dict[str, tuple[float, list[str]]] = {}
        self._running: dict[str, asyncio.Task[list[str]]] = {}

    async def addresses(self, host: str, port: int) -> list[str]:
        """At least one address, as text. Raises NoAddress."""
        kept = self._kept.get(host)
        if kept and kept[0] > time.monotonic():
            return _some(kept[1], host)
        task = self._running.get(host)
        if task is None:
            task = self._running[host] = asyncio.create_task(self._ask(host, port))
            task.add_done_callback(lambda _: self._running.pop(host, None))
        try:
            async with asyncio.timeout(_TIMEOUT):
                return _some(await asyncio.shield(task), host)
        except TimeoutError:
            raise NoAddress(f"the address of {host} could not be found in time") from None

    async def _ask(self, host: str, port: int) -> list[str]:
        """The answer, however long it takes; an empty list when there is none."""
        async with self._threads:
            answer: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
            threading.Thread(target=self._in_thread, args=(host, port, answer), daemon=True).start()
            found = await answer
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[host] = (time.monotonic() + (_KEPT if found else _KEPT_FAILURE), found)
        return found

    def _in_thread(self, host: str, port: int, answer: asyncio.Future[list[str]]) -> None:
        try:
            found = self._lookup(host, port)
        except (OSError, UnicodeError):  # unknown name; a label that is no IDNA
            found = []
        with contextlib.suppress(RuntimeError):  # the loop closed meanwhile
            answer.get_loop().call_soon_threadsafe(_settle, answer, found)


def _settle(answer: asyncio.Future[list[str]], found: list[str]) -> None:
    if not answer.done():
        answer.set_result(found)


def _some(addresses: list[str], host: str) -> list[str]:
    if not addresses:
        raise NoAddress(f"{host} has no address")
    return addresses
