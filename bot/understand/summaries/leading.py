"""What stands for a story as it is now: the report whose headline it carries, and two sentences.

A report that tells a turn, a higher number, or what was only planned before, takes the place of the earlier ones; what
they said then may not hold any more. Does not look at who reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import Item, NoveltyKind, Recap, StorySentence
from bot.text import fold
from bot.understand.news.counts import counts
from bot.understand.news.novelty import is_report_of_news
from bot.understand.summaries.story_summary import recap_of

_AHEAD = re.compile(  # in a headline, which has no time for "is going to"
    r"\b(?:will|may|might|could|set to|due to|about to|expected to|plans?|considers?|weighs?|mulls?|awaits?|prepares?"
    r"|faces|ahead of)\b"
    r"|\bto (?:announce|appear|appoint|attend|cast|choose|close|consider|cut|debate|decide|deploy|discuss"
    r"|elect|end|face|form|give|hold|host|impose|join|launch|lead|lift|meet|name|open|pick|present|publish|raise|receive"
    r"|resume|return|rule|send|sign|speak|stand|start|step|strike|testify|travel|unveil|visit|vote|walk|withdraw)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_STEM = 5  # letters that two forms of one word share
_SAME = 0.45  # of the shorter sentence's words: so alike, the second one tells nothing more


def turning(items: Sequence[Item]) -> Item:
    """The report that the story as it stands begins with: the last that changed what is known, else the first.

    Given in the order in which they came; at least one.
    """
    found = items[0]
    for item in items[1:]:
        if is_report_of_news(item) and (_changes(item) or (is_ahead(found.title) and not is_ahead(item.title))):
            found = item
    return found


def leading(item: Item, items: Sequence[Item]) -> Item:
    """The report whose headline a chat sees that was told by `item`."""
    turn = turning(items or (item,))
    return turn if turn.id > item.id else item


def standing(items: Sequence[Item]) -> tuple[Item, ...]:
    """The reports that tell the story as it stands: those since its last turn."""
    turn = turning(items)
    return tuple(item for item in items if item.id >= turn.id)


def in_two(lead: Item, items: Sequence[Item]) -> Recap:
    """The first sentence under `lead`'s headline, and one that another report adds; empty where none does."""
    since = standing(items)
    others = [one for one in recap_of(since).sentences if one.item_id != lead.id]
    if not lead.summary or not others:
        return Recap()
    first = lead.summary[0]
    more = next((one for one in others if not _alike(first, one.sentence)), None)
    return Recap((StorySentence(first, lead.id), more)) if more else Recap()


def is_ahead(headline: str) -> bool:
    """Whether it tells what is to come."""
    return _AHEAD.search(headline) is not None


def _changes(item: Item) -> bool:
    return any(
        one.strong or (one.kind in (NoveltyKind.TURN, NoveltyKind.NUMBER) and one.sentence == item.title)
        for one in item.adds
    )


def _alike(one: str, other: str) -> bool:
    """Many words in common, or the same number of people killed, hurt, held."""
    a, b = _stems(one), _stems(other)
    same = {(count.of, count.value) for count in counts(one)} & {(count.of, count.value) for count in counts(other)}
    return not a or not b or bool(same) or len(a & b) >= _SAME * min(len(a), len(b))


def _stems(sentence: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(fold(sentence)) if len(word) > 3 or word.isdigit())
