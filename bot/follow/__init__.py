"""Use case: what a chat follows, from the words people write to the rows that matching reads."""

from __future__ import annotations

from bot.follow.names import Names, Unclear
from bot.follow.watches import Follow, Followed, Resolved
from bot.follow.wish import Part, Wish, parse_command

__all__ = ["Follow", "Followed", "Names", "Part", "Resolved", "Unclear", "Wish", "parse_command"]
