"""An entry of a backlog as it is stored before it is read: the feed's words, made plain, and nothing more."""

from __future__ import annotations

from datetime import datetime

from bot.clean import html, links, rough
from bot.clean.edits import said
from bot.clean.teaser import wants_page
from bot.model import Article, Draft, Entry, FeedState, NewItem, ParsedFeed, Tagged
from bot.text import one_line, shorten

_TITLE = 120  # characters of text that stand in for a headline


def draft(
    state: FeedState, parsed: ParsedFeed, entry: Entry, keys: tuple[str, ...], *, now: datetime, page_allowed: bool
) -> Draft:
    """Silent, and readable by itself until it is read."""
    feed, published = state.feed, entry.published or entry.updated
    text = rough.rough(entry.content if len(entry.content) > len(entry.summary) else entry.summary)
    title = one_line(html.plain(entry.title)) or shorten(text.partition("\n")[0], _TITLE)
    article = Article(
        title,
        text,
        authors=tuple(one_line(html.plain(name)) for name in entry.authors if name.strip()),
        published=published,
        language=feed.language or (parsed.language or "").partition("-")[0].lower() or None,
        image=entry.image if links.is_http(entry.image) else None,
        url=links.canonical(entry.link) if entry.link and links.is_http(entry.link) else None,
    )
    new = NewItem(
        feed_id=feed.id,
        publisher=feed.publisher,
        keys=keys,
        tagged=Tagged(article),
        guid=entry.guid,
        topics=feed.topics,
        first_seen=now,
        published=min(published, now) if published else None,
        silent=True,
        said=said(entry),
    )
    return Draft(new, entry, page_allowed and wants_page(entry, feed.full_text))
