"""The sandbox's sample publishers: RSS, Atom and JSON Feed with the dirt that real items have, and pages behind them.

They serve what has been published so far and publish the next sample when told to. Does not know the bot.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

SAMPLES = Path(__file__).parent / "samples.yaml"
BACKLOG_EVERY = timedelta(hours=3)  # how far apart the items lie that are there from the start


@dataclass(frozen=True, slots=True)
class Publisher:
    key: str
    name: str
    format: str  # rss, atom, json


@dataclass(frozen=True, slots=True)
class Sample:
    publisher: str
    slug: str
    title: str
    body: tuple[str, ...]
    dek: str = ""
    author: str = ""
    dateline: str = ""
    credit: str = ""
    backlog: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    sample: Sample
    at: datetime


class Newsstand:
    """All publishers, and what they have published."""

    def __init__(self, publishers: Sequence[Publisher], samples: Sequence[Sample], now: Callable[[], datetime]) -> None:
        self.publishers = {publisher.key: publisher for publisher in publishers}
        self._now = now
        backlog = [sample for sample in samples if sample.backlog]
        self._waiting = [sample for sample in samples if not sample.backlog]
        oldest = now() - BACKLOG_EVERY * len(backlog)
        self._reads: Counter[str] = Counter()
        self.read_twice = asyncio.Event()  # every feed was: what is published from now on is news to the reader
        self.published = [Published(sample, oldest + BACKLOG_EVERY * i) for i, sample in enumerate(backlog)]

    def note_read(self, publisher: str) -> None:
        """A feed was asked for."""
        self._reads[publisher] += 1
        if all(self._reads[key] >= 2 for key in self.publishers):
            self.read_twice.set()

    @property
    def waiting(self) -> int:
        """Samples not yet published."""
        return len(self._waiting)

    @property
    def next_title(self) -> str | None:
        """The headline that comes next."""
        return self._waiting[0].title if self._waiting else None

    def publish_next(self) -> Published | None:
        """The next sample appears in its publisher's feed; None when all are out."""
        if not self._waiting:
            return None
        published = Published(self._waiting.pop(0), self._now())
        self.published.append(published)
        return published

    def of(self, publisher: str) -> list[Published]:
        """What one publisher has out, newest first."""
        return [item for item in reversed(self.published) if item.sample.publisher == publisher]


def load(now: Callable[[], datetime], path: Path = SAMPLES) -> Newsstand:
    """The samples that ship."""
    document: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    publishers = [Publisher(key, entry["name"], entry["format"]) for key, entry in document["publishers"].items()]
    samples = [Sample(**{**entry, "body": tuple(entry["body"])}) for entry in document["items"]]
    return Newsstand(publishers, samples, now)


def create_app(stand: Newsstand) -> Starlette:
    """Feeds at /<publisher>/feed, articles at /<publisher>/<slug>."""

    async def feed(request: Request) -> Response:
        publisher = stand.publishers.get(request.path_params["publisher"])
        if publisher is None:
            return PlainTextResponse("no such publisher\n", status_code=404)
        stand.note_read(publisher.key)
        base = f"{request.url.scheme}://{request.url.netloc}/{publisher.key}"
        write, content_type = _FORMATS[publisher.format]
        body = write(publisher, stand.of(publisher.key), base)
        etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"etag": etag})
        return Response(body, media_type=content_type, headers={"etag": etag})

    async def article(request: Request) -> Response:
        publisher = stand.publishers.get(request.path_params["publisher"])
        slug = request.path_params["slug"]
        found = [item for item in stand.published if item.sample.slug == slug]
        if publisher is None or not found:
            return PlainTextResponse("no such article\n", status_code=404)
        return Response(_page(publisher, found[0], stand.of(publisher.key)), media_type="text/html; charset=utf-8")

    return Starlette(routes=[Route("/{publisher}/feed", feed), Route("/{publisher}/{slug}", article)])


def _rss(publisher: Publisher, items: list[Published], base: str) -> str:
    entries = "".join(
        f"""
  <item>
    <title><![CDATA[{item.sample.title}]]></title>
    <link>{base}/{item.sample.slug}?utm_source=rss&amp;utm_medium=feed</link>
    <guid isPermaLink="false">{publisher.key}-{item.sample.slug}</guid>
    <pubDate>{format_datetime(item.at)}</pubDate>
    <description>{escape(item.sample.body[0][:90])}&amp;hellip;</description>
    <content:encoded><![CDATA[{_feed_html(publisher, item.sample, base)}]]></content:encoded>
  </item>"""
        for item in items
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
  <title>{escape(publisher.name)}</title>
  <link>{base}</link>
  <description>Sample publisher of the sandbox</description>
  <language>en</language>{entries}
</channel>
</rss>
"""


def _atom(publisher: Publisher, items: list[Published], base: str) -> str:
    entries = "".join(
        f"""
  <entry>
    <title type="html">{escape(escape(item.sample.title, quote=False), quote=False)}</title>
    <link rel="alternate" href="{base}/{item.sample.slug}"/>
    <id>tag:{publisher.key}.example,2020:{item.sample.slug}</id>
    <published>{item.at.isoformat()}</published>
    <updated>{item.at.isoformat()}</updated>
    <author><name>{escape(item.sample.author)}</name></author>
    <summary>{escape(f"{item.sample.dek} {item.sample.credit}".strip())}</summary>
  </entry>"""
        for item in items
    )
    updated = items[0].at.isoformat() if items else "2020-01-01T00:00:00+00:00"
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>{escape(publisher.name)}</title>
  <id>tag:{publisher.key}.example,2020:feed</id>
  <link href="{base}"/>
  <updated>{updated}</updated>{entries}
</feed>
"""


def _json(publisher: Publisher, items: list[Published], base: str) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publisher.name,
        "home_page_url": base,
        "feed_url": f"{base}/feed",
        "language": "en",
        "items": [
            {
                "id": f"{publisher.key}:{item.sample.slug}",
                "url": f"{base}/{item.sample.slug}?fbclid=sample",
                "title": item.sample.title,
                "summary": item.sample.dek,
                "content_html": _feed_html(publisher, item.sample, base),
                "date_published": item.at.isoformat(),
                "authors": [{"name": item.sample.author}],
            }
            for item in items
        ],
    }
    return json.dumps(document, ensure_ascii=False)


