"""Use case: what is in the archive, for reading: a story, the latest, what words find, what is busy now."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.errors import NotKept
from bot.model import (
    Actor,
    ActorTag,
    CountryTag,
    Item,
    Listing,
    SearchQuery,
    Story,
    Subject,
    SubjectKind,
    Version,
)
from bot.ports import Archive, Versions
from bot.text import one_line
from bot.understand.places import country_names

PAGE = 5  # headlines
_REACH = 150  # items looked at for a list: beyond that one searches
_BUSY = timedelta(days=3)  # "in the news now"


class Stories:
    """Reads only."""

    def __init__(self, archive: Archive, versions: Versions) -> None:
        self._archive = archive
        self._versions = versions

    async def story(self, story_id: int) -> Story:
        """NotKept when there is none."""
        story = await self._archive.story(story_id)
        if story is None or not story.items:
            raise NotKept(
                f"I have no story {story_id}: there is none, or it is no longer kept. /latest shows those I have."
            )
        return story

    async def versions(self, story: Story) -> tuple[Version, ...]:
        """The former texts of its reports."""
        return await self._versions.of([item.id for item in story.items])

    async def latest(self, subject: Subject | None, page: int, now: datetime) -> Listing:
        """The newest reports on a subject, or on anything; one a story. A page that is not there is the nearest one."""
        return _listing(await self._newest(_query(subject, now)), page)

    async def search(self, words: str, page: int, now: datetime) -> Listing:
        """What the words find, best first; one a story."""
        terms = tuple(dict.fromkeys(re.findall(r"[\w'’-]+", one_line(words))))[:20]
        if not terms:
            return Listing(())
        return _listing(await self._newest(SearchQuery(terms=terms, until=now, limit=_REACH)), page)

    async def countries_in_the_news(self, now: datetime, limit: int) -> tuple[str, ...]:
        """Codes of the countries that the newest stories are about, most first."""
        query = SearchQuery(since=await self._lately(now), until=now, limit=_REACH)
        return _weighed(await self._newest(query))[:limit]

    async def actors_in_the_news(self, now: datetime, limit: int, country: str | None = None) -> tuple[Actor, ...]:
        """The actors most named now, anywhere or in reports on one country."""
        counts = await self._archive.busiest_actors(await self._lately(now), limit, country)
        return tuple(actor for actor, _ in counts)

    async def pairs_in_the_news(self, now: datetime, limit: int) -> tuple[tuple[Actor, str], ...]:
        """Actors, each with the country not their own that the newest stories have together with them, most first."""
        query = SearchQuery(since=await self._lately(now), until=now, limit=_REACH)
        return _paired(_one_a_story(await self._newest(query)))[:limit]

    async def companions(self, subject: Subject, now: datetime, limit: int) -> tuple[Subject, ...]:
        """Who, and which countries, the newest stories on a subject are about besides, most first."""
        return _beside(subject, _one_a_story(await self._newest(_query(subject, now))))[:limit]

    async def _lately(self, now: datetime) -> datetime:
        """The days before now; of an archive that has stood still, the days before its end."""
        reach = await self._archive.reach()
        return (min(now, reach[1]) if reach else now) - _BUSY

    async def _newest(self, query: SearchQuery) -> tuple[Item, ...]:
        return tuple(hit.item for hit in await self._archive.search(query))


def _weighed(items: Sequence[Item]) -> tuple[str, ...]:
    """Codes by weight: a country of a headline counts four times, a story once, and one of yesterday half."""
    if not items:
        return ()
    weights: defaultdict[str, float] = defaultdict(float)
    newest = items[0].when
    for item in _one_a_story(items):
        fresh = 0.5 ** ((newest - item.when) / timedelta(days=1))
        for tag in item.countries:
            weights[tag.code] += fresh * _told(tag)
    return tuple(sorted(weights, key=lambda code: (-weights[code], code)))


def _paired(items: Iterable[Item]) -> tuple[tuple[Actor, str], ...]:
    """One pair an actor, the heaviest first."""
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    actors: dict[str, Actor] = {}
    for item in items:
        for who in item.actors:
            for where in item.countries:
                if not who.actor.local and where.code != who.actor.country:
                    actors[who.actor.id] = who.actor
                    weights[who.actor.id, where.code] += _told(who) * _told(where)
    pairs: dict[str, str] = {}
    for actor_id, code in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        pairs.setdefault(actor_id, code)
    return tuple((actors[actor_id], code) for actor_id, code in pairs.items())


def _beside(subject: Subject, items: Iterable[Item]) -> tuple[Subject, ...]:
    weights: defaultdict[Subject, float] = defaultdict(float)
    for item in items:
        for who in item.actors:
            if not who.actor.local:
                weights[Subject(SubjectKind.ACTOR, who.actor.id, who.actor.name)] += _told(who)
        for where in item.countries:
            weights[Subject(SubjectKind.COUNTRY, where.code, country_names.name(where.code))] += _told(where)
    others = [one for one in weights if (one.kind, one.value) != (subject.kind, subject.value)]
    return tuple(sorted(others, key=lambda one: (-weights[one], one.label)))


def _one_a_story(items: Sequence[Item]) -> tuple[Item, ...]:
    """Of each story the newest; `items` are newest first."""
    return tuple({item.story_id: item for item in reversed(items)}.values())


def _told(tag: ActorTag | CountryTag) -> float:
    """What stands in a headline counts four times."""
    return 4.0 if any(mention.field == "title" for mention in tag.mentions) else 1.0


def _query(subject: Subject | None, now: datetime) -> SearchQuery:
    kind = subject.kind if subject else SubjectKind.ALL
    value, label = (subject.value, subject.label) if subject else ("", "")
    return SearchQuery(
        terms=(value,) if kind is SubjectKind.KEYWORD else (),
        countries=(value,) if kind is SubjectKind.COUNTRY else (),
        actors=(value,) if kind is SubjectKind.ACTOR else (),
        topics=(label,) if kind is SubjectKind.TOPIC else (),
        feeds=(value,) if kind is SubjectKind.FEED else (),
        publishers=(label,) if kind is SubjectKind.PUBLISHER else (),
        until=now,
        limit=_REACH,
    )


def _listing(items: tuple[Item, ...], page: int) -> Listing:
    firsts: dict[int, Item] = {}
    for item in items:
        firsts.setdefault(item.story_id, item)
    stories = tuple(firsts.values())
    pages = max(1, -(-len(stories) // PAGE))
    page = min(page, pages - 1)
    return Listing(stories[page * PAGE : (page + 1) * PAGE], page, pages)
