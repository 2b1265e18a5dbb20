"""ports.Workers in the process of the test: the real stages but for understanding, which loads models."""

from __future__ import annotations

from datetime import datetime

from bot.clean.article import from_entry
from bot.model import NO_MEMORY, Article, Entry, Fetched, Memory, Outline, ParsedFeed, Understood
from bot.parse import discover, opml
from bot.parse.feed import parse


class InProcess:
    """Nothing is understood; tests that need tags override that."""

    async def parse_feed(self, body: bytes, *, content_type: str | None, url: str, now: datetime) -> ParsedFeed:
        return parse(body, content_type=content_type, url=url, now=now)

    async def make_article(
        self,
        entry: Entry,
        *,
        page: Fetched | None,
        publisher: str,
        language: str | None,
        now: datetime,
        memory: Memory = NO_MEMORY,
    ) -> Article:
        return from_entry(entry, page=page, publisher=publisher, language=language, now=now, memory=memory)

    async def understand(self, article: Article) -> Understood:
        return Understood()

    async def discover(self, page: bytes, *, url: str) -> tuple[str, ...]:
        return discover.feeds_of(page, url=url)

    async def read_opml(self, body: bytes) -> tuple[Outline, ...]:
        return opml.read(body)
