"""The title of a plain text, and whether its first sentence is a dek. Does not clean the report itself."""

from __future__ import annotations

import re

from bot.clean import boilerplate, frame, glue
from bot.clean.lines import certain
from bot.clean.memory import Source
from bot.clean.phrases import fold
from bot.model import Removed
from bot.text import one_line

_TITLE_WORDS = (3, 30)
_TITLE_LENGTH = 220
_ABOVE = 40  # lines that may stand above the report
_BEARING = 8  # lines of the report that bear its title out
_APPEALS = 6  # sentences of the publisher's own voice above the title
_NEAR = 2  # lines
_PLEAS = ("appeal", "form", "letter to readers")
_TOLD = 12  # words of a sentence that is kept although it stands above the title
_REPORT = 2  # such sentences: then the title stands inside the report
_DEK = 160  # characters
_ANEW = 0.4  # share of the title's words
_SECOND_SENTENCE = re.compile(r"[.!?…]\s+\w")
_STOP = re.compile(r"[.!?…:;,][\"”’»)]*$")


def headline(lines: list[str], *, title: str | None, source: Source) -> tuple[str, list[str], tuple[Removed, ...]]:
    """Title, the lines of the report and what is around it, and the dirt that stood above the title."""
    wanted = _bare(title or "")
    if wanted:
        at = next((n for n, line in enumerate(lines[:_ABOVE]) if _bare(line) == wanted), None)
    else:
        at = _title_at(lines, source)
    if at is None:
        return one_line(title or ""), lines, ()
    above = lines[:at]
    stripped, gone = boilerplate.strip(above, source=source) if above else ([], ())
    told = [line for line in stripped if frame.words(line) >= _TOLD and not certain(line)]
    if len(told) >= _REPORT and not all(boilerplate.speaks_to_readers(line, source.name) for line in told):
        return one_line(title or lines[at]), lines, ()
    stays = told if wanted else []
    removed = tuple(Removed(line, _reason(line, gone)) for line in above if line not in stays)
    return one_line(title or lines[at]), stays + lines[at + 1 :], removed


def _title_at(lines: list[str], source: Source) -> int | None:
    """The line above the report that the report's words bear out as its title; else the first that may be one."""
    kept, gone = boilerplate.strip(lines, source=source)
    asking = {one.text for one in gone if one.reason in _PLEAS}
    above: list[str] = []
    appeals = 0
    for line in kept[:_ABOVE]:
        if _may_be_title(line):
            above.append(line)
        elif frame.words(line) >= frame.SENTENCE:
            appeals += 1
            if appeals > _APPEALS or not _is_appeal(line, lines, asking, source):
                break
    if not above:
        return None
    start = kept.index(above[-1]) + 1
    best = max(above, key=lambda line: frame.tied(line, kept[start : start + _BEARING]))
    return lines.index(best)


def _is_appeal(line: str, lines: list[str], asking: set[str], source: Source) -> bool:
    """By its own words, or as we and you next to what asks for money."""
    if boilerplate.appeals(line, source.name):
        return True
    at = lines.index(line)
    near = lines[max(0, at - _NEAR) : at + _NEAR + 1]
    asked = any(one in asking or (one != line and boilerplate.appeals(one, source.name)) for one in near)
    return asked and boilerplate.speaks_to_readers(line, source.name)


def _reason(line: str, gone: tuple[Removed, ...]) -> str:
    return next((one.reason for one in gone if one.text == line), "above the headline")


def _may_be_title(line: str) -> bool:
    low, high = _TITLE_WORDS
    fits = low <= len(line.split()) <= high and len(line) <= _TITLE_LENGTH
    return fits and not _STOP.search(line) and not glue.byline(line) and not glue.split_credit(line)[1]


def is_dek_before(first: str, second: str, title: str, *, apart: bool) -> bool:
    """One short sentence, with less of the title in it than the longer paragraph that follows.

    Unless something stands between the two (`apart`), the second must begin the story anew, with most of the title.
    """
    words = _words(title)
    sentence = frame.ends_sentence(first) or frame.words(first) >= frame.SENTENCE
    short = sentence and len(first) <= _DEK and len(first) < len(second) and not _SECOND_SENTENCE.search(first)
    said, told = len(words & _words(first)), len(words & _words(second))
    anew = told >= max(2, said + 2, 0 if apart else _ANEW * len(words))
    return short and anew and not first.startswith(("-", '"', "“", "«", "„"))


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


def _words(text: str) -> set[str]:
    return {word for word in _bare(text).split() if len(word) > 3 or not word.isascii()}
