"""The real program as a process of its own, in an empty directory and a clean environment."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 120.0  # seconds; nothing takes that long but what hangs


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run went."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Stdout, which is one JSON document on one line."""
        assert self.out.count("\n") == 1, self
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        """Stdout, which is one JSON document a line."""
        return [json.loads(line) for line in self.out.split("\n") if line]


class Program:
    """`wirewatch` in one directory. `settings` are given without their prefix."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")},
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error::ResourceWarning",
            "COLUMNS": "80",
        }

    async def started(self, *arguments: str, **settings: str) -> asyncio.subprocess.Process:
        """Start it with pipes; whoever calls ends it."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            env=self.environment | {f"WIREWATCH_{name}": value for name, value in settings.items()},
            cwd=self.directory,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def __call__(self, *arguments: str, stdin: str | bytes = b"", **settings: str) -> Ended:
        """Run it to its end. A traceback or a warning on stderr fails the test, whatever it is about."""
        process = await self.started(*arguments, **settings)
        given = stdin.encode() if isinstance(stdin, str) else stdin
        try:
            async with asyncio.timeout(LONGEST):
                out, err = await process.communicate(given)
        except TimeoutError:
            process.kill()
            raise
        ended = Ended(process.returncode or 0, out.decode(), err.decode())
        assert not re.search("Traceback|Exception ignored|Warning:", ended.err), ended.err
        return ended

    async def on_a_terminal(self, *arguments: str, **settings: str) -> str:
        """Run it with stderr on a terminal of 80 columns; all that it drew there."""
        ours, theirs = pty.openpty()
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                *arguments,
                env=self.environment
                | {"TERM": "xterm"}
                | {f"WIREWATCH_{name}": value for name, value in settings.items()},
                cwd=self.directory,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=theirs,
            )
        finally:
            os.close(theirs)
        reading = asyncio.create_task(asyncio.to_thread(_drawn, ours))
        try:
            async with asyncio.timeout(LONGEST):
                await process.wait()
        except TimeoutError:
            process.kill()
            raise
        return await reading


def _drawn(terminal: int) -> str:
    drawn = bytearray()
    try:
        while chunk := os.read(terminal, 65_536):
            drawn += chunk
    except OSError:  # Linux says EIO when the program at the other end has gone
        pass
    finally:
        os.close(terminal)
    return drawn.decode(errors="replace")


def jsonl(lines: Iterable[Any]) -> str:
    """Lines of input: JSON, but for strings, which go in as they are."""
    return "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
