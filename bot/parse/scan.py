"""A look at XML before a parser sees it: mends what would lose a feed, refuses what would exhaust the parser.

Does not parse. Linear in the length of the document.
"""

from __future__ import annotations

import re

from bot.errors import NotAFeed
from bot.parse.people import without_addresses

_ROOT = re.compile(r"<[A-Za-z_][\w:.-]*")
_NUMERIC = re.compile(r"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));?")
_SURROGATES = re.compile(
    r"&#(?:[xX][dD][89abAB][0-9a-fA-F]{2}|5[56]\d{3});&#(?:[xX][dD][c-fC-F][0-9a-fA-F]{2}|5[67]\d{3});"
)
_TAG = re.compile(r"""<[A-Za-z_](?:[^<>"']++|"[^"]*+"|'[^']*+')*+""")
_ATTRIBUTE = re.compile(r"""[\w:.-]\s*=\s*(?:"[^"]*+"|'[^']*+'|)""")
_ENTITY = re.compile(r"""<!ENTITY\s+(%\s+)?([\w.-]+)\s+(?:"([^"]*)"|'([^']*)'|[^>]*)\s*>""")
_REFERENCE = re.compile(r"&([\w.-]{1,100});")
_CAPTION = re.compile(r"<(/?)media:description\b[^<>]*?(/?)>")

# feedparser looks for e-mail addresses in these with a pattern whose time grows with the square of the length.
_PERSON = re.compile(
    r"(<(?:\w+:)?(?:author|creator|publisher|owner|managingEditor|webMaster)\b[^<>]*>(?:<!\[CDATA\[)?[^<\]]{500})[^<\]]*",
    re.IGNORECASE,
)

# … and takes what it finds for the address, where it is "ada@news.example (Ada Quill)", up to ".exam".
_ADDRESSED = re.compile(r"(<(?:\w+:)?(?:author|creator)\b[^<>]*>(?:\s*<!\[CDATA\[)?)([^<@\]]*@[^<\]]*)", re.IGNORECASE)

# An item's picture as bare text, which no format knows and feedparser throws away.
_PICTURE = re.compile(r"<image>\s*(https?://[^<>\s\"']{1,2000})\s*</image>")

_LONG_TAG = 2_000  # characters; shorter tags cannot hold enough attributes to matter
_MOST_ATTRIBUTES = 500  # of one element: feedparser's time grows with their square, 500 take about 3 ms
_LONGEST_ENTITY = 100  # characters; real ones are names of characters and of authors
_MOST_ENTITIES = 300
_LONGEST_DOCTYPE = 30_000  # characters; all of HTML's entities take 20,000
_MOST_GROWTH = 2_000_000  # characters that all references together may turn into


def mend(text: str) -> str:
    """The document from its DOCTYPE or root element on, ready for feedparser.

    Raises NotAFeed for entity bombs, floods of attributes, and documents without any element.
    """
    doctype, root = _prolog(text)
    if root < 0:
        raise NotAFeed("this is no feed: it holds no XML")
    document = _NUMERIC.sub(_reference, _SURROGATES.sub(_pair, text[root:]))
    for tag in _TAG.finditer(document):
        if tag.end() - tag.start() > _LONG_TAG and len(_ATTRIBUTE.findall(tag[0])) > _MOST_ATTRIBUTES:
            raise NotAFeed("this document was refused: one of its elements has thousands of attributes")
    document = _ADDRESSED.sub(_unaddressed, _PERSON.sub(r"\1", document))
    document = _PICTURE.sub(r'<enclosure type="image/*" url="\1"/>', document)
    # A caption of a photo is not the article's text, which is what feedparser would make of it.
    return _checked(doctype, document) + _CAPTION.sub(r"<\1media:caption\2>", document)


def _prolog(text: str) -> tuple[str, int]:
    """The DOCTYPE, if any, and where the root element begins, or -1. Comments, instructions and junk are passed."""
    doctype, at = "", text.find("<")
    while at >= 0:
        if text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            end = _doctype_end(text, at)
            doctype = text[at : end + 1] if end > 0 else ""
        elif _ROOT.match(text, at):
            return doctype, at
        else:
            end = at
        at = text.find("<", end + 1) if end >= 0 else -1
    return doctype, -1


def _doctype_end(text: str, start: int) -> int:
    """Where the '>' that closes a DOCTYPE stands, or -1. An internal subset may hold more of them."""
    subset, close = text.find("[", start), text.find(">", start)
    if 0 <= subset < close:
        subset_end = text.find("]", subset)
        close = text.find(">", subset_end) if subset_end >= 0 else close
    return close


def _checked(doctype: str, document: str) -> str:
    """The DOCTYPE on one line, with its entities, if they are harmless.

    Raises NotAFeed for an entity made of entities, and for long or very many ones. External ones are never read.
    """
    if len(doctype) > _LONGEST_DOCTYPE:
        raise NotAFeed("this document was refused: its DOCTYPE is endless")
    entities = _ENTITY.findall(doctype)
    if len(entities) > _MOST_ENTITIES:
        raise NotAFeed("this document was refused: it declares hundreds of XML entities")
    for parameter, _name, double, single in entities:
        value = double or single
        grows = "&" in value and not value.startswith("&#")
        if not parameter and (grows or len(value) > _LONGEST_ENTITY):
            raise NotAFeed("this document was refused: it declares XML entities that would grow without bounds")
    lengths = {name: len(double or single) for _parameter, name, double, single in entities}
    if lengths and sum(lengths.get(name, 0) for name in _REFERENCE.findall(document)) > _MOST_GROWTH:
        raise NotAFeed("this document was refused: its XML entities would make it grow without bounds")
    head, _, subset = doctype.partition("[")
    if not entities:
        return " ".join(head.split()).rstrip(">") + ">\n" if head else ""
    declarations = "\n".join(
        f'<!ENTITY {name} "{value}">'
        for parameter, name, double, single in entities
        if (value := double or single) and not parameter and '"' not in value
    )
    return f"<!DOCTYPE feed [\n{declarations}\n]>\n" if declarations and subset else ""


def _unaddressed(match: re.Match[str]) -> str:
    return match[1] + without_addresses(match[2])


def _pair(match: re.Match[str]) -> str:
    """Two references to the halves of one character beyond the basic plane, as broken generators write it."""
    high, low = (_number(*found) for found in _NUMERIC.findall(match[0]))
    if not (0xD800 <= high <= 0xDBFF and 0xDC00 <= low <= 0xDFFF):
        return match[0]
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _number(decimal: str, hexadecimal: str) -> int:
    digits = (decimal or hexadecimal).lstrip("0") or "0"
    return int(digits, 16 if hexadecimal else 10) if len(digits) < 9 else 0x110000


def _reference(match: re.Match[str]) -> str:
    """A numeric reference that stands for a character stays; any other would end the parse."""
    number = _number(match[1] or "", match[2] or "")
    if number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000:
        return match[0]
    return "" if number < 0x20 else "\ufffd"
