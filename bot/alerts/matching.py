"""Changes x watches -> a decision a chat, and alert rows; the change done, in ONE transaction a change."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import match
from bot.alerts.living import Living
from bot.alerts.watchlist import Watchlist
from bot.model import Change, Chat, ChatRef, Decision, Fate, Item, LedgerRow, NewAlert, Spent, Story, Subscription
from bot.ports import Clock, Store
from bot.understand.news.weight import weighed

log = logging.getLogger(__name__)

LIFETIME = timedelta(hours=24)  # news older than this is no alert any more


class Matching:
    """What is decided when an item comes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._living = Living(store)
        self._watches = Watchlist(store.subscriptions)

    async def run(self) -> int:
        """Turn every open change, and every edit of what was told, into rows. Returns how many there were."""
        changes = await self._store.outbox.changes()
        if changes:
            await self._watches.refresh()
        for change in changes:
            now = self._clock()
            decisions = await self._decisions(change, now)
            alerts = [to_alert(one, now) for one in decisions if one.verdict.fate is Fate.SENT]
            follow_ups = await self._living.after(change, now)
            written = await self._store.outbox.settle(change.id, alerts, now, follow_ups, decisions=decisions)
            if decisions:
                log.info(
                    "item %d (%s): %d alerts, %d chats", change.item.id, change.item.publisher, written, len(decisions)
                )
        return len(changes) + await self._living.corrections(self._clock())

    async def _decisions(self, change: Change, now: datetime) -> tuple[Decision, ...]:
        """One a chat for the item; and for earlier reports of its story those that it changes for the better."""
        item = change.item
        story = None if change.opened else await self._store.archive.story(item.story_id)
        reading = match.Reading(item)
        wanting = by_chat(await self._watches.wanting(reading))
        earlier = await self._store.ledger.open(item.story_id, now - LIFETIME) if story else ()
        if not wanting and not earlier:
            return ()
        chats = sorted({chat.chat_id for chat in wanting} | {row.chat.chat_id for row in earlier})
        standings = await self._standings(item, chats, opened=story is None, now=now)
        news = match.News(item, *weighed(item, story))
        decisions = [match.decide(news, watches, standings(chat), now) for chat, watches in wanting.items()]
        for decision in decisions:
            standings.note(decision, now)
        return (*decisions, *await self._reopened(earlier, news, story, standings, now))

    async def _reopened(
        self,
        rows: Sequence[LedgerRow],
        news: match.News,
        story: Story | None,
        standings: Standings,
        now: datetime,
    ) -> list[Decision]:
        """Waiting rows of the story that are better off now: confirmed, weighty enough, or told with this report."""
        items = {item.id: item for item in story.items} if story else {}
        waiting = [row for row in rows if row.item_id in items and row.item_id != news.item.id]
        watches = {one.id: one for one in await self._store.subscriptions.awake(_ids(waiting))}
        found: list[Decision] = []
        for row in waiting:
            mine = [watches[id_] for id_ in row.subscription_ids if id_ in watches]
            if not mine:
                continue
            again = match.decide(replace(news, item=items[row.item_id]), mine, standings(row.chat), now)
            if match.is_better(again.verdict.fate, row.fate):
                found.append(again)
                standings.note(again, now)
        return found

    async def _standings(self, item: Item, chat_ids: Sequence[int], *, opened: bool, now: datetime) -> Standings:
        chats = await self._store.chats.many(chat_ids)
        told = frozenset() if opened else await self._store.ledger.told(item.story_id, chat_ids)
        return Standings(chats, told, await self._store.ledger.spent(chat_ids, now - match.HOUR))


class Standings:
    """What decisions rest on, for all the chats of an item; each decision counts for the next."""

    def __init__(
        self,
        chats: Mapping[int, Chat],
        told: Iterable[ChatRef],
        spent: Mapping[ChatRef, Mapping[int, Spent]],
    ) -> None:
        self._chats = chats
        self._told = set(told)
        self._spent = {chat: dict(of_watches) for chat, of_watches in spent.items()}

    def __call__(self, chat: ChatRef) -> match.Standing:
        known = self._chats.get(chat.chat_id) or Chat(chat.chat_id, "", "")
        return match.Standing(known, chat in self._told, self._spent.get(chat, {}))

    def note(self, decision: Decision, now: datetime) -> None:
        """A message that goes now, or waits for its turn."""
        chat, verdict = decision.chat, decision.verdict
        if verdict.fate not in (Fate.SENT, Fate.CAPPED):
            return
        spent = self._spent.setdefault(chat, {})
        for watch in decision.subscription_ids:
            before = spent.get(watch, Spent())
            if verdict.fate is Fate.SENT:
                spent[watch] = replace(before, sent=(*before.sent, now))
            else:
                spent[watch] = replace(before, due=before.due or verdict.due)
        if verdict.fate is Fate.SENT:
            self._told.add(chat)


def by_chat(watches: Iterable[Subscription]) -> dict[ChatRef, list[Subscription]]:
    """The watches of each chat, or topic, together."""
    found: dict[ChatRef, list[Subscription]] = defaultdict(list)
    for watch in watches:
        found[watch.chat].append(watch)
    return found


def to_alert(decision: Decision, now: datetime) -> NewAlert:
    """The row of the outbox for a decision to send."""
    return NewAlert(
        chat=decision.chat,
        item_id=decision.item_id,
        story_id=decision.story_id,
        key=decision.key,
        subscription_ids=decision.sending,
        silent=decision.silent,
        expires=now + LIFETIME,
    )


def _ids(rows: Iterable[LedgerRow]) -> tuple[int, ...]:
    return tuple(sorted({id_ for row in rows for id_ in row.subscription_ids}))
