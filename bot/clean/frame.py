"""Where a report begins and ends in plain text: what stands outside its prose is the page's furniture.

Menus, related headlines, share rows and captions rarely end in a full stop; a report's paragraphs nearly always do. So
lines before the first and after the last paragraph of the report go, and so does a lone teaser of another story beyond
a row of such lines. Texts with little prose, and lists that belong to the report, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.clean.phrases import fold
from bot.clean.rows import rows, rows_above

MIN_PROSE = 3  # paragraphs; with fewer, nobody can tell what frames what
SENTENCE = 8  # words
LONG = 32  # words: prose without a stop at its end
TEASER = 60  # words of a paragraph that may be another story's teaser
_APART = 2  # lines without prose that set a paragraph apart from the report
_FAR = 4  # such lines in a row are headlines
_TEASERS = 2  # paragraphs of other stories in one run
_VOICED = 6  # paragraphs of a plea
_COMMON = 5  # letters; shorter words tell nothing of a subject
_TIED = 0.2  # share of a paragraph's telling words that the report has too
_STOP = re.compile(r"[.!?…。।؟！？][\"'”’»›)\]」』]*$")
_LAST_STOP = re.compile(r"[.!?…][\"'”’»›)\]]* (?=[^.!?…]*$)")
_TOLD = 16  # words up to a stop that is followed by a few more
_NO_HEADLINE = 19  # words
_INTRODUCES = 6  # words before a colon
_TRAILING = 4  # words
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_ITEM = re.compile(r"^(?:[-–—•*▪●✓✔◦·]|\(?\d{1,2}[.)])\s")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")

ABOVE, BELOW = "above the report", "below the report"
TEASED, VOICE = "another story", "the publisher's own voice"


def is_prose(paragraph: str) -> bool:
    """A full sentence, by its length and its stop."""
    count = words(paragraph)
    if count >= LONG:
        return True
    if paragraph.endswith(("...", "…")):
        return False  # cut short: a teaser
    return count >= SENTENCE and (bool(_STOP.search(paragraph[-8:])) or (count > _TOLD and _trails(paragraph)))


def _trails(paragraph: str) -> bool:
    """A few words stand behind its last stop."""
    stop = _LAST_STOP.search(paragraph)
    return (
        stop is not None
        and paragraph.count(" ", 0, stop.start()) >= _TOLD - 1
        and stop.end() > 0
        and (paragraph.count(" ", stop.end()) < _TRAILING)
    )


def ends_sentence(paragraph: str) -> bool:
    """Has a stop at its end."""
    return bool(_STOP.search(paragraph[-8:]))


def words(paragraph: str) -> int:
    """How many; two characters of a script without spaces count as one."""
    wide = len(_WIDE.findall(paragraph)) if not paragraph.isascii() else 0
    return max(paragraph.count(" ") + 1, wide // 2)


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of paragraphs by their position."""

    voiced: frozenset[int] = frozenset()  # may be the publisher's own voice
    beneath: frozenset[int] = frozenset()  # stood right beneath links that went
    below: frozenset[int] = frozenset()  # stood right below anything that went


NO_HINTS = Hints()


def outside(paragraphs: Sequence[str], *, title: str = "", dek: str = "", hints: Hints = NO_HINTS) -> dict[int, str]:
    """Reasons by position."""
    least = MIN_PROSE - bool(dek)
    prose = [n for n, line in enumerate(paragraphs) if is_prose(line)]
    teasers: dict[int, str] = {}
    while len(prose) > least and (apart := _apart(prose, paragraphs, f"{title} {dek}", hints)):
        teasers |= apart
        prose = [n for n in prose if n not in apart]
    if len(prose) < least:
        return {}
    begins, ends = _begins(prose[0], paragraphs), _ends(prose[-1], paragraphs, hints.below)
    return dict.fromkeys(range(begins), ABOVE) | dict.fromkeys(range(ends + 1, len(paragraphs)), BELOW) | teasers


