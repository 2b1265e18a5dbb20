"""A message of the bot's admins to every chat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    DRAFT = "draft"  # shown to its author, who has not said yes
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Broadcast:
    id: int
    author: int  # the private chat of the admin who wrote it
    text: str
    stage: Stage
    message_id: int | None = None  # of the author's chat: where its progress is shown


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is, in chats."""

    waiting: int = 0
    sent: int = 0
    lost: int = 0  # refused, too old, or the chat is gone; and what was still waiting when it was stopped

    @property
    def total(self) -> int:
        return self.waiting + self.sent + self.lost
