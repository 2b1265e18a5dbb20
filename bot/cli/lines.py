"""Input of commands, from a file or from standard input: of bounded size, and never in the way of Ctrl-C."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from bot.cli.terminal import note
from bot.errors import WirewatchError

T = TypeVar("T")

STDIN = 0


async def document(source: str, limit: int) -> bytes:
    """All of a file, or of standard input (`-`). Raises WirewatchError when it cannot be read or is larger."""
    with _opened(source, "rb") as file:
        body: bytes = await _apart(file.read, limit + 1)
    if len(body) > limit:
        raise WirewatchError(f"{source} is larger than {limit // 1024**2} MiB")
    return body


async def lines(source: str, limit: int) -> AsyncIterator[str]:
    """Line after line of UTF-8 text, with its end; one of more than `limit` characters is cut to limit + 1."""
    with _opened(source, "r", encoding="utf-8-sig", errors="replace") as file:
        while line := await _apart(_line, file, limit):
            yield line


def _line(file: IO[str], limit: int) -> str:
    line = file.readline(limit + 1)
    rest = line
    while rest and not rest.endswith("\n"):
        rest = file.readline(65_536)
    return line


@contextmanager
def _opened(source: str, mode: str, **options: Any) -> Iterator[IO[Any]]:
    """Standard input is left open: to close it would wait for a read that is under way."""
    try:
        if source == "-":
            file = open(STDIN, mode, closefd=False, **options)  # noqa: SIM115
            if file.isatty():
                note("reading standard input; end with Ctrl-D")
            yield file
        else:
            with Path(source).open(mode, **options) as file:
                yield file
    except OSError as error:
        name = "standard input" if source == "-" else source
        raise WirewatchError(f"{name} cannot be read: {error.strerror}") from error


async def _apart(function: Callable[..., T], *args: Any) -> T:
    """asyncio.to_thread in a thread that the end of the program does not wait for: a terminal may never answer."""
    result: Future[T] = Future()
    result.set_running_or_notify_cancel()

    def work() -> None:
        try:
            result.set_result(function(*args))
        except OSError as error:
            result.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return await asyncio.wrap_future(result)
