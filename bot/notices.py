"""Tells admins how feeds change: one message a change of condition, remembered across restarts, never a stream.

Where many feeds begin to fail together it is one message for all of them, and one when that is over. What a feed
brought at once and was no news (bot.ingest.brake) is told once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot import health
from bot.model import FeedState, Message
from bot.ports import Clock, Store
from bot.render import brakes
from bot.render import health as words

_GAP = timedelta(minutes=15)  # between messages: what changes meanwhile comes in one
# That admins were told of an outage, or of its end, and when; kept with the database's own notes.
_OUTAGE, _ON, _OVER = "outage", "on", "over"


class Notices:
    """The use case. `tell` says whether the message needs no second try."""

    def __init__(self, store: Store, tell: Callable[[Message], Awaitable[bool]], clock: Clock) -> None:
        self._store = store
        self._tell = tell
        self._clock = clock
        self._last: datetime | None = None

    async def tick(self) -> None:
        """One message about every feed that is otherwise than admins know; nothing when there is none.

        It is marked as told after it was: where Telegram cannot be reached, most feeds cannot be either, and when both
        are back there is nothing to tell.
        """
        now = self._clock()
        states = await self._store.feeds.unwell(now - health.QUIET_AT_LEAST)
        if not await self._outage(states, now):
            await self._changes(states, now)
        await self._brakes(now)

    async def _outage(self, states: Sequence[FeedState], now: datetime) -> bool:
        """Whether feeds fail together, so that nothing is said of each."""
        told, at = await self._told_of_outage()
        polled = await self._store.feeds.polled()
        down = health.outage(states, polled, now, under_way=told == _ON)
        if down and told != _ON:
            again = at is not None and now - at < health.AGAIN
            least = health.LASTED_AGAIN if again else health.OUTAGE_LASTS
            lasted = any(state.since and now - state.since >= least for state in down)
            if lasted and await self._tell(words.outage(down, polled, now)):
                await self._store.set_meta(_OUTAGE, f"{_ON} {now.isoformat()}")
        elif told == _ON and not down:
            failing = sum(bool(state.failures) for state in states)
            # When most fail after a day too, each is told of for itself, and nothing is well.
            if failing * 2 > polled or await self._tell(words.outage_over(polled - failing, polled)):
                await self._store.set_meta(_OUTAGE, f"{_OVER} {now.isoformat()}")
        return bool(down)

    async def _told_of_outage(self) -> tuple[str, datetime | None]:
        said, _, at = (await self._store.get_meta(_OUTAGE) or "").partition(" ")
        return said, datetime.fromisoformat(at) if at else None

    async def _changes(self, states: Sequence[FeedState], now: datetime) -> None:
        changed = [(state, news) for state in states if (news := health.news(state, now)) is not None]
        if not changed or (self._last is not None and now - self._last < _GAP):
            return
        if await self._tell(words.notice(changed, now)):
            self._last = now
            await self._store.feeds.told({state.feed.id: news.condition for state, news in changed}, now)

    async def _brakes(self, now: datetime) -> None:
        untold = await self._store.brakes.untold()
        if untold and await self._tell(brakes.notice(untold, now)):
            await self._store.brakes.told([brake.feed_id for brake in untold])
