"""Entries that a document has and that are left out, and why, in words for admins."""

from __future__ import annotations

from collections import Counter

Losses = Counter[str]

EMPTY = "without id, link, title or text"
UNREADABLE = "that could not be read"
CUT_OFF = "in which the document breaks off"
BEYOND = "beyond the first 20,000"

MOST_ENTRIES = 20_000


def told(losses: Losses) -> str | None:
    """ "2 without id, link, title or text; 1 that could not be read"; None where nothing is lost."""
    return "; ".join(f"{number} {reason}" for reason, number in losses.items() if number) or None
