"""What a watch would have sent last week, and what calmer ones would have: the archive, replayed."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate

from bot import match
from bot.model import Chat, Item, Mode, Outcome, Preview, SearchQuery, Subject, SubjectKind, Subscription
from bot.ports import Archive, Chats
from bot.understand.news.weight import weighed_over_time

WEEK = timedelta(days=7)
REPORTS = 120  # that are read, in whole stories: of a busy subject every so manieth story stands for the others
READ = 600  # where the text alone says which ones match
STORY_MATES = 80  # further reports of their stories
_FOUND = 20_000  # reports of a week that are looked for
_MOST = 2_500  # that are rehearsed, those included that others stand for: of more, the latest
_SPREAD = 360  # minutes over which the stories that one stands for come
_MORNING = (8 * 60,)  # 08:00
IMPORTANT = 4  # the importance of what "only important" lets through


class Previews:
    """Reads the archive; nothing is stored."""

    def __init__(self, archive: Archive, chats: Chats) -> None:
        self._archive = archive
        self._chats = chats

    async def of(self, watch: Subscription, now: datetime) -> Preview:
        """With the calmer modes that differ from the watch's own."""
        query = _query(watch.subjects, now)
        reach = await self._archive.reach()
        week = max(now - WEEK, reach[0] if reach else now)
        found = sorted(await self._archive.outline(query), key=lambda report: report[1])[-_MOST:]
        begin = found[0][1] if len(found) == _MOST else week
        narrow = _is_narrow(query)
        stories, there_are = sampled([story for story, _ in found], REPORTS if narrow else READ)
        items = await self._archive.of_stories(stories, REPORTS + STORY_MATES if narrow else READ)
        chat = await self._chats.get(watch.chat.chat_id) or Chat(watch.chat.chat_id, "", "")
        # It takes a while, in which others are answered.
        span = begin, now
        outcome, *calmer = await asyncio.to_thread(
            _rehearsed, watch, items, there_are / max(1, len(stories)), chat, span
        )
        young = begin == week > now - WEEK
        every = max(1, round(there_are / max(1, len(stories))))
        return Preview(now - begin, young, outcome[1], tuple(calmer), every)


def _query(subjects: Sequence[Subject], now: datetime) -> SearchQuery:
    """The reports of the week that may match."""
    of = {kind: tuple(s.value for s in subjects if s.kind is kind) for kind in SubjectKind}
    return SearchQuery(
        terms=tuple(word for word in of[SubjectKind.KEYWORD] if "*" not in word),  # the search knows whole words
        countries=of[SubjectKind.COUNTRY],
        actors=of[SubjectKind.ACTOR],
        topics=tuple(s.label for s in subjects if s.kind is SubjectKind.TOPIC),
        feeds=of[SubjectKind.FEED],
        publishers=tuple(s.label for s in subjects if s.kind is SubjectKind.PUBLISHER),
        since=now - WEEK,
        until=now,
        limit=_FOUND,
    )


def _is_narrow(query: SearchQuery) -> bool:
    """Whether most of what it finds matches: it asks for more than the time."""
    return any((query.terms, query.countries, query.actors, query.topics, query.feeds, query.publishers))


def sampled(reports: Sequence[int], most: int) -> tuple[tuple[int, ...], int]:
    """Stories of reports, given by their stories, so that they have so many of them, in no order that has to do with
    time; and how many stories there are."""
    sizes = Counter(reports)
    order = sorted(sizes, key=lambda story: (story * 2_654_435_761 % 2**32, story))
    room = accumulate(sizes[story] for story in order)
    taken = [story for story, used in zip(order, room, strict=True) if used <= most] or order[:1]
    return tuple(taken), len(order)


def _rehearsed(
    watch: Subscription, items: Sequence[Item], ratio: float, chat: Chat, span: tuple[datetime, datetime]
) -> list[tuple[Mode, Outcome]]:
    """What the watch would have sent, and then what those would have that are calmer than it.

    `ratio`: how many stories there are for each of those that the items are of.
    """
    stories: dict[int, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: (item.when, item.id)):
        stories[item.story_id].append(item)
    reports = [_reports(story, watch, span[0]) for story in stories.values()]
    copies = [copy for n, story in enumerate(reports) for copy in _for_others(story, n, ratio, span)]
    modes = [watch.mode, *(mode for mode in _calmer(watch.mode) if mode != watch.mode)]
    found = [(mode, match.rehearse(copies, replace(watch, mode=mode), chat, span[1])) for mode in modes]
    return [(mode, _with_own_samples(outcome, items)) for mode, outcome in found]


def _reports(story: Sequence[Item], watch: Subscription, begin: datetime) -> list[match.Report]:
    """What there is of it since then; none where nothing of it matches."""
    matching = {item.id for item in story if item.when >= begin and match.satisfies(match.Reading(item), watch)}
    if not matching:
        return []
    weighed = zip(story, weighed_over_time(story), strict=True)
    return [match.Report(item, *weight, matches=item.id in matching) for item, weight in weighed if item.when >= begin]


def _for_others(
    story: Sequence[match.Report], n: int, ratio: float, span: tuple[datetime, datetime]
) -> Iterator[match.Report]:
    """The n-th story as often as it is to stand for one: as itself, and as others some hours around it."""
    yield from story
    for copy in range(1, int((n + 1) * ratio) - int(n * ratio)):
        by = timedelta(minutes=(copy * 97 + n * 31) % _SPREAD - _SPREAD // 2)
        for report in story:
            item = report.item
            when = max(min(item.when + by, span[1]), span[0])
            yield replace(report, item=replace(item, story_id=-(item.story_id * 1000 + copy), published=when))


def _with_own_samples(outcome: Outcome, items: Sequence[Item]) -> Outcome:
    """The samples as they are in the archive, each once."""
    own = {item.id: item for item in items}
    samples = {sample.id: own[sample.id] for sample in outcome.samples}
    return replace(outcome, samples=tuple(sorted(samples.values(), key=lambda item: item.when, reverse=True)))


def _calmer(mode: Mode) -> tuple[Mode, ...]:
    """The watch's own mode with one thing changed."""
    return (
        replace(mode, confirmed=2),
        replace(mode, digest=_MORNING),
        replace(mode, minimum=IMPORTANT),
        replace(mode, cap=3),
    )
