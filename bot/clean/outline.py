"""A page's tree -> its blocks of text in order, each with how much of it is links and where it stands.

Breaks text where a browser would. Does not judge: bot.clean.weave and bot.clean.blocks do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from bot.clean.glue import mend
from bot.text import one_line

KEY = 160  # characters that tell one block from another

_SET = {n: None for n in range(128) if not chr(n).isalnum()}  # ASCII that is neither letter nor digit
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STOPS = frozenset(".!?…。！？؟।॥။៕።")
_WIDER = 1.5  # what a letter of scripts with short words, or without spaces, counts beyond one
_STANDFIRST = re.compile(
    r"lead\b|\bdek|standfirst|sub-?(?:title|head)|bajada|chapo|entradilla|excerpt|\bintro\b", re.IGNORECASE
)
# An account of a publisher or a reporter, or a channel; not one of its posts.
_ACCOUNT = re.compile(
    r"https?://(?:www\.|m\.|news\.)?(?:(?:facebook|twitter|x|instagram|linkedin/company|youtube|tiktok|threads)\.(?:com|net)"
    r"/@?[\w.-]+/?(?:\?.*)?$|t\.me/\w+/?$|whatsapp\.com/channel/|google\.com/publications/|flipboard\.com/@)"
)
_BREAKS = frozenset((
    "p", "div", "section", "article", "header", "footer", "aside", "main", "h1", "h2", "h3", "h4", "h5", "h6", "ul",
    "ol", "dl", "dt", "dd", "li", "blockquote", "pre", "table", "tbody", "thead", "tfoot", "tr", "figure", "figcaption",
    "form", "nav", "hr", "address", "fieldset", "details", "summary", "center", "body", "caption", "button", "td", "th",
    "main", "iframe", "video", "audio", "select", "label", "legend",
))  # fmt: skip
_UNREAD = frozenset({"script", "style", "noscript", "svg", "template", "head", "select", "textarea", "button", "math"})
_CELLS = frozenset({"td", "th"})
_LIST = frozenset({"li", "dd"})


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or row of the page."""

    text: str  # on one line
    key: str  # its letters and digits
    tag: str  # of the element it stands in
    element: lxml_html.HtmlElement
    linked: float  # share of its letters inside links, 0…1
    lead: str  # what stands before its first link
    standfirst: bool  # its class calls it that
    place: str  # tag and classes of its element's parent
    weight: int  # letters; those of scripts with few of them count more
    item: bool  # of a list
    follows: int  # links to accounts on social networks

    @property
    def opens_linked(self) -> bool:
        """Its first words are a link."""
        return self.linked > 0 and not key(self.lead)


def outline(root: lxml_html.HtmlElement) -> list[Block]:
    """Every block of text, in order."""
    made = _Outline()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _UNREAD:
                made.close()
                walk.skip_subtree()
                continue
            made.start(element, tag)
        else:
            made.end(element, tag)
    made.close()
    return made.blocks


def key(text: str, limit: int | None = KEY) -> str:
    """What stays of a text however it is set: its letters and digits, in lower case."""
    text = text[: None if limit is None else 3 * limit].lower()
    return (text.translate(_SET) if text.isascii() else "".join(filter(str.isalnum, text)))[:limit]


def weight(bare: str) -> int:
    """Letters of a key as English has them: a Chinese character says more than a Latin one."""
    return len(bare) if bare.isascii() else len(bare) + int(_WIDER * len(_WIDE.findall(bare)))


def ends(text: str) -> bool:
    """With a stop, as sentences do."""
    return text.rstrip("\"'”’»›)]」』】）")[-1:] in _STOPS


class _Outline:
    """The text since the last break, and the elements that are open."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.open: list[lxml_html.HtmlElement] = []
        self.parts: list[str] = []
        self.links: list[str] = []
        self.lead = 0  # parts before the first link
        self.depth = 0  # of links
        self.follows = 0  # links to accounts since the last break
        self.row: lxml_html.HtmlElement | None = None  # a table row that is one line

    def start(self, element: lxml_html.HtmlElement, tag: str) -> None:
        if tag == "br" and self.row is None:
            self.close()
        elif tag in _BREAKS and self.row is None:
            self.close()
            self.open.append(element)
            if tag == "tr" and _is_line(element):
                self.row = element
        elif tag in _CELLS and self.row is not None and any(self.parts):
            self.parts.append(" | ")
        elif tag == "a" and _leads_away(element):
            self.depth += 1
            self.follows += bool(_ACCOUNT.match(element.get("href") or ""))
        self.say(element.text)

    def end(self, element: lxml_html.HtmlElement, tag: str) -> None:
        if self.row is element:
            self.row = None
        if tag == "a" and _leads_away(element):
            self.depth -= 1
        elif self.row is None and self.open and self.open[-1] is element:
            self.close()
            self.open.pop()
        self.say(element.tail)

    def say(self, text: str | None) -> None:
        if text and (self.parts or not text.isspace()):
            if self.depth:
                self.lead = self.lead if self.links else len(self.parts)
                self.links.append(text)
            self.parts.append(text)

    def close(self) -> None:
        """What was said since the last break becomes a block."""
        if not self.parts:
            return
        text = one_line(mend("".join(self.parts)))
        bare = key(text, None)
        if bare and self.open:
            lead = one_line("".join(self.parts[: self.lead])) if self.links else ""
            self.blocks.append(_block(text, bare, self.open, key("".join(self.links), None), lead, self.follows))
        self.follows = 0
        self.parts.clear()
        self.links.clear()


def _block(text: str, bare: str, around: list[lxml_html.HtmlElement], links: str, lead: str, follows: int) -> Block:
    element = around[-1]
    parent = around[-2] if len(around) > 1 else None
    item = element.tag in _LIST or (parent is not None and parent.tag in _LIST)
    return Block(
        text=text,
        key=bare,
        tag=element.tag,
        element=element,
        linked=min(1.0, len(links) / len(bare)),
        lead=lead,
        standfirst=bool(_STANDFIRST.search(element.get("class") or "")),
        place="" if parent is None else f"{parent.tag}.{(parent.get('class') or '')[:80]}",
        weight=weight(bare),
        item=item,
        follows=follows,
    )


def _leads_away(link: lxml_html.HtmlElement) -> bool:
    """Not a mark in the page, nor a link to one."""
    return (link.get("href") or "#")[0] != "#"


def _is_line(row: lxml_html.HtmlElement) -> bool:
    """A row of short cells, not one of a table that lays the page out."""
    return len(row) <= 20 and next(row.iter("table", "ul", "ol", "div", "h1", "h2", "br"), None) is None
