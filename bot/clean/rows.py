"""Lines that are rows of one list or table by their shape: dates and places of a tour, teams, scores, prices.

Headlines that stand one below the other have no shape in common. Does not know where the report is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

LEAST = 3  # rows
_SCORES = 2  # rows of numbers
_NUMBERS = 4  # in each of them
_LONGEST = 16  # words of a row
_LEAD = 10  # words of what stands over a list
_MARKS = (
    re.compile(r"\s(?:-{1,2}|–|—)\s"),
    re.compile(r"[\w)]:\s"),
    re.compile(r"\w\s*\([^()]+\)"),
    re.compile(r"\s\|\s"),
    re.compile(r"\s(?:=|→|\.{3,})\s"),
)
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_STAMP = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d{2}\b|\bago\b")
_FIGURES = 12  # words of a line of figures
_CLOCK = re.compile(r"^\W*\d{1,2}[:.]\d{2}\b")  # a list of the day's news has the time first


def rows(lines: Sequence[str], start: int) -> int:
    """How many lines from here are rows of one list, with the line over it; 0 where there is none."""
    if start >= len(lines):
        return 0
    if found := _run(lines, start):
        return found
    found = _run(lines, start + 1) if _leads(lines[start]) else 0
    return found + 1 if found else 0


def rows_above(lines: Sequence[str], end: int) -> int:
    """How many lines right above this one are."""
    return next((n for n in range(end, LEAST - 2, -1) if rows(lines[:end], end - n) == n), 0)


def _leads(line: str) -> bool:
    return line.count(" ") < _LEAD


def _run(lines: Sequence[str], start: int) -> int:
    """Rows in one shape, else rows of figures, else items that begin in lower case."""
    shaped = _shaped(lines, start)
    return max(shaped, _while(lines, start, _has_figures, LEAST), _while(lines, start, _is_item, LEAST))


def _shaped(lines: Sequence[str], start: int) -> int:
    marks, numbered, end = frozenset(range(len(_MARKS))), 0, start
    while end < len(lines) and (common := marks & _marks(lines[end])):
        marks = common
        numbered += bool(_NUMBER.search(lines[end]))
        end += 1
    count = end - start
    if count >= LEAST and (3 * numbered >= 2 * count or len(marks) > 1):
        return count
    return _while(lines, start, lambda line: len(_NUMBER.findall(line)) >= _NUMBERS, _SCORES)


def _while(lines: Sequence[str], start: int, holds: Callable[[str], bool], least: int) -> int:
    count = next((n for n, line in enumerate(lines[start:]) if not holds(line)), len(lines) - start)
    return count if count >= least else 0


def _has_figures(line: str) -> bool:
    words = line.count(" ") + 1
    return words <= _FIGURES and bool(_NUMBER.search(line)) and any(map(str.isalpha, line)) and not _STAMP.search(line)


def _is_item(line: str) -> bool:
    return line[:1].islower() and line.count(" ") > 0 and "http" not in line


def _marks(line: str) -> frozenset[int]:
    if line.count(" ") >= _LONGEST or _CLOCK.match(line):
        return frozenset()
    return frozenset(n for n, mark in enumerate(_MARKS) if mark.search(line))
