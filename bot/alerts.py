"""Change rows -> alert rows -> messages.

match: changes x subscriptions -> alert rows, change done, in ONE transaction a change.
send:  claim with a lease -> render -> deliver -> record, after Telegram's reply and never before.

An alert is a row before it is a message: whatever dies in between is found again by its lease. Telegram has no
idempotency key, so a message whose reply was lost repeats once; nothing else repeats, and nothing is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import timedelta

from bot import match
from bot.errors import StoreError, WirewatchError
from bot.model import (
    Alert,
    Change,
    Chat,
    Delivery,
    Gone,
    Item,
    Later,
    Match,
    Message,
    Moved,
    Rejected,
    Sent,
    Subscription,
)
from bot.ports import Clock, Sender, Store
from bot.render.alert import alert as render_alert
from bot.understand import country_names

log = logging.getLogger(__name__)

LIFETIME = timedelta(hours=24)  # news older than this is no alert any more
LEASE = timedelta(seconds=90)  # longer than any one send takes
IN_FLIGHT = 8  # the limiter spaces them: more than one is on the wire only when Telegram is slow to answer
IN_TURN = 0.15  # seconds a send waits for the one before it; Telegram answers in some 50 to 100 ms
IDLE = 1.0  # seconds until the tables are looked at unasked; another process may have written
FINISH = 8.0  # seconds that sends in flight get when we are told to stop
RECORD_AGAIN = (0.1, 0.5, 2.0)  # seconds: an unrecorded send repeats, so the database gets some patience
BACKOFF_CAP = timedelta(minutes=5)
STORY_ITEMS = 30  # how many of a story's items are looked at again when a confirmation may be reached


class Alerts:
    """The use case. `owner` names this process in the leases."""

    def __init__(self, store: Store, sender: Sender, clock: Clock, *, owner: str) -> None:
        self._store = store
        self._sender = sender
        self._clock = clock
        self._owner = owner
        self._woken = asyncio.Event()
        self._sending: dict[asyncio.Task[None], Alert] = {}
        self._latest: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """There is news: do not wait for the next look."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Match and send until told to stop; then finish the sends in flight."""
        try:
            while not stop.is_set():
                self._woken.clear()
                try:
                    busy = await self.match() + await self._start_sends()
                except WirewatchError as error:
                    log.error("alerts wait: %s", error)
                    busy = 0
                if not busy:
                    await self._wait(stop)
        finally:
            await self._finish()

    async def match(self) -> int:
        """Turn every open change into alert rows. Returns how many changes were settled."""
        changes = await self._store.outbox.changes()
        for change in changes:
            matches, publishers = await self._matches(change)
            now = self._clock()
            alerts = match.to_alerts(change.item, matches, publishers=publishers, now=now, lifetime=LIFETIME)
            written = await self._store.outbox.settle(change.id, alerts, now)
            if written:
                log.info("item %d (%s): %d alerts", change.item.id, change.item.publisher, written)
        return len(changes)

    async def send_waiting(self) -> int:
        """Send what is waiting and may go now, to the end. Returns how many sends were started."""
        started = 0
        while count := await self._start_sends():
            started += count
            await asyncio.wait(list(self._sending))
        return started

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
        return tuple(found.values()), len(story.publishers)

    async def _candidates(self, *items: Item) -> tuple[Subscription, ...]:
        """Those that any of the items may satisfy."""
        subscriptions = self._store.subscriptions
        keywords = await subscriptions.keywords()
        keys = dict.fromkeys(key for item in items for key in match.keys_of(item, keywords))
        return await subscriptions.candidates(tuple(keys))

    async def _start_sends(self) -> int:
        now = self._clock()
        room = IN_FLIGHT - len(self._sending)
        if room <= 0 or self._sender.opens_in() > timedelta(0):
            return 0
        skip = {*self._sender.busy(), *(alert.chat.chat_id for alert in self._sending.values())}
        claimed = await self._store.outbox.claim(now, owner=self._owner, lease=LEASE, limit=room, skip=tuple(skip))
        for alert in claimed:
            task = asyncio.create_task(self._send(alert), name=f"alert-{alert.id}")
            self._sending[task] = alert
            task.add_done_callback(self._sent_one)
        if not claimed:
            await self._store.outbox.expire(now)  # a matter of order: what is too old is never claimed
        return len(claimed)

    def _sent_one(self, task: asyncio.Task[None]) -> None:
        del self._sending[task]
        self._woken.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("an alert's outcome was not recorded; its lease runs out and it is sent again", exc_info=error)

    async def _in_turn(self) -> None:
        """Let the send before this one be recorded first, or be a while on its way already.

        What is on the wire at a crash repeats: one message where Telegram answers at once, and no waiting where not.
        """
        before, self._latest = self._latest, asyncio.current_task()
        if before is not None and not before.done():
            await asyncio.wait({before}, timeout=IN_TURN)

    async def _send(self, alert: Alert) -> None:
        await self._in_turn()
        try:
            chat = await self._store.chats.get(alert.chat.chat_id)
            message = await self._message(alert, chat)
            silent = alert.silent or (chat is not None and chat.silent)
            outcome: Delivery = await self._sender.send(alert.chat, message, silent=silent)
        except asyncio.CancelledError:
            raise
        except Exception:
            # One alert that cannot be rendered or sent must not stop the others. It is tried again until it expires.
            log.exception("alert %d could not be sent", alert.id)
            outcome = Later(timedelta(seconds=5), "internal error, see the log")
        for pause in RECORD_AGAIN:
            try:
                await self._record(alert, outcome)
                return
            except StoreError as error:
                log.error("alert %d: %s not recorded (%s), trying again", alert.id, type(outcome).__name__, error)
                await asyncio.sleep(pause)
        await self._record(alert, outcome)

    async def _message(self, alert: Alert, chat: Chat | None) -> Message:
        story = await self._store.archive.story(alert.story_id)
        of_story = (item for item in story.items if item.id == alert.item_id) if story else ()
        item = next(iter(of_story), None) or await self._store.archive.get(alert.item_id)
        if item is None:
            raise LookupError(f"item {alert.item_id} of alert {alert.id} is not in the archive")
        following = await self._store.subscriptions.of_chat(alert.chat.chat_id)
        previews = chat is not None and chat.previews
        return render_alert(alert, item, story, following=following, previews=previews, country_name=country_names.name)

    async def _record(self, alert: Alert, outcome: Delivery) -> None:
        outbox, chats, now = self._store.outbox, self._store.chats, self._clock()
        match outcome:
            case Sent(message_id):
                await outbox.sent(alert.id, message_id, now)
            case Later(after, reason):
                wait = max(after, min(timedelta(seconds=2**alert.attempts), BACKOFF_CAP))
                log.info("alert %d waits %s: %s", alert.id, wait, reason)
                await outbox.later(alert.id, now + wait, reason)
            case Gone(reason):
                log.warning("chat %d is paused: %s", alert.chat.chat_id, reason)
                await chats.pause(alert.chat.chat_id, reason)
            case Moved(chat_id):
                log.info("chat %d moved to %d", alert.chat.chat_id, chat_id)
                await chats.move(alert.chat.chat_id, chat_id)
                await outbox.later(alert.id, now, "the chat moved")
            case Rejected(reason):
                log.error("alert %d refused for good: %s", alert.id, reason)
                await outbox.reject(alert.id, reason)

    async def _wait(self, stop: asyncio.Event) -> None:
        """Until woken, told to stop, or the next look is due."""
        waits = {asyncio.create_task(self._woken.wait()), asyncio.create_task(stop.wait())}
        _, pending = await asyncio.wait(waits, timeout=IDLE, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _finish(self) -> None:
        if not self._sending:
            return
        _, late = await asyncio.wait(list(self._sending), timeout=FINISH)
        for task in late:
            alert = self._sending[task]
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await self._store.outbox.later(alert.id, self._clock(), "stopped before Telegram answered")
