"""What becomes of a match: every decision about an item and a chat is a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.watches import ChatRef


class Fate(StrEnum):
    """What was decided about an item and a chat one of whose watches it satisfies; the best first."""

    SENT = "sent"  # it is, or was, an alert or part of a digest
    CAPPED = "capped"  # over the cap: due in one message with the others
    HELD = "held"  # quiet hours: due when they end
    DIGEST = "digest"  # due in the next digest
    UNCONFIRMED = "unconfirmed"  # waits for more publishers
    MINOR = "minor"  # below the watch's minimum
    DROPPED = "dropped"  # quiet hours, and the watch lets go what comes in them
    MERGED = "merged"  # the chat was told of its story
    MUTED = "muted"
    EXPIRED = "expired"  # too old when its time came


DUE = (Fate.CAPPED, Fate.HELD, Fate.DIGEST)  # those that have a time
OPEN = (*DUE, Fate.UNCONFIRMED, Fate.MINOR)  # those that a further report of the story may still change


@dataclass(frozen=True, slots=True)
class Verdict:
    """A fate with its reason in words for people, and when it is due."""

    fate: Fate
    reason: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The one decision about an item and a chat (or a forum's topic): a row of the ledger."""

    chat: ChatRef
    item_id: int
    story_id: int
    verdict: Verdict
    subscription_ids: tuple[int, ...]  # every watch that the item satisfies
    sending: tuple[int, ...] = ()  # of fate SENT: those of them that send it
    key: str = ""  # of fate SENT: unique within a chat, "story:7" or "item:31"
    silent: bool = False
    level: int = 0  # the story's importance then


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A decision as it is kept."""

    id: int
    chat: ChatRef
    item_id: int
    story_id: int
    fate: Fate
    reason: str
    subscription_ids: tuple[int, ...]
    level: int
    created: datetime
    decided: datetime  # when its fate became what it is
    due: datetime | None = None
    alert_id: int | None = None  # the outbox row that carries it, or carried it


@dataclass(frozen=True, slots=True)
class Spent:
    """What a watch sent of late: when its messages of the last hour went, oldest first, and when its rest is due."""

    sent: tuple[datetime, ...] = ()
    due: datetime | None = None
