"""Does a feed give an item whole, or a teaser whose page is to be fetched? Does not fetch."""

from __future__ import annotations

from bot.model import Entry, FullText

TEASER = 700  # characters: a feed text shorter than this is taken for a teaser


def wants_page(entry: Entry, full_text: FullText) -> bool:
    """Whether the article's own page is wanted, by the feed's setting and by how much the entry gives."""
    if entry.link is None or full_text is FullText.NEVER:
        return False
    return full_text is FullText.ALWAYS or len(entry.content or entry.summary) < TEASER
