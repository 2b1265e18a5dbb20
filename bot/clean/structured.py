"""What a page says of itself: JSON-LD and microdata, Open Graph and other meta tags, as they are written.

Structured data is a claim, not the truth: bot.clean.metadata checks each against the others and against the page.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from bot.clean import jsonld, links
from bot.clean.html import plain, to_text
from bot.clean.moments import Claim
from bot.clean.pictures import Picture, parted
from bot.text import fold

_MAX_META = 400
_NO = (False, "false", "False")
# Meta properties and names, the most telling first.
_TITLES = ("og:title", "dc.title", "headline", "parsely-title", "sailthru.title")
_DEKS = ("og:description", "description", "twitter:description", "dc.description")
_AUTHORS = (
    *("author", "article:author", "og:article:author", "byl", "parsely-author", "sailthru.author", "dc.creator"),
    *(
        "dc.creator.creator",
        "dcterms.creator",
        "citation_author",
        "cxenseparse:author",
        "article:author_name",
        "authors",
    ),
)
# What WordPress and Ghost write over an author's name in cards for sharing, folded.
_WRITTEN_BY = re.compile(
    r"(?:written|posted|article)? ?by\b|author|verfasst|geschrieben|von\b|ecrit|redige|auteur|escrito|publicado por|"
    r"autor|scritto|geschreven|skreve?[tn]|skrevet|forfatter|kirjoitta|napisa|napsal|szerz|scris|yaz(?:an|ar)|penulis|"
    r"ditulis|автор|написа|συντακ|γραμμ|كتب|الكاتب|نویسنده|מאת|נכתב|लेखक|เขียนโดย|viet boi|作者|撰文|執筆者|投稿者|著者|"
    r"글쓴이|작성자"
)
_LANGUAGES = ("og:locale", "content-language", "language", "dc.language")
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "parsely-image-url")
_SITES = ("og:site_name", "application-name", "publisher", "dc.publisher")
_SECTIONS = ("article:section", "parsely-section", "section", "og:article:section", "cxenseparse:recs:category")
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued"),
    *("parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publication_date", "article.published"),
    *(
        "cxenseparse:recs:publishtime",
        "og:published_time",
        "dcterms.created",
        "dcterms.date",
        "citation_publication_date",
    ),
    *("article:published", "published_time", "publish-date", "rnews:datepublished"),
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dc.date.modified")


@dataclass(frozen=True, slots=True)
class Claims:
    """What is known of a page without its text. Everything may be missing ("" or None or ())."""

    title: str = ""
    dek: str = ""
    authors: tuple[str, ...] = ()  # people; an agency only where nobody else signs
    credit: str = ""  # the agencies and other bodies that sign it
    published: datetime | None = None
    modified: datetime | None = None
    section: str = ""
    language: str | None = None
    image: str | None = None
    image_caption: str = ""
    image_credit: str = ""
    url: str | None = None
    publisher: str = ""
    body: str = ""  # empty where the publisher says that it is not free to read
    free: bool = True  # nothing says that it has to be paid for
    sources: tuple[tuple[str, str], ...] = ()  # which of the above is from where


@dataclass(frozen=True, slots=True)
class Said:
    """A page's structured data: its article node, its page node, its meta tags by lower-case name."""

    article: jsonld.Node
    page: jsonld.Node
    meta: dict[str, list[str]]

    @property
    def titles(self) -> list[Claim]:
        told = ("JSON-LD", text(self.article.get("headline")))
        return [told, ("Open Graph", self.first(_TITLES)), ("Twitter", self.first(("twitter:title",)))]

    @property
    def dek(self) -> str:
        return text(self.article.get("description")) or self.first(_DEKS)

    @property
    def bylines(self) -> Iterator[tuple[str, list[str]]]:
        """(source, its lines) in the order of their worth."""
        for name in ("author", "creator"):
            yield "JSON-LD", _signatures(self.article.get(name))
        for name in _AUTHORS:
            yield f"meta {name}", [plain(line) for line in self.meta.get(name, ())]
        for n in "12":
            if _WRITTEN_BY.match(fold(self.first((f"twitter:label{n}",)))):
                yield f"meta twitter:data{n}", [self.first((f"twitter:data{n}",))]

    @property
    def bodies(self) -> frozenset[str]:
        """The names of authors that are said to be no persons."""
        told = [one for name in ("author", "creator") for one in _listed(self.article.get(name))]
        return frozenset(
            name_of(one) for one in told if isinstance(one, dict) and "Organization" in str(one.get("@type"))
        )

    @property
    def published(self) -> list[Claim]:
        told = [_written(node.get("datePublished")) for node in (self.article, self.page)]
        return [*(("JSON-LD", one) for one in told if one), *self._metas(_PUBLISHED)]

    @property
    def modified(self) -> list[Claim]:
        told = [_written(node.get("dateModified")) for node in (self.article, self.page)]
        return [*(("JSON-LD", one) for one in told if one), *self._metas(_MODIFIED)]

    @property
    def section(self) -> str:
        return text(self.article.get("articleSection"))[:80] or self.first(_SECTIONS)[:80]

    @property
    def publisher(self) -> str:
        return name_of(self.article.get("publisher")) or self.first(_SITES)

    @property
    def body(self) -> str:
        return _body(self.article.get("articleBody")) if self.free else ""

    @property
    def free(self) -> bool:
        tier = self.first(("article:content_tier",)).lower()
        return self.article.get("isAccessibleForFree", True) not in _NO and tier not in ("locked", "premium")

    def language(self, root: etree._Element) -> str | None:
        declared = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        found = (_language(value) for value in (self.article.get("inLanguage"), declared, self.first(_LANGUAGES)))
        return next((code for code in found if code), None)

    def pictures(self, base: str | None) -> list[Picture]:
        """The pictures it claims, the article's first."""
        told = [picture for value in _listed(self.article.get("image")) if (picture := _picture(value, base))]
        shared = [absolute(self.first((name,)), base) for name in _IMAGES]
        return [*told, *(Picture(address, source="Open Graph") for address in shared if address)]

    def address(self, base: str | None) -> str | None:
        return absolute(self.first(("og:url",)), base)

    def first(self, wanted: Iterable[str]) -> str:
        return next((plain(self.meta[name][0]) for name in wanted if name in self.meta), "")

    def _metas(self, wanted: Iterable[str]) -> list[Claim]:
        return [(f"meta {name}", self.meta[name][0]) for name in wanted if name in self.meta]


