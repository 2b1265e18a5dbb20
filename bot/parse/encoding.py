"""Bytes to text: byte-order mark, HTTP charset, XML declaration, then detection. Never fails, never flips a feed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from bot.parse.charsets import detect, letters
from bot.parse.repair import decode_pairs, decode_wide

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EBCDIC_XML = b"\x4c\x6f\xa7\x94"  # "<?xm" in EBCDIC
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:+-]+)|<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:+-]+)""",
    re.IGNORECASE,
)

# What publishers call a charset and what they then send (as in the WHATWG encoding standard).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "cp950",
}
_ALIASES = {
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso8859-8",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
}
_CJK = frozenset({"gb18030", "cp932", "cp949", "cp950", "euc_jp", "iso2022_jp", "big5hkscs", "hz"})
_TRUSTED = (
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "koi8-r", "koi8-u", "koi8_u"}
    | {f"cp{n}" for n in (437, 850, 852, 855, 857, 866, 874, 932, 949, 950, *range(1250, 1259))}
    | {f"iso8859-{n}" for n in range(1, 17)}
    | {"mac-roman", "mac-cyrillic", "cp037", "ptcp154", "kz1048"}
    | _CJK
)
_PAIRS = frozenset({"gb18030", "cp932", "cp949", "cp950", "euc_jp", "big5hkscs"})
_HIGH = bytes(range(0x80, 0x100))
_ISO_2022_JP = (b"\x1b$B", b"\x1b$@")  # all of it is ASCII; these switch to Japanese


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a document, without a byte-order mark. Bytes that cannot be read become U+FFFD.

    UTF-8 is believed when the bytes are UTF-8 but for a few; else the declared charsets are tried, HTTP's first;
    a declaration that does not fit the bytes gives way to detection.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _read(body[len(mark) :], name)
    if wide := _wide(body):
        return _read(body, wide)
    if (
        any(switch in body for switch in _ISO_2022_JP)
        and len(ascii_only := body.translate(None, _HIGH)) > len(body) - 9
    ):
        return ascii_only.decode("iso2022_jp", "replace")
    declared = tuple(_declared(body, content_type))
    utf8 = _utf8(body, declared)
    return utf8 if utf8 is not None else _single(body, declared)


def _read(body: bytes, codec: str) -> str:
    if codec.startswith(("utf-16", "utf-32")):
        return decode_wide(body, codec)
    return decode_pairs(body, codec) if codec in _PAIRS else body.decode(codec, "replace")


def _wide(body: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, or EBCDIC: told by where the NUL bytes stand."""
    if body.startswith(_EBCDIC_XML):
        return "cp037"
    head = body[:256]
    if head.count(0) <= len(head) // 4:
        return None
    if head[0:3] == b"\0\0\0":
        return "utf-32-be"
    if head[1:4] == b"\0\0\0":
        return "utf-32-le"
    return "utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """Codecs named by HTTP and by the document, as Python knows them, those we can use only."""
    names = _CHARSET.findall(content_type or "")[:1]
    for xml, meta in _DECLARED.findall(body[:2048])[:1]:
        names.append((xml or meta).decode("ascii"))
    for name in names:
        try:
            found = codecs.lookup(_ALIASES.get(name.lower(), name)).name
        except LookupError:
            continue
        codec = _MEANT.get(found, found)
        if codec in _TRUSTED and not codec.startswith(("utf-16", "utf-32")):  # those would have shown NULs
            yield codec


def _utf8(body: bytes, declared: Iterable[str]) -> str | None:
    """The text if it is UTF-8 but for stray bytes, else None."""
    text = body.decode("utf-8", "replace")
    if text.isascii():
        return text
    if _CJK.intersection(declared) and not any(c > "\u07ff" and c != "\ufffd" for c in text):
        return None  # two bytes of GBK can be one letter of UTF-8
    bad = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    if bad:
        # In other charsets the odd pair looks like UTF-8 by chance; in UTF-8 a wrong byte is the exception.
        good = len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
        return text if good > bad * 2 else None
    return text


def _single(body: bytes, declared: Iterable[str]) -> str:
    """The text in one of the older charsets."""
    for codec in declared:
        if codec == "utf-8" or _suspect(body, codec):
            continue
        text = _read(body, codec)
        if text.count("\ufffd") * 50 <= sum(1 for c in text if c > "\x7f"):
            return text
    found = detect(body, _TRUSTED - {"utf-8"})
    return _read(body, _MEANT.get(found, found))


def _suspect(body: bytes, codec: str) -> bool:
    """A Latin charset for text that is mostly high bytes, so in another script, is a wrong label."""
    if codec not in ("cp1252", "cp1250", "cp1254", "iso8859-2", "iso8859-15"):
        return False
    sample = letters(body)
    high = sum(byte > 0x7F for byte in sample)
    return high > 20 and high > 0.6 * sum(byte > 0x7F or chr(byte).isalpha() for byte in sample)
