"""Use case: an admin takes a report out of a story it does not belong to, or undoes what grouping made of stories."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import NotFound, Refused
from bot.model import Item, Regrouping, Story
from bot.ports import Archive, Clock, Regroupings

BY_HAND = "an admin saw it so"


@dataclass(frozen=True, slots=True)
class Grouped:
    """A story, and what became of its reports: newest first."""

    story: Story
    regroupings: tuple[Regrouping, ...]


class Splitting:
    """Nobody gets an alert because of it."""

    def __init__(self, regroupings: Regroupings, archive: Archive, clock: Clock) -> None:
        self._regroupings = regroupings
        self._archive = archive
        self._clock = clock

    async def of(self, story_id: int) -> Grouped:
        """NotFound when there is none."""
        story = await self._archive.story(story_id)
        if story is None or not story.items:
            raise NotFound(f"I have no story {story_id}. /latest shows those I have.")
        return Grouped(story, await self._regroupings.of(story.id))

    async def take_out(self, item_id: int) -> tuple[Item, Regrouping]:
        """A story of its own for a report. NotFound when it is gone, Refused when it is alone already."""
        item = await self._archive.get(item_id)
        if item is None:
            raise NotFound("That report is no longer kept.")
        done = await self._regroupings.split([item_id], BY_HAND, self._clock())
        if done is None:
            raise Refused("It is the only report of its story.")
        return item, done

    async def undo(self, regrouping_id: int) -> Regrouping:
        """Refused when there is nothing to undo."""
        done = await self._regroupings.undo(regrouping_id, BY_HAND, self._clock())
        if done is None:
            raise Refused("That was undone already, or its reports have gone elsewhere since.")
        return done
