"""A document's entries, sorted into those that are new and those that are known; the new ones stored in their order.

What becomes of a new entry is in `items`, of one of a backlog in `drafts`, of a known one with other words in `edits`;
which new ones are no news says `brake`. Does not fetch or parse the document, and keeps no record of the poll.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from bot.clean import identity
from bot.errors import StoreError
from bot.ingest.brake import Brakes, Fresh
from bot.ingest.drafts import draft
from bot.ingest.edits import Edits
from bot.ingest.grouping import Grouping
from bot.ingest.items import Items
from bot.model import Draft, Entry, FeedState, KnownItem, NewItem, ParsedFeed
from bot.ports import Clock, Store

log = logging.getLogger(__name__)

PARALLEL_ENTRIES = 4
_TRIES = 5
FIRST_POLL_PAGES = 8  # a new feed's backlog: pages of the newest only, its publisher has done nothing to deserve more


@dataclass(frozen=True, slots=True)
class Taken:
    """What a document brought. `failed` entries could not be read.

    `complete`: none is to be tried again with the next document. `listed` are the ids of its items, sorted;
    `recognised`: some of them are this feed's from before.
    """

    new: int = 0
    known: int = 0
    failed: int = 0
    edited: int = 0
    complete: bool = True
    listed: tuple[int, ...] = ()
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A document's entries: each new one with its keys, the items that others are, and keys that these learn."""

    fresh: list[Fresh]
    twins: list[tuple[Entry, KnownItem]]
    learned: list[tuple[int, list[str]]]


class Entries:
    """`on_news` is called when a change row was written."""

    def __init__(
        self,
        store: Store,
        items: Items,
        edits: Edits,
        brakes: Brakes,
        grouping: Grouping,
        clock: Clock,
        on_news: Callable[[], None],
    ) -> None:
        self._store = store
        self._items = items
        self._edits = edits
        self._brakes = brakes
        self._grouping = grouping
        self._clock = clock
        self._on_news = on_news

    async def take(self, state: FeedState, parsed: ParsedFeed) -> Taken:
        """Store what is new of a document, oldest first."""
        entries = _oldest_first(parsed.entries)
        # In a thread: for ten thousand entries it takes seconds.
        keys = await asyncio.to_thread(identity.keys, entries, feed_id=state.feed.id, publisher=state.feed.publisher)
        found, taken = await (self._backlog if state.silent else self._news)(state, parsed, entries, keys)
        reread = await self._edits.take(state.feed, parsed, found.twins)
        return replace(taken, edited=reread.edited, complete=not (taken.failed or reread.left))

    async def _news(
        self, state: FeedState, parsed: ParsedFeed, entries: Sequence[Entry], keys: Sequence[tuple[str, ...]]
    ) -> tuple[_Sorted, Taken]:
        """Store what is news, one by one; what is old comes before it, silently."""
        found = await self._sorted(state, entries, keys)
        sifted = await self._brakes.sift(state, found.fresh, {twin.id for _, twin in found.twins})
        if sifted.renamed:
            await self._store.archive.remember([(item_id, own) for (_, own), item_id in sifted.renamed])
        drafts = self._drafts(state, parsed, sifted.old)
        old = await self._grouping.add_unread(drafts) if drafts else ()
        if old is None:
            raise StoreError("other feeds bring the same items at this very moment")
        jobs = [partial(self._items.prepare, state, parsed, entry, own, True) for entry, own in sifted.news]
        stored, failed = await self._store_in_order(jobs)
        lost = failed + len(sifted.old) - len(drafts)
        also = [item_id for _, item_id in sifted.renamed]
        return found, _taken(state, len(entries), found, (*old, *stored), lost, also)

    async def _backlog(
        self, state: FeedState, parsed: ParsedFeed, entries: Sequence[Entry], keys: Sequence[tuple[str, ...]]
    ) -> tuple[_Sorted, Taken]:
        """Store at once, all or nothing, what is no news; it is read later."""
        # Of a feed that was never polled nothing is known, as a rule: the archive finds out when it stores it.
        found = _each_once(state, entries, keys, {}) if state.last_ok is None else None
        for _ in range(_TRIES):
            found = found or await self._sorted(state, entries, keys)
            drafts = self._drafts(state, parsed, found.fresh)
            stored = await self._grouping.add_unread(drafts)
            if stored is not None:
                return found, _taken(state, len(entries), found, stored, len(found.fresh) - len(drafts))
            found = None
        raise StoreError("other feeds bring the same items at this very moment")

    def _drafts(self, state: FeedState, parsed: ParsedFeed, fresh: Sequence[Fresh]) -> list[Draft]:
        """Without those that break on the way."""
        now, pages_from = self._clock(), len(fresh) - FIRST_POLL_PAGES
        drafts: list[Draft] = []
        for index, (entry, keys) in enumerate(fresh):
            try:
                drafts.append(draft(state, parsed, entry, keys, now=now, page_allowed=index >= pages_from))
            except Exception:  # one entry costs no other one
                log.exception("an entry could not be read")
        return drafts

    async def _sorted(self, state: FeedState, entries: Sequence[Entry], keys: Sequence[tuple[str, ...]]) -> _Sorted:
        """By what the archive knows; items learn the keys that they came under for the first time."""
        known = await self._store.archive.known(sorted({key for of_entry in keys for key in of_entry}))
        found = _each_once(state, entries, keys, dict(known))
        if found.learned:
            await self._store.archive.remember(found.learned)
        return found

    async def _store_in_order(self, jobs: Sequence[Callable[[], Awaitable[NewItem]]]) -> tuple[list[int], int]:
        """Prepare a few entries side by side, store them one after the other. Returns (ids of the stored, failed)."""
        stored: list[int] = []
        failed = 0
        for start in range(0, len(jobs), PARALLEL_ENTRIES):
            batch = [asyncio.ensure_future(job()) for job in jobs[start : start + PARALLEL_ENTRIES]]
            try:
                for prepared in await asyncio.gather(*batch, return_exceptions=True):
                    if isinstance(prepared, BaseException):
                        if not isinstance(prepared, Exception):
                            raise prepared
                        failed += 1
                        log.error("an entry could not be read", exc_info=prepared)
                        continue
                    item = await self._grouping.add(prepared)
                    if item is not None:
                        stored.append(item.id)
                        if not prepared.silent:
                            self._on_news()
            finally:
                for task in batch:
                    task.cancel()
        return stored, failed


