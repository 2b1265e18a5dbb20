"""Who and where a text is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from bot.model.articles import Article

MentionField = Literal["title", "body"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Offsets in characters into the article's title or body."""

    field: MentionField
    start: int
    end: int


class Tagger(StrEnum):
    """What finds the names in English texts."""

    FULL = "full"  # a statistical model: finds more, takes some 200 MB and most of the time
    LIGHT = "light"  # rules alone, for a small machine


class ActorKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


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
class ActorTag:
    actor: Actor
    mentions: tuple[Mention, ...]
    reason: str = ""


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


@dataclass(frozen=True, slots=True)
class Tagged:
    """An article with its tags, actors resolved to the registry."""

    article: Article
    countries: tuple[CountryTag, ...] = ()
    actors: tuple[ActorTag, ...] = ()
    summary: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    def each_actor(self) -> tuple[ActorTag, ...]:
        """The actors' tags, each actor once."""
        return tuple({tag.actor.id: tag for tag in reversed(self.actors)}.values())[::-1]