_FORMATS: dict[str, tuple[Callable[[Publisher, list[Published], str], str], str]] = {
    "rss": (_rss, "application/rss+xml"),
    "atom": (_atom, "application/atom+xml"),
    "json": (_json, "application/feed+json"),
}


def _feed_html(publisher: Publisher, sample: Sample, base: str) -> str:
    """The article as a feed carries it, with what publishers put around it."""
    paragraphs = [escape(text, quote=False) for text in sample.body]
    if sample.dateline:
        paragraphs[0] = f"{sample.dateline.upper()} ({publisher.name}) &mdash; {paragraphs[0]}"
    body = "\n".join(f"<p>{text}&nbsp;</p>" for text in paragraphs)
    before, after = _DIRT.get(publisher.key, ("", ""))
    after = after.format(title=escape(sample.title), name=publisher.name, url=f"{base}/{sample.slug}", base=base)
    return f"{before}{body}{after}"


_DIRT = {
    "meridian": (
        "",
        "<p>Follow {name} on Telegram and sign up for our morning briefing.</p>"
        '<img src="{base}/pixel.gif?id=1" width="1" height="1" alt=""/>'
        '<p><a href="{url}">Read more</a></p>',
    ),
    "ledger": (
        "<p>You have 2 free articles left this month. <a href='/subscribe'>Subscribe now</a> for full access.</p>",
        "<div class='newsletter'><h4>Get the Ledger in your inbox</h4><p>Sign up for our newsletter. "
        "You can unsubscribe at any time.</p></div><p>© {name}. All rights reserved.</p>",
    ),
    "observer": (
        "<p><em>Share this article: <a href='#'>Facebook</a> | <a href='#'>X</a> | <a href='#'>WhatsApp</a></em></p>",
        '<p>The post <a href="{url}">{title}</a> appeared first on <a href="{base}">{name}</a>.</p>',
    ),
}


def _page(publisher: Publisher, item: Published, others: list[Published]) -> str:
    """An article page: navigation, a cookie box, a plea for money before and after, related headlines."""
    sample = item.sample
    body = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in sample.body)
    related = "".join(
        f'<li><a href="{other.sample.slug}">{escape(other.sample.title)}</a></li>'
        for other in others
        if other.sample.slug != sample.slug
    )
    data = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": sample.title,
            "datePublished": item.at.isoformat(),
            "author": {"@type": "Organization", "name": sample.author or publisher.name},
        }
    ).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(sample.title)} - {escape(publisher.name)}</title>
<meta property="og:title" content="{escape(sample.title)}"><meta name="description" content="{escape(sample.dek)}">
<script type="application/ld+json">{data}</script></head>
<body>
<header><nav><a href="/">Home</a> <a href="/world">World</a> <a href="/donate">Donate</a></nav></header>
<div class="cookie-banner"><p>We use cookies to improve your experience.</p><button>Accept all</button></div>
<aside class="plea"><p>Do you read us without a single advert?</p>
<p>That choice costs our newsroom $9,000 every month. Please help to pay for it.</p>
<a href="/donate">Support us</a></aside>
<main><article>
<h1>{escape(sample.title)}</h1>
<p class="dek">{escape(sample.dek)} <span class="credit">{escape(sample.credit)}</span></p>
<p class="byline">By {escape(sample.author or publisher.name)}</p>
{body}
</article>
<section class="plea"><h3>A message from {escape(publisher.name)}</h3><p>Dear readers,</p>
<p>Independent newsrooms are under pressure everywhere, and so are we.</p>
<p>If you can, please support {escape(publisher.name)} from just $2 a month. It takes a minute.</p>
<form><button>Once</button><button>Monthly</button><button>Annual</button><button>Continue</button></form></section>
<section class="related"><h3>Read more</h3><ul>{related}</ul></section></main>
<footer><p>© {escape(publisher.name)}. All rights reserved.</p></footer>
</body></html>
"""
