"""Use case: what admins say about names: that two actors are one, that they are two, that one has another name.

Everything is shown with what hangs on it before it is done, and can be undone.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.errors import NotFound, Refused
from bot.model import Actor, Pair, PairState, SearchQuery, Weight
from bot.ports import Archive, Clock, Pairs, Registry
from bot.text import fold as plain
from bot.text import one_line
from bot.understand import wordlists
from bot.understand.identity import given_names, registry
from bot.understand.identity.registry import fold
from bot.understand.names import titles
from bot.understand.places import country_names

SHOWN = 6  # pairs of a list
MOST_BEARERS = 2  # a name that more actors than this have is nobody's
_COUNTED = 200  # reports that are counted; more are "at least" as many
_OFFERS = 100  # new names that wait for a tap
_LONGEST = 80
_ASKED = "an admin's"
_GONE = "That is out of date. /merge shows the pairs that wait."


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair, with what hangs on each of the two."""

    pair: Pair
    one: Weight
    other: Weight


@dataclass(frozen=True, slots=True)
class Offer:
    """Another name for an actor, before it is given; `reports` have it already, at most _COUNTED are counted."""

    token: str
    actor: Actor
    name: str
    reports: int


class Naming:
    """Methods raise NotFound and Refused with a sentence for the admin."""

    def __init__(self, pairs: Pairs, actors: Registry, archive: Archive, clock: Clock) -> None:
        self._pairs = pairs
        self._actors = actors
        self._archive = archive
        self._clock = clock
        self._offers: dict[str, Offer] = {}

    # ------------------------------------------------------------ two that may be one

    async def propose(self, first_id: str, second_id: str) -> Weighed:
        """Two actors as a pair; the one with less behind it would count as the other."""
        first, second = await self._actor(first_id), await self._actor(second_id)
        if first.id == second.id:
            raise Refused(f"“{first.name}” is one already. /unmerge shows what was merged.")
        if first.kind is not second.kind:
            raise Refused("A person and an organisation are never one.")
        weights = {one.id: await self._pairs.weigh(one.id) for one in (first, second)}
        one, other = sorted((first, second), key=lambda actor: (actor.seeded, weights[actor.id].items))
        pair = await self._pairs.propose(one.id, other.id, _ASKED, self._clock())
        if pair is None:
            raise NotFound(_GONE)
        return await self.weighed(pair.id)

    async def weighed(self, pair_id: int) -> Weighed:
        pair = await self._pairs.get(pair_id)
        if pair is None:
            raise NotFound(_GONE)
        return await self._weighed(pair)

    async def waiting(self) -> tuple[int, tuple[Pair, ...]]:
        """How many pairs wait for somebody to decide, and the most named ones."""
        return await self._pairs.waiting(SHOWN)

    async def merge(self, pair_id: int, *, turned: bool, by: int) -> Weighed:
        """Done, with the weight of what moved."""
        before = await self.weighed(pair_id)
        if before.pair.state is PairState.MERGED:
            return before
        pair = await self._pairs.merge(pair_id, turned=turned, by=by, now=self._clock())
        if pair is None:
            raise Refused("That would go round in a circle: one of them counts as the other already.")
        moved = (before.other, before.one) if turned else (before.one, before.other)
        return Weighed(pair, *moved)

    async def part(self, pair_id: int, by: int) -> Weighed:
        """They are two: a merge is undone."""
        pair = await self._pairs.part(pair_id, by, self._clock())
        if pair is None:
            raise NotFound(_GONE)
        return await self._weighed(pair)

    async def merged(self, actor_id: str | None = None) -> tuple[Pair, ...]:
        """The latest merges, which can be undone."""
        return await self._pairs.merged(SHOWN, actor_id)

    # ------------------------------------------------------------ another name

    async def offer(self, actor_id: str, name: str) -> Offer | Weighed:
        """Another name for an actor, to be confirmed; a pair where that is another actor's name. Refused, with counts,
        for a name that would be found where it means something else."""
        actor, name = await self._actor(actor_id), one_line(name)
        if not fold(name) or len(name) > _LONGEST:
            raise Refused(f"A name has letters, and at most {_LONGEST} characters.")
        bearers = (await self._actors.lookup([name])).get(name, ())
        if actor in bearers:
            raise Refused(f"“{name}” is a name of {actor.name} already.")
        await self._check(name, bearers)
        if bearers:
            return await self.propose(bearers[0].id, actor.id)
        offer = Offer(secrets.token_urlsafe(9), actor, name, await self._reports(name))
        self._offers = dict([*self._offers.items(), (offer.token, offer)][-_OFFERS:])
        return offer

    async def give(self, token: str, by: int) -> Weighed:
        """The name is the actor's from now on."""
        offer = self._offers.pop(token, None)
        if offer is None:
            raise NotFound("That is out of date. Send /alias again.")
        used: set[str] = set()
        while await self._actors.get(new_id := registry.free_id(offer.name, used)) is not None:
            used.add(new_id)
        new = replace(offer.actor, id=new_id, name=offer.name, aliases=(), wikidata=None)
        pair = await self._pairs.name(replace(new, seeded=False), offer.actor.id, by, self._clock())
        if pair is None:
            raise NotFound("That is out of date. Send /alias again.")
        return await self._weighed(pair)

    async def _check(self, name: str, bearers: Sequence[Actor]) -> None:
        """Refused for what would match nearly everything."""
        word = fold(name)
        if len(bearers) > 1:
            raise Refused(_many(name, len(bearers), bearers))
        if (why := _says_too_little(name)) is not None:
            raise Refused(f"“{name}” {why}: {await self._as_many(name)} here have it. Give a longer name.")
        if " " not in word:
            more = await self._actors.bearers(word, _COUNTED)
            if len(more) > MOST_BEARERS:
                raise Refused(_many(name, len(more), more))

    async def _as_many(self, name: str) -> str:
        count = await self._reports(name)
        more = "at least " if count >= _COUNTED else ""
        return f"{more}{count} report{'s' * (count != 1)}"

    async def _reports(self, name: str) -> int:
        return len(await self._archive.search(SearchQuery(terms=(name,), limit=_COUNTED)))

    async def _actor(self, actor_id: str) -> Actor:
        actor = await self._actors.get(actor_id)
        if actor is None:
            raise NotFound("I do not know that actor any more.")
        return actor

    async def _weighed(self, pair: Pair) -> Weighed:
        return Weighed(pair, await self._pairs.weigh(pair.one.id), await self._pairs.weigh(pair.other.id))


def _many(name: str, count: int, bearers: Sequence[Actor]) -> str:
    some = ", ".join(actor.name for actor in bearers[:3])
    more = "at least " if count >= _COUNTED else ""
    return (
        f"“{name}” is in the names of {more}{count} actors here ({some} …): it would be nobody's. Give a longer name."
    )


def _says_too_little(name: str) -> str | None:
    """Why a name is no name, in words that follow it; None when it is one."""
    letters = [letter for letter in name if letter.isalnum()]
    ideographs = sum("\u3040" <= letter <= "\u9fff" for letter in letters)
    if len(letters) + ideographs < 3:
        return "has too few letters"
    if country_names.lookup(name):
        return "is a country"
    if titles.is_role(name):
        return "is an office, not a name"
    if " " in one_line(name):
        return None
    if plain(name) in wordlists.words():
        return "is an everyday word"
    return "is a given name" if given_names.is_given(name.capitalize()) else None
