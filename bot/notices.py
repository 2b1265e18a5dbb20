"""Tells admins how feeds change: one message a change of condition, remembered across restarts, never a stream."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot import health
from bot.model import Message
from bot.ports import Clock, FeedStore
from bot.render.health import notice


class Notices:
    """The use case. `tell` says whether the message needs no second try."""

    def __init__(self, feeds: FeedStore, tell: Callable[[Message], Awaitable[bool]], clock: Clock) -> None:
        self._feeds = feeds
        self._tell = tell
        self._clock = clock

    async def tick(self) -> None:
        """One message about every feed that is otherwise than admins know; nothing when there is none.

        It is marked as told after it was: where Telegram cannot be reached, most feeds cannot be either, and when both
        are back there is nothing to tell.
        """
        now = self._clock()
        states = await self._feeds.unwell(now - health.QUIET_AT_LEAST)
        changed = [(state, news) for state in states if (news := health.news(state, now)) is not None]
        if changed and await self._tell(notice(changed, now)):
            await self._feeds.told({state.feed.id: news.condition for state, news in changed})
