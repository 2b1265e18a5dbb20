"""Captions and credits of pictures among paragraphs, as agencies write them: told by their words, wherever they stand.

A report says "on Tuesday"; only a caption has the weekday, the date and the year beside what somebody does now.
"""

from __future__ import annotations

import re

from bot.clean.lines import said
from bot.clean.phrases import AGENCIES, MONTHS, fold

_LONGEST = 70  # words of a caption
_CREDIT = 9  # words of a credit
_MONTH = "|".join(sorted({fold(month) for month in MONTHS}, key=len, reverse=True))
_DATED = re.compile(rf"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day, (?:{_MONTH})\.? \d{{1,2}}, (?:19|20)\d\d\b")
_FILED = re.compile(
    r"^file ?(?:photo)?\s*[:–—-]|\b(?:this|an?)\b.{0,30} (?:file|handout|undated|courtesy) (?:photo|image|picture)\b"
    r"|^in this (?:\w+\.? \d{1,2}, \d{4},? )(?:\w+ )?(?:photo|image|picture|frame)\b"
)
_SHOWN = re.compile(
    r"\b(?:is|are) (?:seen|shown|pictured)\b|\b(?:pictured|poses?|speaks?|walks?|stands?|holds?|looks?|waits?|gestures?"
    r"|waves?|arrives?|attends?|celebrates?|shows?|sits?|leaves?|gathers?|reacts?|carry|carries|dunks?|passes|drives|plays?"
    r"|works?|listens?|smiles?|burns?|rises?|lines? up|throws?|shoots?|runs?|rides?|prays?|protests?|rally|rallies)\b"
)
_SUBMITTED = re.compile(r"\b(?:submitted|courtesy|contributed|provided|handout|staff|file) (?:photo|image|picture)s?$")


def is_caption(paragraph: str) -> bool:
    """Says what a picture shows, with its full date or as a file photo."""
    if paragraph.count(" ") >= _LONGEST:
        return False
    folded = fold(paragraph)
    if _FILED.search(folded):
        return True
    return bool(_DATED.search(folded) and _SHOWN.search(folded)) and not said(folded)


def is_credit(paragraph: str) -> bool:
    """ "Ana Ruiz, AP" and "Tom Lee Submitted photo": names, and whose picture it is."""
    words = paragraph.split()
    if not 2 <= len(words) <= _CREDIT or paragraph[-1] in ".!?:":
        return False
    folded = fold(paragraph)
    if _SUBMITTED.search(folded):
        return words[0][0].isupper()
    before, last = words[-2], fold(words[-1]).strip("()[]")
    named = all(word[0].isupper() for word in words[:-2])
    return named and last in AGENCIES and (before.endswith((",", "/", "|")) or fold(before) in ("via", "/", "|", "for"))
