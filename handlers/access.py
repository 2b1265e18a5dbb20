"""Who may do what, and how much at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from handlers.context import Call

QUEUE = 40  # of one person: what is asked beyond that, while these wait, is dropped


class Turn(Enum):
    MINE = "mine"
    TOO_FAST = "too fast"  # said once
    DROPPED = "dropped"


@dataclass(slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    warned: bool = False


class Turnstile:
    """One thing at a time and in order for each person, a bounded queue, and nobody waits for another."""

    def __init__(self, queue: int = QUEUE) -> None:
        self._queue = queue
        self._lines: dict[int, _Line] = {}

    @asynccontextmanager
    async def turn(self, user_id: int) -> AsyncIterator[Turn]:
        """Waits for this person's turn; TOO_FAST and DROPPED do not wait."""
        line = self._lines.setdefault(user_id, _Line())
        if line.waiting >= self._queue:
            turn = Turn.DROPPED if line.warned else Turn.TOO_FAST
            line.warned = True
            yield turn
            return
        line.waiting += 1
        try:
            async with line.lock:
                yield Turn.MINE
        finally:
            line.waiting -= 1
            if line.waiting == 0:
                self._lines.pop(user_id, None)


async def may_manage(call: Call) -> bool:
    """Whether this person may change what the chat follows: anybody in private, in a group its administrators."""
    if call.private or call.as_group:
        return True
    return await is_administrator(call.api, call.chat.chat_id, call.user_id)


async def is_administrator(api: Bot, chat_id: int, user_id: int) -> bool:
    """Asked of Telegram each time: rights come and go."""
    try:
        member = await api.get_chat_member(chat_id, user_id)
    except TelegramError:
        return False  # who cannot be checked is not let in
    return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
