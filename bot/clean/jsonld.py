"""The article among a page's JSON-LD and microdata, as one object. Bounded in size and depth.

Does not judge what it says.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from bot.text import fold

Node = dict[str, Any]

_MAX_JSON = 600_000  # characters of one script
_MAX_SCRIPTS = 400
_MAX_NODES = 3000
_MAX_DEPTH = 12
_MAX_PROPERTIES = 400
_ARTICLE_TYPES = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|Background|Review|Tech|Satirical|LiveBlog|Blog|Social)?\w*(?:Article|Posting|Report)$"
)
_BELOW = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart")
_FIELDS = ("headline", "datePublished", "author", "articleBody", "description", "image")
# What is read out of a script that no mending makes JSON.
_LOOSE = re.compile(r'"(headline|datePublished|dateModified|articleSection)"\s*:\s*"((?:[^"\\\n]|\\.){1,400})"')
_LOOSE_AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^\]}]{0,300}?"name"\s*:\s*"((?:[^"\\\n]|\\.){1,80})"')
_TRAILING = re.compile(r",\s*([}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')


def article(root: etree._Element, *, title: str = "", url: str | None = None) -> Node:
    """The page's own article: the richest node of an article's type, its references followed; {} for none.

    `title` and `url`, the page's, tell it from the articles that a page lists beside its own.
    """
    nodes = list(_nodes(root))
    known = _by_id(nodes)
    best: Node = {}
    for node in nodes:
        if _is_article(node) and _weight(node, title, url) > _weight(best, title, url):
            best = node
    best = best or _microdata(root)
    return {name: _followed(value, known) for name, value in best.items()}


def page(root: etree._Element) -> Node:
    """The WebPage node, which tells the dates on sites that describe no article."""
    return next((node for node in _nodes(root) if "WebPage" in _types(node)), {})


def _types(node: Node) -> list[Any]:
    kinds = node.get("@type")
    return kinds if isinstance(kinds, list) else [kinds]


def _is_article(node: Node) -> bool:
    return any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in _types(node))


def _weight(node: Node, title: str, url: str | None) -> float:
    weight = float(sum(1 for field in _FIELDS if node.get(field)))
    headline = node.get("headline")
    if weight and isinstance(headline, str) and title:
        said, words = set(fold(headline[:300]).split()), set(fold(title).split())
        weight += 4 * len(said & words) / max(1, len(said))
    if weight and url and url in (node.get("url"), node.get("mainEntityOfPage"), node.get("@id")):
        weight += 2
    return weight


# ---------------------------------------------------------------- scripts


def _nodes(root: etree._Element) -> Iterator[Node]:
    """Every object in every script, breadth first; lists and the properties of _BELOW are walked, nothing recurses."""
    budget = _MAX_NODES
    for n, script in enumerate(root.iter("script")):
        if n > _MAX_SCRIPTS:
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
                    below.extend(value[name] for name in _BELOW if name in value)
                elif isinstance(value, list):
                    below.extend(value[:200])
            level = below


def _load(text: str) -> Any:
    """JSON as pages have it: in comments or CDATA, escaped as HTML, with raw line breaks, or cut; None past mending."""
    text = text.replace("<![CDATA[", "", 1).strip()[:_MAX_JSON]
    if not text or text.count("[") + text.count("{") > 20_000:
        return None
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
    if start < 0:
        return None
    text = text[start:]
    for mended in (text, _TRAILING.sub(r"\1", text), _TRAILING.sub(r"\1", _BAD_ESCAPE.sub("", text))):
        try:
            return json.JSONDecoder(strict=False).raw_decode(mended)[0]
        except (ValueError, RecursionError):
            continue
    if text[:12].count("&quot;"):
        return _load(entities.unescape(text))
    return _loose(text)


def _loose(text: str) -> Node | None:
    """The fields that can still be read out of broken JSON about an article."""
    kind = re.search(r'"@type"\s*:\s*"(\w*Article|\w*Posting)"', text)
    if kind is None:
        return None
    found: Node = {"@type": kind[1]}
    for match in _LOOSE.finditer(text, kind.start() if kind.start() < 5000 else 0):
        found.setdefault(match[1], match[2])
    if author := _LOOSE_AUTHOR.search(text):
        found["author"] = author[1]
    return found


def _by_id(nodes: list[Node]) -> dict[str, Node]:
    return {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}


def _followed(value: Any, known: dict[str, Node], depth: int = 2) -> Any:
    """A reference ({"@id": …}) replaced by what it names."""
    if isinstance(value, list):
        return [_followed(one, known, depth) for one in value[:50]]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.get("name") and depth:
        return {**value, **known.get(value["@id"], {})}
    return value


# ---------------------------------------------------------------- microdata


def _microdata(root: etree._Element) -> Node:
    """The properties of the first itemscope that is an article."""
    for n, element in enumerate(root.iter()):
        if n > 20_000:
            break
        kind = element.get("itemtype") or ""
        if kind and _ARTICLE_TYPES.search(kind.rstrip("/").rpartition("/")[2]):
            return _properties(element)
    return {}


def _properties(scope: etree._Element) -> Node:
    found: Node = {}
    for n, element in enumerate(scope.iterfind(".//*[@itemprop]")):
        if n > _MAX_PROPERTIES:
            break
        if _scope_of(element) is scope:
            for name in (element.get("itemprop") or "").split():
                _add(found, name, _value(element))
    return found if found.get("headline") or found.get("datePublished") else {}


def _add(found: Node, name: str, value: Any) -> None:
    if name == "author":
        found.setdefault(name, []).append(value)
    elif value:
        found.setdefault(name, value)


def _scope_of(element: etree._Element) -> etree._Element | None:
    return next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)


def _value(element: etree._Element) -> Any:
    if element.get("itemscope") is not None:
        inner = element.find(".//*[@itemprop='name']")
        kind = (element.get("itemtype") or "").rpartition("/")[2]
        named = element if inner is None else inner
        link = element.find(".//*[@itemprop='url']")
        return {"@type": kind, "name": _said(named), "url": _said(link) if link is not None else ""}
    return _said(element)


def _said(element: etree._Element) -> str:
    for name in ("content", "datetime", "src", "href"):
        if (value := element.get(name)) and (name != "href" or element.tag == "link"):
            return str(value)
    return " ".join("".join(element.itertext()).split())[:20_000]
