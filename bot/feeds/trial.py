"""A feed's newest items as they would be ingested, for an admin who wants to see before they add. Stores nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

from bot.clean.teaser import wants_page
from bot.errors import WorkerFailed
from bot.model import Article, Entry, Failed, Feed, Tagged, Understood
from bot.ports import Fetcher, Store, Workers
from bot.text import one_line
from bot.understand.identity import resolve

SHOWN = 3  # items: enough to judge a feed by, and what one message holds


async def tried(
    feed: Feed, entries: tuple[Entry, ...], *, store: Store, fetcher: Fetcher, workers: Workers, now: datetime
) -> tuple[Tagged, ...]:
    """The newest items, cleaned and tagged. Never raises for an item: what went wrong is in its notes."""
    newest = sorted(entries, key=lambda entry: entry.published or entry.updated or now, reverse=True)[:SHOWN]
    known = await store.archive.memory(feed.publisher)

    async def one(entry: Entry) -> Tagged:
        page = await fetcher.page(entry.link) if entry.link and wants_page(entry, feed.full_text) else None
        fetched = None if isinstance(page, Failed) else page
        try:
            article = await workers.make_article(
                entry, page=fetched, publisher=feed.publisher, language=feed.language, now=now, memory=known
            )
            understood = await workers.understand(article)
        except WorkerFailed as error:
            return Tagged(Article(one_line(entry.title), "", notes=(f"the text could not be read: {error}",)))
        if isinstance(page, Failed):
            article = replace(article, notes=(*article.notes, f"page not fetched: {page.reason}"))
        return await _resolved(article, understood, store)

    return tuple(await asyncio.gather(*(one(entry) for entry in newest)))


async def _resolved(article: Article, understood: Understood, store: Store) -> Tagged:
    known = await store.actors.known(resolve.sought(understood.actors))
    return Tagged(
        article=replace(article, language=understood.language or article.language),
        countries=understood.countries,
        actors=resolve.resolve(understood.actors, known),
        summary=understood.summary,
        failed=understood.failed,
    )
