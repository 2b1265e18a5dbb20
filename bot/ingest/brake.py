"""A site that is rebuilt brings its old items again, under other addresses or with other dates: that is no news.

What counts is evidence that an entry is old, never the number of entries: thirty new items after an outage and a desk
with forty an hour are news, whatever is usual. There are two kinds of evidence:

* Renamed: its headline, of three telling words or more, is that of exactly one item of the feed, which the document
  does not list any more, and it says what that one says. Such an entry is that item, and its keys are remembered.
  Not so in feeds where that happened lately: theirs are notices that recur word for word.
* Old: it is dated two days or more before the newest item that the feed had, and before the feed was read last. Not so
  in feeds whose items are usually new when they are that old. Such an entry goes into the archive silently.

The brake takes hold where at least five new entries of a document, and more than half of them, carry such evidence (or
where all that a document lists is renamed, three entries or more), and then for these entries alone. Admins are told
once, and can have what was old sent after all.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clean import edits, identity
from bot.model import Brake, Entry, FeedState, Recent
from bot.ports import Clock, Store

log = logging.getLogger(__name__)

Fresh = tuple[Entry, tuple[str, ...]]  # an entry that is no stored item, and its identity keys

LEAST = 5
LEAST_OF_ALL = 3  # where everything that is listed is renamed
RECENT = 500  # items of the feed that are compared
OLD = timedelta(days=2)
SAME = timedelta(hours=12)  # a rebuild takes several polls
RECURS = timedelta(days=90)  # a site that is rebuilt twice in that time is rarer than notices that recur
_HABIT = 0.2  # of the moments at which a feed had something new, something was that old: it is its way
_OFTEN = 3
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Sifted:
    """New entries by what is to be done with them; `renamed` with the ids of the items they are."""

    news: Sequence[Fresh]
    old: Sequence[Fresh] = ()
    renamed: Sequence[tuple[Fresh, int]] = ()


class Brakes:
    """The use case."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def sift(self, state: FeedState, fresh: Sequence[Fresh], listed: Collection[int]) -> Sifted:
        """Tell news from what is none; `listed` are the ids of the items that the document has besides."""
        if len(fresh) < LEAST_OF_ALL or state.last_ok is None:
            return Sifted(fresh)
        recent = await self._store.archive.recent(state.feed.id, RECENT)
        limit = _limit(recent, state.last_ok)
        old = [one for one in fresh if limit and one[0].published and one[0].published < limit]
        named = _named(fresh, [one for one in recent if one.id not in listed])
        if named and await self._recurs(state):
            named = []
        if not _takes_hold(len(named) + len(old), len(fresh), len(named) if not listed else 0):
            return Sifted(fresh)
        renamed = [(one, item.id) for one, item in named if await self._says_the_same(one[0], item)]
        same = {id(one) for one, _ in renamed}
        old = [one for one in old if id(one) not in same]
        if not _takes_hold(len(renamed) + len(old), len(fresh), len(renamed) if not listed else 0):
            return Sifted(fresh)
        same |= {id(one) for one in old}
        brake = Brake(
            state.feed.id, self._clock(), tuple(keys[0] for (_, keys), _ in renamed), tuple(keys[0] for _, keys in old)
        )
        await self._store.brakes.put(brake)
        log.warning("feed %s: %d renamed and %d old entries at once: no news", brake.feed_id, len(renamed), len(old))
        return Sifted([one for one in fresh if id(one) not in same], old, renamed)

    async def _recurs(self, state: FeedState) -> bool:
        last, now = await self._store.brakes.of(state.feed.id), self._clock()
        return last is not None and bool(last.renamed) and SAME <= now - last.at < RECURS

    async def _says_the_same(self, entry: Entry, item: Recent) -> bool:
        if item.said is not None and not edits.says_otherwise(entry, item.said):
            return True
        stored = await self._store.archive.get(item.id)
        return stored is not None and edits.tells_the_same(entry, stored)


def _takes_hold(evidence: int, fresh: int, all_renamed: int) -> bool:
    if fresh == all_renamed >= LEAST_OF_ALL:
        return True
    return evidence >= LEAST and 2 * evidence > fresh


def _named(fresh: Sequence[Fresh], recent: Sequence[Recent]) -> list[tuple[Fresh, Recent]]:
    """New entries and the items with their headlines, where both are the only ones with that."""
    titles = Counter(key for entry, _ in fresh if (key := identity.headline(entry.title)))
    items: dict[str, list[Recent]] = {}
    for item in recent:
        if key := identity.headline(item.title):
            items.setdefault(key, []).append(item)
    found: list[tuple[Fresh, Recent]] = []
    for one in fresh:
        key = identity.headline(one[0].title)
        if key and titles[key] == 1 and len(items.get(key, ())) == 1:
            found.append((one, items[key][0]))
    return found


def _limit(recent: Sequence[Recent], last_ok: datetime) -> datetime | None:
    """What is dated before is old; None where dates tell nothing."""
    dates = [item.published for item in recent if item.published is not None]
    return min(max(dates), last_ok) - OLD if dates and not _digs_up(recent) else None


def _digs_up(recent: Sequence[Recent]) -> bool:
    """Whether the feed's items are often old when they come; its first poll, which finds its backlog, apart."""
    first = min(item.first_seen for item in recent)
    late: dict[datetime, bool] = {}
    for item in recent:
        if item.first_seen - first < _HOUR or item.published is None:
            continue
        hour = item.first_seen.replace(minute=0, second=0, microsecond=0)
        late[hour] = late.get(hour, False) or item.first_seen - item.published > OLD
    return bool(late) and sum(late.values()) >= max(_OFTEN, _HABIT * len(late))
