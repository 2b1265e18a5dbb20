"""Hostile or heavy work in processes that can be killed: parsing in a light lane, articles and tags in a heavy one.

A feed that took long to parse is parsed beside the others from then on, in a lane for its like.

The stages are imported in the children only: spaCy and feedparser never load into the bot's own process.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import ctypes
import functools
import logging
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime, timedelta
from multiprocessing import connection
from multiprocessing.context import SpawnContext, SpawnProcess
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from pebble import CONSTS, ProcessExpired, ProcessPool

from bot.errors import WirewatchError, WorkerFailed
from bot.model import NO_MEMORY, Article, Entry, Fetched, Memory, Outline, ParsedFeed, Tagger, Understood
from bot.turns import Turns

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)

_MEBIBYTE = 1024 * 1024
_LIGHT_MEMORY = 1_536 * _MEBIBYTE  # address space; a 15 MiB feed takes about 400 MiB
_HEAVY_MEMORY = 4_096 * _MEBIBYTE  # spaCy, lxml and numpy reserve about 1.5 GiB, most of it untouched

# Limits are of processor time: on a machine that is busy with other things nothing is killed for being slow. For work
# that hangs without computing, and for a machine that is quite overwhelmed, four times that by the clock.
_WALL = 4
_PARSE_TIME = timedelta(seconds=5)
_PARSE_TIME_A_MEBIBYTE = timedelta(seconds=2)  # 10,000 items in 2 MiB take 3 s on an idle core
_PARSED_SLOWLY = 1.0  # seconds
_MOST_SLOW = 2_000  # feeds
_DISCOVER_TIME = timedelta(seconds=5)
_ARTICLE_TIME = timedelta(seconds=20)
_UNDERSTAND_TIME = timedelta(seconds=30)
_GRACE = timedelta(seconds=120)  # for a process to start and load, before a lane that says nothing is given up
_CLOSING = 5.0  # seconds to wait for a pool to end by itself

# Workers ignore SIGTERM (a service manager sends it to every process; work in flight is finished first), so pebble
# need not wait its three seconds before it kills.
CONSTS.term_timeout = 0.05


class WorkerPool:
    """The implementation of ports.Workers.

    Work beyond `light` and `heavy` processes waits its turn, so any number of calls may be made at once. Nothing is
    started before the first call. A process that dies or is killed is replaced. With `prepared`, heavy processes load
    models and gazetteers before their first task, so that its time limit is for the task alone.
    """

    def __init__(self, *, light: int = 1, heavy: int = 1, prepared: bool = True, tagger: Tagger = Tagger.FULL) -> None:
        self._tagger = tagger
        self._light = _Lane("light", light, _LIGHT_MEMORY, None)
        self._slow = _Lane("slow", 1, _LIGHT_MEMORY, None)
        self._slow_feeds: OrderedDict[str, None] = OrderedDict()  # by address
        self._heavy = _Lane("heavy", heavy, _HEAVY_MEMORY, functools.partial(_prepare, tagger) if prepared else None)
        self._rank = 0

    def background(self) -> WorkerPool:
        """The same processes, for work that gives way: a task of it begins when none of another waits."""
        other = copy.copy(self)
        other._rank = 1
        return other

    async def __aenter__(self) -> WorkerPool:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def start(self) -> None:
        """Start the processes now, rather than at the first call; but for the slow lane's, which may not be needed."""
        self._light.start()
        self._heavy.start()

    async def close(self) -> None:
        """End every process, whatever it is doing. Waits a few seconds at most."""
        await asyncio.gather(self._light.close(), self._slow.close(), self._heavy.close())

    async def parse_feed(self, body: bytes, *, content_type: str | None, url: str, now: datetime) -> ParsedFeed:
        limit = _PARSE_TIME + _PARSE_TIME_A_MEBIBYTE * (len(body) / _MEBIBYTE)
        lane = self._slow if url in self._slow_feeds else self._light
        try:
            parsed, seconds = await lane.run(_parse_feed, body, content_type, url, now, limit=limit, rank=self._rank)
        except WorkerFailed:
            self._remember(url, slow=True)
            raise
        self._remember(url, slow=seconds > _PARSED_SLOWLY)
        return parsed

    def _remember(self, url: str, *, slow: bool) -> None:
        self._slow_feeds.pop(url, None)
        if slow:
            self._slow_feeds[url] = None
            if len(self._slow_feeds) > _MOST_SLOW:
                self._slow_feeds.popitem(last=False)

    async def discover(self, page: bytes, *, url: str) -> tuple[str, ...]:
        return await self._light.run(_discover, page, url, limit=_DISCOVER_TIME, rank=self._rank)

    async def read_opml(self, body: bytes) -> tuple[Outline, ...]:
        return await self._light.run(_read_opml, body, limit=_PARSE_TIME, rank=self._rank)

    async def make_article(
        self,
        entry: Entry,
        *,
        page: Fetched | None,
        publisher: str,
        language: str | None,
        now: datetime,
        memory: Memory = NO_MEMORY,
    ) -> Article:
        of = (entry, page, publisher, language, now, memory)
        return await self._heavy.run(_make_article, *of, limit=_ARTICLE_TIME, rank=self._rank)

    async def understand(self, article: Article) -> Understood:
        return await self._heavy.run(_understand, article, self._tagger, limit=_UNDERSTAND_TIME, rank=self._rank)

    async def run(self, function: Callable[..., R], *args: Any, timeout: timedelta) -> R:
        """Any importable function, in a heavy process. `timeout` is of processor time. Raises as the others do."""
        return await self._heavy.run(function, *args, limit=timeout, rank=self._rank)


