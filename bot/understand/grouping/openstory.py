"""An open story as grouping remembers it: a profile of bounded size, however many items it has; how an item fits it.

Does not know other stories.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nlargest

from bot.understand.grouping.abroad import evidence
from bot.understand.grouping.event import DAYS, StoryDoc, Trace, may_be_one, names_differ, numbers_differ
from bot.understand.grouping.similarity import dot, terms

# Cosines; measured on 605 dated items about 210 events by 3 publishers each, for wrong merges first; see bench/stories.
ENOUGH = 0.12  # average over the story's items, what argues for and against counted in
_ENOUGH_WHEN_SHORT = 0.3  # where one side is hardly more than a headline
_SHARED_WHEN_SHORT = 3  # terms
_TOLD_WHEN_SHORT = 2  # of these, no names: "Nairobi, Kenya" is what two different events have in common
_SHORT = 14  # terms
# The same within hours where nothing else is like it: a flash, and the reports that follow it.
_QUIET = 0.05  # crowd
_ENOUGH_IN_QUIET = 0.15
_OFFICES = frozenset(terms("president vice minister prime premier leader chief chancellor king secretary former"))
_DRIFTED = 0.07  # to the anchor; below it the story has moved on
# What is told a day later is more often what came of it than the event itself, where several stories are near.
_FRESH = 0.6  # days since the story's first item that cost nothing
_CROWDED = 0.02  # crowd from which age counts in full
_A_DAY_LATER = 0.12  # taken off per day beyond
_MOST_FOR_AGE = 0.2
_FOREIGN = 0.1  # taken off when both name countries and share none
_STRANGERS = 0.03  # taken off when both name actors and share none
_ACQUAINTED = 0.02  # added when they share two actors
_OTHER_NUMBERS = 0.03  # taken off when no number of the headline is in any other headline
_OTHER_KIND = 0.03  # taken off when they speak of events of other kinds
_OTHER_KIND_WHEN_BRIEF = 0.3  # where both say so little that they share hardly more than who it is about
_BRIEF = 22  # terms
_ENOUGH_OF_NAMES = 0.25  # where brief ones share nothing but names
_OTHER_NAMES = 0.03  # taken off when its headline and every other name what the other text does not

_SAME_EVENT = timedelta(hours=12)  # from the story's first item, in which it is told in other languages
_RUNNING = 5  # publishers, from which each may tell more than once
_ENOUGH_AGAIN = 0.2
_A_GROUP = 6  # items, from which one can be seen not to belong
_STRAYED = 0.08  # mean cosine of an item to the others
_TOGETHER = 0.2  # and of the others, to all

_TRACES = 12  # items of a story remembered one by one; beyond that the sum stands for them
_SUM_TERMS = 400
_NAMES = 60  # countries, and actors, remembered of one story


@dataclass(slots=True)
class OpenStory:
    """Grows with `grow`. `anchor`: its first item that is not short, once there is one."""

    first: Trace
    anchor: Trace
    begun: datetime
    last: datetime
    size: int = 0
    total: dict[str, float] = field(default_factory=dict)  # sum of the items' vectors
    traces: list[Trace] = field(default_factory=list)
    publishers: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    languages: Counter[str | None] = field(default_factory=Counter)  # of the items
    indexed: set[str] = field(default_factory=set)  # terms and marks by which it is found

    def grow(self, trace: Trace, doc: StoryDoc) -> None:
        """The item is in the story now."""
        self.size += 1
        if len(self.anchor.vector) < _SHORT <= len(trace.vector):
            self.anchor = trace
        self.begun, self.last = min(self.begun, trace.published), max(self.last, trace.published)
        for term, weight in trace.vector.items():
            self.total[term] = self.total.get(term, 0.0) + weight
        if len(self.total) > 2 * _SUM_TERMS:
            self.total = dict(nlargest(_SUM_TERMS, self.total.items(), key=lambda pair: pair[1]))
        self.traces = [*self.traces[1 - _TRACES :], trace]
        self.publishers.add(doc.publisher)
        self.languages[trace.language] += 1
        for known, new in ((self.countries, doc.countries), (self.actors, doc.actors)):
            if len(known) < _NAMES:
                known.update(new)

    @property
    def runs(self) -> bool:
        """Whether it is so big that a publisher comes back to it: many publishers tell it."""
        return len(self.publishers) >= _RUNNING

    def cosine(self, trace: Trace) -> float:
        """To the story's items on average, those in other languages left out."""
        return dot(trace.vector, self.total) / (self.languages[trace.language] or self.size)

    def alike(self, other: OpenStory) -> float:
        """The mean cosine between its items and the other's."""
        return dot(self.total, other.total) / (self.size * other.size)


def score(story: OpenStory, trace: Trace, doc: StoryDoc, cosine: float, crowd: float) -> float:
    """How well the item fits the story; 0: it does not. `crowd`: its mean cosine to the next best stories."""
    if cosine + _ACQUAINTED < ENOUGH or dot(trace.vector, story.anchor.vector) < _DRIFTED:
        return 0.0
    found = cosine - _age(story, trace, crowd) + _for_and_against(story, trace, doc)
    if found < ENOUGH or not _enough_is_told(story, trace, found, crowd):
        return 0.0
    if trace.publisher in story.publishers and not _may_come_back(story, trace, found):
        return 0.0
    return found if may_join(story, (trace,)) else 0.0


def _may_come_back(story: OpenStory, trace: Trace, found: float) -> bool:
    """Whether the publisher, which is in the story, can be in it again: more than a copy only where the story runs."""
    return found >= _ENOUGH_AGAIN if story.runs else any(trace.publisher == other.publisher for other in story.traces)


def may_join(story: OpenStory, traces: Iterable[Trace]) -> bool:
    """Whether nothing forbids that these items and the story's are about one event."""
    return all(may_be_one(trace, other, again=story.runs) for trace in traces for other in story.traces)


def marks(trace: Trace, doc: StoryDoc) -> Iterator[str]:
    """What finds a story in another language: actors and figures."""
    yield from (f"@{actor}" for actor in doc.actors)
    yield from (f"#{figure}" for figure in _figures((trace,)))


def told_abroad(story: OpenStory, trace: Trace, doc: StoryDoc) -> int:
    """How much speaks for the item being about the same event in another language; 0: not enough."""
    others = [other for other in story.traces if other.language not in (trace.language, None)]
    if not (trace.language and others) or abs(trace.published - story.begun) > _SAME_EVENT:
        return 0
    places = doc.countries <= story.countries or story.countries <= doc.countries
    if doc.countries and story.countries and not doc.countries & story.countries:
        return 0
    if all(numbers_differ(trace, other) for other in others) or not may_join(story, (trace,)):
        return 0
    return evidence(
        trace.kinds & frozenset(kind for other in others for kind in other.kinds),
        len(doc.actors & story.actors),
        len(_figures((trace,)) & _figures(others)),
        same_place=bool(doc.countries and story.countries and places),
    )


def _figures(traces: Iterable[Trace]) -> frozenset[str]:
    """However decimals are written."""
    return frozenset(figure.replace(",", ".") for trace in traces for figure in trace.figures)


def stray(story: OpenStory) -> int | None:
    """The remembered item, but for the first, that the others have little in common with, though they have much."""
    traces = [trace for trace in story.traces if trace.language == story.first.language]
    if len(traces) < _A_GROUP:
        return None
    vectors = [trace.vector for trace in traces]
    total = Counter[str]()
    for vector in vectors:
        total.update(vector)
    others = len(vectors) - 1
    near = [((dot(trace.vector, total) - 1) / others, trace.item_id) for trace in traces if trace is not story.first]
    far, item_id = min(near)
    rest = (sum(value for value, _ in near) - far) / (len(near) - 1)
    return item_id if far < _STRAYED and rest >= _TOGETHER else None


def _enough_is_told(story: OpenStory, trace: Trace, found: float, crowd: float) -> bool:
    """Few words are soon alike: more of them have to be shared, and not names alone."""
    size = min(len(trace.vector), len(story.anchor.vector))
    if size >= _BRIEF:
        return True
    shared = (trace.vector.keys() & story.total.keys()) - DAYS
    told = shared.difference(trace.capitals, *(other.capitals for other in story.traces))
    if size >= _SHORT:
        return bool(told - _OFFICES) or found >= _ENOUGH_OF_NAMES
    if len(shared) < _SHARED_WHEN_SHORT:
        return False
    if crowd < _QUIET and _days(story, trace) <= _FRESH and found >= _ENOUGH_IN_QUIET and told - _OFFICES:
        return True
    return found >= _ENOUGH_WHEN_SHORT and len(told) >= _TOLD_WHEN_SHORT


def _days(story: OpenStory, trace: Trace) -> float:
    """From the story's first item to this one."""
    return (trace.published - story.begun) / timedelta(days=1)


def _age(story: OpenStory, trace: Trace, crowd: float) -> float:
    """What time takes off the cosine."""
    days = max(0.0, _days(story, trace) - _FRESH)
    return min(_A_DAY_LATER * days, _MOST_FOR_AGE) * min(1.0, crowd / _CROWDED)


def _for_and_against(story: OpenStory, trace: Trace, doc: StoryDoc) -> float:
    """What places, actors, numbers and names add to or take off the cosine."""
    found = 0.0
    if doc.countries and story.countries and not doc.countries & story.countries:
        found -= _FOREIGN
    if doc.actors and story.actors:
        shared = len(doc.actors & story.actors)
        found += _ACQUAINTED if shared > 1 else 0.0 if shared else -_STRANGERS
    if all(numbers_differ(trace, other) for other in story.traces):
        found -= _OTHER_NUMBERS
    if trace.kinds and all(other.kinds and not trace.kinds & other.kinds for other in story.traces):
        found -= _OTHER_KIND_WHEN_BRIEF if max(len(trace.vector), len(story.anchor.vector)) < _BRIEF else _OTHER_KIND
    if all(names_differ(trace, other) for other in story.traces):
        found -= _OTHER_NAMES
    return found
