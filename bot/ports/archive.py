"""Items: what is stored, read, edited, purged; and the actors in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import (
    Actor,
    Arrivals,
    Counts,
    Draft,
    Edit,
    Hit,
    Item,
    Known,
    KnownItem,
    Memory,
    NewItem,
    OldItems,
    Pair,
    Purged,
    Reading,
    Recent,
    Regrouping,
    SearchQuery,
    Sought,
    Story,
    Unread,
    Version,
    Weight,
)


class Archive(Protocol):
    async def known(self, keys: Sequence[str]) -> Mapping[str, KnownItem]:
        """The stored items behind those identity keys that are known."""
        ...

    async def add(self, new: NewItem) -> Item | None:
        """Item, tags, actors, keys, story, search row and (unless silent) change row in one transaction.

        None when one of its keys was stored meanwhile: the item is there already, and nothing was written.
        """
        ...

    async def memory(self, publisher: str) -> Memory:
        """What the publisher's items so far have taught; each item teaches once, in its own transaction."""
        ...

    async def remember(self, more: Sequence[tuple[int, Sequence[str]]]) -> None:
        """More identity keys for stored items, all of them or none; an item has so many at most, then no more."""
        ...

    async def get(self, item_id: int) -> Item | None: ...

    async def recent(self, feed_id: str, limit: int) -> tuple[Recent, ...]:
        """The feed's items, newest first."""
        ...

    async def search(self, query: SearchQuery) -> tuple[Hit, ...]:
        """By relevance when there are terms, else newest first."""
        ...

    async def outline(self, query: SearchQuery) -> tuple[tuple[int, datetime], ...]:
        """The story and the moment of each item that `search` would find, in its order; the items are not read."""
        ...

    async def last_before(self, moment: datetime) -> int:
        """The largest id with none behind it that was first seen since then; 0: there is none. Reads what is newer."""
        ...

    async def added_after(self, item_id: int, *, since: datetime, limit: int = 500) -> tuple[Item, ...]:
        """Items with a larger id, first seen since; by id. To bring a story grouper up to date."""
        ...

    async def hours(self, feed_id: str, *, since: datetime) -> tuple[datetime, ...]:
        """The hours, each by its start, in which a feed had news since then, and in which its oldest item came; sorted.

        An item is news when it is published; where it came hours later (a first poll's backlog), when it came.
        """
        ...

    async def arrivals(self, feed_ids: Sequence[str], *, since: datetime) -> Mapping[str, Arrivals]:
        """What feeds brought since then, by id; those that brought nothing ever are left out."""
        ...

    async def story(self, story_id: int, most: int = 200) -> Story | None:
        """The story, or the one that it went into; of more than `most` items the first one and the newest."""
        ...

    async def of_stories(self, story_ids: Sequence[int], limit: int) -> tuple[Item, ...]:
        """The items of these stories; so many of the newest at most."""
        ...

    async def busiest_actors(
        self, since: datetime, limit: int, country: str | None = None
    ) -> tuple[tuple[Actor, int], ...]: ...

    async def reach(self) -> tuple[datetime, datetime] | None:
        """When the oldest and the newest item were published; None: empty."""
        ...

    async def counts(self) -> Counts: ...


class Regroupings(Protocol):
    """Items that go from one story to another. Each method is a transaction; none makes an alert.

    What chats were told of goes along: nobody is told of a story twice because two were one, and nobody is taken to be
    told of a story because it was part of another.
    """

    async def merge(self, source: int, target: int, reason: str, now: datetime) -> Regrouping | None:
        """All that `source` has goes into `target`, whose messages in chats stay. None: one of them is not there."""
        ...

    async def split(self, item_ids: Sequence[int], reason: str, now: datetime) -> Regrouping | None:
        """Items of one story into a new one. None: they are all that it has, or not of one story."""
        ...

    async def undo(self, regrouping_id: int, reason: str, now: datetime) -> Regrouping | None:
        """The items that are still there go back, as a regrouping of its own. None: there is nothing to undo."""
        ...

    async def of(self, story_id: int) -> tuple[Regrouping, ...]:
        """Those from or into the story, newest first."""
        ...

    async def after(self, regrouping_id: int) -> tuple[Regrouping, ...]:
        """Those with a larger id, by id."""
        ...

    async def newest(self) -> tuple[int, int]:
        """The ids of the newest item and of the newest regrouping; 0: there is none. Takes hardly any time."""
        ...


class Retention(Protocol):
    """What is kept no longer. Each method is a short transaction."""

    async def old(self, before: datetime, *, after: int, limit: int) -> OldItems:
        """Of the next `limit` items by number, those that were first seen before that time."""
        ...

    async def listed(self, up_to: int) -> frozenset[int]:
        """The numbers, up to that one, of items that feeds listed when they were last read."""
        ...

    async def purge(self, ids: Sequence[int], now: datetime, *, since: datetime) -> Purged:
        """Items with all that hangs on them, and the stories and ledger rows that they leave empty.

        A tombstone of each stays. Spared are items that wait to be matched or sent, and those that a feed which was
        read at or after `since` lists.
        """
        ...

    async def last_tombstone(self) -> int:
        """The number of the newest purged item; 0: none."""
        ...

    async def relisted(self, ids: Sequence[int], now: datetime) -> None:
        """Feeds list these purged items still."""
        ...

    async def forget(self, before: datetime, limit: int) -> int:
        """Tombstones of items that no feed has listed since, with their keys. How many went."""
        ...


