"""A row of the outbox -> what is to be said, as things stand now; or why nothing is.

A row is written when something happens and read when its turn comes: the story may have moved on, the chat may have
muted the watch. Does not send.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot import match
from bot.alerts.digests import Digests
from bot.alerts.living import told_news
from bot.model import Alert, Broadcast, Chat, Item, Kind, Message, Story, Subscription
from bot.ports import Reteller, Store
from bot.render import broadcast, reply
from bot.render.alert import alert as render_alert
from bot.understand.grouping import families
from bot.understand.places import country_names
from bot.understand.summaries.leading import in_two, leading, standing

MUTED = "muted or unfollowed meanwhile"
UNTOLD = "the message it is about was not sent, or is gone"


@dataclass(frozen=True, slots=True)
class Post:
    """A message to send, or, with `edits`, the new content of one that was sent."""

    message: Message
    silent: bool = False
    reply_to: int | None = None
    edits: int | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Nothing is to be said."""

    reason: str


class Writing:
    """Reads the store for one row at a time."""

    def __init__(self, store: Store, reteller: Reteller | None = None) -> None:
        self._store = store
        self._reteller = reteller
        self._digests = Digests(store)
        self._last: Broadcast | None = None

    async def post(self, row: Alert, now: datetime) -> Post | Dropped:
        """Raises LookupError where the row's report is kept no longer."""
        chat = await self._store.chats.get(row.chat.chat_id)
        if row.kind is Kind.BROADCAST:
            return await self._broadcast(row, chat)
        following = await self._store.subscriptions.of_chat(row.chat.chat_id)
        match row.kind:
            case Kind.EDIT | Kind.REPLY | Kind.CORRECTION:
                return await self._follow_up(row, chat, following, now)
            case Kind.DIGEST:
                return Post(await self._digests.message(row, 0, now), silent=_silent(row, chat))
            case _:
                return Post(await self._alert(row, chat, following), silent=_silent(row, chat))

    async def _broadcast(self, row: Alert, chat: Chat | None) -> Post | Dropped:
        """Its text never changes: it is read once for all its rows."""
        if self._last is None or self._last.id not in row.refs:
            self._last = await self._store.broadcasts.get(*row.refs)
        return Post(broadcast.shown(self._last), _silent(row, chat)) if self._last is not None else Dropped(UNTOLD)

    async def _alert(self, row: Alert, chat: Chat | None, following: tuple[Subscription, ...]) -> Message:
        item, story = await self._report(row)
        previews = chat is not None and chat.previews
        items = story.items if story and not row.of_one_report else (item,)
        told, lead = story.items if story else items, leading(item, items)
        recap = in_two(lead, items)
        if self._reteller is not None and chat is not None:
            recap = await self._reteller.retell(recap, items if recap.sentences else (lead,), chat)
        return render_alert(
            row,
            lead,
            story,
            sources=replace(families.sources(told), latest=families.independent(standing(told))),
            recap=recap,
            following=following,
            previews=previews,
            large=chat is not None and chat.large,
            country_name=country_names.name,
        )

    async def _follow_up(
        self, row: Alert, chat: Chat | None, following: tuple[Subscription, ...], now: datetime
    ) -> Post | Dropped:
        if not _wanted(row, following, now):
            return Dropped(MUTED)
        told = await self._store.outbox.telling(row.chat, row.story_id or 0)
        if told is None or (row.kind is Kind.EDIT and told[1] is None):
            return Dropped(UNTOLD)
        alert, message_id = told
        if row.kind is Kind.EDIT:
            return Post(await self._alert(alert, chat, following), edits=message_id)
        item, story = await self._report(row)
        about = story.title if story and message_id is None else ""
        if row.kind is Kind.REPLY:
            news = told_news(row.words)
            message = reply.news(alert.id, item, news, about=about, now=now, country_name=country_names.name)
        else:
            message = reply.correction(alert.id, item, row.words, about=about, now=now)
        return Post(message, _silent(row, chat), reply_to=message_id)

    async def _report(self, row: Alert) -> tuple[Item, Story | None]:
        story = await self._store.archive.story(row.story_id) if row.story_id is not None else None
        of_story = (item for item in story.items if item.id == row.item_id) if story else ()
        item = next(iter(of_story), None)
        if item is None and row.item_id is not None:
            item = await self._store.archive.get(row.item_id)
        if item is None:
            raise LookupError(f"item {row.item_id} of row {row.id} is not in the archive")
        return item, story


def _silent(row: Alert, chat: Chat | None) -> bool:
    return row.silent or (chat is not None and chat.silent)


def _wanted(row: Alert, following: tuple[Subscription, ...], now: datetime) -> bool:
    """Whether one of the watches behind it is still there, heard, and has nothing against the story."""
    return any(
        watch.id in row.subscription_ids
        and (watch.muted_until is None or watch.muted_until <= now)
        and not match.excludes_story(watch, row.story_id)
        for watch in following
    )
