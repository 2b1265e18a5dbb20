"""What a watch would have sent last week, and what calmer ones would have: the archive, replayed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import match
from bot.model import Chat, Item, Mode, Outcome, Preview, SearchQuery, Subject, SubjectKind, Subscription
from bot.ports import Archive, Chats
from bot.understand.weight import weighed_over_time

WEEK = timedelta(days=7)
LOOKED_AT = 200  # reports of a preview: those of a busy subject reach back less than a week
STORY_MATES = 400  # further reports of their stories
_MORNING = (8 * 60,)  # 08:00
IMPORTANT = 4  # the importance of what "only important" lets through


class Previews:
    """Reads the archive; nothing is stored."""

    def __init__(self, archive: Archive, chats: Chats) -> None:
        self._archive = archive
        self._chats = chats

    async def of(self, watch: Subscription, now: datetime) -> Preview:
        """With the calmer modes that differ from the watch's own."""
        items = await self._items(watch.subjects, now)
        reach = await self._archive.reach()
        begin = max(now - WEEK, reach[0] if reach else now)
        young = begin > now - WEEK
        if len(items) >= LOOKED_AT and not any(s.kind is SubjectKind.KEYWORD for s in watch.subjects):
            begin, young = max(begin, min(item.when for item in items)), False
        mates = await self._mates(watch, items)
        chat = await self._chats.get(watch.chat.chat_id) or Chat(watch.chat.chat_id, "", "")
        # It takes a while, in which others are answered.
        outcome, *calmer = await asyncio.to_thread(_rehearsed, watch, mates, chat, now)
        return Preview(now - begin, young, outcome[1], tuple(calmer))

    async def _items(self, subjects: Sequence[Subject], now: datetime) -> tuple[Item, ...]:
        """The newest reports of the week that may match, in no order."""
        of = {kind: tuple(s.value for s in subjects if s.kind is kind) for kind in SubjectKind}
        query = SearchQuery(
            terms=tuple(word for word in of[SubjectKind.KEYWORD] if "*" not in word),  # the search knows whole words
            countries=of[SubjectKind.COUNTRY],
            actors=of[SubjectKind.ACTOR],
            topics=tuple(s.label for s in subjects if s.kind is SubjectKind.TOPIC),
            feeds=of[SubjectKind.FEED],
            publishers=tuple(s.label for s in subjects if s.kind is SubjectKind.PUBLISHER),
            since=now - WEEK,
            until=now,
            limit=LOOKED_AT,
        )
        return tuple(hit.item for hit in await self._archive.search(query))

    async def _mates(self, watch: Subscription, items: Sequence[Item]) -> tuple[Item, ...]:
        """All reports of the stories that have one that matches."""
        stories = {item.story_id for item in items if match.satisfies(match.Reading(item), watch)}
        return await self._archive.of_stories(sorted(stories), STORY_MATES)


def _rehearsed(watch: Subscription, items: Sequence[Item], chat: Chat, now: datetime) -> list[tuple[Mode, Outcome]]:
    """What the watch would have sent, and then what those would have that are calmer than it."""
    stories: dict[int, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: (item.when, item.id)):
        stories[item.story_id].append(item)
    reports = [
        match.Report(item, *weight, matches=match.satisfies(match.Reading(item), watch))
        for story in stories.values()
        for item, weight in zip(story, weighed_over_time(story), strict=True)
    ]
    modes = [watch.mode, *(mode for mode in _calmer(watch.mode) if mode != watch.mode)]
    return [(mode, match.rehearse(reports, replace(watch, mode=mode), chat, now)) for mode in modes]


def _calmer(mode: Mode) -> tuple[Mode, ...]:
    """The watch's own mode with one thing changed."""
    return (
        replace(mode, confirmed=2),
        replace(mode, digest=_MORNING),
        replace(mode, minimum=IMPORTANT),
        replace(mode, cap=3),
    )
