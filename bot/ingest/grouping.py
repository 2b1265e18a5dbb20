"""Items into stories, one after the other: the next one has to see the story of the one before.

The open stories are kept in memory and follow the archive. Every item goes into the archive through here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clean import repeats
from bot.model import Draft, Item, NewItem, Novelty, Reading, Tagged, Unread
from bot.ports import Clock, Store
from bot.understand.grouping.stories import Grouper, StoryDoc
from bot.understand.news.novelty import novelty

MEMORY = timedelta(days=7)
ONE_EVENT = "a report tells both as one event"
STRAYED = "the other reports have little in common with it"
REMEMBERED = 60  # reports of a story that are looked at when it merged or split, and when one joins it
RECENT, REVISITED = timedelta(days=3), 20  # items of a publisher that are cleaned again: how old, how many


class Grouping:
    """One instance a process, since it is the memory of the open stories."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._grouper = Grouper()
        self._seen = 0  # the item id up to which the grouper knows the archive
        self._regrouped: int | None = None  # the regrouping up to which it does
        self._turn = asyncio.Lock()

    async def add(self, new: NewItem) -> Item | None:
        """Group and store. None: it is there already."""
        async with self._turn:
            now = self._clock()
            await self._catch_up(now)
            story_id = await self._place(_doc(new.tagged, new.published or new.first_seen, new.publisher), now)
            adds = await self._adds(new.as_item(), story_id)
            item = await self._store.archive.add(replace(new, story_id=story_id, adds=adds))
            if item is not None and item.id == self._seen + 1:
                self._know(item)
                self._seen = item.id
                await self._part(item, now)
        if item is not None:
            await self._revisit(item, new.tagged)
        return item

    async def add_unread(self, drafts: Sequence[Draft]) -> tuple[int, ...] | None:
        """Store a backlog, each item in a story of its own until it is read. None: something of it is there already."""
        async with self._turn:
            ids = await self._store.unread.add(drafts)
            if ids and ids[0] == self._seen + 1:
                self._seen = ids[-1]
            return ids

    async def settle(self, unread: Unread, reading: Reading) -> Item | None:
        """Group and store what was read. An item that was read before stays in its story. None: somebody else did."""
        if unread.entry is None:
            return await self._store.unread.read(reading)
        async with self._turn:
            now = self._clock()
            await self._catch_up(now)
            doc = _doc(reading.tagged, reading.published or unread.item.first_seen, unread.item.publisher)
            story_id = await self._place(doc, now)
            adds = await self._adds(_read(unread.item, reading.tagged), story_id)
            item = await self._store.unread.read(replace(reading, story_id=story_id, adds=adds))
            if item is not None:
                self._know(item)
                await self._part(item, now)
        if item is not None:
            await self._revisit(item, reading.tagged)
        return item

    async def _place(self, doc: StoryDoc, now: datetime) -> int | None:
        """The story that the item joins. Where it shows that two are one, the younger goes into the older first."""
        place = self._grouper.find(doc, now)
        if place.story_id is None or place.twin is None:
            return place.story_id
        older, younger = sorted((place.story_id, place.twin))
        if await self._store.regroupings.merge(younger, older, ONE_EVENT, now) is None:
            return place.story_id
        await self._follow()
        return older

    async def _part(self, item: Item, now: datetime) -> None:
        """A report that the story has moved away from, as this one shows, gets a story of its own."""
        stray = self._grouper.stray(item.story_id)
        if stray is not None and stray != item.id and await self._store.regroupings.split([stray], STRAYED, now):
            await self._follow()

    async def _follow(self) -> None:
        """Let the grouper see which items went to another story, whoever saw to that."""
        for one in await self._store.regroupings.after(self._regrouped or 0):
            for story_id in (one.source, one.target):
                self._grouper.close(story_id)
                story = await self._store.archive.story(story_id, REMEMBERED)
                for item in story.items if story and story.id == story_id else ():
                    self._know(item)
            self._regrouped = one.id

    async def _adds(self, item: Item, story_id: int | None) -> tuple[Novelty, ...]:
        """What it tells that the story does not; computed once, when it joins."""
        story = await self._store.archive.story(story_id, REMEMBERED) if story_id is not None else None
        return novelty(item, [one for one in story.items if one.id != item.id]) if story else ()

    async def _revisit(self, item: Item, tagged: Tagged) -> None:
        """Where an item showed what its publisher repeats, those before it may carry it still."""
        if repeats.learnt(tagged.article.removed):
            await self._store.unread.revisit(item.publisher, self._clock() - RECENT, REVISITED)

    async def _catch_up(self, now: datetime) -> None:
        """Let the grouper see what it has not seen: after a start, or what another process stored."""
        newest, regrouped = await self._store.regroupings.newest()
        if self._regrouped is None:
            self._regrouped = regrouped
            self._seen = await self._store.archive.last_before(now - MEMORY)
        if regrouped > self._regrouped:
            await self._follow()
        while self._seen < newest and (items := await self._store.archive.added_after(self._seen, since=now - MEMORY)):
            for item in items:
                self._know(item)
            self._seen = items[-1].id
        self._seen = max(self._seen, newest)
        self._grouper.forget(now - MEMORY)

    def _know(self, item: Item) -> None:
        doc = StoryDoc(
            item_id=item.id,
            title=item.title,
            body=item.body,
            published=item.when,
            publisher=item.publisher,
            countries=frozenset(tag.code for tag in item.countries),
            actors=frozenset(tag.actor.id for tag in item.actors),
            language=item.language,
        )
        self._grouper.add(doc, item.story_id)


def _read(item: Item, tagged: Tagged) -> Item:
    """A draft as it has been read."""
    article = tagged.article
    texts = replace(item, title=article.title, dek=article.dek, body=article.body)
    return replace(texts, countries=tagged.countries, actors=tagged.each_actor(), events=tagged.events)


def _doc(tagged: Tagged, published: datetime, publisher: str) -> StoryDoc:
    return StoryDoc(
        item_id=0,
        title=tagged.article.title,
        body=tagged.article.body,
        published=published,
        publisher=publisher,
        countries=frozenset(tag.code for tag in tagged.countries),
        actors=frozenset(tag.actor.id for tag in tagged.actors),
        language=tagged.article.language,
    )