def read(root: etree._Element, *, url: str | None) -> Said:
    """What JSON-LD, microdata and meta tags say."""
    meta = _meta(root)
    title = plain(root.findtext(".//title") or "") + " " + "".join(meta.get("og:title", [])[:1])
    return Said(jsonld.article(root, title=title, url=url), jsonld.page(root), meta)


# ---------------------------------------------------------------- values


def text(value: Any) -> str:
    """One line, of at most 600 characters."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return plain(_unescape(value))[:600] if isinstance(value, str) else ""


def name_of(value: Any) -> str:
    """The name of a person or a body, however it is wrapped."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name")
    return text(value)


def absolute(address: Any, base: str | None) -> str | None:
    """A web address; None for anything else."""
    if not isinstance(address, str) or not address.strip():
        return None
    try:
        full = urljoin(base or "", address.strip())
    except ValueError:
        return None
    return full if links.is_http(full) else None


def _listed(value: Any) -> list[Any]:
    return value[:20] if isinstance(value, list) else [value]


def _signatures(value: Any) -> list[str]:
    return [line for one in _listed(value) for part in _names(one) if (line := text(part))]


def _names(value: Any) -> list[Any]:
    name = value.get("name") if isinstance(value, dict) else value
    return _listed(name)


def _written(value: Any) -> str:
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else ""


def _body(value: Any) -> str:
    if isinstance(value, list):
        value = "\n\n".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    text = _unescape(value)
    return to_text(text if "<" in text else entities.unescape(text))  # entities alone make no markup of its line breaks


def _unescape(value: str) -> str:
    return value.replace("\\n", "\n").replace('\\"', '"') if "\\" in value else value


def _picture(value: Any, base: str | None) -> Picture | None:
    """An ImageObject or an address."""
    node = value if isinstance(value, dict) else {}
    address = absolute(text(node.get("url") or node.get("contentUrl")) if node else value, base)
    if address is None:
        return None
    caption, credit = parted(text(node.get("caption") or node.get("description")))
    told = (
        name_of(node.get(name)) for name in ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
    )
    return Picture(address, caption, next((one for one in told if one), credit), "JSON-LD")


def _language(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    match = re.match(r"([a-zA-Z]{2})(?:[-_][a-zA-Z]{2,4})*$", value.strip()) if isinstance(value, str) else None
    return match[1].lower() if match else None


def _meta(root: etree._Element) -> dict[str, list[str]]:
    """The contents of each property or name, lower case, in order."""
    found: dict[str, list[str]] = {}
    for n, element in enumerate(root.iter("meta")):
        if n > _MAX_META:
            break
        content = (element.get("content") or "").strip()[:2500]
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if (name := (element.get(attribute) or "").strip().lower()) and content:
                found.setdefault(name, []).append(content)
                break
    return found
