"""How well borne out and how weighty a report is: what decisions about alerts rest on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Item, Story
from bot.understand.grouping.families import families, independent
from bot.understand.news.importance import importance


def weighed(item: Item, story: Story | None) -> tuple[int, int]:
    """Independent sources of the item's story, and its importance, 0 to 10. None: the item is all there is of it."""
    whole = story or _story((item,))
    return independent(whole.items), importance(whole).level


def weighed_over_time(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Of one story's items in their order: the independent sources when each came, and the importance it came to."""
    family = {item.id: n for n, of_one in enumerate(families(items)) for item in of_one}
    level = importance(_story(items)).level if items else 0
    seen: set[int] = set()
    found = []
    for item in items:
        seen.add(family[item.id])
        found.append((len(seen), level))
    return found


def _story(items: Sequence[Item]) -> Story:
    first, last = items[0], items[-1]
    return Story(first.story_id, first.title, first.first_seen, last.first_seen, tuple(items))
