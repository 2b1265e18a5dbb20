"""What sticks to news text: broken characters, credits, datelines, bylines. Each function is linear in its input."""

from __future__ import annotations

import re
import unicodedata

from bot.clean.phrases import AGENCIES, CREDIT_WORDS, MONTHS, NO_PLACES, SHORT_PLACES, fold
from bot.text import paragraphs

_CP1252 = {ord(bytes([b]).decode("cp1252")): b for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_SUSPECT = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u017e\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_UNMISTAKABLE = re.compile(
    "\u00e2\u20ac[\u0080-\u00bf\u0152-\u017e\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|\u00c2[\u00a0-\u00bf]"
)
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
    0xAD: None,
}
_LIGATURE = re.compile("[\u00ad\ufb00-\ufb06]")
_HARD_LINE = (45, 110)  # characters of a line that was wrapped by a program

_SHORTEST = 40  # characters of a paragraph that may have a link behind it
_MORE = re.compile(
    r"(?<=[.!?…”\"’»)])\s+(?:\[\s*)?(?:(?:continue reading|read more|keep reading|read (?:the )?full (?:story|article)"
    r"|leer más|seguir leyendo|lire la suite|weiterlesen|читать далее|leia mais|leggi tutto)"
    r"(?:[^.!?]{0,90}[→»…\]]|\.{2,})?|\.\.\.|…)\s*\]?\s*$(?<!\w\.)",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…](?:[\"”’»)])?\s+(?=(?:[^.!?…]|\.(?=\w)){2,60}$)")
_ARTICLES = frozenset({"the", "a", "an", "el", "la", "le", "les", "der", "die", "das"})
_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")
_MONTH = rf"(?:{'|'.join(MONTHS)})\.?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}}\.? {_MONTH}|{_MONTH})(?:,? \d{{4}})?"
_PLACE = (
    r"[A-ZÀ-ÞА-ЯЁ][\w'’.\-]*(?:/[A-ZÀ-ÞА-ЯЁ][\w'’.\-]*)?(?: [\w'’.\-]+){0,3}(?:, ?[A-ZÀ-ÞА-ЯЁ][\w'’.\- ]{1,30}){0,2}"
)
_DATELINE = re.compile(
    rf"(?P<all>(?P<place>{_PLACE}?)(?:[,.]? (?P<date>{_DATE}))?(?: ?[(/](?P<agency>[^()/]{{2,40}})[)/])?)"
    r"(?:\s*[.:]?\s*[–—]\s*|\s+--?\s+)(?=\S)"
)
_WIRE = re.compile(r"(?P<agency>[^\W\d_][^.–—:]{1,30})\.\s+(?=\S)")  # "— RIA Novosti. The minister …"
_EDGE_STOP = re.compile(r"(?<!\.[A-Z])\.$")  # not that of "S.D."
_BYLINE = re.compile(r"(?:by|par|por|von|автор:?|текст:)\s+(?P<names>[^.:;!?\d]{4,80})", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_a-z][\w'’.\-]*(?: (?:[^\W\d_a-z][\w'’.\-]*|de|da|del|van|von|der|la|el|al|bin)){1,4}")


def mend(text: str) -> str:
    """UTF-8 that was read as cp1252 put right, ligatures spelt out, soft hyphens gone, composed characters."""
    if text.isascii():
        return text
    text = decoded_again(text)
    if _LIGATURE.search(text):
        text = text.translate(_LIGATURES)
    return unicodedata.normalize("NFC", text)


def decoded_again(text: str) -> str:
    """Each line that is UTF-8 read as cp1252, and what can be nothing else in other lines, as it was meant."""
    return text if not _SUSPECT.search(text) else "\n".join(_redecode(line) for line in text.split("\n"))


def _redecode(line: str) -> str:
    whole = _as_utf8(line)
    if whole is not None:
        return whole
    return _UNMISTAKABLE.sub(lambda match: _as_utf8(match.group()) or match.group(), line)


def _as_utf8(text: str) -> str | None:
    try:
        return text.translate(_CP1252).encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def split(text: str) -> list[str]:
    """Mended paragraphs of plain text; lines that a program wrapped are joined again."""
    blocks = mend(text).replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return [line for block in blocks for line in paragraphs(_unwrap(block))]


