"""A story moves on: what those who were told of it get.

One message a story and chat, edited as independent publishers join; a reply under it only when something new is said,
and seldom; a correction when what was told does not stand as it was. Does not send.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.alerts.headings import says_else
from bot.model import Change, FollowUp, Item, Kind, Novelty, NoveltyKind, Part, Story, Version
from bot.ports import Store
from bot.understand.grouping.families import independent
from bot.understand.news.novelty import deserves_reply
from bot.understand.summaries.leading import turning

EDITABLE = timedelta(hours=48)  # an edit later than that is read by nobody
FRESH = timedelta(hours=12)  # a reply or a correction that could not be sent for so long is left out
REST = timedelta(hours=3)  # after a reply the story gets no second one, unless it takes a turn
_REPLIED = 2  # new things that a reply tells
_AT_ONCE = 3  # publishers: so many are told of as they come; then the more there are, the less hurry has one more
_PER_PUBLISHER, _LONGEST_SPACE = timedelta(seconds=10), timedelta(seconds=60)  # between two edits of a message


class Living:
    """Decides; the rows are written with the change that makes them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def after(self, change: Change, now: datetime) -> tuple[FollowUp, ...]:
        """What a report that joined its story is to those who know the story."""
        story_id = change.item.story_id
        if change.opened or not await self._store.outbox.told(story_id):
            return ()
        story = await self._store.archive.story(story_id)
        return joined(change.item, story, now) if story is not None else ()

    async def corrections(self, now: datetime) -> int:
        """Tell of reports that were edited. Returns how many edits were looked at."""
        versions = await self._store.versions.untold()
        for version in versions:
            item = await self._store.archive.get(version.item_id)
            ups = corrected(version, item, now) if item is not None else ()
            await self._store.outbox.corrected(version, ups, now)
        return len(versions)


def joined(item: Item, story: Story, now: datetime) -> tuple[FollowUp, ...]:
    """An edit where one more independent publisher reports it or it takes the lead, a reply for what is new in it."""
    before = [one for one in story.items if one.id < item.id]
    found = []
    if deserves_reply(item.adds):
        news = [one for one in item.adds if one.strong][:_REPLIED]
        turn = any(one.kind is NoveltyKind.TURN for one in news)
        rest = None if turn else REST
        words = _words(news)
        found.append(FollowUp(Kind.REPLY, item.story_id, item.id, f"reply:{item.id}", now + FRESH, words, rest=rest))
    publishers = independent([*before, item])
    leads = bool(before) and turning([*before, item]) is item
    if leads or publishers > independent(before):
        space = timedelta(0) if leads else _space(publishers)
        key = f"edit:{item.story_id}"
        found.append(FollowUp(Kind.EDIT, item.story_id, item.id, key, now + EDITABLE, space=space))
    return tuple(found)


def _space(publishers: int) -> timedelta:
    return min(_PER_PUBLISHER * max(0, publishers - _AT_ONCE), _LONGEST_SPACE)


def corrected(version: Version, item: Item, now: datetime) -> tuple[FollowUp, ...]:
    """The message brought up to date, and a word on it where the report says something else, or nothing, now."""
    story_id = item.story_id
    edit = FollowUp(Kind.EDIT, story_id, item.id, f"edit:{story_id}", now + EDITABLE, only_item=True)
    withdrawn = Part.WITHDRAWN in version.what
    if not withdrawn and not says_else(version.title, item.title):
        return (edit,)
    words = (Part.WITHDRAWN if withdrawn else Part.TITLE, version.title)
    key = f"correction:{item.id}:{version.replaced:%Y%m%d%H%M%S}"
    said = FollowUp(
        Kind.CORRECTION,
        story_id,
        item.id,
        key,
        now + FRESH,
        words,
        only_item=True,
        rest=None if withdrawn else REST,
    )
    return (said, edit)


def _words(news: Sequence[Novelty]) -> tuple[str, ...]:
    return tuple(word for one in news for word in (one.kind.value, one.what, one.sentence, one.was))


def told_news(words: Sequence[str]) -> tuple[Novelty, ...]:
    """The new things of a reply's row."""
    return tuple(
        Novelty(NoveltyKind(kind), what, sentence, strong=True, was=was)
        for kind, what, sentence, was in zip(words[::4], words[1::4], words[2::4], words[3::4], strict=True)
    )
