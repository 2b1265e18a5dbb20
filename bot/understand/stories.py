"""Which open story an item belongs to: one pass over the stream, nothing recomputed.

Prefers two alerts for one event to one alert for two: a wrong merge hides news, a missed one repeats it.
Does not know the store: callers feed it what is stored (`add`) and ask where the next item goes (`place`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nlargest, nsmallest

from bot.understand.event import StoryDoc, Trace, may_be_one, names_differ, numbers_differ, read
from bot.understand.similarity import Background, dot

__all__ = ["Grouper", "StoryDoc"]

# Cosines; measured on 605 dated items about 210 events by 3 publishers each, for wrong merges first.
_ENOUGH = 0.22  # average over the story's items; at 0.185 one more item of a hundred goes into a story not its own
_ENOUGH_WHEN_SHORT = 0.34  # where one side is hardly more than a headline
_SHARED_WHEN_SHORT = 3  # terms
_TOLD_WHEN_SHORT = 2  # of these, no names: "Nairobi, Kenya" is what two different events have in common
_SHORT = 14  # terms
_DRIFTED = 0.09  # to the first item; below it the story has moved on
_A_DAY_LATER = 0.02  # taken off per day since the story's last item
_FOREIGN = 0.05  # taken off when both name countries and share none
_STRANGERS = 0.03  # taken off when both name actors and share none
_ACQUAINTED = 0.02  # added when they share two actors
_OTHER_NUMBERS = 0.03  # taken off when no number of the headline is in any other headline
_OTHER_NAMES = 0.03  # taken off when its headline and every other name what the other text does not

_INDEXED = 24  # heaviest terms of an item, by which its story is found
_COMMON = 400  # a term of more open stories than this finds none
_COMPARED = 24  # stories looked at closely for one item
_TRACES = 12  # items of a story remembered one by one; beyond that the sum stands for them
_SUM_TERMS = 400
_NAMES = 60  # countries, and actors, remembered of one story


@dataclass(slots=True)
class _Open:
    """An open story."""

    first: Trace
    begun: datetime
    last: datetime
    size: int = 0
    total: dict[str, float] = field(default_factory=dict)  # sum of the items' vectors
    traces: list[Trace] = field(default_factory=list)
    publishers: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    indexed: set[str] = field(default_factory=set)


class Grouper:
    """The open stories. Not thread-safe. Memory is bounded by `most` stories."""

    def __init__(
        self,
        window: timedelta = timedelta(days=2.5),
        max_age: timedelta = timedelta(days=7),
        *,
        most: int = 20_000,
    ) -> None:
        """`window` counts from a story's last item; `max_age` spans the whole story."""
        self._window, self._max_age, self._most = window, max_age, most
        self._background = Background(prior=20)
        self._stories: dict[int, _Open] = {}
        self._index: dict[str, set[int]] = {}
        self._quiet_since: datetime | None = None  # no open story's last item is older

    def __len__(self) -> int:
        return len(self._stories)

    def place(self, doc: StoryDoc, now: datetime) -> int | None:
        """The open story that the item joins, or None: it opens its own. Changes nothing."""
        trace = read(doc, self._background, min(doc.published, now))
        fits = ((self._fit(self._stories[i], trace, doc), i) for i in self._candidates(trace))
        score, story_id = max(fits, default=(0.0, 0))
        return story_id if score else None

    def add(self, doc: StoryDoc, story_id: int) -> None:
        """The item is in that story now; an id that is not open opens it."""
        trace = read(doc, self._background, doc.published)
        self._background.learn(trace.vector)
        story = self._stories.get(story_id)
        if story is None:
            self._make_room()
            story = self._stories[story_id] = _Open(trace, trace.published, trace.published)
            self._quiet_since = min(self._quiet_since or trace.published, trace.published)
        _grow(story, trace, doc)
        for term in _heaviest(trace):
            story.indexed.add(term)
            self._index.setdefault(term, set()).add(story_id)

    def forget(self, before: datetime) -> None:
        """Close the stories whose last item is older. Costs nothing when there are none, so call it often."""
        if self._quiet_since is None or before <= self._quiet_since:
            return
        for story_id in [i for i, story in self._stories.items() if story.last < before]:
            self._close(story_id)
        self._quiet_since = min((story.last for story in self._stories.values()), default=None)

    def _make_room(self) -> None:
        """When it is full, close the twentieth part that has been quiet the longest."""
        if len(self._stories) >= self._most:
            quiet = nsmallest(max(1, self._most // 20), self._stories, key=lambda i: self._stories[i].last)
            for story_id in quiet:
                self._close(story_id)

    def _close(self, story_id: int) -> None:
        for term in self._stories.pop(story_id).indexed:
            self._index[term].discard(story_id)
            if not self._index[term]:
                del self._index[term]

    def _candidates(self, trace: Trace) -> Iterable[int]:
        """The stories that share the most of the item's heavy terms."""
        found: dict[int, float] = {}
        for term in _heaviest(trace):
            stories = self._index.get(term, ())
            if len(stories) <= _COMMON:
                weight = trace.vector[term] ** 2
                for story_id in stories:
                    found[story_id] = found.get(story_id, 0.0) + weight
        return nlargest(_COMPARED, found, key=found.__getitem__)

    def _fit(self, story: _Open, trace: Trace, doc: StoryDoc) -> float:
        """How well the item fits the story; 0: it does not."""
        if not self._in_time(story, trace.published) or dot(trace.vector, story.first.vector) < _DRIFTED:
            return 0.0
        score = dot(trace.vector, story.total) / story.size + _for_and_against(story, trace, doc)
        if score < _ENOUGH or (_is_short(story, trace) and not _enough_when_short(story, trace, score)):
            return 0.0
        if trace.publisher in story.publishers and all(t.publisher != trace.publisher for t in story.traces):
            return 0.0
        return score if all(may_be_one(trace, other) for other in story.traces) else 0.0

    def _in_time(self, story: _Open, published: datetime) -> bool:
        gap = max(published - story.last, story.begun - published)
        span = max(published, story.last) - min(published, story.begun)
        return gap <= self._window and span <= self._max_age


def _is_short(story: _Open, trace: Trace) -> bool:
    return min(len(trace.vector), len(story.first.vector)) < _SHORT


def _enough_when_short(story: _Open, trace: Trace, score: float) -> bool:
    """Few words are soon alike: more of them have to be shared."""
    shared = trace.vector.keys() & story.first.vector.keys()
    told = shared - trace.capitals - story.first.capitals
    return score >= _ENOUGH_WHEN_SHORT and len(shared) >= _SHARED_WHEN_SHORT and len(told) >= _TOLD_WHEN_SHORT


def _for_and_against(story: _Open, trace: Trace, doc: StoryDoc) -> float:
    """What time, places, actors, numbers and names add to or take off the cosine."""
    score = -_A_DAY_LATER * max(0.0, (trace.published - story.last) / timedelta(days=1))
    if doc.countries and story.countries and not doc.countries & story.countries:
        score -= _FOREIGN
    if doc.actors and story.actors:
        shared = len(doc.actors & story.actors)
        score += _ACQUAINTED if shared > 1 else 0.0 if shared else -_STRANGERS
    if all(numbers_differ(trace, other) for other in story.traces):
        score -= _OTHER_NUMBERS
    if all(names_differ(trace, other) for other in story.traces):
        score -= _OTHER_NAMES
    return score


def _grow(story: _Open, trace: Trace, doc: StoryDoc) -> None:
    story.size += 1
    story.begun, story.last = min(story.begun, trace.published), max(story.last, trace.published)
    for term, weight in trace.vector.items():
        story.total[term] = story.total.get(term, 0.0) + weight
    if len(story.total) > 2 * _SUM_TERMS:
        story.total = dict(nlargest(_SUM_TERMS, story.total.items(), key=lambda pair: pair[1]))
    story.traces = [*story.traces[1 - _TRACES :], trace]
    story.publishers.add(doc.publisher)
    for known, new in ((story.countries, doc.countries), (story.actors, doc.actors)):
        if len(known) < _NAMES:
            known.update(new)


def _heaviest(trace: Trace) -> list[str]:
    return nlargest(_INDEXED, trace.vector, key=trace.vector.__getitem__)
