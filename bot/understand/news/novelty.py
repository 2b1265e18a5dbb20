"""What an item adds to its story: a new actor, country, number, speaker or turn; and whether that deserves a reply.

A rewrite adds nothing, nor does background. A reply interrupts people: it takes a fact of the headline or the first
sentence, of a kind that no earlier report even mentions. Does not know chats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.model import Actor, Item, Novelty, NoveltyKind
from bot.text import fold
from bot.understand.happenings import stance
from bot.understand.happenings.stance import Stance
from bot.understand.news import facts
from bot.understand.news.counts import Count, Of
from bot.understand.news.facts import Told
from bot.understand.news.turns import kinds

_COMPARED = 60  # items of a story that are looked at: the first ones and the latest
_TEXT = 6_000  # characters of each in which a word is looked for
_GREW = 1.1  # a toll that is higher by less is the same one, counted otherwise
_SAME_SUM = 0.03
_NO_REPORT = re.compile(
    r"\?\s*$|^\W*(?:opinion|analysis|explainer|explained|comment|editorial|column|fact.?check|timeline|live|watch|video"
    r"|what (?:we know|to know)|how|why|who (?:is|was|are)|the latest|in pictures|photos|podcast|quiz|review)\b"
    r"|\b(?:analysis|opinion|explainer|live updates|what we know|what to know|things to know)\b",
    re.IGNORECASE,
)
# Turns that reports of one and the same event tell in words of their own: new, but no reason to interrupt.
_MINOR = frozenset(("is found", "is charged", "rejects", "is blocked", "is appointed"))
_IN_HEADLINES = frozenset(("wins", "passes"))  # a lead tells of older votes, too
_MANY_HELD = 5
_OPEN = frozenset((Stance.PLANNED, Stance.POSSIBLE))
_NEGATIVE = frozenset(("denies", "rejects", "vetoes", "is called off", "is blocked", "is acquitted"))
_TALKS_OF = re.compile(
    r"\b(?:discuss|debat|negotiat|weigh|mull|await|prepar|brac)\w*\s+(?:\S+\s+){0,4}\Z", re.IGNORECASE
)
_IDIOM = re.compile(
    r"caught\s+fire|le(?:ft|aves?)\s+the\s+(?:rails|road|track|runway)|took\s+the\s+lead", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the earlier items of a story tell, together."""

    text: str
    names: str  # folded text
    sentences: tuple[str, ...]
    actors: frozenset[str]
    countries: frozenset[str]
    speakers: frozenset[str]
    counts: tuple[Count, ...]


def novelty(item: Item, before: Sequence[Item]) -> tuple[Novelty, ...]:
    """What `item` tells that none of the items `before` it in its story does, the weightiest first; () for a first."""
    if not before:
        return ()
    known = _known(before)
    report = facts.told(item)
    found = [
        *_turns(report, known),
        *_numbers(report, known),
        *_people(item, known),
        *_countries(item, known),
    ]
    if not is_report_of_news(item):
        found = [replace(one, strong=False) for one in found]
    dead = any(one.kind is NoveltyKind.NUMBER and one.what.endswith(Of.KILLED) for one in found)
    found = [one for one in found if not (dead and (one.kind, one.what) == (NoveltyKind.TURN, "dies"))]
    return tuple(sorted(_once(found), key=lambda one: not one.strong))


def deserves_reply(found: Iterable[Novelty]) -> bool:
    """Whether something of it is worth a message of its own."""
    return any(one.strong for one in found)


def is_report_of_news(item: Item) -> bool:
    """Not a comment, an explainer, a live page or a question, as far as its headline says so."""
    return _NO_REPORT.search(item.title) is None


