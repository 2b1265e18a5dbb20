"""The feeds as admins see them: feeds.yaml is what should be, the database is what runs; this brings them together.

Implements ports.FeedAdmin. A change goes into the file first and into the database from there, so a restart, an
editor and the chat all end in the same place. A file that cannot be read changes nothing.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from bot import vitals
from bot.errors import FeedsFileError, NotAFeed, NotFound, Refused, WorkerFailed
from bot.feeds.trial import tried
from bot.model import (
    Counts,
    Failed,
    FailureKind,
    Feed,
    FeedPreview,
    FeedState,
    FeedTrial,
    Fetched,
    Imported,
    OpmlPreview,
    Outline,
    ParsedFeed,
    Vitals,
)
from bot.parse import opml
from bot.ports import Clock, FeedsFile, Fetcher, Store, Workers
from bot.text import fold, one_line, shorten

log = logging.getLogger(__name__)

PROBES_KEPT = 64
FILES_KEPT = 4
PREVIEW_LIFE = timedelta(minutes=30)
CANDIDATES = 6  # addresses of a page that are tried before we say that it has no feed
RELEASED = timedelta(days=30)  # what is older stays in the archive without an alert
TOPICS = 10  # folders of an OPML file that become topics of one feed


class Feeds:
    """The use case. `tell_admins` gets one sentence when the file cannot be used."""

    def __init__(
        self,
        file: FeedsFile,
        store: Store,
        fetcher: Fetcher,
        workers: Workers,
        clock: Clock,
        tell_admins: Callable[[str], Awaitable[object]],
    ) -> None:
        self._file = file
        self._store = store
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock
        self._tell_admins = tell_admins
        self._changing = asyncio.Lock()
        self._probes: _Shelf[FeedPreview] = _Shelf(PROBES_KEPT)
        self._files: _Shelf[OpmlPreview] = _Shelf(FILES_KEPT)
        self._in_force: Hashable = None
        self._last_seen: Hashable = None

    # ------------------------------------------------------------ the file

    async def sync(self) -> tuple[Feed, ...]:
        """Read the file and make the database's feeds match it. Raises FeedsFileError."""
        stamp = self._file.stamp()
        feeds = await asyncio.to_thread(self._file.read)
        await self._store.feeds.sync(feeds, self._clock())
        self._in_force = self._last_seen = stamp
        return feeds

    async def refresh(self) -> None:
        """Pick up an edit of the file, once it has been left alone for a tick; complain once about a broken one."""
        async with self._changing:
            stamp = self._file.stamp()
            settled, self._last_seen = stamp == self._last_seen, stamp
            if stamp == self._in_force or not settled:
                return
            self._in_force = stamp
            try:
                feeds = await self.sync()
            except FeedsFileError as error:
                log.error("%s (the last good feeds stay in force)", error)
                await self._tell_admins(f"I could not use the edited feeds file; the last good one stays.\n{error}")
                return
            log.info("feeds file read again: %d feeds", len(feeds))

    # ------------------------------------------------------------ FeedAdmin

    async def list(self) -> tuple[FeedState, ...]:
        """See the port."""
        return await self._store.feeds.list()

    async def stats(self) -> Counts:
        """See the port."""
        return await self._store.archive.counts()

    async def vitals(self, feed_ids: Sequence[str]) -> Mapping[str, Vitals]:
        """See the port."""
        now = self._clock()
        arrivals = await self._store.archive.arrivals(feed_ids, since=now - vitals.OF_LATE)
        pushes = {push.feed_id: push for push in await self._store.pushes.list()}
        return {id_: vitals.of(arrivals.get(id_), pushes.get(id_), now) for id_ in feed_ids}

    async def probe(self, url: str) -> FeedPreview:
        """See the port."""
        first, *rest = await self.find(url)
        return replace(first, others=tuple(other.feed.url for other in rest))

    async def find(self, url: str) -> tuple[FeedPreview, ...]:
        """See the port."""
        url = _address(url)
        known = await asyncio.to_thread(self._file.read)
        _refuse_twin(url, known)
        found = {fetched.url: (fetched, parsed) for fetched, parsed in await self._find(url)}
        urls = {feed.url for feed in known}
        if all(address in urls for address in found):
            _refuse_twin(next(iter(found)), known)
        ids = {feed.id for feed in known}
        previews = []
        for fetched, parsed in (pair for address, pair in found.items() if address not in urls):
            preview = _preview(fetched, parsed, ids)
            ids.add(preview.feed.id)
            self._probes.put(preview.token, preview, self._clock())
            previews.append(preview)
        return tuple(previews)

    async def trial(self, which: str) -> FeedTrial:
        """See the port."""
        known = await asyncio.to_thread(self._file.read)
        asked = which.strip()
        mine = next((feed for feed in known if asked.lower() == feed.id or asked == feed.url), None)
        if mine is None and not set(asked) & set(".:/"):
            mine = await self._known(asked)
        fetched, parsed = (await self._find(mine.url if mine else _address(asked)))[0]
        mine = mine or next((feed for feed in known if feed.url == fetched.url), None)
        preview, now = _preview(fetched, parsed, {feed.id for feed in known}), self._clock()
        if mine is None:
            self._probes.put(preview.token, preview, now)
        feed = mine or preview.feed
        items = await tried(
            feed, parsed.entries, store=self._store, fetcher=self._fetcher, workers=self._workers, now=now
        )
        return FeedTrial(feed, preview.title, preview.total, items, None if mine else preview.token)

    async def add(self, token: str) -> Feed:
        """See the port."""
        preview = self._probes.get(token, self._clock())
        if preview is None:
            raise NotFound("That preview is too old. Send /addfeed with the address again.")
        return await self.add_feed(preview.feed)

    async def add_feed(self, feed: Feed) -> Feed:
        """Add a feed without looking at it; one that is there already is returned as it is."""
        async with self._changing:
            known = await asyncio.to_thread(self._file.read)
            if twin := next((other for other in known if other.url == feed.url), None):
                return twin
            return (await self._add_all((feed,), known))[0]

    async def pause(self, feed_id: str) -> Feed:
        """See the port."""
        return await self._set_paused(feed_id, True)

    async def resume(self, feed_id: str) -> Feed:
        """See the port."""
        return await self._set_paused(feed_id, False)

    async def remove(self, feed_id: str) -> Feed:
        """See the port."""
        async with self._changing:
            feed = await self._known(feed_id)
            await asyncio.to_thread(self._file.remove, feed.id)
            await self.sync()
            return feed

    async def retry(self, feed_id: str) -> Feed:
        """See the port."""
        feed = await self._known(feed_id)
        if feed.paused:
            raise Refused(f"{feed.id} is paused. Resume it first.")
        await self._store.feeds.retry(feed.id)
        return feed

    async def release(self, feed_id: str) -> int:
        """See the port."""
        return await self._store.brakes.release(feed_id, self._clock() - RELEASED)

    async def use_new_address(self, feed_id: str) -> Feed:
        """See the port."""
        async with self._changing:
            feed = await self._known(feed_id)
            state = await self._store.feeds.get(feed.id)
            new = state and (state.address or state.moved_to)
            if not new:
                raise NotFound(f"{feed.id} has not moved.")
            await asyncio.to_thread(self._file.set_url, feed.id, new)
            await self.sync()
            return replace(feed, url=new)

    async def read_opml(self, body: bytes) -> OpmlPreview:
        """See the port."""
        try:
            outlines = await self._workers.read_opml(body)
        except WorkerFailed as error:
            raise NotAFeed("That file takes too long or too much memory to read.") from error
        except NotAFeed as error:
            raise NotAFeed(f"I cannot import that: {error}.") from error
        urls = {feed.url for feed in await asyncio.to_thread(self._file.read)}
        new = tuple(feed for outline in outlines if (feed := _outlined(outline)) and feed.url not in urls)
        preview = OpmlPreview(secrets.token_urlsafe(9), len(outlines), new)
        self._files.put(preview.token, preview, self._clock())
        return preview

    async def import_opml(self, token: str) -> Imported:
        """See the port."""
        preview = self._files.get(token, self._clock())
        if preview is None:
            raise NotFound("That file is too old. Please send it again.")
        async with self._changing:
            known = await asyncio.to_thread(self._file.read)
            urls = {feed.url for feed in known}
            added = await self._add_all([feed for feed in preview.new if feed.url not in urls], known)
        return Imported(added, preview.total - len(added))

    async def export_opml(self) -> bytes:
        """See the port."""
        return opml.write(await asyncio.to_thread(self._file.read))

    # ------------------------------------------------------------ inside

    async def _add_all(self, feeds: Sequence[Feed], known: Sequence[Feed]) -> tuple[Feed, ...]:
        """Write them in one go, each under an id that is free."""
        ids = {feed.id for feed in known}
        added: list[Feed] = []
        for feed in feeds:
            added.append(replace(feed, id=_free_id(feed.url, feed.id, ids)))
            ids.add(added[-1].id)
        if added:
            await asyncio.to_thread(self._file.add_all, added)
            await self.sync()
        return tuple(added)

    async def _set_paused(self, feed_id: str, paused: bool) -> Feed:
        async with self._changing:
            feed = await self._known(feed_id)
            if feed.paused != paused:
                await asyncio.to_thread(self._file.set_paused, feed.id, paused)
                await self.sync()
            return replace(feed, paused=paused)

    async def _known(self, feed_id: str) -> Feed:
        feeds = {feed.id: feed for feed in await asyncio.to_thread(self._file.read)}
        wanted = feed_id.strip().lower()
        if wanted in feeds:
            return feeds[wanted]
        near = get_close_matches(wanted, feeds, n=3, cutoff=0.5)
        raise NotFound(f"There is no feed with the id {shorten(one_line(feed_id), 60)}.", tuple(near))

    async def _find(self, url: str) -> Sequence[tuple[Fetched, ParsedFeed]]:
        """The feed at an address, or those that work of what its page announces, likeliest first; at least one."""
        fetched = await self._get(url)
        try:
            return [(fetched, await self._parse(fetched))]
        except NotAFeed as error:
            announced = await self._announced(fetched)
            if not announced:
                raise NotAFeed(f"I found no feed at that address: {error}.") from error
        tried = await asyncio.gather(*(self._try(candidate) for candidate in announced[:CANDIDATES]))
        if not (found := [one for one in tried if one is not None]):
            raise NotAFeed("That page is no feed, and none of the usual addresses on its site is one.")
        return found

    async def _try(self, url: str) -> tuple[Fetched, ParsedFeed] | None:
        try:
            fetched = await self._get(url)
            return fetched, await self._parse(fetched)
        except (NotAFeed, Refused) as error:
            log.info("no feed at %s: %s", url, error)
            return None

    async def _get(self, url: str) -> Fetched:
        fetched = await self._fetcher.feed(url)
        if isinstance(fetched, Fetched):
            return fetched
        reason = fetched.reason if isinstance(fetched, Failed) else "it says that nothing has changed"
        if isinstance(fetched, Failed) and fetched.kind is FailureKind.GUARDED:
            raise Refused(f"I do not connect to that address: {reason}.")
        raise Refused(f"That address does not answer as it should: {reason}.")

    async def _parse(self, fetched: Fetched) -> ParsedFeed:
        try:
            return await self._workers.parse_feed(
                fetched.body, content_type=fetched.content_type, url=fetched.url, now=self._clock()
            )
        except WorkerFailed as error:
            raise NotAFeed("it takes too long or too much memory to read") from error

    async def _announced(self, fetched: Fetched) -> tuple[str, ...]:
        try:
            return await self._workers.discover(fetched.body, url=fetched.url)
        except WorkerFailed:
            return ()


