"""Feed HTML -> plain text in paragraphs: tables and lists readable, scripts and frames gone, all of it bounded."""

from __future__ import annotations

import html as entities
import re

from lxml import etree
from lxml import html as lxml_html

from bot.clean.glue import mend
from bot.text import paragraphs

MAX_HTML = 1_000_000  # characters read of one feed item or fragment
MAX_TEXT = 400_000  # characters kept; the longest news features have under 150,000

_DROPPED = frozenset((
    "script", "style", "iframe", "object", "embed", "applet", "noscript", "template", "svg", "math", "canvas",
    "video", "audio", "map", "form", "button", "select", "input", "textarea", "nav", "head", "title", "link",
    "meta", "figcaption", "dialog", "frame", "frameset",
))  # fmt: skip
_BLOCKS = frozenset((
    "p", "div", "section", "article", "header", "footer", "aside", "main", "h1", "h2", "h3", "h4", "h5", "h6", "ul",
    "ol", "dl", "dt", "dd", "blockquote", "pre", "table", "tr", "br", "hr", "figure", "address", "fieldset", "li",
    "center", "tbody", "thead", "caption",
))  # fmt: skip
_CELLS = frozenset({"td", "th"})
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ESCAPED_TAG = re.compile(r"</?(?:p|br|div|a|img|ul|li|strong|em|span)\b[^<>]{0,2000}>", re.IGNORECASE)
_OPEN_TAG = re.compile(r"""<([a-zA-Z][\w:-]*)(?:[^<>"']++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
_CODE = re.compile(r"[;{}+]")
_LONG_TAG, _MANY = 4000, 1500  # characters of a tag; attributes in it
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")

# lxml.html asks a Python function for the class of every element it shows; one class for all costs nothing.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement)


def to_text(html: str) -> str:
    """Paragraphs separated by a blank line. Never raises; what cannot be parsed loses its tags and keeps its text."""
    html = html[:MAX_HTML]
    if "<" not in html and "&" not in html:
        return join(paragraphs(mend(html)))
    text = _parsed(html)
    if len(_ESCAPED_TAG.findall(text[:20_000])) >= 2 or _ESCAPED_TAG.match(text):
        text = _parsed(text)
    if _ENTITY.search(text):
        text = entities.unescape(text)
    return join(paragraphs(mend(text)))


def join(lines: list[str]) -> str:
    """The way every body is written."""
    return "\n\n".join(lines)[:MAX_TEXT].rstrip()


def plain(text: str) -> str:
    """One line of a title or name that may carry tags and entities."""
    if "<" in text and _ESCAPED_TAG.search(text):
        text = _TAG.sub("", text)
    return " ".join(entities.unescape(text).split()) if "&" in text else " ".join(text.split())


def parse(source: str) -> lxml_html.HtmlElement | None:
    """The tree of a document or fragment; None for what is no markup, or nested deeper than the parser follows."""
    source = _tamed(source)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        root = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    cut = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if cut else root


def _tamed(source: str) -> str:
    """With tags of absurdly many attributes cut to their name: parsing those takes the square of their number."""
    if not any(match.end() - match.start() > _LONG_TAG for match in _OPEN_TAG.finditer(source)):
        return source
    return _OPEN_TAG.sub(_tame, source)


def _tame(match: re.Match[str]) -> str:
    tag = match.group()
    if len(tag) <= _LONG_TAG:
        return tag
    outside = _QUOTED.sub("", tag)
    if _CODE.search(outside) or outside.count("=") + len(outside.split()) < _MANY:
        return tag  # a comparison in a script opens no tag
    return f"<{match[1]}"


def untagged(html: str) -> str:
    """Text of markup that no parser should see: scripts and styles out, every tag a line break."""
    kept, at = [], 0
    while (start := min((n for n in (html.find("<script", at), html.find("<style", at)) if n >= 0), default=-1)) >= 0:
        kept.append(html[at:start])
        end = html.find("</", start)
        while end >= 0 and not html.startswith(("</script", "</style"), end):
            end = html.find("</", end + 2)
        at = len(html) if end < 0 else end
    kept.append(html[at:])
    return entities.unescape(_TAG.sub("\n", "".join(kept)))


def _parsed(html: str) -> str:
    """The text of a fragment; block elements end a line."""
    root = parse(f"<div>{html}</div>")
    return untagged(html) if root is None else _walk(root)


def _walk(root: etree._Element) -> str:
    out: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _DROPPED:
                walk.skip_subtree()
                continue
            out.append(_opening(tag, out))
            out.append(_inline(element.text, tag))
        else:
            out.append("\n" if tag in _BLOCKS else "")
            out.append(_inline(element.tail, ""))
    return "".join(out)


def _opening(tag: str, out: list[str]) -> str:
    if tag == "li":
        return "\n- "
    if tag in _CELLS:
        return "" if not out or (out[-1] in ("", "\n") and _row_is_new(out)) else " | "
    return "\n" if tag in _BLOCKS else ""


def _row_is_new(out: list[str]) -> bool:
    """No cell of this row has said anything yet."""
    return next((part for part in reversed(out) if part.strip(" ")), "\n").endswith("\n")


def _inline(text: str | None, tag: str) -> str:
    """White space of the source is no line break, but in preformatted text."""
    if not text:
        return ""
    return text if tag == "pre" else re.sub(r"[ \t\r\n\f]+", " ", text)
