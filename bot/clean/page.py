"""A page's HTML -> title, dek, people, dates, language, image and paragraphs of the body.

The only module that knows the extractor. Structured data is read first and checked against the page. Does not judge
paragraphs by their words (bot.clean.boilerplate does) and does not know the feed's entry (bot.clean.article does).
"""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass, replace
from datetime import datetime

import htmldate
import trafilatura
from charset_normalizer import from_bytes
from lxml import etree
from lxml import html as lxml_html
from trafilatura.metadata import Document

from bot.clean import blocks, glue, html, structured
from bot.clean.html import plain
from bot.clean.structured import Claims
from bot.model import Removed
from bot.text import fold, one_line, paragraphs

MAX_PAGE = 4_000_000  # characters; a news page has 0.1 to 0.6 million
MAX_ELEMENTS = 40_000  # the extractor needs about 1 s for so many
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = re.compile(r"\s+[|–—·•»]\s+|\s+-\s+|\s+::\s+")

for _name in ("trafilatura", "htmldate", "charset_normalizer", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # they log what pages do wrong; we note it on the article


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. `paragraphs` are mended neither in characters nor in content."""

    claims: Claims
    paragraphs: tuple[str, ...]
    source: str  # the decoded HTML
    notes: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()


def read(document: str | bytes, *, url: str | None, now: datetime, content_type: str | None = None) -> Page:
    """Extract. Never raises: what cannot be read comes back without paragraphs and with a note that says why."""
    source = decode(document, content_type)[:MAX_PAGE].replace("\x00", "")
    if not source.strip():
        return Page(Claims(), (), source, ("The page was empty.",))
    if source.lstrip()[:5] == "%PDF-":
        return Page(Claims(), (), "", ("The page is a PDF file, which is not read.",))
    root = html.parse(source)
    if root is None or not _handy(root):
        text = html.to_text(source) if root is not None else html.join(paragraphs(glue.mend(html.untagged(source))))
        return Page(
            Claims(),
            tuple(text.split("\n\n")),
            source,
            ("The page's markup is too large or too deep to be read well.",),
        )
    claims = _complete(structured.claims(root, url=url, now=now), root, url, now)
    lines, removed = _body(root, url, claims.dek)
    return Page(claims, tuple(lines), source, removed=tuple(removed))


def decode(document: str | bytes, content_type: str | None = None) -> str:
    """By BOM, header, meta tag, then UTF-8, then a guess; what a label says wrongly is not believed."""
    if isinstance(document, str):
        return document
    document = document[: 4 * MAX_PAGE]
    bom = next((name for mark, name in _BOMS if document.startswith(mark)), None)
    header = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", content_type or "", re.IGNORECASE)
    meta = _META_CHARSET.search(document, 0, 4096)
    labels = [bom, header[1] if header else None, meta[1].decode("ascii") if meta else None, "utf-8"]
    for label in labels:
        text = _decoded(document, label) if label else None
        if text is not None:
            return text
    best = from_bytes(document[:50_000]).best()
    return document.decode(best.encoding if best else "cp1252", "replace")


def _decoded(document: bytes, label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
        if name.startswith(("utf-16", "utf-32")) and b"\x00" not in document[:200]:
            return None  # says UTF-16 and is not
        return document.decode("cp1252" if name == "iso8859-1" else name)
    except (LookupError, UnicodeError, ValueError):
        return None


def _handy(root: lxml_html.HtmlElement) -> bool:
    """Few enough elements for the extractor's time."""
    return all(n < MAX_ELEMENTS for n, _ in enumerate(root.iter()))


# ---------------------------------------------------------------- metadata


def _complete(claims: Claims, root: lxml_html.HtmlElement, url: str | None, now: datetime) -> Claims:
    """Fill what structured data left open, from the page itself."""
    heading = next((one_line("".join(h.itertext())) for h in root.iter("h1") if one_line("".join(h.itertext()))), "")
    title = _title(claims, plain(root.findtext(".//title") or ""), heading)
    published = claims.published or (None if claims.modified else _dated(root, url, now))
    return replace(claims, title=title, published=published or claims.modified)


def _title(claims: Claims, tag: str, heading: str) -> str:
    """The claimed headline; without one the page's title less the publisher, unless its heading says it better."""
    claimed = _without_publisher(claims.title, claims.publisher)
    if claimed:
        return claimed
    short = _without_publisher(tag, claims.publisher)
    if heading and (not short or fold(heading) in fold(tag)):
        return heading
    return short or heading


def _without_publisher(title: str, publisher: str) -> str:
    """ "Talks resume | The Harbour Post" -> "Talks resume": the tail goes if it names the publisher or is short."""
    pieces = _SEPARATORS.split(title)
    if len(pieces) < 2:
        return title
    last = pieces[-1]
    own = bool(publisher) and (fold(last) in fold(publisher) or fold(publisher) in fold(last))
    at = title.rfind(last)
    head = title[:at].rstrip().rstrip("|–—·•»-:").rstrip()
    return head if own and len(head) >= 8 else title


def _dated(root: lxml_html.HtmlElement, url: str | None, now: datetime) -> datetime | None:
    try:
        found = htmldate.find_date(
            root, url=url, original_date=True, extensive_search=False, max_date=now.date().isoformat()
        )
    except (ValueError, TypeError, OverflowError, AttributeError):  # what it is known to raise on odd pages
        return None
    return structured.parse_date(found, now) if found else None


# ---------------------------------------------------------------- body


def _body(root: lxml_html.HtmlElement, url: str | None, dek: str) -> tuple[list[str], list[Removed]]:
    """Paragraphs of the body in order, and lines of the extractor's that are none by where they stand."""
    blocks.prune(root)
    known = blocks.index(root)  # before the extractor, which takes the tree apart
    try:
        document = trafilatura.bare_extraction(root, url=url, include_comments=False, include_tables=True)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, etree.LxmlError):
        return [], []  # an odd page; the caller has the feed's own text
    if not isinstance(document, Document):
        return [], []
    lines = paragraphs(glue.mend(document.text or ""))
    return blocks.without_furniture(blocks.completed(lines, known), known, dek=dek)
