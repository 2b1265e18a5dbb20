"""Which open story an item belongs to: one pass over the stream, nothing recomputed.

Prefers two alerts for one event to one alert for two: a wrong merge hides news, a missed one repeats it.
Does not know the store: callers feed it what is stored (`add`) and ask where the next item goes (`place`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest, nsmallest

from bot.understand.grouping.event import StoryDoc, Trace, read
from bot.understand.grouping.openstory import ENOUGH, OpenStory, marks, may_join, score, stray, told_abroad
from bot.understand.grouping.similarity import Background

__all__ = ["Grouper", "Place", "StoryDoc"]

# Where much is alike, alike is not the same: this share of the mean cosine to the next best stories is taken off.
_RIVAL = 0.5
_RIVALS = 3

# From which an item that fits two stories makes them one; of the 18 such items of those 605, three pairs, all right.
_LINKED = 0.17  # score of the second
_AS_WELL = 0.6  # of the score of the first
_ALIKE = 0.09  # mean cosine between the items of the two

_INDEXED = 24  # heaviest terms of an item, by which its story is found
_COMMON = 400  # a term of more open stories than this finds none
_SIFTED = 96  # stories found for one item, whatever their time
_COMPARED = 24  # of these looked at closely


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item goes."""

    story_id: int | None  # None: it opens its own
    twin: int | None = None  # a second open story that turns out to be the same event


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
        self._stories: dict[int, OpenStory] = {}
        self._index: dict[str, set[int]] = {}
        self._quiet_since: datetime | None = None  # no open story's last item is older

    def __len__(self) -> int:
        return len(self._stories)

    def place(self, doc: StoryDoc, now: datetime) -> int | None:
        """The open story that the item joins, or None: it opens its own. Changes nothing."""
        return self.find(doc, now).story_id

    def find(self, doc: StoryDoc, now: datetime) -> Place:
        """The same, and whether the item shows that this story and another one are one. Changes nothing."""
        trace = read(doc, self._background, min(doc.published, now))
        near = [
            (i, self._stories[i]) for i in self._candidates(trace) if _gap(self._stories[i], trace) <= self._max_age
        ]
        cosines = {i: story.cosine(trace) for i, story in near}
        top = nlargest(_RIVALS + 1, cosines.values())
        scores = (
            (score(story, trace, doc, cosines[i], _crowd(top, cosines[i])), i)
            for i, story in near
            if self._in_time(story, trace)
        )
        fits = nlargest(2, (pair for pair in scores if pair[0]))
        if not fits:
            return Place(self._abroad(trace, doc))
        if len(fits) > 1 and self._are_one(*fits):
            return Place(fits[0][1], fits[1][1])
        best, story_id = fits[0]
        return Place(story_id if best - _RIVAL * _crowd(top, cosines[story_id]) >= ENOUGH else None)

    def add(self, doc: StoryDoc, story_id: int) -> None:
        """The item is in that story now; an id that is not open opens it."""
        trace = read(doc, self._background, doc.published)
        self._background.learn(trace.vector)
        story = self._stories.get(story_id)
        if story is None:
            self._make_room()
            story = self._stories[story_id] = OpenStory(trace, trace, trace.published, trace.published)
            self._quiet_since = min(self._quiet_since or trace.published, trace.published)
        story.grow(trace, doc)
        for term in (*_heaviest(trace), *marks(trace, doc)):
            story.indexed.add(term)
            self._index.setdefault(term, set()).add(story_id)

    def stray(self, story_id: int) -> int | None:
        """The item of an open story that the others have moved away from; None: there is none."""
        story = self._stories.get(story_id)
        return stray(story) if story else None

    def forget(self, before: datetime) -> None:
        """Close the stories whose last item is older. Costs nothing when there are none, so call it often."""
        if self._quiet_since is None or before <= self._quiet_since:
            return
        for story_id in [i for i, story in self._stories.items() if story.last < before]:
            self.close(story_id)
        self._quiet_since = min((story.last for story in self._stories.values()), default=None)

    def close(self, story_id: int) -> None:
        """The story takes no more items. One that is not open stays so."""
        story = self._stories.pop(story_id, None)
        for term in story.indexed if story else ():
            self._index[term].discard(story_id)
            if not self._index[term]:
                del self._index[term]

    def _are_one(self, best: tuple[float, int], next_best: tuple[float, int]) -> bool:
        """Whether an item that fits two stories so well shows that they are one event."""
        a, b = self._stories[best[1]], self._stories[next_best[1]]
        return next_best[0] >= max(_LINKED, _AS_WELL * best[0]) and a.alike(b) >= _ALIKE and may_join(a, b.traces)

    def _abroad(self, trace: Trace, doc: StoryDoc) -> int | None:
        """The one story in another language that is about the same event."""
        lists = (self._index.get(mark, set()) for mark in marks(trace, doc))
        found = {i for stories in lists if len(stories) <= _COMMON for i in stories if trace.language}
        points = ((told_abroad(self._stories[i], trace, doc), i) for i in found)
        best = nlargest(2, (pair for pair in points if pair[0]))
        if not best or (len(best) > 1 and best[0][0] == best[1][0]):
            return None
        return best[0][1]

    def _in_time(self, story: OpenStory, trace: Trace) -> bool:
        span = max(trace.published, story.last) - min(trace.published, story.begun)
        return _gap(story, trace) <= self._window and span <= self._max_age

    def _make_room(self) -> None:
        """When it is full, close the twentieth part that has been quiet the longest."""
        if len(self._stories) >= self._most:
            quiet = nsmallest(max(1, self._most // 20), self._stories, key=lambda i: self._stories[i].last)
            for story_id in quiet:
                self.close(story_id)

    def _candidates(self, trace: Trace) -> list[int]:
        """The stories of its time that share the most of the item's heavy terms."""
        found: dict[int, float] = {}
        for term in _heaviest(trace):
            stories = self._index.get(term, set())
            if len(stories) <= _COMMON:
                weight = trace.vector[term] ** 2
                for story_id in stories:
                    found[story_id] = found.get(story_id, 0.0) + weight
        likely = nlargest(_SIFTED, found, key=found.__getitem__)
        return [i for i in likely if _gap(self._stories[i], trace) <= self._max_age][:_COMPARED]


def _gap(story: OpenStory, trace: Trace) -> timedelta:
    """Between the item and the nearer end of the story; negative within."""
    return max(trace.published - story.last, story.begun - trace.published)


def _crowd(top: Sequence[float], own: float) -> float:
    """The mean of the highest cosines, a story's own left out: how much else there is that is like the item."""
    others = sum(top) - own if own >= top[-1] else sum(top[:_RIVALS])
    return max(0.0, others) / _RIVALS


def _heaviest(trace: Trace) -> list[str]:
    return nlargest(_INDEXED, trace.vector, key=trace.vector.__getitem__)
