"""Use case: a message of the bot's admins to every chat, at the pace that alerts leave, with its progress."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.errors import NotFound, Refused
from bot.model import Broadcast, ChatRef, Message, Priority, Progress, Stage
from bot.ports import Clock, Sender, Store
from bot.render import broadcast as render
from bot.text import utf16_length

log = logging.getLogger(__name__)

LIFETIME = timedelta(hours=24)  # for a chat that could not be reached for so long it is no news any more
_LONGEST = 4000  # UTF-16 units


class Broadcasts:
    """`wake` is called when there is something to send."""

    def __init__(self, store: Store, sender: Sender, clock: Clock, wake: Callable[[], None]) -> None:
        self._store = store
        self._sender = sender
        self._clock = clock
        self._wake = wake
        self._shown: dict[int, Progress] = {}

    async def draft(self, author: int, text: str) -> tuple[Broadcast, int]:
        """What would be sent, and to how many chats. Refused when it is too long."""
        if utf16_length(text) > _LONGEST:
            raise Refused(f"That is too long for one message: at most {_LONGEST} characters.")
        draft = await self._store.broadcasts.draft(author, text, self._clock())
        return draft, len(await self._store.chats.active())

    async def start(self, author: int, broadcast_id: int, message_id: int) -> Message:
        """To every chat; `message_id` will show how far it is. NotFound when that is no draft of this author's."""
        draft = await self._store.broadcasts.get(broadcast_id)
        if draft is None or draft.author != author:
            raise NotFound("no such draft")
        count = await self._store.broadcasts.start(broadcast_id, message_id, self._clock(), LIFETIME)
        if count is None:
            raise NotFound("it was sent already")
        log.info("broadcast %d goes to %d chats", broadcast_id, count)
        self._wake()
        return render.progress(draft, Progress(waiting=count), Stage.RUNNING)

    async def stop(self, broadcast_id: int) -> Message:
        """What is not sent yet stays unsent. NotFound when it does not run."""
        known = await self._store.broadcasts.get(broadcast_id)
        if known is None or not await self._store.broadcasts.end(broadcast_id, Stage.STOPPED):
            raise NotFound("it does not run")
        return render.progress(known, await self._store.broadcasts.progress(broadcast_id), Stage.STOPPED)

    async def tick(self) -> None:
        """Show how far the running ones are; end those that are through."""
        for one in await self._store.broadcasts.running():
            progress = await self._store.broadcasts.progress(one.id)
            stage = Stage.RUNNING if progress.waiting else Stage.DONE
            if stage is Stage.DONE and not await self._store.broadcasts.end(one.id, stage):
                continue
            if self._shown.get(one.id) != progress or stage is Stage.DONE:
                await self._show(one, progress, stage)

    async def _show(self, one: Broadcast, progress: Progress, stage: Stage) -> None:
        self._shown[one.id] = progress
        if one.message_id is not None:
            message = render.progress(one, progress, stage)
            await self._sender.edit(ChatRef(one.author), one.message_id, message, priority=Priority.ALERT)
