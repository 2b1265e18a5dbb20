"""OPML in and out. Does not read the feeds it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from bot.errors import NotAFeed
from bot.model import Feed, Outline
from bot.parse.encoding import decode
from bot.parse.markup import absolute, legal, line

_LARGEST = 5 * 1024 * 1024  # bytes; 10,000 feeds take about two
_MOST_OUTLINES = 10_000
_DEEPEST = 20
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,10};)")


def read(body: bytes) -> tuple[Outline, ...]:
    """The feeds of an OPML document in its order, each URL once.

    Raises NotAFeed when it is no OPML, too large, or declares entities. Outlines without an http(s) URL are left out.
    """
    if len(body) > _LARGEST:
        raise NotAFeed("this OPML file is too large: at most 5 MiB")
    text = legal(decode(body)).lstrip()
    if "<!ENTITY" in text:
        raise NotAFeed("this OPML file was refused: it declares XML entities")
    root = _root(text)
    found: dict[str, Outline] = {}
    for outline in _outlines(root.find("body"), ()):
        found.setdefault(outline.url, outline)
        if len(found) >= _MOST_OUTLINES:
            break
    return tuple(found.values())


def write(feeds: Iterable[Feed]) -> bytes:
    """An OPML 2.0 document, UTF-8; topics become categories, so that reading it back gives them again."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Wirewatch feeds"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        title = legal(feed.publisher or feed.id)
        outline = etree.SubElement(body, "outline", type="rss", text=title, title=title, xmlUrl=legal(feed.url))
        if feed.topics:
            outline.set("category", legal(",".join(feed.topics)))
        if feed.language:
            outline.set("language", feed.language)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _root(text: str) -> etree._Element:
    """The <opml> element; raw ampersands and the like are forgiven."""
    if text.startswith("<?xml"):  # its encoding no longer holds
        text = text[text.find("?>") + 2 :]
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(_BARE_AMPERSAND.sub("&amp;", text).encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or str(root.tag).casefold() != "opml":
        raise NotAFeed("this is no OPML file")
    return root


def _outlines(parent: etree._Element | None, folders: tuple[str, ...]) -> Iterator[Outline]:
    if parent is None or len(folders) > _DEEPEST:
        return
    for element in parent.iterchildren("outline"):
        attributes = {str(name).casefold(): str(value) for name, value in element.attrib.items()}
        title = line(attributes.get("title") or attributes.get("text") or "")
        if url := absolute(attributes.get("xmlurl")):
            yield Outline(title=title or url, url=url, categories=_categories(folders, attributes.get("category", "")))
        yield from _outlines(element, (*folders, title) if title and not url else folders)


def _categories(folders: tuple[str, ...], own: str) -> tuple[str, ...]:
    """OPML's categories are comma-separated, with slashes between the levels."""
    named = (line(part) for one in own.split(",") for part in one.split("/"))
    return tuple(dict.fromkeys(name for name in (*folders, *named) if name))
