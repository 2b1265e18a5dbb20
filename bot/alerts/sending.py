"""Alert rows -> messages: claim with a lease, render, deliver, record after Telegram's reply and never before."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import timedelta

from bot.alerts.writing import Dropped, Writing
from bot.errors import StoreError
from bot.model import Alert, ChatRef, Delivery, Gone, Kind, Later, Moved, Rejected, Sent
from bot.ports import Clock, Reteller, Sender, Store
from bot.render import places

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)  # longer than any one send takes
IN_FLIGHT = 48  # claimed at once; the limiter lets them on the wire one by one
AT_ONCE = 16  # are claimed at least, where many wait: a claim costs a transaction
IN_TURN = 0.15  # seconds a send waits for the one before it where few wait; Telegram answers in some 50 to 100 ms
FINISH = 8.0  # seconds that sends in flight get when we are told to stop
RECORD_AGAIN = (0.1, 0.5, 2.0)  # seconds: an unrecorded send repeats, so the database gets some patience
BACKOFF, BACKOFF_CAP = 4, timedelta(minutes=5)  # each further try may be a further copy: 3 s, 12 s, 48 s, 3 min, 5 min


class Sending:
    """The sends in flight. `owner` names this process in the leases; `woken` is set when one has ended."""

    def __init__(
        self,
        store: Store,
        sender: Sender,
        clock: Clock,
        *,
        owner: str,
        woken: asyncio.Event,
        reteller: Reteller | None = None,
    ) -> None:
        self._store = store
        self._sender = sender
        self._clock = clock
        self._owner = owner
        self._woken = woken
        self._sending: dict[asyncio.Task[None], Alert] = {}
        self._turn = asyncio.Lock()
        self._latest: asyncio.Task[None] | None = None
        self._many = False  # wait, since it was last seen that nothing is in flight
        self._writing = Writing(store, reteller)

    async def start(self) -> int:
        """Start what is waiting and may go now. Returns how many sends that were."""
        now = self._clock()
        self._many = self._many and bool(self._sending)
        room = IN_FLIGHT - len(self._sending)
        if room < AT_ONCE or self._sender.opens_in() > timedelta(0):
            return 0
        skip = {*self._sender.busy(), *(alert.chat.chat_id for alert in self._sending.values())}
        claimed = await self._store.outbox.claim(now, owner=self._owner, lease=LEASE, limit=room, skip=tuple(skip))
        self._many = self._many or len(claimed) == room
        for alert in claimed:
            task = asyncio.create_task(self._send(alert), name=f"alert-{alert.id}")
            self._sending[task] = alert
            task.add_done_callback(self._sent_one)
        if not claimed:
            await self._store.outbox.expire(now)  # a matter of order: what is too old is never claimed
        return len(claimed)

    async def drain(self) -> int:
        """Send what is waiting and may go now, to the end. Returns how many sends were started."""
        started = 0
        while count := await self.start():
            started += count
            await asyncio.wait(list(self._sending))
        return started

    async def finish(self) -> None:
        """Let the sends in flight end; what does not in time goes back into the queue."""
        if not self._sending:
            return
        _, late = await asyncio.wait(list(self._sending), timeout=FINISH)
        for task in late:
            alert = self._sending[task]
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await self._store.outbox.later(alert.id, self._clock(), "stopped before Telegram answered")

    def _sent_one(self, task: asyncio.Task[None]) -> None:
        del self._sending[task]
        self._woken.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("an alert's outcome was not recorded; its lease runs out and it is sent again", exc_info=error)

    async def _in_turn(self) -> None:
        """Let the send before this one be recorded first, or be a while on its way already.

        What is on the wire at a crash repeats: one message where Telegram answers at once, and no waiting where not.
        With many waiting that would cost pace, so that then the limiter's spacing is all there is between two.
        """
        async with self._turn:
            if self._latest is not None and not self._latest.done() and not self._many:
                await asyncio.wait({self._latest}, timeout=IN_TURN)
            self._latest = asyncio.current_task()

    async def _send(self, row: Alert) -> None:
        await self._in_turn()
        try:
            outcome = await self._deliver(row)
        except asyncio.CancelledError:
            raise
        except Exception:
            # One row that cannot be rendered or sent must not stop the others. It is tried again until it expires.
            log.exception("%s %d could not be sent", row.kind, row.id)
            outcome = Later(timedelta(seconds=5), "internal error, see the log")
        for pause in RECORD_AGAIN:
            try:
                await self._record(row, outcome)
                return
            except StoreError as error:
                log.error("%s %d: %s not recorded (%s), trying again", row.kind, row.id, type(outcome).__name__, error)
                await asyncio.sleep(pause)
        await self._record(row, outcome)

    async def _deliver(self, row: Alert) -> Delivery | Dropped:
        post = await self._writing.post(row, self._clock())
        if isinstance(post, Dropped):
            return post
        priority = row.kind.priority
        if post.edits is not None:
            return await self._sender.edit(row.chat, post.edits, post.message, priority=priority)
        return await self._sender.send(
            row.chat, post.message, silent=post.silent, reply_to=post.reply_to, priority=priority
        )

    async def _record(self, row: Alert, outcome: Delivery | Dropped) -> None:
        outbox, chats, now = self._store.outbox, self._store.chats, self._clock()
        match outcome:
            case Sent(message_id) if row.kind is Kind.EDIT:
                log.debug("message %d of chat %d is up to date", message_id, row.chat.chat_id)
                await outbox.edited(row, now)
            case Sent(message_id, astray):
                await outbox.sent(row.id, message_id, now)
                if astray:
                    await self._topic_gone(row.chat)
            case Later(after, reason, asked=asked):
                wait = after if asked else min(after * BACKOFF ** min(row.attempts, 5), BACKOFF_CAP)
                log.info("%s %d waits %s: %s", row.kind, row.id, wait, reason)
                await outbox.later(row.id, now + wait, reason)
            case Gone(reason):
                log.warning("chat %d is paused: %s", row.chat.chat_id, reason)
                if await chats.pause(row.chat.chat_id, reason):
                    await self._tell_keeper(row.chat.chat_id, reason)
            case Moved(chat_id):
                log.info("chat %d moved to %d", row.chat.chat_id, chat_id)
                await chats.move(row.chat.chat_id, chat_id)
                await outbox.later(row.id, now, "the chat moved")
            case Rejected(reason) if row.kind is Kind.EDIT:
                log.info("the message of edit %d stays as it is: %s", row.id, reason)
                await outbox.uneditable(row, reason)
            case Rejected(reason):
                log.error("%s %d refused for good: %s", row.kind, row.id, reason)
                await outbox.reject(row.id, reason)
            case Dropped(reason):
                await outbox.drop(row.id, reason)

    async def _topic_gone(self, chat: ChatRef) -> None:
        """Its watches come to the group itself from now on, which is said there once."""
        moved = [watch for watch in await self._store.subscriptions.of_chat(chat.chat_id) if watch.chat == chat]
        if moved and await self._store.subscriptions.move(chat, None):
            await self._sender.send(ChatRef(chat.chat_id), places.topic_gone(moved))

    async def _tell_keeper(self, chat_id: int, reason: str) -> None:
        """Who took the bot into a chat where it cannot write any more is told how to mend it."""
        chat = await self._store.chats.get(chat_id)
        if chat is None or chat.keeper is None:
            return
        watches = len(await self._store.subscriptions.of_chat(chat.id))
        inside = not any(part in reason for part in ("kicked", "not a member"))
        words = places.lost(chat.title, channel=chat.kind == "channel", inside=inside, watches=watches)
        await self._sender.send(ChatRef(chat.keeper), words)
