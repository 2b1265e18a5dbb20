"""What commands share: where output goes, how long work shows, and how the settings are read."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

from rich.console import Console

from bot import logs
from bot.config import Overrides, Settings, load

T = TypeVar("T")

# Messages, tables and progress bars; stdout is for machine output and for answers alone.
err = Console(stderr=True, highlight=False, soft_wrap=True)
out = Console(highlight=False, soft_wrap=True)

# Some programs end a line at these, and half of a surrogate pair is no UTF-8.
_ESCAPED = re.compile(r"[\x85\u2028\u2029\ud800-\udfff]")


def note(text: str) -> None:
    """One line for the person at the terminal, verbatim."""
    err.print(text, markup=False)


def counted(number: int, noun: str) -> str:
    """ "1 feed", "2 feeds"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def emit(document: Any) -> None:
    """One JSON document on one line of stdout, in UTF-8 whatever the terminal's encoding is."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, default=str)
    line = _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode())
    sys.stdout.buffer.flush()


def settings(overrides: Overrides | None = None, *, level: int) -> Settings:
    """Read the settings and set up logging as they say."""
    found = load(overrides)
    logs.configure(found.log_format, level=level)
    return found


def run(work: Coroutine[Any, Any, T]) -> T:
    """The event loop of a command."""
    return asyncio.run(work)