# ---------------------------------------------------------------- the tasks, run in the children
# Imported late: the parent needs the names of these functions, not the libraries behind them (200 MB with spaCy).


def _parse_feed(body: bytes, content_type: str | None, url: str, now: datetime) -> tuple[ParsedFeed, float]:
    """With the seconds of processor time that it took."""
    from bot.parse.feed import parse  # noqa: PLC0415

    began = time.process_time()
    parsed = parse(body, content_type=content_type, url=url, now=now)
    return parsed, time.process_time() - began


def _discover(page: bytes, url: str) -> tuple[str, ...]:
    from bot.parse.discover import feeds_of  # noqa: PLC0415

    return feeds_of(page, url=url)


def _read_opml(body: bytes) -> tuple[Outline, ...]:
    from bot.parse.opml import read  # noqa: PLC0415

    return read(body)


def _make_article(
    entry: Entry, page: Fetched | None, publisher: str, language: str | None, now: datetime, memory: Memory
) -> Article:
    from bot.clean.article import from_entry  # noqa: PLC0415

    return from_entry(entry, page=page, publisher=publisher, language=language, now=now, memory=memory)


def _understand(article: Article, tagger: Tagger) -> Understood:
    from bot.understand.read import read  # noqa: PLC0415

    return read(article, tagger)


def _prepare(tagger: Tagger) -> None:
    """Load what understanding needs, by understanding something."""
    _understand(Article(title="A minister arrives", body="The minister arrived in Caracas on Friday."), tagger)


# ---------------------------------------------------------------- lanes


class _Lane:
    """Processes with one waiting room; each task is handed to one that is free, or waits."""

    def __init__(self, name: str, size: int, memory: int, prepare: Callable[[], None] | None) -> None:
        self._name = name
        self._seats = [_Seat(memory, prepare) for _ in range(size)]
        self._idle = list(self._seats)
        self._turns = Turns(size)

    def start(self) -> None:
        for seat in self._seats:
            seat.start()

    async def run(self, function: Callable[..., R], *args: Any, limit: timedelta, rank: int = 0) -> R:
        """Raises WirewatchError as the function does, and WorkerFailed when it was killed, crashed or failed."""
        async with self._turns.turn(rank):
            seat = self._idle.pop()
            try:
                return await self._on(seat, function, args, limit)
            finally:
                self._idle.append(seat)

    async def _on(self, seat: _Seat, function: Callable[..., R], args: tuple[Any, ...], limit: timedelta) -> R:
        try:
            return await seat.attempt(function, args, limit)
        except BrokenProcessPool:  # not this task's fault, as far as one can know: the process died between tasks
            log.warning("a %s worker process broke down and is restarted", self._name)
        try:
            return await seat.attempt(function, args, limit)
        except BrokenProcessPool as problem:
            raise WorkerFailed("a worker process could not be started") from problem

    async def close(self) -> None:
        await asyncio.gather(*(seat.close() for seat in self._seats))


