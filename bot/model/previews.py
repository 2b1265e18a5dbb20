"""What a watch would have sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.model.items import Item
from bot.model.watches import Mode


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would have been sent in a time."""

    messages: int = 0
    busiest: tuple[date, int] | None = None  # the day that had most, with how many
    samples: tuple[Item, ...] = ()  # the latest reports, newest first


@dataclass(frozen=True, slots=True)
class Preview:
    """What a watch, and calmer ones, would have sent in the time that was looked at."""

    span: timedelta  # a week at most; the archive may be younger
    young: bool  # the archive is no older
    outcome: Outcome
    calmer: tuple[tuple[Mode, Outcome], ...] = ()
    every: int = 1  # so many stories are there for each one that was looked at
