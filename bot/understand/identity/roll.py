"""A registry in memory: the seed, and what one run has learned. What the database is to the bot, for a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from bot.model import Actor, ActorKind, ActorTag, FoundActor, Known, Sought
from bot.understand.identity import alike, resolve
from bot.understand.identity.registry import seed
from bot.understand.identity.skeleton import fold

_Index = dict[str, tuple[Actor, ...]]


@cache
def _seeded() -> tuple[Mapping[str, tuple[Actor, ...]], Mapping[str, tuple[Actor, ...]]]:
    """The seed by folded name, and by the keys of similar names."""
    named: defaultdict[str, dict[str, Actor]] = defaultdict(dict)
    similar: defaultdict[str, dict[str, Actor]] = defaultdict(dict)
    for actor in seed():
        for name in (actor.name, *actor.aliases):
            named[fold(name)][actor.id] = actor
            for key in alike.blocks(name) if actor.kind is ActorKind.PERSON else ():
                similar[key][actor.id] = actor
    return _frozen(named), _frozen(similar)


def _frozen(index: Mapping[str, Mapping[str, Actor]]) -> Mapping[str, tuple[Actor, ...]]:
    return {key: tuple(actors.values()) for key, actors in index.items()}


@dataclass(slots=True)
class Roll:
    """Grows with the documents of a run."""

    _named: _Index = field(default_factory=dict)
    _alike: _Index = field(default_factory=dict)
    _merged: dict[str, Actor] = field(default_factory=dict)
    _texts: int = 0

    def tag(self, found: Sequence[FoundActor]) -> tuple[ActorTag, ...]:
        """The actors of the next document, by what is known so far.

        A name that says too little ("Maria", "Smith", "Parliament") gets an id of its own in each document.
        """
        self._texts += 1
        tags = resolve.resolve(found, self.known(resolve.sought(found)))
        self.learn(tags)
        return tuple(self._apart(tag) for tag in tags)

    def _apart(self, tag: ActorTag) -> ActorTag:
        actor = tag.actor
        if not actor.local or (actor.kind is ActorKind.PERSON and alike.tells(actor.name)):
            return tag
        return replace(tag, actor=replace(actor, id=f"{actor.id[:36]}-in-{self._texts}"))

    def known(self, sought: Sought) -> Known:
        """As bot.ports.ActorStore.known."""
        named, similar = _seeded()
        return Known(
            named={name: (*named.get(name, ()), *self._named.get(name, ())) for name in sought.names},
            alike={key: (*similar.get(key, ()), *self._alike.get(key, ())) for key in sought.keys},
            merged=self._merged,
        )

    def learn(self, tags: Sequence[ActorTag]) -> None:
        """The actors of one document."""
        for tag in tags:
            new = tag.origin or tag.actor
            if new.local or new.seeded:
                continue
            if tag.likeness is not None and tag.likeness.sure:
                self._merged[new.id] = tag.actor
            names = dict.fromkeys((new.name, *new.aliases))
            _add(self._named, map(fold, names), new)
            if new.kind is ActorKind.PERSON:
                _add(self._alike, (key for name in names for key in alike.blocks(name)), new)


def _add(index: _Index, keys: Iterable[str], actor: Actor) -> None:
    for key in dict.fromkeys(keys):
        others = index.get(key, ())
        if all(other.id != actor.id for other in others):
            index[key] = (*others, actor)
