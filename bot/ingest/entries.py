"""A document's entries, sorted into those that are new and those that are known; the new ones stored in their order.

What becomes of one new entry is in `items`. Does not fetch or parse the document, and keeps no record of the poll.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from bot.clean import identity
from bot.ingest import backlog
from bot.ingest.items import Items
from bot.model import Entry, FeedState, KnownItem, NewItem, ParsedFeed
from bot.ports import Store

log = logging.getLogger(__name__)

PARALLEL_ENTRIES = 4
FIRST_POLL_PAGES = 8  # a new feed's backlog: pages of the newest only, its publisher has done nothing to deserve more


@dataclass(frozen=True, slots=True)
class Taken:
    """What a document brought. `failed` entries could not be read, and are tried again with the next document.

    `listed` are the ids of its items, sorted; `recognised`: some of them are this feed's from before.
    """

    new: int = 0
    known: int = 0
    failed: int = 0
    listed: tuple[int, ...] = ()
    recognised: bool = False


class Entries:
    """`on_news` is called when a change row was written."""

    def __init__(self, store: Store, items: Items, on_news: Callable[[], None]) -> None:
        self._store = store
        self._items = items
        self._on_news = on_news

    async def take(self, state: FeedState, parsed: ParsedFeed) -> Taken:
        """Store what is new of a document, oldest first."""
        entries = _oldest_first(parsed.entries)
        keys = identity.keys(entries, feed_id=state.feed.id, publisher=state.feed.publisher)
        fresh, twins = await self._sorted(state, entries, keys)
        old = await backlog.of(self._store, state, keys) if state.silent else frozenset()
        pages_from = len(fresh) - FIRST_POLL_PAGES if state.silent else 0
        jobs: list[Callable[[], Awaitable[NewItem]]] = [
            partial(
                self._items.prepare,
                replace(state, silent=backlog.holds(old, entry_keys)),
                parsed,
                entry,
                entry_keys,
                index >= pages_from,
            )
            for index, (entry, entry_keys) in enumerate(fresh)
        ]
        stored, failed = await self._store_in_order(jobs)
        return Taken(
            new=len(stored),
            known=len(entries) - len(fresh),
            failed=failed,
            listed=tuple(sorted({*stored, *(twin.id for twin in twins)})),
            recognised=any(twin.feed_id == state.feed.id or twin.id in state.listed for twin in twins),
        )

    async def _sorted(
        self, state: FeedState, entries: Sequence[Entry], keys: Sequence[tuple[str, ...]]
    ) -> tuple[list[tuple[Entry, tuple[str, ...]]], list[KnownItem]]:
        """The entries that are no stored item, each once; and the others' items, which learn their new keys."""
        known = dict(await self._store.archive.known(sorted({key for of_entry in keys for key in of_entry})))
        fresh: list[tuple[Entry, tuple[str, ...]]] = []
        twins: list[KnownItem] = []
        for entry, entry_keys in zip(entries, keys, strict=True):
            twin = _same(entry, entry_keys, known)
            if twin is None:
                # Only keys of its own: one that another item holds (a guid that is used again) would keep it out.
                own = tuple(key for key in entry_keys if key not in known)
                fresh.append((entry, own or entry_keys))
                placeholder = KnownItem(0, state.feed.id, entry.title, entry.link)
                known.update({key: placeholder for key in entry_keys if key not in known})
            elif twin.id:
                twins.append(twin)
                if more := [key for key in entry_keys if key not in known]:
                    await self._store.archive.remember(twin.id, more)
        return fresh, twins

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
                    item = await self._items.add(prepared)
                    if item is not None:
                        stored.append(item.id)
                        if not prepared.silent:
                            self._on_news()
            finally:
                for task in batch:
                    task.cancel()
        return stored, failed


def _oldest_first(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """By date where every entry has one, else the document's order turned round: feeds list the newest first."""
    if all(entry.published is not None for entry in entries):
        return tuple(sorted(entries, key=lambda entry: entry.published or datetime.min.replace(tzinfo=UTC)))
    return tuple(reversed(entries))


def _same(entry: Entry, keys: Sequence[str], known: dict[str, KnownItem]) -> KnownItem | None:
    """The stored (or just read) item that this entry is, by its strongest key that holds."""
    for key in keys:
        twin = known.get(key)
        if twin is not None and identity.same_item(entry, twin, matched_key=key):
            return twin
    return None
