"""How well borne out and how weighty a report is: what decisions about alerts rest on."""

from __future__ import annotations

from bot.model import Item, Story
from bot.understand.families import independent
from bot.understand.importance import importance


def weighed(item: Item, story: Story | None) -> tuple[int, int]:
    """Independent sources of the item's story, and its importance, 0 to 10. None: the item is all there is of it."""
    whole = story or Story(item.story_id, item.title, item.first_seen, item.first_seen, (item,))
    return independent(whole.items), importance(whole).level
