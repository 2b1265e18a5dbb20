"""Work for the worker tests; in a module of its own, because the children import it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from bot.errors import NotFound


def double(number: int) -> int:
    return 2 * number


def slow_double(number: int) -> int:
    time.sleep(1)
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


def die_answering() -> bytes:
    """Killed when a part of the answer is on its way."""
    main = threading.main_thread().ident or 0

    def watch() -> None:
        while True:
            frame = sys._current_frames().get(main)
            while frame is not None:
                if frame.f_code.co_name == "_send":
                    be_killed()
                frame = frame.f_back

    threading.Thread(target=watch, daemon=True).start()
    return bytes(20_000_000)


def leave() -> None:
    sys.exit(3)


def interrupt() -> None:
    raise KeyboardInterrupt


def recurse() -> None:
    recurse()


def nest() -> list[Any]:
    """An answer that cannot be pickled: too deep."""
    nested: list[Any] = []
    for _ in range(100_000):
        nested = [nested]
    return nested


class _Strange(Exception):
    """An error that cannot be made again from its arguments."""

    def __init__(self, one: object, two: object) -> None:
        super().__init__("strange")


def raise_strange() -> None:
    raise _Strange(lambda: None, 2)


def outgrow() -> bytes:
    """An answer that fits into memory once, but not twice."""
    return bytes(2_500_000_000)


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
    return module in sys.modules