T = TypeVar("T")


class _Shelf(Generic[T]):
    """What was shown and waits for a tap, for half an hour; the oldest goes first."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: dict[str, tuple[T, datetime]] = {}

    def put(self, token: str, thing: T, now: datetime) -> None:
        alive = [(key, kept) for key, kept in self._kept.items() if now - kept[1] <= PREVIEW_LIFE]
        self._kept = dict(alive[-self._room + 1 :])
        self._kept[token] = (thing, now)

    def get(self, token: str, now: datetime) -> T | None:
        thing, shown = self._kept.get(token, (None, now))
        return thing if now - shown <= PREVIEW_LIFE else None


def _preview(fetched: Fetched, parsed: ParsedFeed, taken: set[str]) -> FeedPreview:
    title = shorten(one_line(parsed.title), 80) or (urlsplit(fetched.url).hostname or "")
    feed = Feed(
        id=_free_id(fetched.url, title, taken),
        url=fetched.url,
        publisher=title,
        language=parsed.language if re.fullmatch(r"[a-z]{2,3}", parsed.language or "") else None,
    )
    return FeedPreview(secrets.token_urlsafe(9), feed, title, parsed.entries[:3], len(parsed.entries))


def _outlined(outline: Outline) -> Feed | None:
    """The feed of an outline, its id not made yet; None when its address is none."""
    try:
        url = _address(outline.url)
    except Refused:
        return None
    title = shorten(one_line(outline.title), 80) or (urlsplit(url).hostname or "")
    topics = (shorten(one_line(category), 64) for category in outline.categories[:TOPICS])
    return Feed(title, url, title, topics=tuple(dict.fromkeys(topic for topic in topics if topic)))


def _address(text: str) -> str:
    """What a person typed -> an http(s) URL; a bare host gets https."""
    url = text.strip().strip("<>")
    if "://" not in url:
        url = "https://" + url
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and len(url) <= 2000
    except ValueError:
        good = False
    if not good or any(c.isspace() for c in url):
        raise Refused("That is no web address. Send one like https://example.org/rss")
    return url


def _refuse_twin(url: str, known: Iterable[Feed]) -> None:
    if twin := next((feed for feed in known if feed.url == url), None):
        raise Refused(f"That feed is there already, as {twin.id}.")


def _free_id(url: str, title: str, taken: set[str]) -> str:
    """A short id from the title, else from the host; numbered when taken."""
    host = (urlsplit(url).hostname or "feed").removeprefix("www.")
    for text in (title, host):
        base = "-".join(re.findall(r"[a-z0-9]+", fold(text)))[:36].strip("-")
        if base:
            break
    else:
        base = "feed"
    number, candidate = 1, base
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate
