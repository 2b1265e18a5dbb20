"""What is due: held reports, digests and what is over a cap, handed to the outbox; and a digest as a message."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot import match
from bot.hours import local
from bot.model import Alert, Chat, ChatRef, Fate, Item, Kind, LedgerRow, Message, NewAlert, Subscription, Verdict
from bot.ports import Store
from bot.render import digest as render
from bot.render.modes import times
from bot.understand.grouping.families import independent
from bot.understand.places import country_names

log = logging.getLogger(__name__)

CHATS = 50  # that are looked after at a tick
LIFETIME = timedelta(hours=24)  # a digest older than this is none any more
WAITED = timedelta(minutes=10)  # after so long, more alerts than MANY to one chat are one message instead
MANY = 60
STALE = timedelta(days=3)  # what was decided on longer ago is no news: the chat was paused, or we were down
_TITLES = {Fate.HELD: "While it was quiet", Fate.CAPPED: "More of what you follow"}


class Digests:
    """The use case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def release(self, now: datetime) -> int:
        """Hand over what is due, and make one message of a queue that would take long. How many messages that are."""
        made = await self._store.ledger.collapse(
            now, waiting_since=now - WAITED, more_than=MANY, expires=now + LIFETIME
        )
        rows = await self._store.ledger.due(now, CHATS)
        for chat, due in _by_chat(rows).items():
            made += await self._hand_over(chat, due, now)
        return made

    async def message(self, row: Alert, page: int, now: datetime) -> Message:
        """A page of a digest, as the stories stand now."""
        chat = await self._store.chats.get(row.chat.chat_id)
        items = [item for id_ in row.refs if (item := await self._store.archive.get(id_)) is not None]
        return render.digest(
            row.id,
            row.words[0] if row.words else "Digest",
            await self._told(items),
            page,
            now=now,
            timezone=chat.timezone if chat else None,
            country_name=country_names.name,
        )

    async def _told(self, items: Iterable[Item]) -> list[render.Told]:
        """One a story: the first of its reports that matched, with who else has it."""
        firsts = {item.story_id: item for item in sorted(items, key=lambda item: item.first_seen, reverse=True)}
        found = []
        for story_id, item in firsts.items():
            story = await self._store.archive.story(story_id)
            reports = story.items if story else (item,)
            found.append(render.Told(item, independent(reports), len(reports)))
        return found

    async def _hand_over(self, chat: ChatRef, due: Sequence[LedgerRow], now: datetime) -> int:
        """What the chat was told of since, what is no news any more, and what is over a cap, stays out."""
        rest: dict[int, Verdict] = {}
        watches = {watch.id: watch for watch in await self._watches(due)}
        standing = await self._standing(chat, now)
        if standing.chat.paused:
            return 0
        for row in due:
            mine = [watches[id_] for id_ in row.subscription_ids if id_ in watches]
            if (other := await self._instead(row, mine, standing, now)) is not None:
                rest[row.id] = other
        fresh = [row for row in due if row.id not in rest]
        alert = await self._alert(chat, fresh, now) if fresh else None
        sent = await self._store.ledger.release(chat, now, [row.id for row in fresh], rest, alert)
        if sent is not None:
            log.info("chat %d: %d reports handed over as one message", chat.chat_id, len(fresh))
        return int(sent is not None)

    async def _watches(self, rows: Sequence[LedgerRow]) -> tuple[Subscription, ...]:
        return await self._store.subscriptions.awake(sorted({id_ for row in rows for id_ in row.subscription_ids}))

    async def _instead(
        self, row: LedgerRow, watches: Sequence[Subscription], standing: match.Standing, now: datetime
    ) -> Verdict | None:
        """What becomes of it when it is not to go now; None: it goes."""
        heard = [watch for watch in watches if watch.muted_until is None or watch.muted_until <= now]
        if row.created < now - STALE:
            return Verdict(Fate.EXPIRED, "too old when its time came")
        if not watches:
            return Verdict(Fate.EXPIRED, "not followed any more when its time came")
        if not heard:
            return Verdict(Fate.MUTED, "muted when its time came")
        if not any(watch.mode.each for watch in heard) and await self._told_of(row.chat, row.story_id):
            return Verdict(Fate.MERGED, "you were told of this story")
        return match.waits_on(row.level, watches, standing)

    async def _standing(self, chat: ChatRef, now: datetime) -> match.Standing:
        known = await self._store.chats.get(chat.chat_id) or Chat(chat.chat_id, "", "")
        spent = await self._store.ledger.spent([chat.chat_id], now - match.HOUR)
        return match.Standing(known, spent=spent.get(chat, {}))

    async def _told_of(self, chat: ChatRef, story_id: int) -> bool:
        return chat in await self._store.ledger.told(story_id, [chat.chat_id])

    async def _alert(self, chat: ChatRef, rows: Sequence[LedgerRow], now: datetime) -> NewAlert:
        """A digest; of one report that was held back, the alert that it would have been."""
        watches = await self._watches(rows)
        alone = rows[0] if len(rows) == 1 and rows[0].fate is not Fate.DIGEST else None
        known = await self._store.chats.get(chat.chat_id)
        return NewAlert(
            chat=chat,
            item_id=alone.item_id if alone else None,
            story_id=alone.story_id if alone else None,
            key=_key(alone, watches) if alone else f"digest:{rows[0].id}:{rows[-1].id}",
            subscription_ids=tuple(watch.id for watch in watches),
            silent=all(watch.mode.silent for watch in watches),
            expires=now + LIFETIME,
            kind=Kind.ALERT if alone else Kind.DIGEST,
            refs=() if alone else tuple(row.item_id for row in rows),
            words=() if alone else (_title(rows, known.timezone if known else None),),
        )


def _key(row: LedgerRow, watches: Sequence[Subscription]) -> str:
    return f"item:{row.item_id}" if any(watch.mode.each for watch in watches) else f"story:{row.story_id}"


def _title(rows: Sequence[LedgerRow], timezone: str | None) -> str:
    fates = {row.fate for row in rows}
    if fates == {Fate.DIGEST}:
        due = local(max(row.due for row in rows if row.due is not None), timezone)
        return f"Your digest of {times((due.hour * 60 + due.minute,))}"
    return next((words for fate, words in _TITLES.items() if fates == {fate}), "What came meanwhile")


def _by_chat(rows: Iterable[LedgerRow]) -> dict[ChatRef, list[LedgerRow]]:
    found: dict[ChatRef, list[LedgerRow]] = defaultdict(list)
    for row in rows:
        found[row.chat].append(row)
    return found
