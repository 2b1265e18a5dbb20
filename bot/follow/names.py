"""A name as people write it -> the subject it means, or what it may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.errors import NotFound, Refused
from bot.match import checked
from bot.model import Actor, FeedState, Subject, SubjectKind
from bot.ports import ActorStore, FeedStore
from bot.text import fold, one_line
from bot.understand.places import country_names

MAX_KEYWORD = 100
_NEAR = 4  # suggestions of one kind


@dataclass(frozen=True, slots=True)
class Unclear:
    """No single subject. `choices` are those of that name (`known`), else the ones with a name near it."""

    text: str
    choices: tuple[Subject, ...]
    known: bool
    kind: SubjectKind | None = None  # the kind that was asked for


class Names:
    """Looks names up in countries, actors and feeds."""

    def __init__(self, actors: ActorStore, feeds: FeedStore) -> None:
        self._actors = actors
        self._feeds = feeds

    async def resolve(self, text: str, kind: SubjectKind | None = None) -> Subject | Unclear:
        """The one subject of that name. Refused for a keyword that would match nearly everything or nothing."""
        text = one_line(text)
        if kind is SubjectKind.ALL:
            return everything()
        if kind is SubjectKind.KEYWORD:
            return keyword(text)
        if kind is SubjectKind.WITHOUT:
            return without(text)
        if kind is SubjectKind.PATTERN:
            return pattern(text)
        found = await self._named(text, kind)
        if len(found) == 1:
            return found[0]
        if found:
            return Unclear(text, found, known=True, kind=kind)
        return Unclear(text, await self._near(text, kind), known=False, kind=kind)

    async def subject(self, kind: SubjectKind, value: str) -> Subject:
        """The subject behind a button. NotFound when there is no such thing any more."""
        match kind:
            case SubjectKind.ALL:
                return everything()
            case SubjectKind.KEYWORD:
                return keyword(value)
            case SubjectKind.WITHOUT:
                return without(value)
            case SubjectKind.PATTERN:
                return pattern(value)
            case SubjectKind.COUNTRY if value in country_names.codes():
                return country(value)
            case SubjectKind.ACTOR if (who := await self._actors.get(value)) is not None:
                return of_actor(who)
            case SubjectKind.TOPIC | SubjectKind.FEED | SubjectKind.PUBLISHER:
                for subject in await self._of_feeds(kind):
                    if subject.value == value:
                        return subject
        raise NotFound("That is not here any more.")

    async def actor(self, actor_id: str) -> Actor:
        """NotFound when there is none."""
        actor = await self._actors.get(actor_id)
        if actor is None:
            raise NotFound("I do not know that actor any more.")
        return actor

    async def _named(self, text: str, kind: SubjectKind | None) -> tuple[Subject, ...]:
        if not text:
            return ()
        found: tuple[Subject, ...] = ()
        if kind in (None, SubjectKind.COUNTRY) and (code := country_names.lookup(text)):
            found += (country(code),)
        if kind in (None, SubjectKind.ACTOR):
            found += tuple(map(of_actor, await self._actors_named(text)))
        if found or kind in (SubjectKind.COUNTRY, SubjectKind.ACTOR):
            return found
        folded = fold(text)
        subjects = [s for s in await self._of_feeds(kind) if folded in (s.value, fold(s.label))]
        return tuple(subjects) if kind else tuple(subjects[:1])

    async def _actors_named(self, text: str) -> tuple[Actor, ...]:
        """Those of that name; the one whose very name it is goes before those that have it as an alias."""
        named = (await self._actors.lookup([text])).get(text, ())
        exact = tuple(actor for actor in named if fold(actor.name) == fold(text))
        return exact if len(exact) == 1 else named

    async def _near(self, text: str, kind: SubjectKind | None) -> tuple[Subject, ...]:
        found: list[Subject] = []
        if kind in (None, SubjectKind.COUNTRY):
            found += map(country, country_names.near(text)[:_NEAR])
        if kind in (None, SubjectKind.ACTOR):
            found += map(of_actor, await self._actors.near(text, _NEAR))
        if kind not in (SubjectKind.COUNTRY, SubjectKind.ACTOR):
            subjects = await self._of_feeds(kind)
            by_name = {fold(subject.label): subject for subject in reversed(subjects)}
            close = get_close_matches(fold(text), by_name, n=_NEAR)
            # A kind that was asked for has few values: then any of them is better than none.
            found += [by_name[name] for name in close] or (subjects[:_NEAR] if kind else ())
        return tuple(dict.fromkeys(found))

    async def _of_feeds(self, kind: SubjectKind | None) -> tuple[Subject, ...]:
        """Topics, publishers and feeds there are, each once."""
        states = await self._feeds.list()
        found: list[Subject] = []
        if kind in (None, SubjectKind.TOPIC):
            found += _topics(states)
        if kind in (None, SubjectKind.PUBLISHER):
            found += _publishers(states)
        if kind in (None, SubjectKind.FEED):
            found += (Subject(SubjectKind.FEED, state.feed.id, state.feed.id) for state in states)
        return tuple({(subject.kind, subject.value): subject for subject in reversed(found)}.values())[::-1]


def country(code: str) -> Subject:
    return Subject(SubjectKind.COUNTRY, code, country_names.name(code))


def of_actor(actor: Actor) -> Subject:
    return Subject(SubjectKind.ACTOR, actor.id, actor.name)


def everything() -> Subject:
    return Subject(SubjectKind.ALL, "", "Everything")


def without(text: str) -> Subject:
    """What must not be in a report; as a keyword."""
    return replace(keyword(text), kind=SubjectKind.WITHOUT)


def pattern(text: str) -> Subject:
    """Refused for one that RE2 does not read, that is too big, or that is in nearly every report."""
    return Subject(SubjectKind.PATTERN, checked(text), f"/{text}/")


def keyword(text: str) -> Subject:
    """A literal of at most 100 characters with at least two letters or digits, one of them a letter.

    A word of three letters or more may end in "*": all that begin so.
    """
    label = one_line(text)
    value = fold(label)
    if len(label) > MAX_KEYWORD:
        raise Refused(f"A keyword has at most {MAX_KEYWORD} characters; yours has {len(label)}.")
    if sum(c.isalnum() for c in value) < 2 or not any(c.isalpha() for c in value):
        raise Refused("A keyword needs at least two letters: anything shorter is in nearly every report.")
    return Subject(SubjectKind.KEYWORD, value, label)


def _topics(states: Iterable[FeedState]) -> Iterable[Subject]:
    return (Subject(SubjectKind.TOPIC, fold(topic), topic) for state in states for topic in state.feed.topics)


def _publishers(states: Iterable[FeedState]) -> Iterable[Subject]:
    names = (state.feed.publisher for state in states)
    return (Subject(SubjectKind.PUBLISHER, fold(name), name) for name in names)
