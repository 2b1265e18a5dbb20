"""What a page says of itself: JSON-LD NewsArticle first, then Open Graph and its kin. Bounded in size and depth.

Structured data is a claim, not the truth: it is checked against the page where it is used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from bot.clean import links
from bot.clean.html import plain, to_text

_MAX_JSON = 600_000  # characters of one script
_MAX_SCRIPTS = 30
_MAX_NODES = 3000
_MAX_DEPTH = 12
_ARTICLE_TYPES = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|Background|Review|Tech|Satirical|LiveBlog|Blog|Social)?\w*(?:Article|Posting|Report)$"
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|^(?:admin|editor|staff|none|null|undefined|unknown|anonymous)$", re.IGNORECASE
)
_NO = (False, "false", "False")
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything may be missing ("" or None or ())."""

    headline: str = ""  # of the JSON-LD article
    title: str = ""  # for sharing: may carry the publisher's name
    dek: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    image: str | None = None
    url: str | None = None
    publisher: str = ""
    body: str = ""  # empty where the publisher says that it is not free to read


def claims(root: etree._Element, *, url: str | None, now: datetime) -> Claims:
    """What JSON-LD, Open Graph, meta tags and the root element say, the best of each field."""
    article = _article(root)
    meta = _meta(root)
    published = _date(article.get("datePublished"), now) or _first_date(meta, _PUBLISHED, now)
    return Claims(
        headline=_text(article.get("headline")),
        title=_first(meta, _TITLES),
        dek=_text(article.get("description")) or _first(meta, _DEKS),
        authors=_authors(article.get("author")) or _names(_first(meta, _AUTHORS)),
        published=published,
        modified=_date(article.get("dateModified"), now) or _first_date(meta, _MODIFIED, now),
        language=_language(article.get("inLanguage"))
        or _language(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"))
        or _language(_first(meta, _LANGUAGES)),
        image=_image(article.get("image"), url) or _absolute(_first(meta, _IMAGES), url),
        url=_absolute(_first(meta, ("og:url",)), url),
        publisher=_name(article.get("publisher")) or _first(meta, _SITES),
        body=_body(article.get("articleBody")) if article.get("isAccessibleForFree", True) not in _NO else "",
    )


# Meta properties and names, the most telling first.
_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_DEKS = ("og:description", "description", "twitter:description")
_AUTHORS = ("author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator")
_LANGUAGES = ("og:locale", "content-language", "language")
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_SITES = ("og:site_name", "application-name")
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued"),
    *("parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publication_date", "article.published"),
    *("cxenseparse:recs:publishtime", "og:published_time"),
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dc.date.modified")


def parse_date(value: str, now: datetime) -> datetime | None:
    """An ISO 8601 moment in UTC, one without a zone taken as UTC; None outside [1990, now + 1 day]."""
    text = value.strip()
    try:
        moment = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        return None
    return moment if EARLIEST <= moment <= now + timedelta(days=1) else None


# ---------------------------------------------------------------- JSON-LD


def _article(root: etree._Element) -> dict[str, Any]:
    """The article among the page's JSON-LD nodes: the richest of those with a type that is one."""
    best: dict[str, Any] = {}
    for node in _nodes(root):
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in kinds) and _weight(node) > _weight(
            best
        ):
            best = node
    return best


def _weight(node: dict[str, Any]) -> int:
    fields = ("headline", "datePublished", "author", "articleBody", "description", "image")
    return sum(1 for field in fields if node.get(field))


def _nodes(root: etree._Element) -> Iterator[dict[str, Any]]:
    """Every object in every script, breadth first; mainEntity, @graph and lists are walked, nothing recurses."""
    budget = _MAX_NODES
    for n, script in enumerate(root.iter("script")):
        if n > 400:
            return
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        level: list[Any] = [_load(script.text or "")]
        for _ in range(_MAX_DEPTH):
            below: list[Any] = []
            for value in level:
                budget -= 1
                if budget < 0:
                    return
                if isinstance(value, dict):
                    yield value
                    below.extend(
                        value[name]
                        for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart")
                        if name in value
                    )
                elif isinstance(value, list):
                    below.extend(value[:200])
            level = below


def _load(text: str) -> Any:
    """JSON as pages have it: wrapped in comments or CDATA, with raw line breaks, or cut; None when past mending."""
    text = text.replace("<![CDATA[", "", 1).strip()[:_MAX_JSON]
    if not text or text.count("[") + text.count("{") > 20_000:
        return None
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
    if start < 0:
        return None
    for candidate in (text[start:], _TRAILING.sub(r"\1", text[start:])):
        try:
            return json.JSONDecoder(strict=False).raw_decode(candidate)[0]
        except (ValueError, RecursionError):
            continue
    return None


_TRAILING = re.compile(r",\s*([}\]])")


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return plain(_unescape(value))[:600] if isinstance(value, str) else ""


def _body(value: Any) -> str:
    if isinstance(value, list):
        value = "\n\n".join(part for part in value if isinstance(part, str))
    return to_text(_unescape(value)) if isinstance(value, str) else ""


def _unescape(value: str) -> str:
    return value.replace("\\n", "\n").replace('\\"', '"') if "\\" in value else value


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name")
    return _text(value)


def _authors(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for one in values[:20] for name in _names(_name(one))))


def _names(text: str) -> tuple[str, ...]:
    """The people of a byline: "By Ana Ruiz, Tom Lee and Li Wei"."""
    text = re.sub(r"^(?:by|par|por|von)\s+", "", text.strip(), flags=re.IGNORECASE)
    parts = re.split(r",\s+|\s+(?:and|y|et|und|и)\s+|\s*[;|&]\s*", text) if len(text) < 300 else []
    return tuple(part.strip() for part in parts if 2 < len(part.strip()) < 60 and not _NOT_A_NAME.search(part.strip()))


def _image(value: Any, base: str | None) -> str | None:
    for _ in range(3):
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl")
    return _absolute(value, base) if isinstance(value, str) else None


def _language(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    match = re.match(r"([a-zA-Z]{2})(?:[-_][a-zA-Z]{2,4})*$", value.strip()) if isinstance(value, str) else None
    return match[1].lower() if match else None


def _date(value: Any, now: datetime) -> datetime | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return parse_date(value, now) if isinstance(value, str) else None


# ---------------------------------------------------------------- meta tags


def _meta(root: etree._Element) -> dict[str, str]:
    """First content of each property or name, lower case."""
    found: dict[str, str] = {}
    for n, element in enumerate(root.iter("meta")):
        if n > 400:
            break
        name = (
            (
                element.get("property")
                or element.get("name")
                or element.get("itemprop")
                or element.get("http-equiv")
                or ""
            )
            .strip()
            .lower()
        )
        content = (element.get("content") or "").strip()
        if name and content and name not in found:
            found[name] = content[:2500]
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((plain(meta[name]) for name in names if name in meta), "")


def _first_date(meta: dict[str, str], names: tuple[str, ...], now: datetime) -> datetime | None:
    return next((found for name in names if name in meta and (found := parse_date(meta[name], now))), None)


def _absolute(address: Any, base: str | None) -> str | None:
    if not isinstance(address, str) or not address.strip():
        return None
    try:
        full = urljoin(base or "", address.strip())
    except ValueError:
        return None
    return full if links.is_http(full) else None
