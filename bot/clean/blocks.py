"""The blocks of a page's tree: which are furniture by their names, which are links only, which stand side by side.

Names of classes are a convention, not a promise: an element that carries much of the page's prose is never furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml import html as lxml_html

from bot.model import Removed
from bot.text import one_line

MAX_SHARE = 0.15  # of the page's prose: what carries more is no furniture, whatever its name
MAX_PROSE = 1100  # letters of prose in one piece of furniture; a bio has under 900
KEY = 160  # characters that tell one block from another

_TEXT_TAGS = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption", "td", "th", "dt", "dd"}
)
_TOKEN = re.compile(r"[a-z]+")
_ANYWHERE = frozenset({"div.", "li.", "td.", "body.", "blockquote.", "section.", "span."})  # says nothing of a place
_SET = re.compile(r"[\W_]+")
_STANDFIRST = re.compile(
    r"lead\b|\bdek|standfirst|sub-?(?:title|head)|bajada|chapo|entradilla|excerpt|\bintro\b", re.IGNORECASE
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NEVER = frozenset({"html", "body", "main", "article", "head", "script", "style"})
_UNREAD = frozenset({"script", "style", "svg", "link", "template"})
_FURNITURE_TAGS = frozenset({"nav", "footer", "form", "figcaption", "aside"})
# A single name that settles it, and pairs of names that do together.
_FURNITURE = frozenset((
    "related", "recirc", "recirculation", "recommended", "recommendation", "recommendations", "readmore",
    "mostread", "mostpopular", "trending", "taboola", "outbrain", "zergnet", "newsletter", "newsletters",
    "mailchimp", "mailinglist", "signup", "share", "sharing", "sharebar", "sharedaddy", "addthis", "socials",
    "disqus", "respond", "byline", "authorbox", "saboxplugin", "caption", "captions", "figcaption", "imagecredit",
    "photocredit", "advert", "advertisement", "adsbygoogle", "sponsored", "promo", "promotion", "breadcrumb",
    "breadcrumbs", "pagination", "toc", "cookie", "cookies", "consent", "gdpr", "popup", "cta", "donate",
    "donation", "carousel", "slideshow", "hashtags", "disclosure", "printfriendly", "noprint", "tooltip", "sidebar",
    "screenreader", "breakingnews", "correction", "paywall", "subscribe", "comments", "commentlist", "reprints",
    "feedback", "poll",
))  # fmt: skip
_PAIRS = tuple(
    tuple(pair.split("+"))
    for pair in (  # noqa: SIM905
        "author+bio author+box author+info author+card about+author author+description post+author read+more "
        "read+next read+also see+also more+stories more+news more+from most+read most+popular also+like latest+news "
        "latest+headlines top+stories image+credit photo+credit media+credit social+links social+media social+icons "
        "article+tags post+tags tag+list tags+list tags+links entry+tags sr+only screen+reader visually+hidden "
        "table+contents reading+time article+meta entry+meta post+meta post+navigation next+post comment+list "
        "comment+form ad+container ad+wrapper ad+slot app+promo email+form follow+us subscription+form inline+promo "
        "side+bar "
    ).split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text of the page."""

    tag: str
    linked: float  # share of its letters inside links, 0…1
    opens_linked: bool  # its first words are a link
    standfirst: bool  # its class calls it that
    place: str  # tag and classes of its parent
    order: int
    text: str
    letters: int


def prune(root: lxml_html.HtmlElement) -> None:
    """Take furniture out of the tree: related links, forms, captions, share bars, bios, what is hidden."""
    total = _prose(root)
    gone: list[lxml_html.HtmlElement] = []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        unread = element.tag in _UNREAD and "ld+json" not in (element.get("type") or "")
        if unread or (_is_furniture(element) and _spare(element, total)):
            gone.append(element)
            walk.skip_subtree()
    for element in gone:
        element.drop_tree()


def index(root: lxml_html.HtmlElement) -> dict[str, Block]:
    """Blocks by the letters of their text; of two alike the first counts."""
    found: dict[str, Block] = {}
    for order, element in enumerate(root.iter(*_TEXT_TAGS)):
        text = "".join(element.itertext()) if len(element) < 60 else ""
        whole = key(text, None)
        name = whole[:KEY]
        if name and name not in found:
            links = key("".join("".join(a.itertext()) for a in element.iter("a")), None)
            found[name] = Block(
                tag=element.tag,
                linked=min(1.0, len(links) / len(whole)),
                opens_linked=bool(links) and name.startswith(links[:12]),
                standfirst=bool(_STANDFIRST.search(element.get("class") or "")),
                place=_place(element),
                order=order,
                text=text,
                letters=len(whole),
            )
    return found


