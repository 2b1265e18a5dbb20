"""Use case: what a chat follows, from the words people write to the rows that matching reads."""

from __future__ import annotations

from bot.follow.lists import Shared, Watchlists
from bot.follow.missed import Missed
from bot.follow.modes import read_words
from bot.follow.names import Names, Unclear
from bot.follow.watches import Follow, Followed, Resolved
from bot.follow.wish import Part, Wish, parse_command

__all__ = [
    "Follow",
    "Followed",
    "Missed",
    "Names",
    "Part",
    "Resolved",
    "Shared",
    "Unclear",
    "Watchlists",
    "Wish",
    "parse_command",
    "read_words",
]
