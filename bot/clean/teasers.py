"""Headlines and teasers of other stories: beneath a heading over links, between their ages, shown twice in a row.

The report goes on after a box of links inside it, so a sentence goes only in the tail: where no two paragraphs of
prose follow one another any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.clean import frame
from bot.clean.lines import AGE, LINK, is_link_head
from bot.clean.phrases import bare, fold
from bot.clean.rows import rows

BENEATH = "beneath links"
TWICE = "shown twice"
_HEADLINE = (3, 24)  # words
_SUBHEAD = 6  # words
_TEASER = 45  # words of a sentence beneath a headline
_TIED = 0.2  # share of its telling words that the report has too
_PARAGRAPH, _PAIR = 10, 36  # words of one of two paragraphs; of both
_BETWEEN = 3  # lines from one age to the next
_AGES = 2
_SHORT = 14  # words of a line that is shown twice


def mark(paragraphs: Sequence[str], reasons: list[str | None], *, title: str) -> None:
    """Sets the reasons of such lines, where none is set."""
    tail = _tail(paragraphs, reasons)
    report = [title, *(line for n, line in enumerate(paragraphs[:tail]) if not reasons[n] and frame.is_prose(line))]
    _heads(paragraphs, reasons, tail)
    _between_ages(paragraphs, reasons, tail)
    _below_heads(paragraphs, reasons, tail, report)
    _twice(paragraphs, reasons)


def _tail(paragraphs: Sequence[str], reasons: Sequence[str | None]) -> int:
    """Where the last two paragraphs of prose that follow one another end."""
    standing = [n for n, reason in enumerate(reasons) if not reason]
    prose = [frame.is_prose(paragraphs[n]) for n in standing]
    for i in range(len(standing) - 1, 0, -1):
        if prose[i - 1] and prose[i] and _is_pair(paragraphs[standing[i - 1]], paragraphs[standing[i]]):
            return standing[i] + 1
    return len(paragraphs)


def _is_pair(one: str, other: str) -> bool:
    """Paragraphs, not a headline with a stop and its teaser."""
    counts = frame.words(one), frame.words(other)
    return min(counts) >= _PARAGRAPH and sum(counts) >= _PAIR


def _heads(paragraphs: Sequence[str], reasons: list[str | None], tail: int) -> None:
    """What may be a heading over links ("More in Politics") is one over a headline in the tail."""
    for n in range(tail, len(paragraphs) - 1):
        over = reasons[n + 1] == AGE or _is_headline(paragraphs[n + 1]) or is_link_head(paragraphs[n + 1])
        if not reasons[n] and over and is_link_head(paragraphs[n]):
            reasons[n] = LINK


def _between_ages(paragraphs: Sequence[str], reasons: list[str | None], tail: int) -> None:
    """ "3h ago" after each headline: what stands between two of them is a teaser, and so is what leads to the first."""
    ages = [n for n in range(tail, len(paragraphs)) if reasons[n] == AGE]
    if len(ages) < _AGES:
        return
    gaps = [later - earlier - 1 for earlier, later in pairwise(ages)]
    usual = max((gap for gap in gaps if gap <= _BETWEEN), default=0)
    for age in ages:
        for n in range(max(tail, age - usual), age):
            reasons[n] = reasons[n] or BENEATH


def _below_heads(paragraphs: Sequence[str], reasons: list[str | None], tail: int, report: Sequence[str]) -> None:
    below, teased, listed = False, False, 0
    for n, line in enumerate(paragraphs):
        if reasons[n]:
            below = is_link_head(line) or (below and reasons[n] in (LINK, AGE))
            continue
        if not below or (listed := max(listed - 1, 0)):
            continue
        teaser = n >= tail and reasons[n - 1] == BENEATH and _is_teaser(line, report)
        if listed := rows(paragraphs, n):
            below = False
        elif _is_headline(line) and not _is_subhead(paragraphs, reasons, n):
            reasons[n] = BENEATH
        elif teaser and (teased or _goes_on(paragraphs, reasons, n + 1)):
            reasons[n], teased = BENEATH, True
        else:
            below = False


def _is_headline(line: str) -> bool:
    low, high = _HEADLINE
    return low <= line.count(" ") + 1 <= high + 1 and not frame.ends_sentence(line) and not line.endswith(":")


def _is_subhead(paragraphs: Sequence[str], reasons: Sequence[str | None], n: int) -> bool:
    """Short, over a paragraph, and not the first below the heading: the report goes on with it."""
    return (
        frame.words(paragraphs[n]) <= _SUBHEAD
        and n + 1 < len(paragraphs)
        and not reasons[n + 1]
        and frame.is_prose(paragraphs[n + 1])
        and reasons[n - 1] == BENEATH
    )


def _is_teaser(line: str, report: Sequence[str]) -> bool:
    """One short sentence about something else."""
    return frame.words(line) <= _TEASER and frame.tied(line, report) < _TIED


def _goes_on(paragraphs: Sequence[str], reasons: Sequence[str | None], n: int) -> bool:
    """Another headline stands here: the first teaser is followed by one, the report's last paragraph is not."""
    return n < len(paragraphs) and (reasons[n] == AGE or (not reasons[n] and _is_headline(paragraphs[n])))


def _twice(paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """The same short line twice in a row: a linked picture and its link."""
    keys = [bare(fold(line)) if line.count(" ") < _SHORT else "" for line in paragraphs]
    for n in range(1, len(paragraphs)):
        same = keys[n] and keys[n] == keys[n - 1] and any(map(str.isalpha, keys[n]))
        if same and not frame.is_prose(paragraphs[n]):
            reasons[n - 1] = reasons[n - 1] or TWICE
            reasons[n] = reasons[n] or TWICE
