"""One new entry, from what the feed says to a stored item: page, clean, understand, group, store.

Enrichment never gates: a page that hangs, a worker that is killed or a tagger that fails degrades the item and says so
in its notes. Does not poll, match or send.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clean import links, memory
from bot.clean.teaser import wants_page
from bot.errors import WorkerFailed
from bot.model import (
    Article,
    Entry,
    Failed,
    Feed,
    FeedState,
    Fetched,
    Item,
    Lesson,
    NewItem,
    ParsedFeed,
    Tagged,
    Understood,
)
from bot.ports import Clock, Fetcher, Store, Workers
from bot.text import one_line
from bot.understand import registry
from bot.understand.stories import Grouper, StoryDoc

log = logging.getLogger(__name__)

ALERT_AGE = timedelta(days=30)  # what a feed digs up from before is archived without an alert
GROUP_MEMORY = timedelta(days=7)


class Items:
    """Prepares and stores items. The stories it groups into are kept in memory and follow the archive."""

    def __init__(self, store: Store, fetcher: Fetcher, workers: Workers, clock: Clock) -> None:
        self._store = store
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock
        self._grouper = Grouper()
        self._grouped_to = 0  # the item id up to which the grouper knows the archive
        self._grouping = asyncio.Lock()

    async def prepare(
        self, state: FeedState, parsed: ParsedFeed, entry: Entry, keys: tuple[str, ...], page_allowed: bool
    ) -> NewItem:
        """Everything about an entry that needs no other entry."""
        feed, now = state.feed, self._clock()
        article = await self.read(feed, parsed, entry, page_allowed)
        tagged = await self.tag(article)
        published = article.published or entry.published
        return NewItem(
            feed_id=feed.id,
            publisher=feed.publisher,
            keys=keys,
            tagged=tagged,
            guid=entry.guid,
            topics=feed.topics,
            first_seen=now,
            published=min(published, now) if published else None,
            silent=state.silent or (published is not None and now - published > ALERT_AGE),
            lesson=memory.lesson(article),
        )

    async def read(self, feed: Feed, parsed: ParsedFeed, entry: Entry, page_allowed: bool) -> Article:
        """The entry's page, where it is wanted, or what the feed says of it, cleaned."""
        now = self._clock()
        page, note = await self._page(feed, entry) if page_allowed else (None, None)
        article = await self._article(feed, entry, page, feed.language or parsed.language, now)
        return replace(article, notes=(*article.notes, note)) if note else article

    async def tag(self, article: Article) -> Tagged:
        """Who and where; a tagger that fails is named in `failed`."""
        try:
            understood = await self._workers.understand(article)
        except WorkerFailed as error:
            log.warning("%s: tagging was stopped (%s)", article.url or article.title, error)
            understood = Understood(failed=("understand",))
        return await self._resolved(article, understood)

    async def load(
        self,
        article: Article,
        understood: Understood,
        *,
        source: str,
        publisher: str,
        keys: tuple[str, ...],
        taught: Lesson | None = None,
    ) -> Item | None:
        """Put one article into the archive, silently. None: it is there already."""
        now = self._clock()
        if await self._store.archive.known(keys):
            return None
        new = NewItem(
            feed_id=source,
            publisher=publisher,
            keys=keys,
            tagged=await self._resolved(article, understood),
            first_seen=now,
            published=min(article.published, now) if article.published else None,
            silent=True,
            lesson=taught,
        )
        return await self.add(new)

    async def add(self, new: NewItem) -> Item | None:
        """Group and store, one item at a time: the next one has to see this one's story."""
        async with self._grouping:
            now = self._clock()
            await self._catch_up(now)
            story_id = self._grouper.place(_doc(new), now)
            item = await self._store.archive.add(replace(new, story_id=story_id))
            if item is not None and item.id == self._grouped_to + 1:
                self._know(item)
            return item

    async def _page(self, feed: Feed, entry: Entry) -> tuple[Fetched | None, str | None]:
        """The article's page, when it is wanted; else why there is none."""
        if entry.link is None or not wants_page(entry, feed.full_text):
            return None, None
        page = await self._fetcher.page(entry.link)
        return (None, f"page not fetched: {page.reason}") if isinstance(page, Failed) else (page, None)

    async def _article(
        self, feed: Feed, entry: Entry, page: Fetched | None, language: str | None, now: datetime
    ) -> Article:
        """Clean what there is: with the page, else without it, else the bare headline."""
        known = await self._store.archive.memory(feed.publisher)
        for source in (page, None) if page is not None else (None,):
            try:
                return await self._workers.make_article(
                    entry, page=source, publisher=feed.publisher, language=language, now=now, memory=known
                )
            except WorkerFailed as error:
                log.warning("feed %s: %s: cleaning was stopped (%s)", feed.id, entry.link or entry.guid, error)
        url = links.canonical(entry.link) if entry.link else None
        return Article(
            one_line(entry.title), "", url=url, published=entry.published, notes=("the text could not be read",)
        )

    async def _resolved(self, article: Article, understood: Understood) -> Tagged:
        """Actors looked up in the registry."""
        names = sorted({name for found in understood.actors for name in registry.keys(found)})
        known = await self._store.actors.lookup(names) if names else {}
        return Tagged(
            article=replace(article, language=understood.language or article.language),
            countries=understood.countries,
            actors=registry.resolve(understood.actors, known),
            summary=understood.summary,
            failed=understood.failed,
        )

    async def _catch_up(self, now: datetime) -> None:
        """Let the grouper see what it has not seen: after a start, or what another process stored."""
        while True:
            items = await self._store.archive.added_after(self._grouped_to, since=now - GROUP_MEMORY)
            for item in items:
                self._know(item)
            if not items:
                break
        self._grouper.forget(now - GROUP_MEMORY)

    def _know(self, item: Item) -> None:
        doc = StoryDoc(
            item_id=item.id,
            title=item.title,
            body=item.body,
            published=item.when,
            publisher=item.publisher,
            countries=frozenset(tag.code for tag in item.countries),
            actors=frozenset(tag.actor.id for tag in item.actors),
        )
        self._grouper.add(doc, item.story_id)
        self._grouped_to = max(self._grouped_to, item.id)


def _doc(new: NewItem) -> StoryDoc:
    return StoryDoc(
        item_id=0,
        title=new.tagged.article.title,
        body=new.tagged.article.body,
        published=new.published or new.first_seen,
        publisher=new.publisher,
        countries=frozenset(tag.code for tag in new.tagged.countries),
        actors=frozenset(tag.actor.id for tag in new.tagged.actors),
    )
