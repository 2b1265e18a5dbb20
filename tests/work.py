"""Work for the worker tests; in a module of its own, because the children import it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from bot.errors import NotFound


def double(number: int) -> int:
    return 2 * number


def own_pid() -> int:
    return os.getpid()


def loop_for_ever() -> None:
    while True:
        pass


def loop_in_c() -> int:
    return len(str(10 ** (10**9)))


def hang() -> None:
    time.sleep(60)


def eat_memory() -> int:
    eaten = []
    while True:
        eaten.append(bytearray(100_000_000))


def vanish() -> None:
    os._exit(7)


def be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise KeyError("a bug")


def refuse() -> None:
    raise NotFound("no such thing", ("this", "that"))


def unpicklable() -> object:
    return lambda: None


def large(size: int) -> bytes:
    return bytes(size)


def ignores_signals() -> tuple[bool, bool]:
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN, signal.getsignal(signal.SIGTERM) is signal.SIG_IGN


def note_and_sleep(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(60)


def loaded(module: str) -> bool:
    import sys

    return module in sys.modules
