"""Changes x subscriptions -> alert rows, the change done, in ONE transaction a change."""

from __future__ import annotations

import logging
from datetime import timedelta

from bot import match
from bot.alerts.living import Living
from bot.model import Change, Item, Match, Subscription
from bot.ports import Clock, Store
from bot.understand import families

log = logging.getLogger(__name__)

LIFETIME = timedelta(hours=24)  # news older than this is no alert any more
STORY_ITEMS = 30  # how many of a story's items are looked at again when a confirmation may be reached


class Matching:
    """What is decided when an item comes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._living = Living(store)

    async def match(self) -> int:
        """Turn every open change, and every edit of what was told, into rows. Returns how many there were."""
        changes = await self._store.outbox.changes()
        for change in changes:
            matches, sources = await self._matches(change)
            now = self._clock()
            alerts = match.to_alerts(change.item, matches, sources=sources, now=now, lifetime=LIFETIME)
            follow_ups = await self._living.after(change, now)
            written = await self._store.outbox.settle(change.id, alerts, now, follow_ups)
            if written:
                log.info("item %d (%s): %d alerts", change.item.id, change.item.publisher, written)
        return len(changes) + await self._living.corrections(self._clock())

    async def _matches(self, change: Change) -> tuple[tuple[Match, ...], int]:
        now = self._clock()
        matches = match.matching(change.item, await self._candidates(change.item), now)
        story = None if change.opened else await self._store.archive.story(change.item.story_id)
        if story is None:
            return matches, 1
        # A watch that waits for confirmation may have been met by an earlier report that this one confirms.
        found = {m.subscription.id: m for m in matches}
        earlier = [item for item in story.items[-STORY_ITEMS:] if item.id != change.item.id]
        waiting = [one for one in await self._candidates(*earlier) if one.mode.confirmed > 1]
        for item in earlier:
            for m in match.matching(item, waiting, now):
                found.setdefault(m.subscription.id, m)
        return tuple(found.values()), families.independent(story.items)

    async def _candidates(self, *items: Item) -> tuple[Subscription, ...]:
        """Those that any of the items may satisfy."""
        subscriptions = self._store.subscriptions
        keywords = await subscriptions.keywords()
        keys = dict.fromkeys(key for item in items for key in match.keys_of(item, keywords))
        return await subscriptions.candidates(tuple(keys))
