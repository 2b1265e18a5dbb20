"""Lines that are no report only because they stand first or last: dates, reading times, bios, contacts.

In the middle of a text the same words may well be the story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.calendar_names import MONTHS
from bot.clean.lines import said
from bot.clean.phrases import AGENCIES, fold

MAX_LINE = 420  # characters; longer ones are prose
HEAD, TAIL = 4, 4  # how many paragraphs from either end count as the edge

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY = re.compile(
    rf"\b(?:{_MONTH})\b.{{0,12}}\b\d{{1,4}}\b|\b\d{{1,2}}\.? (?:de )?(?:{_MONTH})\b"
    r"|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d:\d\d")
_CLOCK = re.compile(r"^\W*\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: \w{2,4})?\W*$")
_AGENCIES = 3  # words of a line that names those a report is from
_TIMELINE = 3  # lines that are a time of day: then they are the headings of a running report
# In any language: a year with a month and a day as numbers or words, or digits enough for a date and a time of day.
_NUMBERS = re.compile(r"\d+")
_STAMP = re.compile(
    r"^(?:last |first |originally )?(?:updated|published|posted|modified|publicado|actualizado|aktualisiert|stand"
    r"|veroffentlicht|publie|mis a jour|обновлено|опубликовано|atualizado)\b.*\d"
)
_AGO = re.compile(
    r"^(?:hace |vor |il y a )?\d+ (?:minutes?|mins?|hours?|days?|minutos?|horas?|stunden|heures?|часов|минут)(?: ago)?$"
)
_READING = re.compile(
    r"^(?:tempo de leitura|tiempo de lectura|temps de lecture|lesezeit|(?:estimated )?reading time|время чтения)\b"
    r"|^\d+[ -]min(?:ute)?s?\.? (?:read|de lectura|de leitura|de lecture|lesezeit)"
)
_CONTRIBUTED = re.compile(
    r"\bcontributed (?:reporting\b|to (?:this|the) (?:report|story|article|piece))|^(?:contributing|contributors?):"
    r"|^(?:additional |with )?reporting (?:by|from)\b|^(?:with|wire) .{0,20}\bwires?\b"
    r"|\bwriters? .{3,200} contributed\b|^version tested:|^with agency (?:reports|inputs)"
    r"|^(?:reporting|writing|editing|edited|translated|compiled|written|reported|produced|reviewed) by\b"
)
_BY_NOBODY = re.compile(r"^\W*\w+ by (?=[a-zа-яё])")  # "Written by hand"
_CONTACT = re.compile(
    r"^(?:follow(?!-)|reach|e-?mail|contact|write to|tweet|find|like|connect with|get in touch|more \w+ \w+:"
    r"|listen to)\b"
    r".{0,160}(?:@|twitter|facebook|instagram|telegram|linkedin|youtube|whatsapp|https?:|share it|on x\b|weekdays)"
    r"|^[\w.+-]{2,40}@[\w-]{2,40}\.[\w.]{2,20}$|^@\w{2,30}$"
)
_SHARE_OF_SALE = re.compile(r"\b(?:may|might) (?:get|earn|receive) (?:a |an )?(?:share|commission|affiliate)")


def at_edge(paragraph: str, *, from_start: int, from_end: int, authors: Sequence[str] = ()) -> str | None:
    """Why a paragraph near an end is none of the report's, or None. Distances count from 0.

    A sentence about a journalist may be the story: only one about an author of this text is a bio.
    """
    if len(paragraph) > MAX_LINE or (from_start >= HEAD and from_end >= TAIL):
        return None
    if (" | " in paragraph and from_start) or paragraph.startswith("- "):
        return None  # a row of a table, an item of a list
    folded = fold(paragraph).strip(" \t*|•·-–—[]()")
    words = folded.count(" ") + 1
    if words <= 12 and (not folded.endswith(".") or folded.endswith("m.")) and _is_date(folded):
        return "date line"
    if words <= _AGENCIES and all(word.strip("/,.") in AGENCIES for word in folded.split()):
        return "credit"
    if _READING.search(folded) and words <= 8:
        return "reading time"
    if from_end >= TAIL:
        return None
    if _CONTRIBUTED.search(folded) and not _BY_NOBODY.search(paragraph):
        return "credit"
    if said(folded):
        return None
    if _CONTACT.search(folded) or _SHARE_OF_SALE.search(folded):
        return "contact"
    if any(len(name) > 4 and folded.startswith((f"{name} is ", f"{name} has ", f"{name} covers ")) for name in authors):
        return "about the author"
    return None


def is_timeline(paragraphs: Sequence[str]) -> bool:
    """Times of day head the entries."""
    return sum(bool(_CLOCK.search(line)) for line in paragraphs if len(line) <= 12) >= _TIMELINE


def _is_stamp(folded: str) -> bool:
    """A year, another number of a date and hardly any letters, whatever the language."""
    numbers = _NUMBERS.findall(folded)
    digits, letters = sum(map(len, numbers)), sum(c.isalpha() for c in folded)
    years = sum(len(one) == 4 and 1990 <= int(one) <= 2100 for one in numbers)
    small = sum(len(one) <= 2 and int(one) <= 59 for one in numbers)
    if not years or not small or years + small < len(numbers) or "%" in folded:
        return False
    return len(numbers) >= 3 and letters <= 4 * digits and folded.count(" ") <= 9


def _is_date(folded: str) -> bool:
    """A moment, and little else beside it."""
    if len(folded) <= 70 and _is_stamp(folded):
        return True
    if _CLOCK.search(folded) or _AGO.search(folded) or _STAMP.search(folded):
        return True
    match = _DAY.search(folded)
    if match is None or "@" in folded or not _YEAR.search(folded):
        return False
    rest = re.sub(r"[\W\d_]+", " ", folded[: match.start()] + folded[match.end() :])
    most = 6 if len(_NUMBERS.findall(folded)) > 1 else 3  # a month and a year date much else
    return len(rest.split()) <= most and not re.search(r"\b(?:said|will|was|were|is|are|has|had)\b", rest)
