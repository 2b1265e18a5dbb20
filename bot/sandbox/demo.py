"""What the demo shows beside the chats: the next sample item, a button to publish it now, calm notes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoStatus:
    """`next_in` in seconds, None when nothing is planned; `waiting`: samples not yet published."""

    next_in: float | None = None
    next_title: str = ""
    waiting: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoPanel:
    """`status` is asked every few seconds; `publish` puts the next sample item out now."""

    status: Callable[[], DemoStatus]
    publish: Callable[[], Awaitable[None]]
