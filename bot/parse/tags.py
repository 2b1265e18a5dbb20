"""One element of an XML tree as feedparser would see it: its name, its attributes, its text.

What feedparser would read in a way of its own is `Unusual`, and left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

Raw = dict[str, Any]

XML = "{http://www.w3.org/XML/1998/namespace}"
_USERLAND = "backend.userland.com/rss"  # with any ending, RSS
# Values that bot.parse.entries reads: feedparser would take an element of such a name for one.
_VALUES = frozenset(
    {"links", "authors", "guidislink", "title_detail", "summary_detail", "subtitle_detail", "media_caption"}
)


class Unusual(Exception):
    """Left to feedparser."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What feedparser understands; an element that it gives a meaning, and this module does not know, is unusual."""

    namespaces: Mapping[str, str]  # lower-case URI -> prefix, "" for those of RSS and Atom themselves
    elements: frozenset[str]  # "pubdate", "dc_date", …
    looks_like_html: Callable[[str], bool]  # feedparser's guess at the title of an RSS item


@dataclass(slots=True)
class Reader:
    """One pass over one document. `found` is the feed or the entry that is being read."""

    vocabulary: Vocabulary
    prefixes: Mapping[str | None, str]  # as the root element declares them
    atom: bool
    feed: Raw = field(default_factory=dict)
    entries: list[Raw] = field(default_factory=list)
    found: Raw = field(default_factory=dict)
    depths: dict[str, int] | None = None  # of an entry: how deep each value stood; a deeper one does not replace it
    title_depth: int = -1
    has_content: bool = False
    names: dict[tuple[str, str | None], str] = field(default_factory=dict)


def name_of(reader: Reader, element: etree._Element) -> str:
    """feedparser's name of an element: "title", "dc_date"."""
    key = (element.tag, element.prefix)
    name = reader.names.get(key)
    if name is None:
        name = reader.names[key] = _named(reader, *key)
    return name


def _named(reader: Reader, tag: str, prefix: str | None) -> str:
    uri, _, local = tag.rpartition("}")
    uri = uri[1:]
    spaces, declared = reader.vocabulary.namespaces, reader.prefixes
    if uri.lower() not in spaces and (_USERLAND in uri.lower() or (prefix is None and uri in declared.values())):
        raise Unusual
    at_home = declared.get(prefix) == uri or (prefix not in declared and spaces.get(uri.lower()) == prefix)
    if not tag.isascii() or (prefix is not None and not at_home):
        raise Unusual
    found = spaces.get(uri.lower(), (prefix or "").lower())
    if found in declared:
        found = spaces.get(declared[found].lower(), found)
    return f"{found}_{local}".lower() if found else local.lower()


def has_meaning(reader: Reader, name: str) -> bool:
    return name in reader.vocabulary.elements or name in _VALUES


def attributes_of(reader: Reader, element: etree._Element) -> dict[str, str]:
    """By lower-case name. A base for links is unusual, and so is a foreign name that feedparser takes for its own."""
    items = element.items()
    if not items:
        return {}
    found = {name.lower() if name[0] != "{" else name: value for name, value in items}
    for name in found:
        foreign = name[0] == "{" and not reader.vocabulary.namespaces.get(name[1:].partition("}")[0].lower())
        if foreign or name in ("base", f"{XML}base") or not name.isascii():
            raise Unusual
    if len(found) != len(items):
        raise Unusual
    return found | {name: found[name].lower() for name in ("rel", "type") if name in found}


def text_of(element: etree._Element) -> str:
    if len(element):
        raise Unusual
    text = (element.text or "").strip()
    if not text.isascii() and _misread(text):
        raise Unusual
    return text


def _misread(text: str) -> bool:
    """Whether it is UTF-8 that was taken for Latin-1, which feedparser mends."""
    try:
        text.encode("latin-1").decode()
    except UnicodeError:
        return False
    return True


def plain_address(text: str) -> str:
    if ":///" in text or ("&" in text and ";" in text):  # feedparser mends the one and the other
        raise Unusual
    return text