class UnreadItems(Protocol):
    """Items that are in the archive and still to be read: a queue, newest first."""

    async def add(self, drafts: Sequence[Draft]) -> tuple[int, ...] | None:
        """Store a feed's backlog, silently, in one transaction that also ends the feed's silence; the new ids.

        None when one of the keys is stored already: nothing was written.
        """
        ...

    async def due(self, now: datetime, limit: int) -> tuple[Unread, ...]: ...

    async def read(self, reading: Reading) -> Item | None:
        """Text, tags, story, search row of the item, and its leaving the queue, in one transaction.

        None when it is not in the queue any more: nothing was written.
        """
        ...

    async def later(self, item_id: int, not_before: datetime) -> None:
        """It could not be read: an attempt more, and not before that time."""
        ...

    async def give_up(self, item_id: int, reason: str, edition: str) -> None:
        """It cannot be read: it stays as it is, with the reason in its notes, until there is other data."""
        ...

    async def outdated(self, edition: str, since: datetime) -> int:
        """Queue, to be tagged again, what was published since and read with other data. Returns how many."""
        ...

    async def revisit(self, publisher: str, since: datetime, limit: int) -> int:
        """Queue the publisher's newest items since then, to be cleaned by what is known of it now. Returns how many."""
        ...

    async def count(self) -> int: ...


class Versions(Protocol):
    """Edits of stored items: their former texts, and what their entries said when they were last read."""

    async def replace(self, edit: Edit) -> bool:
        """The item's text, tags and search row, and its former text as a version, in one transaction; no change row.

        False when it has that text already: nothing but `said` was written.
        """
        ...

    async def heard(self, item_id: int, said: str | None) -> None:
        """Its entry says something else, and the item is the same. None: it is to be read again."""
        ...

    async def untold(self, limit: int = 50) -> tuple[Version, ...]:
        """Those whose headline was changed, or that were withdrawn, and of which nobody was told yet; oldest first."""
        ...

    async def of(self, item_ids: Sequence[int]) -> tuple[Version, ...]:
        """The former texts of these items, each text once, by item and then in the order they were replaced."""
        ...


class ActorStore(Protocol):
    """The registry. Who was merged is found under the old id and names as well, and is whom they count as now."""

    async def seed(self, actors: Sequence[Actor]) -> None:
        """Bring the seed of the release into the registry; learned actors stay."""
        ...

    async def get(self, actor_id: str) -> Actor | None: ...

    async def lookup(self, names: Sequence[str]) -> Mapping[str, tuple[Actor, ...]]:
        """Actors by folded name or alias (understand.identity.registry.fold), most frequent first."""
        ...

    async def near(self, name: str, limit: int = 5) -> tuple[Actor, ...]:
        """Actors with a name near this one, for "did you mean"."""
        ...


class Registry(ActorStore, Protocol):
    """The same, as it learns and forgets."""

    async def known(self, sought: Sought) -> Known:
        """For understand.identity.resolve: actors as they were learned, and who each of them counts as."""
        ...

    async def bearers(self, word: str, limit: int) -> tuple[Actor, ...]:
        """Actors with this folded word in a name, most frequent first."""
        ...

    async def given(self, limit: int) -> tuple[tuple[str, Actor], ...]:
        """Names that admins gave actors, the latest first: by /alias, and those of actors that they merged."""
        ...

    async def forget(self, before: datetime, limit: int) -> int:
        """Learned actors that at most one item carries, none since `before`, and nobody follows; how many went.

        The item keeps the name as a local actor. Who comes with the release stays, and of whom somebody has decided.
        """
        ...


class Pairs(Protocol):
    """Actors that may be one, and what is decided of them. Whatever is merged can be undone."""

    async def weigh(self, actor_id: str) -> Weight:
        """What would move if this actor were merged."""
        ...

    async def propose(self, one_id: str, other_id: str, reason: str, now: datetime) -> Pair | None:
        """The pair, in either order; a new one waits. None when they are one already, or one is not there."""
        ...

    async def get(self, pair_id: int) -> Pair | None: ...

    async def waiting(self, limit: int) -> tuple[int, tuple[Pair, ...]]:
        """How many wait, and those whose actors are named most."""
        ...

    async def merged(self, limit: int, actor_id: str | None = None) -> tuple[Pair, ...]:
        """The latest merges, of all or of one actor on either side."""
        ...

    async def merge(self, pair_id: int, *, turned: bool, by: int, now: datetime) -> Pair | None:
        """`one` counts as `other` from now on (`turned`: the other way): items, watches and names, in one transaction.

        None when there is no such pair, or it would go round in a circle. Twice is no error.
        """
        ...

    async def part(self, pair_id: int, by: int, now: datetime) -> Pair | None:
        """They are different: a merge is undone, whatever moved goes back. Twice is no error."""
        ...

    async def name(self, actor: Actor, into_id: str, by: int, now: datetime) -> Pair | None:
        """Register an actor that is nothing but another name, merged at once. None when there is no `into_id`."""
        ...
