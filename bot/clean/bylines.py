"""Who signed a page, as its readers see it: author links, author properties, bylines near the headline.

Structured data goes first (bot.clean.metadata); this is for what it leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from bot.clean import names

_MARKED = re.compile(
    r"(?:^|[\s_-])(?:c-|m-)?(?:by-?lines?|authors?|contributors?|auteurs?|autor(?:e|es|en|i)?|redakteur|writer|verfasser|submitted|"
    r"journalist|reporter|penulis|yazar|firma|signature|szerzo)(?:[\s_-]|name|link|s?$)",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Where other articles, readers and biographies are: they are signed too.
_ELSEWHERE = re.compile(
    r"comment|related|recommend|sidebar|widget|footer|more-from|most-|trending|newsletter|teaser|(?:^|[\s_-])(?:bio|card)(?:[\s_-]|$)|"
    r"promo|popular|latest|reply|review-item|testimonial|quote",
    re.IGNORECASE,
)
_OUTSIDE = ("aside", "footer", "nav", "form", "blockquote")
_BY = re.compile(
    r"\W*(?:(?:written|posted|reported|story|words|text)\s+)?(?:by|von|par|por|door|av|autor(?:e|ka)?|auteur|автор|текст|"
    r"oleh|penulis|yazan|(?-i:di|του|της|Του|Της))\b\s*:?\s+(?=(?-i:[^\W\d_a-z]))"
    r"|\W*(?:作者|記者|记者|撰文|執筆|文|글|लेखक|द्वारा|نویسنده|بقلم|كتب|الكاتب|מאת)\s*[:：/]?\s*(?=\w)"
    r"|[\uac00-\ud7af]{2,4}\s?기자(?:\s|$)",
    re.IGNORECASE,
)
_LINES = ("p", "span", "div", "li", "address", "h4", "h5", "h6", "a", "strong", "em", "td")
_PROFILE = re.compile(
    r"/(?:authors?|people|staff|contributors?|profiles?|by|writers?|autor(?:es|en)?|auteurs?|journalists?|redakt\w+|team)"
    r"/[\w%.-]+/?$",
    re.IGNORECASE,
)
_MAX_LENGTH = 200  # characters of a byline
_MAX_ELEMENTS = 20_000
_MAX_LINKS = 2000  # of a page
_NEAR = 250  # elements after the headline in which a byline stands
_MOST = 8  # authors of one page


def people(root: etree._Element) -> tuple[str, ...]:
    """The people whom the page shows as its authors: the first byline near the headline; () when it shows none."""
    near = [element for element, is_near in _around_headline(root) if is_near]
    for element in near:
        spoken = _is_spoken(element)
        if spoken or _is_marked(element):
            found = _of([element]) if spoken else _of(_likes(element, near))
            if 0 < len(found) <= _MOST:
                return found
    return _profiled(root)


def _profiled(root: etree._Element) -> tuple[str, ...]:
    """The one person whom the page links to as an author, wherever that is."""
    links = (link for _, link in zip(range(_MAX_LINKS), root.iter("a", "span"), strict=False))
    found = {
        name
        for link in links
        if _PROFILE.search(link.get("href") or "") or "author" in (link.get("rel") or "") or link.get("class") == "fn"
        if names.looks_like_person(name := _text(link))
    }
    return tuple(found) if len(found) == 1 else ()


def _around_headline(root: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Every element, with whether it stands near the headline: a little before it, or soon after."""
    headline = next(root.iter("h1"), None)
    before: list[etree._Element] = []
    since: int | None = None if headline is not None else 0
    for n, element in enumerate(root.iter(etree.Element)):
        if n > _MAX_ELEMENTS:
            return
        if since is None:
            before.append(element)
            if element is headline:
                since = 0
                yield from ((one, True) for one in before[-40:])
        else:
            since += 1
            yield element, since <= _NEAR


def _is_marked(element: etree._Element) -> bool:
    if "author" in (element.get("rel") or "").lower().split() or element.get("itemprop") == "author":
        return not _is_elsewhere(element)
    if element.tag == "a" and _PROFILE.search(element.get("href") or ""):
        return names.looks_like_person(_text(element)) and not _is_elsewhere(element)
    said = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("data-testid"))))[:300]
    return bool(said and _MARKED.search(_CAMEL.sub("-", said)) and not _is_elsewhere(element))


def _is_elsewhere(element: etree._Element) -> bool:
    for n, above in enumerate((element, *element.iterancestors())):
        if n > 12 or above.tag in ("main", "article", "body"):
            return False
        said = f"{above.get('class') or ''} {above.get('id') or ''}"[:300]
        if above.tag in _OUTSIDE or _ELSEWHERE.search(said):
            return True
    return False


def _likes(first: etree._Element, near: list[etree._Element]) -> list[etree._Element]:
    """The marked element and its likes beside it: each author may have a box of their own."""
    kind = (first.tag, first.get("class"), first.get("rel"), first.get("itemprop"))
    if not any(kind[1:]):
        return [first]
    beside = {id(one) for one in _holder(first).iter()}
    alike = (
        one
        for one in near
        if id(one) in beside and (one.tag, one.get("class"), one.get("rel"), one.get("itemprop")) == kind
    )
    return [one for one in alike if one is first or _is_marked(one)][:_MOST]


def _holder(element: etree._Element) -> etree._Element:
    """What holds all the authors of a page: not more than three steps up."""
    steps = [above for _, above in zip(range(3), element.iterancestors(), strict=False)]
    return steps[-1] if steps else element


def _of(elements: list[etree._Element]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for element in elements for name in _names(element)))


def _names(element: etree._Element) -> tuple[str, ...]:
    """Those of its links when each is a name, else those of its text."""
    links = [_text(link) for link in element.iter("a")][:_MOST]
    linked = tuple(text for text in links if names.looks_like_person(text) and names.people(text) == (text,))
    if linked:
        return tuple(dict.fromkeys(linked))
    text = _text(element)
    return tuple(filter(names.looks_like_person, names.people(text))) if len(text) <= _MAX_LENGTH else ()


def _is_spoken(element: etree._Element) -> bool:
    """A short element that begins with "By"."""
    if element.tag not in _LINES or len(element) > 6:
        return False
    text = _text(element)
    return len(text) <= 120 and bool(_BY.match(text)) and not _is_elsewhere(element)


def _text(element: etree._Element) -> str:
    """Of no more than a byline's length and a bit: what holds the byline may hold the whole page."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.extend(part.split())
        length += len(part.strip())
        if length > _MAX_LENGTH:
            break
    return " ".join(parts)[: _MAX_LENGTH + 1]