def _unwrap(block: str) -> str:
    lines = [line.strip() for line in block.strip("\n").split("\n")]
    if len(lines) < 3:
        return block
    low, high = _HARD_LINE
    wrapped = all(low <= len(line) <= high for line in lines[:-1]) and len(lines[-1]) <= high
    open_ended = sum(line[-1:] not in '.!?…”"»:' for line in lines[:-1])
    return " ".join(lines) if wrapped and 2 * open_ended > len(lines) - 1 else block


def without_link(paragraph: str) -> str:
    """Without "Continue reading…" or "[…]" behind the last full stop; with a stop of its own it is a sentence."""
    return _MORE.sub("", paragraph) if len(paragraph) > _SHORTEST else paragraph


def split_credit(paragraph: str) -> tuple[str, str | None]:
    """The paragraph without a credit glued to its end ("… four states. Foreign Ministry"), and the credit.

    A credit is a short fragment after the last full stop, without a stop of its own, that carries a credit word.
    """
    match = _STOP.search(paragraph)
    if match is None:
        return paragraph, None
    head, tail = paragraph[: match.end()].rstrip(), paragraph[match.end() :].strip()
    if not _is_credit(tail) or _ends_in_abbreviation(head):
        return paragraph, None
    return head, tail.strip("()[]/ ").strip()


def _is_credit(fragment: str) -> bool:
    words = [fold(word).strip(".'’-") for word in _WORD.findall(fragment)]
    if not 1 <= len(words) <= 7 or (len(words) == 2 and words[0] in _ARTICLES):
        return False
    known = sum(word in CREDIT_WORDS or word in AGENCIES for word in words)
    capital = sum(word[0].isupper() for word in _WORD.findall(fragment))
    return known > 0 and (capital + known > len(words) / 2 or "/" in fragment)


def _ends_in_abbreviation(head: str) -> bool:
    last = head.rsplit(None, 1)[-1].rstrip('"”’»)')
    stem = last[:-1]
    return last.endswith(".") and (
        "." in stem
        or len(stem) <= 2
        or stem in {"Gen", "Sen", "Rep", "Gov", "Prof", "Capt", "Col", "Inc", "Ltd", "Corp", "Bros"}
    )


def split_dateline(paragraph: str) -> tuple[str | None, str]:
    """("CARACAS, Feb 5 (Agency)", the rest); (None, paragraph) when it opens without one."""
    match = _DATELINE.match(paragraph, 0, 120)
    if match is None or not _is_dateline(match):
        return None, paragraph
    line, rest = _EDGE_STOP.sub("", match["all"].strip(" ,:")), paragraph[match.end() :]
    if (wire := _WIRE.match(rest)) and all(fold(word) in AGENCIES for word in wire["agency"].split()):
        line, rest = f"{line} — {wire['agency']}", rest[wire.end() :]
    return line, rest if rest else paragraph


def _is_dateline(match: re.Match[str]) -> bool:
    place, date, agency = match["place"] or "", match["date"], fold(match["agency"] or "")
    following = match.string[match.end() : match.end() + 1]
    if not (following.isupper() or following in "\"“«„‘'$€£" or following.isdigit()):
        return False
    if any(word.strip(".,").casefold() in NO_PLACES for word in place.split()):
        return False
    if agency and any(word in AGENCIES for word in re.findall(r"\w+", agency)):
        return True
    capitals = sum(c.isupper() for c in place.split(",")[0])
    letters = sum(c.isalpha() for c in place.split(",")[0])
    shouted = letters >= 3 and capitals == letters
    return shouted and bool(date or letters >= 5 or "," in place or fold(place) in SHORT_PLACES)


def byline(paragraph: str) -> tuple[str, ...]:
    """The names of a paragraph that is nothing but a byline ("By Ana Ruiz and Tom Lee"); else nothing."""
    match = _BYLINE.match(paragraph) if len(paragraph) <= 120 else None
    if match is None:
        return ()
    names = re.split(r",\s*|\s+(?:and|y|et|und|и|e)\s+|\s*[|&/]\s*", match["names"].strip())
    people = tuple(name for name in names if _NAME.fullmatch(name))
    return people if people and names[0] == people[0] and match.end() >= len(paragraph) - 1 else ()