def _apart(prose: list[int], paragraphs: Sequence[str], title: str, hints: Hints) -> dict[int, str]:
    """The last or first paragraphs, where they stand apart from the others and speak of something else."""
    for order in (prose[::-1], prose):
        run = _run(order, paragraphs, 1, frozenset())
        rest = [title, *(paragraphs[n] for n in prose if n not in run)]
        if 0 < len(run) <= _VOICED and hints.voiced.issuperset(run) and _foreign(run, paragraphs, rest):
            return dict.fromkeys(run, VOICE)
        run = _run(order, paragraphs, _APART, hints.beneath)
        rest = [title, *(paragraphs[n] for n in prose if n not in run)]
        if 0 < len(run) <= _TEASERS and _foreign(run, paragraphs, rest) and _headed(run, paragraphs, hints.beneath):
            return dict.fromkeys(run, TEASED)
    return {}


def _foreign(run: list[int], paragraphs: Sequence[str], rest: Sequence[str]) -> bool:
    """Short paragraphs without the words of the rest."""
    return all(words(paragraphs[n]) <= TEASER and tied(paragraphs[n], rest) < _TIED for n in run)


def _headed(run: list[int], paragraphs: Sequence[str], beneath: Container[int]) -> bool:
    """Under headlines, rather than behind something that stood in the report's way."""
    first, last = min(run), max(run)
    above, below = paragraphs[max(0, first - _FAR) : first], paragraphs[last + 1 : last + 1 + _FAR]
    far = any(sum(not _belongs(line) for line in side) == _FAR for side in (above, below))
    return far or first in beneath or (bool(above) and tied(paragraphs[first], above[-1:]) >= _TIED)


def _run(order: list[int], paragraphs: Sequence[str], apart: int, beneath: Container[int]) -> list[int]:
    """The first of these up to a gap of so many lines that are no prose; none when there is no gap."""
    for at, (one, other) in enumerate(pairwise(order), start=1):
        between = paragraphs[min(one, other) + 1 : max(one, other)]
        if sum(not _belongs(line) for line in between) >= apart or max(one, other) in beneath:
            return order[:at]
    return []


def tied(line: str, rest: Iterable[str]) -> float:
    """Share of its telling words that the rest has too."""
    own = telling(line)
    return len(own & set().union(*map(telling, rest))) / len(own) if own else 0.0


def telling(text: str) -> set[str]:
    """The words that may tell a subject, cut to their stem or so."""
    return {word[:7] for word in _WORD.findall(fold(text)) if len(word) >= _COMMON or not word.isascii()}


def _begins(first: int, paragraphs: Sequence[str]) -> int:
    """Where the report opens: items of a list and short sentences right above its first paragraph belong to it."""
    while first > 0:
        if _belongs(paragraphs[first - 1]) or _is_table(paragraphs[max(0, first - 2) : first]):
            first -= 1
        elif listed := rows_above(paragraphs, first):
            first -= listed
        else:
            break
    return first


def _ends(last: int, paragraphs: Sequence[str], below: Container[int]) -> int:
    """Where it ends: so do those right below its last one, and rows of a list or table."""
    after = last + 1
    while after < len(paragraphs):
        if _belongs(paragraphs[after]):
            after += 1
        elif _is_table(paragraphs[after : after + 2]):
            after += _rows(paragraphs, after)
        elif after not in below and (listed := rows(paragraphs, after)):
            after += listed
        else:
            break
    return after - 1


def _rows(paragraphs: Sequence[str], start: int) -> int:
    """How many rows of one table stand here."""
    bars = paragraphs[start].count(" | ")
    return next((n for n, line in enumerate(paragraphs[start:]) if line.count(" | ") != bars), len(paragraphs) - start)


def _is_table(lines: Sequence[str]) -> bool:
    """Two lines, cut by as many bars each; one alone is a menu or a byline."""
    bars = [line.count(" | ") for line in lines]
    return len(bars) > 1 and bars[0] == bars[1] > 0


def _belongs(line: str) -> bool:
    """A sentence, an item of a list, or too long for a headline."""
    most = _INTRODUCES if line.endswith(":") else _NO_HEADLINE
    return bool(_ITEM.match(line)) or ends_sentence(line) or words(line) >= most
