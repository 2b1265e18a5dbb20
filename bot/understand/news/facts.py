"""What one report tells that another may not: who acts, who is quoted, where, which numbers, which turns.

Actors and countries come from its tags, in any language; numbers from the dozen languages of `counts`; quotes and turns
are read in English. Does not compare reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.model import Actor, Item, Mention
from bot.text import sentences as split
from bot.understand.happenings import stance
from bot.understand.happenings.stance import Stance
from bot.understand.news.counts import Count, counts
from bot.understand.news.turns import Turn, turns

READ = 3_000  # characters of a body: what is news in a report stands there
LEAD = 600  # characters in which a country is what the report is about
_LONGEST = 800  # characters of one sentence that are read
_SPEECH = (
    "said|says|told|added|adds|tweeted|wrote|posted|announced|announces|warned|warns|insisted|insists|argued|explained|"
    "replied|claimed|claims|noted|confirmed|confirms|urged|urges|called|calls|condemned|condemns|vowed|pledged|promised|"
    "declared|testified|tells|stated|acknowledged|admitted|denied|denies|responded|criticised|criticized"
)
_ASIDE = r"(?:\s*\([^()]{0,40}\)|,[^,.;]{2,80},)?"
_SAYS = re.compile(rf"{_ASIDE},?\s+(?:(?:has|had|also|later|\w+ly)\s+){{0,2}}(?:{_SPEECH})\b")
_SAID_BY = re.compile(r"(?:\b(?:said|says|added|according\s+to)\s+(?:[\w.’'-]+\s+){0,6})\Z")
_ACTS = re.compile(
    rf"{_ASIDE}\s+(?:\w+ly\s+|also\s+)?(?:has|have|had|is|was|were|will|would|met|led|won|lost|took|made|gave|held|went|came"
    r"|sent|cut|put|hit|struck|left|quit|spoke|began|became|\w{2,}ed)\b"
)
_ACTS_NOW = re.compile(
    r"\s+(?:to\s+\w+|\w+ly\s+\w+s|\w{2,}(?:[^s\W]s|[^s\W]es|ed)|met|won|led|hit|quit|held|sent|cut)\b"
)


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence. `place`: 0 for the headline, 1 for the first sentence of the text, and so on."""

    text: str
    place: int
    past: bool  # of a time long before
    counts: tuple[Count, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """An actor that does or says something, and the sentence of it; `quoted`: says it."""

    actor: Actor
    sentence: str
    place: int
    quoted: bool


def told(item: Item) -> tuple[Told, ...]:
    """Its headline and the first sentences of its text, with what they tell."""
    return _told(item.title, item.body[:READ], item.when.year, None)


def opening(item: Item) -> tuple[Told, ...]:
    """The first three of `told`: most of the time goes into the others."""
    return _told(item.title, item.body[:READ], item.when.year, 3)


@lru_cache(maxsize=2_000)  # an item is read when it comes, and again for every later one of its story
def _told(title: str, body: str, year: int, most: int | None) -> tuple[Told, ...]:
    texts = [title, *(body[start:end] for start, end in split(body))]
    found = (_sentence(text[:_LONGEST], place, year) for place, text in enumerate(texts) if text)
    return tuple(islice(found, most))


def _sentence(text: str, place: int, year: int) -> Told:
    return Told(text, place, stance.is_past(text, year), counts(text), tuple(turns(text)))


def who(item: Item) -> Iterator[Who]:
    """The actors that act or are quoted, each once, quoted before acting."""
    spans = split(item.body[:READ])
    for tag in item.actors:
        seen = [one for mention in tag.mentions if (one := _who(item, spans, tag.actor, mention))]
        if seen:
            yield max(seen, key=lambda one: (one.quoted, -one.place))


def _who(item: Item, spans: list[tuple[int, int]], actor: Actor, mention: Mention) -> Who | None:
    if mention.field == "title":
        place, start, end, text = 0, 0, len(item.title), item.title
    else:
        found = next(((n, s, e) for n, (s, e) in enumerate(spans, 1) if s <= mention.start and mention.end <= e), None)
        if found is None:
            return None
        place, start, end, text = *found, item.body
    before, after = text[start : mention.start], text[mention.end : end]
    quoted = bool(_SAYS.match(after) or _SAID_BY.search(before))
    acts = _ACTS.match(after) or (place == 0 and _ACTS_NOW.match(after))
    return Who(actor, text[start:end], place, quoted) if quoted or acts else None


def countries(item: Item) -> Iterator[tuple[str, str]]:
    """Codes of the countries it is about, each with the first sentence that names it."""
    spans = split(item.body[:READ])
    for tag in item.countries:
        for mention in tag.mentions:
            if mention.field == "title":
                yield tag.code, item.title
                break
            if mention.start < LEAD and (sentence := _around(item.body, spans, mention)):
                yield tag.code, sentence
                break


def _around(body: str, spans: list[tuple[int, int]], mention: Mention) -> str | None:
    return next((body[start:end] for start, end in spans if start <= mention.start < end), None)


def is_fact(turn: Turn, sentence: Told) -> bool:
    """Whether the sentence tells the turn as news: as a fact, and not of long ago."""
    aside = sentence.place > 0 and stance.is_aside(sentence.text, turn.start)
    return turn.stance is Stance.STATED and not sentence.past and not aside
