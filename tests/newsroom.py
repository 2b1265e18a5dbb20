"""Feeds on loopback whose items a test publishes, edits and breaks while the bot polls."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.serving import serve


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a feed."""

    guid: str
    title: str
    text: str
    link: str = ""
    published: datetime | None = None


@dataclass(slots=True)
class Channel:
    """One feed: its items, newest first, and, while `broken` is set, what it answers instead."""

    name: str
    pieces: list[Piece] = field(default_factory=list)
    broken: Callable[[Request], Response] | None = None
    asked: int = 0
    not_modified: int = 0
    hub: str | None = None  # announced when set

    def publish(self, guid: str, title: str, text: str, link: str | None = None) -> Piece:
        """A new item at the top, dated now."""
        address = f"https://{self.name}.example/{guid}" if link is None else link
        piece = Piece(guid, title, text, address, datetime.now(UTC))
        self.pieces.insert(0, piece)
        return piece

    def edit(self, guid: str, /, **changes: object) -> None:
        """Change an item in place."""
        self.pieces = [replace(p, **changes) if p.guid == guid else p for p in self.pieces]  # type: ignore[arg-type]

    def answer(self, request: Request) -> Response:
        """RSS 2.0 with full text, an ETag, and 304 when nothing has changed."""
        self.asked += 1
        if self.broken is not None:
            return self.broken(request)
        body = rss(self)
        etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == etag:
            self.not_modified += 1
            return Response(status_code=304, headers={"etag": etag})
        return Response(body, media_type="application/rss+xml", headers={"etag": etag} | self._links())

    def _links(self) -> dict[str, str]:
        topic = f"https://{self.name}.example/feed"
        return {"link": f'<{self.hub}>; rel="hub", <{topic}>; rel="self"'} if self.hub else {}


def rss(channel: Channel) -> str:
    items = "".join(
        f"<item><title>{escape(p.title)}</title>"
        + (f"<link>{escape(p.link)}</link>" if p.link else "")
        + (f'<guid isPermaLink="false">{escape(p.guid)}</guid>' if p.guid else "")
        + (f"<pubDate>{format_datetime(p.published)}</pubDate>" if p.published else "")
        + f"<description>{escape(p.text)}</description></item>"
        for p in channel.pieces
    )
    return f"<rss version='2.0'><channel><title>{escape(channel.name)}</title>{items}</channel></rss>"


@dataclass(slots=True)
class Newsroom:
    """Several channels on one port."""

    root: str
    channels: dict[str, Channel]

    def __getitem__(self, name: str) -> Channel:
        return self.channels[name]

    def feeds_yaml(self, every: str = "1s", full_text: str = "never") -> str:
        """A feeds file that polls all of them."""
        lines = [f"defaults: {{every: {every}, full_text: {full_text}}}", "feeds:"]
        for name in self.channels:
            lines += [f"  - id: {name}", f"    url: {self.root}/{name}", f"    publisher: {name.title()}"]
            lines += ["    topics: [tests]"]
        return "\n".join(lines) + "\n"


@contextlib.asynccontextmanager
async def running_newsroom(*names: str) -> AsyncIterator[Newsroom]:
    """Serve channels of those names while inside."""
    channels = {name: Channel(name) for name in names}

    async def answer(request: Request) -> Response:
        channel = channels.get(request.path_params["name"])
        return channel.answer(request) if channel else Response(status_code=404)  # so is robots.txt

    app = Starlette(routes=[Route("/{name}", answer)])
    async with serve(app, "127.0.0.1", 0) as port:
        yield Newsroom(f"http://127.0.0.1:{port}", channels)
