"""One new entry, from what the feed says to an item that can be stored: page, clean, understand.

Enrichment never gates: a page that hangs, a worker that is killed or a tagger that fails degrades the item and says so
in its notes; tagging that did not run is done once more later. Does not poll, match or send.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from bot.clean import boilerplate, links, memory
from bot.clean.edits import said
from bot.clean.memory import Source
from bot.clean.teaser import wants_page
from bot.errors import WorkerFailed
from bot.ingest.grouping import Grouping
from bot.model import (
    Article,
    Entry,
    Failed,
    Feed,
    FeedState,
    Fetched,
    Item,
    Lesson,
    Memory,
    NewItem,
    ParsedFeed,
    Tagged,
    Tagger,
    Understood,
    Unread,
)
from bot.ports import Clock, Fetcher, Store, Workers
from bot.text import one_line
from bot.understand.edition import edition
from bot.understand.happenings import acting, events
from bot.understand.identity import resolve
from bot.understand.names import given

log = logging.getLogger(__name__)

ALERT_AGE = timedelta(days=30)  # what a feed digs up from before is archived without an alert
_GIVEN = 1000  # merges by admins whose names are looked for in a text
TRY_AGAIN = (timedelta(minutes=1), timedelta(minutes=10))  # after tagging that did not run; then no more


class Items:
    """Prepares items; `grouping` stores those that are loaded, `tagger` is the workers' own."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        workers: Workers,
        clock: Clock,
        grouping: Grouping,
        tagger: Tagger = Tagger.FULL,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock
        self._grouping = grouping
        self.edition = edition(tagger)

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
            edition=self.edition,
            again=now + TRY_AGAIN[0] if tagged.failed else None,
            said=said(entry),
        )

    async def read(self, feed: Feed, parsed: ParsedFeed, entry: Entry, page_allowed: bool) -> Article:
        """The entry's page, where it is wanted, or what the feed says of it, cleaned."""
        page = page_allowed and wants_page(entry, feed.full_text)
        return await self._read(entry, feed.publisher, feed.language or parsed.language, page=page)

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
        tagged = await self._resolved(article, understood)
        new = NewItem(
            feed_id=source,
            publisher=publisher,
            keys=keys,
            tagged=tagged,
            first_seen=now,
            published=min(article.published, now) if article.published else None,
            silent=True,
            lesson=taught,
            edition=self.edition,
            again=now + TRY_AGAIN[0] if tagged.failed else None,
        )
        return await self._grouping.add(new)

    async def again(self, unread: Unread, known: Memory) -> Tagged:
        """A stored item as `prepare` would make it now: from its entry, or, where its text is clean, from that text."""
        item, entry = unread.item, unread.entry
        if entry is None:
            body = boilerplate.again(item.body, title=item.title, source=Source(item.publisher, known))
            return await self.tag(Article(item.title, body, language=item.language, url=item.url))
        return await self.tag(await self._read(entry, item.publisher, item.language, page=unread.page))

    async def _read(self, entry: Entry, publisher: str, language: str | None, *, page: bool) -> Article:
        found = await self._fetcher.page(entry.link) if page and entry.link else None
        article = await self._article(entry, found if isinstance(found, Fetched) else None, publisher, language)
        if isinstance(found, Failed):
            return replace(article, notes=(*article.notes, f"page not fetched: {found.reason}"))
        return article

    async def _article(self, entry: Entry, page: Fetched | None, publisher: str, language: str | None) -> Article:
        """Clean what there is: with the page, else without it, else the bare headline."""
        now, known = self._clock(), await self._store.archive.memory(publisher)
        for source in (page, None) if page is not None else (None,):
            try:
                return await self._workers.make_article(
                    entry, page=source, publisher=publisher, language=language, now=now, memory=known
                )
            except WorkerFailed as error:
                log.warning("%s: %s: cleaning was stopped (%s)", publisher, entry.link or entry.guid, error)
        url = links.canonical(entry.link) if entry.link else None
        return Article(
            one_line(entry.title), "", url=url, published=entry.published, notes=("the text could not be read",)
        )

    async def _resolved(self, article: Article, understood: Understood) -> Tagged:
        """Actors looked up in the registry."""
        found = given.add(article, understood.actors, await self._store.actors.given(_GIVEN))
        known = await self._store.actors.known(resolve.sought(found))
        tags = resolve.resolve(found, known)
        return Tagged(
            article=replace(article, language=understood.language or article.language),
            countries=understood.countries,
            actors=acting.with_roles(tags, understood.events),
            summary=understood.summary,
            failed=understood.failed,
            events=events.named(understood.events, tags),
        )