class _Seat:
    """One process in a pool of its own, so that how it ends is nothing to the others.

    A process that dies in the middle of its answer leaves half an answer in the pool's pipe and keeps the pool's lock:
    after a death, whatever its cause, the pool is given up and the next task starts another.
    """

    def __init__(self, memory: int, prepare: Callable[[], None] | None) -> None:
        self._settings = (memory, prepare)
        self._context = _Spawn()
        self._pool: ProcessPool | None = None
        self._answer: asyncio.Future[Any] | None = None
        self._closed = False

    def start(self) -> ProcessPool:
        if self._closed:
            raise WorkerFailed("the worker processes have been stopped")
        if self._pool is None or not self._pool.active:  # never started, given up, or broken by a death between tasks
            self._give_up()
            self._pool = ProcessPool(1, initializer=_settle_in, initargs=self._settings, context=self._context)
            _ = self._pool.active  # starts it
        return self._pool

    async def attempt(self, function: Callable[..., R], args: tuple[Any, ...], limit: timedelta) -> R:
        """Raises BrokenProcessPool where nothing can be said of the task."""
        name = function.__name__.strip("_")
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        seconds = limit.total_seconds()
        pool = self.start()
        work: Future[R] = pool.schedule(_call, args=(function, args, seconds), timeout=seconds * _WALL)
        work.add_done_callback(functools.partial(_hand_over, answer))
        self._answer = answer
        try:
            async with asyncio.timeout((limit * _WALL + _GRACE).total_seconds()) as overdue:
                return await answer
        except TimeoutError:
            log.warning("%s did not end and was killed", name)
            if overdue.expired():  # the pool itself hangs
                self._give_up()
            raise WorkerFailed(_too_long(seconds)) from None
        except ProcessExpired as problem:
            self._give_up()
            log.warning("a worker process died during %s (exit code %s)", name, problem.exitcode)
            deaths = {-signal.SIGPROF: _too_long(seconds), -signal.SIGKILL: "its process was killed, out of memory"}
            raise WorkerFailed(deaths.get(problem.exitcode, "its process crashed")) from problem
        except WorkerFailed as problem:
            log.warning("%s failed: %s", name, "\n".join([str(problem), *getattr(problem, "__notes__", [])]))
            raise
        finally:
            self._answer = None
            work.cancel()  # kills its process if we were cancelled; of no effect on work that is done

    async def close(self) -> None:
        self._closed = True
        if ending := self._give_up():
            await asyncio.to_thread(ending.join, _CLOSING)

    def _give_up(self) -> threading.Thread | None:
        """End the pool and its process, in a thread of its own; who waits for an answer is told at once."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(WorkerFailed("the worker processes were stopped"))
        if self._pool is None:
            return None
        self._pool.stop()  # type: ignore[no-untyped-call]
        ending = threading.Thread(target=_end, args=(self._pool, self._context), daemon=True)
        self._pool, self._context = None, _Spawn()
        ending.start()
        return ending


def _too_long(seconds: float) -> str:
    return f"it took longer than {seconds:.0f} s"


def _hand_over(answer: asyncio.Future[R], work: Future[R]) -> None:
    """From pebble's thread to our loop."""
    with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
        answer.get_loop().call_soon_threadsafe(_settle, answer, work)


def _settle(answer: asyncio.Future[R], work: Future[R]) -> None:
    if answer.done() or work.cancelled():
        return
    problem = work.exception()
    if problem is None:
        answer.set_result(work.result())
    else:
        answer.set_exception(problem)


def _end(pool: ProcessPool, context: _Spawn) -> None:
    context.kill()
    with contextlib.suppress(RuntimeError, OSError, ValueError):  # it was broken already
        pool.join()


class _Spawn(SpawnContext):
    """multiprocessing's spawn context that remembers the processes it started, so that they can always be killed."""

    def __init__(self) -> None:
        super().__init__()
        self._started: list[SpawnProcess] = []

    def Process(self, *args: Any, **kwargs: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: N802
        process = SpawnProcess(*args, **kwargs)
        self._started = [one for one in self._started if one.is_alive()] + [process]
        return process

    def kill(self) -> None:
        for process in self._started:
            if process.is_alive():
                process.kill()
                process.join(1)


# ---------------------------------------------------------------- in the child


def _settle_in(memory: int, prepare: Callable[[], None] | None) -> None:
    """First thing in a new worker: limits, a tie to the parent's life, and what takes long to load."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError):  # macOS has no such limit, and a stricter one may be set already
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for variable in (b"OPENBLAS_NUM_THREADS", b"OMP_NUM_THREADS"):
        os.putenv(variable, b"1")  # one task a process; more threads only fight over the cores
    parent = multiprocessing.parent_process()
    if parent is not None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()
    if prepare is not None:
        try:
            prepare()
        except (
            Exception
        ):  # a process that did not start would be started again for ever; the task will say what is wrong
            log.exception("a worker process could not load what it needs")


def _follow(parent: int) -> None:
    """Leave when the parent is gone, also where the kernel does not see to it."""
    connection.wait([parent])
    os._exit(1)


def _call(function: Callable[..., R], args: tuple[Any, ...], seconds: float) -> R:
    """Errors for people pass as they are; any other becomes a WorkerFailed with the traceback as its note.

    Beyond so many seconds of processor time the kernel ends the process (SIGPROF), in the middle of C code too.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return function(*args)
    except WirewatchError:
        raise
    except MemoryError:
        raise WorkerFailed("it needed more memory than it may have") from None
    except BaseException as problem:  # noqa: BLE001  SystemExit too: raised here, it would end the bot
        failed = WorkerFailed(f"the stage failed ({type(problem).__name__})")
        failed.add_note(traceback.format_exc())
        raise failed from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
