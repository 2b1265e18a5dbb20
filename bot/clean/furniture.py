"""Takes furniture out of a page's tree: what is none of the report's by the name of its element or class.

Names of classes are a convention, not a promise: an element that carries much of the page's prose is never furniture.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from lxml import etree
from lxml import html as lxml_html

from bot.text import word_set

MAX_SHARE = 0.15  # of the page's prose: what carries more is no furniture, whatever its name
MAX_PROSE = 1100  # letters of prose in one piece of furniture; a bio has under 900

_TOKEN = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NEVER = frozenset({"html", "body", "main", "article", "head", "script", "style"})
_AS_IT_IS = frozenset({"pre", "code"})  # highlighters name pieces of a program by what they are
_UNREAD = frozenset({"script", "style", "svg", "link", "template"})
_FURNITURE_TAGS = frozenset({"nav", "footer", "form", "figcaption", "aside", "dialog"})
_DATA = tomllib.loads(files("bot").joinpath("data", "furniture.toml").read_text(encoding="utf-8"))
_SINGLE = word_set(_DATA["single"])


def _pairs(text: str) -> dict[str, frozenset[str]]:
    """First name of a pair -> the second names."""
    found: dict[str, frozenset[str]] = {}
    for pair in text.split():
        first, second = pair.split("+")
        found[first] = found.get(first, frozenset()) | {second}
    return found


_PAIRS = _pairs(_DATA["pairs"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def prune(root: lxml_html.HtmlElement) -> None:
    """Take furniture out of the tree: related links, forms, captions, share bars, bios, what is hidden."""
    total = _prose(root)
    gone: list[lxml_html.HtmlElement] = []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag in _AS_IT_IS:
            walk.skip_subtree()
            continue
        unread = element.tag in _UNREAD and "ld+json" not in (element.get("type") or "")
        if unread or _is_another(element) or (is_named(element) and _spare(element, total)):
            gone.append(element)
            walk.skip_subtree()
    for element in gone:
        element.drop_tree()


def is_named(element: lxml_html.HtmlElement) -> bool:
    """Tag, class, id or style say that the element is furniture."""
    tag = element.tag
    if tag in _NEVER or not isinstance(tag, str):
        return False
    if tag in _FURNITURE_TAGS:
        return True
    names = ""
    for name, value in element.items():
        if name in ("class", "id"):
            names += f" {value}"
        elif (
            name == "hidden" or (name, value) == ("aria-hidden", "true") or (name == "style" and _HIDDEN.search(value))
        ):
            return True
    return bool(names) and _named(names[:300])


@lru_cache(maxsize=20_000)
def _named(names: str) -> bool:
    for name in names.split():
        tokens = _TOKEN.findall(_CAMEL.sub("-", name).lower())
        if not _SINGLE.isdisjoint(tokens):
            return True
        if len(tokens) > 1 and any(not _PAIRS[one].isdisjoint(tokens) for one in tokens if one in _PAIRS):
            return True
    return False


def _is_another(element: lxml_html.HtmlElement) -> bool:
    """A second article inside the first, marked as its equal: the page appends the next ones."""
    if element.tag != "article" or (outer := next(element.iterancestors("article"), None)) is None:
        return False
    alike = set((element.get("class") or "").split()) & set((outer.get("class") or "").split())
    return len(alike) >= 2 and next(element.iter("h1"), None) is None


def _spare(element: lxml_html.HtmlElement, total: int) -> bool:
    """The report would not miss it."""
    prose = _prose(element)
    return prose <= min(MAX_PROSE, MAX_SHARE * total) and next(element.iter("h1", "blockquote"), None) is None


def _prose(element: lxml_html.HtmlElement) -> int:
    """Letters in paragraphs that look like sentences; on pages without paragraphs, in anything that does."""
    return sum(len(text) for p in element.iter("p", "div") if len(text := _own_text(p)) > 80)


def _own_text(element: lxml_html.HtmlElement) -> str:
    """Text of a paragraph; of a division only what stands in it directly."""
    if element.tag == "p":
        return "".join(element.itertext())
    return " ".join(part for part in (element.text, *(child.tail for child in element)) if part and len(part) > 20)