def completed(lines: list[str], known: dict[str, Block]) -> list[str]:
    """With the paragraphs the extractor missed that stand in the same kind of place as those it took."""
    names = [key(line) for line in lines]
    taken = [known.get(name) for name in names]
    places = Counter(block.place for block in taken if block and block.tag == "p" and block.letters > 80)
    home = {place for place, count in places.items() if count >= 3 and place not in _ANYWHERE}
    have, whole = set(names), ""
    if home:
        whole = key("".join(lines), None)
    orders = [block.order for block in taken if block and block.place in home] or [0]
    missed = [
        block
        for name, block in known.items()
        if block.place in home
        and (
            (block.tag == "p" and block.letters > 80)
            or (block.tag in ("h2", "h3", "h4") and orders[0] < block.order < orders[-1] and block.linked < 0.5)
        )
        and name not in have
        and name not in whole
    ]
    if not missed:
        return lines
    placed = [(block.order if block else -1, line) for block, line in zip(taken, lines, strict=True)]
    merged: list[str] = []
    for order, line in _running(placed):
        while missed and missed[0].order < order:
            merged.append(one_line(missed.pop(0).text))
        merged.append(line)
    return merged + [one_line(block.text) for block in missed]


def _running(placed: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Lines whose place is not known stand where the line before them does."""
    at, out = -1, []
    for order, line in placed:
        at = max(at, order)
        out.append((at, line))
    return out


def without_furniture(lines: list[str], known: dict[str, Block], *, dek: str = "") -> tuple[list[str], list[Removed]]:
    """Without the headline and a dek set apart at the top, and without lines that are nothing but links."""
    kept: list[str] = []
    gone: list[Removed] = []
    found = [known.get(key(line)) for line in lines]
    lists = _link_lists(found)
    apart = _apart(found, key(dek))
    for n, (line, block) in enumerate(zip(lines, found, strict=True)):
        if block and block.tag == "h1" and len(kept) < 3 and len(lines) > 1:
            gone.append(Removed(line, "headline repeated"))
        elif n == apart:
            gone.append(Removed(line, "dek"))
        elif n in lists or (block and _is_link_line(line, block)):
            gone.append(Removed(line, "nothing but links"))
        else:
            kept.append(line)
    if 2 * sum(len(one.text) for one in gone) > sum(len(line) for line in lines):
        return lines, []  # the page is a list of links, and that is its report
    return kept, gone


def _apart(found: list[Block | None], dek: str) -> int | None:
    """Which of the first lines is the dek: named so, set as a heading or in a place of its own; None when none is."""
    if len(found) < 4:
        return None
    home = {block.place for block in found[1:] if block and block.tag == "p"}
    for n, block in enumerate(found[:3]):
        if block is None or block.tag in ("h1", "li"):
            continue
        if dek and key(block.text) == dek:
            return n if block.standfirst or block.tag != "p" or (home and block.place not in home) else None
        after = found[n + 1]
        if block.tag in ("h2", "h3") and block.letters > 40 and n < 2 and after and after.tag == "p":
            return n
    return None


def _is_link_line(line: str, block: Block) -> bool:
    """A paragraph that is one link, and no sentence."""
    return block.tag == "p" and block.linked > 0.85 and 4 <= len(line.split()) <= 40 and line[-1] not in ".:!"


def _link_lists(found: list[Block | None]) -> set[int]:
    """Lines of lists in which every item is a link, or opens with one at the end of the page."""
    chosen: set[int] = set()
    run: list[int] = []
    for n, block in enumerate([*found, None]):
        if block and block.tag == "li":
            run.append(n)
            continue
        blocks = [one for i in run if (one := found[i])]
        last = bool(run) and run[-1] >= len(found) - 3
        if blocks and all(one.linked > 0.8 or (last and one.opens_linked and one.linked > 0.2) for one in blocks):
            chosen.update(run)
        run = []
    return chosen


def key(text: str, limit: int | None = KEY) -> str:
    """What stays of a text however it is set: its letters and digits, in lower case."""
    return _SET.sub("", text[: None if limit is None else 3 * limit].lower())[:limit]


def _place(element: lxml_html.HtmlElement) -> str:
    parent = element.getparent()
    return "" if parent is None else f"{parent.tag}.{(parent.get('class') or '')[:80]}"


def _is_furniture(element: lxml_html.HtmlElement) -> bool:
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
        if not _FURNITURE.isdisjoint(tokens):
            return True
        present = set(tokens)
        if len(tokens) > 1 and any(a in present and b in present for a, b in _PAIRS):
            return True
    return False


def _spare(element: lxml_html.HtmlElement, total: int) -> bool:
    """The report would not miss it."""
    prose = _prose(element)
    return prose <= min(MAX_PROSE, MAX_SHARE * total) and next(element.iter("h1"), None) is None


def _prose(element: lxml_html.HtmlElement) -> int:
    """Letters in paragraphs that look like sentences; on pages without paragraphs, in anything that does."""
    return sum(len(text) for p in element.iter("p", "div") if len(text := _own_text(p)) > 80)


def _own_text(element: lxml_html.HtmlElement) -> str:
    """Text of a paragraph; of a division only what stands in it directly."""
    if element.tag == "p":
        return "".join(element.itertext())
    return " ".join(part for part in (element.text, *(child.tail for child in element)) if part and len(part) > 20)