def _known(before: Sequence[Item]) -> _Known:
    items = before if len(before) <= _COMPARED else (*before[: _COMPARED // 3], *before[-2 * _COMPARED // 3 :])
    text = "\n".join(f"{item.title}\n{item.dek}\n{item.body[:_TEXT]}" for item in items)
    return _Known(
        text,
        fold(text),
        tuple(said for item in items for said in (item.dek, *(one.text for one in facts.told(item) if not one.past))),
        frozenset(tag.actor.id for item in items for tag in item.actors),
        frozenset(tag.code for item in items for tag in item.countries),
        frozenset(one.actor.id for item in items for one in facts.who(item) if one.quoted),
        tuple(
            count for item in items for sentence in facts.told(item) if not sentence.past for count in sentence.counts
        ),
    )


def _turns(report: Sequence[Told], known: _Known) -> Iterator[Novelty]:
    for sentence in report:
        for turn in sentence.turns:
            if facts.is_fact(turn, sentence) and not _is_known(turn.kind, known):
                strong = (
                    sentence.place < 2
                    and turn.kind not in _MINOR
                    and (turn.kind not in _IN_HEADLINES or not sentence.place)
                )
                yield Novelty(NoveltyKind.TURN, turn.kind, sentence.text, strong)


def _is_known(kind: str, known: _Known) -> bool:
    """Whether an earlier report speaks of it, and not only as of what may come."""
    return any(
        not _is_open(kind, text, match) for text in known.sentences for match in kinds()[kind].knows.finditer(text)
    )


def _is_open(kind: str, sentence: str, match: re.Match[str]) -> bool:
    """ "prosecutors asked for six years", "is considering measures", "denied that he would resign"."""
    if _IDIOM.match(sentence, match.start()):
        return True
    as_verb = stance.of_verb(sentence, match.start())
    if as_verb in _OPEN or (as_verb is Stance.DENIED and kind not in _NEGATIVE):
        return True
    as_noun = stance.of_noun(sentence, *match.span())  # what is agreed to is known, so that a planned one is not open
    return as_noun is Stance.POSSIBLE or _TALKS_OF.search(sentence[: match.start()]) is not None


def _numbers(report: Sequence[Told], known: _Known) -> Iterator[Novelty]:
    for sentence in report:
        if sentence.past:
            continue
        for count in sentence.counts:
            if _is_new(count, known.counts):
                toll = _is_toll(count, sentence, known) or _is_first(count, sentence, report, known)
                yield Novelty(NoveltyKind.NUMBER, count.words, sentence.text, toll, _was(count, known.counts))


def _is_new(count: Count, known: Iterable[Count]) -> bool:
    """A sum that is not known, or more people than were."""
    like = [one.value for one in known if one.of is count.of and one.unit == count.unit]
    if count.of is Of.MONEY:
        return all(abs(value - count.value) > _SAME_SUM * max(value, count.value) for value in like)
    highest = max(like, default=0.0)
    return count.value > highest * (_GREW if count.about or highest > 100 else 1.0)


def _was(count: Count, known: Iterable[Count]) -> str:
    """The highest that was known, in its words; "" for a sum, and where nobody gave it exactly."""
    like = [one for one in known if one.of is count.of and one.of is not Of.MONEY]
    last = max(like, key=lambda one: one.value, default=None)
    return "" if last is None or last.about else last.words


def _is_toll(count: Count, sentence: Told, known: _Known) -> bool:
    """A death toll that rose by much, or the first one where nobody was known to be dead."""
    if count.of is not Of.KILLED or count.about or sentence.place > 1:
        return False
    highest = max((one.value for one in known.counts if one.of is Of.KILLED), default=0.0)
    return count.value >= highest * _GREW if highest else not _is_known("dies", known)


def _is_first(count: Count, sentence: Told, report: Sequence[Told], known: _Known) -> bool:
    """Arrests of many where none were counted before; a sum that is the news: headline and lead both have it."""
    if sentence.place > 1:
        return False
    if count.of is Of.HELD:
        return count.value >= _MANY_HELD and all(one.of is not Of.HELD for one in known.counts)
    if count.of is not Of.MONEY or count.about:
        return False
    both = [[one for one in told.counts if one.of is Of.MONEY] for told in report if told.place < 2]
    return len(both) == 2 and all(any(_is_same_sum(one, count) for one in sums) for sums in both)


def _is_same_sum(one: Count, other: Count) -> bool:
    return one.unit == other.unit and abs(one.value - other.value) <= _SAME_SUM * max(one.value, other.value)


def _people(item: Item, known: _Known) -> Iterator[Novelty]:
    for one in facts.who(item):
        if one.quoted and one.actor.id not in known.speakers:
            yield Novelty(NoveltyKind.QUOTE, one.actor.name, one.sentence)
        elif one.actor.id not in known.actors and not _is_named(one.actor, known.names):
            yield Novelty(NoveltyKind.ACTOR, one.actor.name, one.sentence)


def _is_named(actor: Actor, text: str) -> bool:
    """Whether the text has one of the names, a person's last word enough."""
    names = [fold(name) for name in (actor.name, *actor.aliases)]
    return any(name in text or (len(name.split()[-1]) > 3 and name.split()[-1] in text) for name in names if name)


def _countries(item: Item, known: _Known) -> Iterator[Novelty]:
    for code, sentence in facts.countries(item):
        if code not in known.countries:
            yield Novelty(NoveltyKind.COUNTRY, code, sentence)


def _once(found: Iterable[Novelty]) -> list[Novelty]:
    """Each once, the strong one where there are several; of a kind of count the highest is what its last one says."""
    kept: dict[tuple[NoveltyKind, str], Novelty] = {}
    for one in found:
        what = one.what.rpartition(" ")[2] if one.kind is NoveltyKind.NUMBER and one.was else one.what
        held = kept.get((one.kind, what))
        if held is None or (one.strong and not held.strong):
            kept[one.kind, what] = one
    return list(kept.values())