def _oldest_first(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """By date where every entry has one; else, and for those of one second, in the document's order turned round.

    Feeds list the newest first, unless their dates say otherwise.
    """
    dates = [entry.published for entry in entries if entry.published is not None]
    if len(dates) < len(entries) or not dates:
        return tuple(reversed(entries))
    turned = entries if dates[0] < dates[-1] else tuple(reversed(entries))
    return tuple(sorted(turned, key=lambda entry: entry.published or datetime.min.replace(tzinfo=UTC)))


def _each_once(
    state: FeedState, entries: Sequence[Entry], keys: Sequence[tuple[str, ...]], known: dict[str, KnownItem]
) -> _Sorted:
    """`known` grows by what is found, so that an item that stands in the document twice is one."""
    found = _Sorted([], [], [])
    for entry, entry_keys in zip(entries, keys, strict=True):
        twin = _same(entry, entry_keys, known)
        own = [key for key in entry_keys if key not in known]
        if twin is None and own:
            # Only keys of its own: one that another item holds (a guid that is used again) would keep it out.
            found.fresh.append((entry, tuple(own)))
            known.update(dict.fromkeys(own, KnownItem(0, state.feed.id, entry.title, entry.link)))
        elif twin is not None and twin.id:
            found.twins.append((entry, twin))
            if own:
                found.learned.append((twin.id, own))
    return found


def _taken(
    state: FeedState, total: int, found: _Sorted, stored: Sequence[int], failed: int, also: Sequence[int] = ()
) -> Taken:
    """`also` are items that entries turned out to be."""
    return Taken(
        new=len(stored),
        known=total - len(found.fresh) + len(also),
        failed=failed,
        listed=tuple(sorted({*stored, *also, *(twin.id for _, twin in found.twins)})),
        recognised=bool(also)
        or any(twin.feed_id == state.feed.id or twin.id in state.listed for _, twin in found.twins),
    )


def _same(entry: Entry, keys: Sequence[str], known: dict[str, KnownItem]) -> KnownItem | None:
    """The stored (or just read) item that this entry is, by its strongest key that holds."""
    for key in keys:
        twin = known.get(key)
        if twin is not None and identity.same_item(entry, twin, matched_key=key):
            return twin
    return None
