"""What waits to be sent: kinds of rows of the outbox, how urgent each is, and what a story's progress makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from bot.model.watches import ChatRef


class Priority(IntEnum):
    """How soon a message goes, the most urgent first."""

    ANSWER = 0  # to what a person did: not of the outbox
    REPLY = 1
    ALERT = 2
    EDIT = 3
    BROADCAST = 4


class Kind(StrEnum):
    """What a row of the outbox becomes."""

    ALERT = "alert"  # the one message of a story, or of an item in mode `each`
    EDIT = "edit"  # of that message, up to date; one row a story and chat, however often the story moves on
    REPLY = "reply"  # to that message: what is new
    CORRECTION = "correction"  # to that message: what was told does not stand as it was
    DIGEST = "digest"
    BROADCAST = "broadcast"

    @property
    def priority(self) -> Priority:
        return _PRIORITIES[self]


_PRIORITIES = {
    Kind.ALERT: Priority.ALERT,
    Kind.EDIT: Priority.EDIT,
    Kind.REPLY: Priority.REPLY,
    Kind.CORRECTION: Priority.REPLY,
    Kind.DIGEST: Priority.ALERT,
    Kind.BROADCAST: Priority.BROADCAST,
}


@dataclass(frozen=True, slots=True)
class NewAlert:
    """A row to write: of kind ALERT one a chat and a story (or an item, in mode `each`)."""

    chat: ChatRef
    item_id: int | None  # None: it is of no one item (a digest, a broadcast); so is its story
    story_id: int | None
    key: str  # unique within a chat or topic: "story:7", "item:31", "digest:…"
    subscription_ids: tuple[int, ...]
    silent: bool
    expires: datetime
    kind: Kind = Kind.ALERT
    refs: tuple[int, ...] = ()  # numbers of what it is made of; which, the kind says
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """A row of the outbox."""

    id: int
    chat: ChatRef
    item_id: int | None
    story_id: int | None
    subscription_ids: tuple[int, ...]
    silent: bool
    created: datetime
    attempts: int
    kind: Kind = Kind.ALERT
    refs: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    key: str = ""

    @property
    def of_one_report(self) -> bool:
        """In mode `each`: not of its story."""
        return self.key.startswith("item:")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the chats that were told of a story get when it moves on: a row each."""

    kind: Kind  # EDIT, REPLY, CORRECTION
    story_id: int
    item_id: int  # the report that makes it
    key: str
    expires: datetime
    words: tuple[str, ...] = ()
    only_item: bool = False  # for those alone who were told of that report
    rest: timedelta | None = None  # not where the story had one of its kind in so long; None: all the same
    space: timedelta = timedelta(0)  # an edit waits until the one before is so old
