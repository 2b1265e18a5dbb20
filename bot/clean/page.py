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

import trafilatura
from charset_normalizer import from_bytes
from lxml import etree
from lxml import html as lxml_html
from trafilatura.metadata import Document

from bot.clean import align, blocks, furniture, glue, html, metadata, outline, weave
from bot.clean.structured import Claims
from bot.model import Removed
from bot.text import paragraphs

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
_MOJIBAKE = "ÂÃâÐØ"  # what the first bytes of most characters become when read as cp1252
_TEASER = 250  # characters; a shorter copy of the text is none
_FULL_BODY = 400  # characters of an articleBody that is more than a teaser
_RULED = re.compile(r"[|\s:-]+")

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
    if any(mark in source for mark in _MOJIBAKE):  # the extractor drops the controls among it
        source = glue.decoded_again(source)
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
    claims = metadata.read(root, url=url, now=now)
    lines, removed = _body(root, url, claims)
    if not claims.dek:
        claims = replace(claims, dek=next((one.text for one in removed if one.reason == "dek"), ""))
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


# ---------------------------------------------------------------- body


def _body(root: lxml_html.HtmlElement, url: str | None, claims: Claims) -> tuple[list[str], list[Removed]]:
    """Paragraphs of the body in order, and lines of the extractor's that are none by where they stand."""
    furniture.prune(root)
    outlined = outline.outline(root)
    took = align.aligned(_extracted(root, url, fast=True), outlined)
    if weave.doubtful(took, outlined) and (slow := _extracted(root, url, fast=False)):
        took = align.aligned(slow, outlined)
    woven = weave.woven(took, outlined)
    if outline.weight(claims.body) >= _FULL_BODY and (not took.at or _is_elsewhere(claims.body, woven)):
        return paragraphs(claims.body), []  # drawn by scripts, or laid out in a way the extractor does not know
    lines, gone = blocks.without_furniture(woven, dek=claims.dek, alts=blocks.alts(root))
    lines, foreign = blocks.agreed(lines, claims.body) if len(claims.body) >= _TEASER else (lines, [])
    return [line.text for line in lines], gone + foreign


def _is_elsewhere(body: str, lines: list[align.Line]) -> bool:
    """The publisher's copy is longer, and most of it is not in the lines."""
    return sum(len(line.text) for line in lines) < 0.6 * len(body) and blocks.told(body, lines) < 0.5


def _extracted(root: lxml_html.HtmlElement, url: str | None, *, fast: bool) -> list[str]:
    """The extractor's lines; it works on a copy of the tree. Its second opinions cost as much again as the first."""
    try:
        document = trafilatura.bare_extraction(root, url=url, include_comments=False, include_tables=True, fast=fast)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, etree.LxmlError):
        return []  # an odd page; the caller has the feed's own text
    text = document.text if isinstance(document, Document) else ""
    return [_row(line) for line in paragraphs(glue.mend(text or "")) if not _RULED.fullmatch(line)]


def _row(line: str) -> str:
    """A row of a table without the bars around it."""
    return line[1:-1].strip() if line.startswith("|") and line.endswith("|") and len(line) > 2 else line
