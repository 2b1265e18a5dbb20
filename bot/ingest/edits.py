"""Known entries that come with other words: read again, and where the report differs, stored as a new version of it.

Only the feed that brought an item edits it: another one tells the same in words of its own. A page is fetched again
only for an entry that changed. Does not alert and leaves no change row.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.clean import edits
from bot.errors import StoreError
from bot.ingest.items import Items
from bot.model import Article, Edit, Entry, Feed, Item, KnownItem, ParsedFeed
from bot.ports import Clock, Store

log = logging.getLogger(__name__)

MOST = 20  # entries that are read again in a poll; the rest in the next one
TRIES = 3  # readings in a row that bring nothing: from then on the title alone is a reason to fetch the page


@dataclass(frozen=True, slots=True)
class Reread:
    """`left` entries have other words and are to be read with the next document."""

    edited: int = 0
    left: int = 0


class Edits:
    def __init__(self, store: Store, items: Items, clock: Clock) -> None:
        self._store = store
        self._items = items
        self._clock = clock

    async def take(self, feed: Feed, parsed: ParsedFeed, known: Sequence[tuple[Entry, KnownItem]]) -> Reread:
        """Read again what says something else; `known` are a document's entries that are stored items, oldest first."""
        changed = _changed(feed, known)
        edited, left = 0, max(len(changed) - MOST, 0)
        for entry, item in changed[-MOST:]:
            try:
                result = await self._read(feed, parsed, entry, item)
            except StoreError:
                raise  # the database's trouble, not the entry's
            except Exception:
                log.exception("feed %s: item %d could not be read again", feed.id, item.id)
                # It is tried again with the next documents, and then given up until it says something else.
                await self._store.versions.heard(item.id, edits.said(entry) if item.idle >= TRIES else None)
                continue
            edited, left = edited + result.edited, left + result.left
        return Reread(edited, left)

    async def _read(self, feed: Feed, parsed: ParsedFeed, entry: Entry, known: KnownItem) -> Reread:
        page_allowed = known.idle < TRIES or not edits.same_title(entry.title, known.title)
        article = await self._items.read(feed, parsed, entry, page_allowed)
        before = await self._store.archive.get(known.id)
        if before is None:
            return Reread()
        again = page_allowed and known.idle < TRIES and _fell_short(article, before, known)
        edited = await self._store_edit(before, known, entry, article, settled=not again)
        return Reread(int(edited), int(again))

    async def _store_edit(
        self, before: Item, known: KnownItem, entry: Entry, article: Article, *, settled: bool
    ) -> bool:
        said = edits.said(entry) if settled else None
        edited = edits.compare(before, article, was_full=known.full)
        if edited is None:
            await self._store.versions.heard(known.id, said)
            return False
        tagged = await self._items.tag(edited.article)
        edit = Edit(known.id, tagged, self._clock(), edited.what, edited.gone, edited.came, said, entry)
        if not await self._store.versions.replace(edit):
            return False
        log.info("feed %s: item %d was edited: %s", before.feed_id, before.id, ", ".join(edit.what) or "fuller text")
        return bool(edit.what)


def _changed(feed: Feed, known: Sequence[tuple[Entry, KnownItem]]) -> list[tuple[Entry, KnownItem]]:
    """The entries of this feed's own items that have other words; of several for an item the newest.

    None where one of them says what the item's did: a document may list an item twice, in different words.
    """
    changed: dict[int, tuple[Entry, KnownItem]] = {}
    unchanged: set[int] = set()
    for entry, item in known:
        if item.feed_id != feed.id or item.said is None:
            continue
        if edits.says_otherwise(entry, item.said):
            changed.pop(item.id, None)
            changed[item.id] = (entry, item)
        else:
            unchanged.add(item.id)
    return [pair for id_, pair in changed.items() if id_ not in unchanged]


def _fell_short(article: Article, before: Item, known: KnownItem) -> bool:
    """Its page, or the entry's own text, could not be read this time."""
    return (known.full and not article.full) or bool(before.body and not article.body)
