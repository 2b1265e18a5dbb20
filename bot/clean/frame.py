"""Where a report begins and ends in plain text: what stands outside its prose is the page's furniture.

Menus, related headlines, share rows and captions rarely end in a full stop; a report's paragraphs nearly always do. So
lines before the first and after the last paragraph of the report go, and so does a lone teaser of another story beyond
a row of such lines. Texts with little prose, and lists that belong to the report, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.clean.phrases import fold

MIN_PROSE = 3  # paragraphs; with fewer, nobody can tell what frames what
SENTENCE = 8  # words
LONG = 32  # words: prose without a stop at its end
TEASER = 60  # words of a paragraph that may be another story's teaser
_APART = 2  # lines without prose that set a paragraph apart from the report
_COMMON = 5  # letters; shorter words tell nothing of a subject
_TIED = 0.2  # share of a paragraph's telling words that the report has too
_STOP = re.compile(r"[.!?…。।؟！？][\"'”’»›)\]」』]*$")
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_ITEM = re.compile(r"^(?:[-–—•*▪●]|\(?\d{1,2}[.)])\s")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")

ABOVE, BELOW, TEASED = "above the report", "below the report", "another story"


def is_prose(paragraph: str) -> bool:
    """A full sentence, by its length and its stop."""
    count = words(paragraph)
    return (count >= SENTENCE and bool(_STOP.search(paragraph[-8:]))) or count >= LONG


def ends_sentence(paragraph: str) -> bool:
    """Has a stop at its end."""
    return bool(_STOP.search(paragraph[-8:]))


def words(paragraph: str) -> int:
    """How many; two characters of a script without spaces count as one."""
    wide = len(_WIDE.findall(paragraph)) if not paragraph.isascii() else 0
    return max(paragraph.count(" ") + 1, wide // 2)


def outside(paragraphs: Sequence[str], *, title: str = "") -> dict[int, str]:
    """Reasons by position."""
    prose = [n for n, line in enumerate(paragraphs) if is_prose(line)]
    teasers: dict[int, str] = {}
    while len(prose) > MIN_PROSE and (lone := _lone(prose, paragraphs, title)) is not None:
        teasers[lone] = TEASED
        prose.remove(lone)
    if len(prose) < MIN_PROSE:
        return {}
    begins, ends = _begins(prose[0], paragraphs), _ends(prose[-1], paragraphs)
    return dict.fromkeys(range(begins), ABOVE) | dict.fromkeys(range(ends + 1, len(paragraphs)), BELOW) | teasers


def _lone(prose: list[int], paragraphs: Sequence[str], title: str) -> int | None:
    """The first or last paragraph, when it stands apart from the others and speaks of something else."""
    for edge, beside in ((prose[-1], prose[-2]), (prose[0], prose[1])):
        line = paragraphs[edge]
        between = paragraphs[min(edge, beside) + 1 : max(edge, beside)]
        if sum(not _belongs(one) for one in between) >= _APART and words(line) <= TEASER:
            rest = [title, *(paragraphs[n] for n in prose if n != edge)]
            if tied(line, rest) < _TIED:
                return edge
    return None


def tied(line: str, rest: Iterable[str]) -> float:
    """Share of its telling words that the rest has too."""
    own = telling(line)
    return len(own & set().union(*map(telling, rest))) / len(own) if own else 0.0


def telling(text: str) -> set[str]:
    """The words that may tell a subject, cut to their stem or so."""
    return {word[:7] for word in _WORD.findall(fold(text)) if len(word) >= _COMMON or not word.isascii()}


def _begins(first: int, paragraphs: Sequence[str]) -> int:
    """Where the report opens: items of a list and short sentences right above its first paragraph belong to it."""
    while first > 0 and _belongs(paragraphs[first - 1]):
        first -= 1
    return first


def _ends(last: int, paragraphs: Sequence[str]) -> int:
    """Where it ends: so do those right below its last one, and a list that it opens."""
    while last + 1 < len(paragraphs) and _belongs(paragraphs[last + 1]):
        last += 1
    return last


def _belongs(line: str) -> bool:
    return bool(_ITEM.match(line)) or " | " in line or ends_sentence(line)
