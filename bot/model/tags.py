"""Who and where a text is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.articles import Article
from bot.model.happenings import Event
from bot.model.mentions import Mention


class Tagger(StrEnum):
    """What finds the names in English texts."""

    FULL = "full"  # a statistical model: finds more, takes some 200 MB and most of the time
    LIGHT = "light"  # rules alone, for a small machine


class ActorKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class ActorRole(StrEnum):
    """What an actor does in an article, as far as its sentences tell events."""

    AGENT = "agent"  # acts
    RECIPIENT = "recipient"  # is acted on


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or organisation of the registry."""

    id: str  # slug: [a-z0-9-]{1,48}
    name: str  # the name shown
    kind: ActorKind
    country: str | None = None
    sector: str | None = None  # PLOVER: GOV MIL IGO …
    wikidata: str | None = None  # "Q…"
    aliases: tuple[str, ...] = ()  # other names, as written
    seeded: bool = False
    local: bool = False  # known by a lone word ("Rodriguez") of one article: shown with it, never put into the registry


@dataclass(frozen=True, slots=True)
class FoundActor:
    """One actor of one article, merged over its mentions, not yet looked up in the registry."""

    name: str  # the fullest form in the text, titles stripped
    kind: ActorKind
    mentions: tuple[Mention, ...]
    names: tuple[str, ...] = ()  # every distinct surface form
    country: str | None = None
    sector: str | None = None
    seed: str | None = None  # id of the seed actor, where one matched
    reason: str = ""  # "seed alias", "NER + title 'Foreign Minister'", …


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why an actor that was found may be another one of the registry."""

    other: Actor
    reason: str  # in words: "middle initial", "nickname, same country"
    sure: bool  # they count as one until somebody says otherwise


@dataclass(frozen=True, slots=True)
class ActorTag:
    actor: Actor
    mentions: tuple[Mention, ...]
    reason: str = ""
    origin: Actor | None = None  # found as this one, which counts as `actor`
    likeness: Likeness | None = None  # new: of `origin` to `actor`, or of `actor` to one that it may be
    role: ActorRole | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """What the registry is asked for the actors of a text; see understand.identity.resolve."""

    names: tuple[str, ...] = ()  # folded
    keys: tuple[str, ...] = ()  # of similar names, by understand.identity.alike
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The registry's answer to that."""

    named: Mapping[str, tuple[Actor, ...]] = field(default_factory=dict)  # by folded name
    alike: Mapping[str, tuple[Actor, ...]] = field(default_factory=dict)  # by key
    merged: Mapping[str, Actor] = field(default_factory=dict)  # id of one that was merged -> who it is now


@dataclass(frozen=True, slots=True)
class CountryTag:
    code: str
    mentions: tuple[Mention, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """All that the pure stages read out of an article; `failed` names the stages that did not run."""

    countries: tuple[CountryTag, ...] = ()
    actors: tuple[FoundActor, ...] = ()
    summary: tuple[str, ...] = ()  # sentences of the body, in its order
    language: str | None = None
    failed: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Tagged:
    """An article with its tags, actors resolved to the registry."""

    article: Article
    countries: tuple[CountryTag, ...] = ()
    actors: tuple[ActorTag, ...] = ()
    summary: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()

    def each_actor(self) -> tuple[ActorTag, ...]:
        """The actors' tags, each actor once."""
        return tuple({tag.actor.id: tag for tag in reversed(self.actors)}.values())[::-1]


class PairState(StrEnum):
    """What is decided of two actors that may be one."""

    WAITING = "waiting"
    MERGED = "merged"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two registered actors that may be one; merged, `one` counts as `other`."""

    id: int
    one: Actor
    other: Actor
    state: PairState
    reason: str
    at: datetime
    by: int | None = None  # an admin's user id; None: the bot itself


@dataclass(frozen=True, slots=True)
class Weight:
    """What hangs on an actor: items that carry it, and watches of any chat."""

    items: int
    watches: int
