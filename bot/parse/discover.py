"""The feeds that a web page announces, and where else to look. Does not fetch: candidates are for the caller to try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from bot.parse.encoding import decode
from bot.parse.markup import absolute, legal

_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
    "application/xml",
    "text/xml",
)
_USUAL = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json")
_LOOKS = re.compile(
    r"(?:^|[/._?=-])(?:rss|atom|feeds?|rdf)(?:[/._?&=-]|$)|feedburner|\.(?:rss|atom|rdf)$", re.IGNORECASE
)
_COMMENTS = re.compile(r"comment|replies", re.IGNORECASE)
_LONGEST_PAGE = 2_000_000  # characters; links to feeds stand in the head
_MOST = 20


def feeds_of(page: bytes, *, url: str) -> tuple[str, ...]:
    """URLs that may be feeds of the page's site, likeliest first, at most 20; the page's own URL is not among them.

    First the <link rel="alternate"> of the head (feeds of comments last), then links that look like feeds, then the
    usual paths. Never raises; an unreadable page still yields the usual paths.
    """
    announced = list(_announced(page, url))
    ordered = sorted(announced, key=lambda link: bool(_COMMENTS.search(link)))
    found = dict.fromkeys(link for link in (*ordered, *_usual(url)) if link != url)
    return tuple(found)[:_MOST]


def _announced(page: bytes, url: str) -> Iterator[str]:
    root = _tree(legal(decode(page))[:_LONGEST_PAGE])
    if root is None:
        return
    base = next((absolute(href, url) for href in root.xpath("//base/@href")), None) or url
    for link in root.xpath("//link[@href]"):
        rel, kind = str(link.get("rel") or "").casefold().split(), str(link.get("type") or "").casefold()
        if ("alternate" in rel and kind.partition(";")[0].strip() in _TYPES) or "feed" in rel:
            yield from _http(link.get("href"), base)
    for anchor in root.xpath("//a[@href]")[:5_000]:
        href = str(anchor.get("href"))
        if _LOOKS.search(href.partition("#")[0]):
            yield from _http(href, base)


def _tree(text: str) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):  # nothing but blanks or comments
        return None


def _http(href: object, base: str) -> Iterator[str]:
    link = re.sub(r"^feed:(?://|(?=https?:))", lambda m: "https://" if m[0].endswith("//") else "", str(href).strip())
    if found := absolute(link, base):
        yield found.partition("#")[0]


def _usual(url: str) -> Iterator[str]:
    """Beside the page first, as blogs under a path have it, then at the root of the site."""
    parts = urlsplit(url)
    folder = parts.path.rstrip("/")
    if folder:
        yield f"{parts.scheme}://{parts.netloc}{folder}/feed"
    for path in _USUAL:
        yield urljoin(url, f"/{path}")
