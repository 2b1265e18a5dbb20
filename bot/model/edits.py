"""What items were before they were edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.entries import Entry
from bot.model.tags import Tagged


class Part(StrEnum):
    """What of a report an edit changed."""

    TITLE = "title"
    DEK = "dek"
    BODY = "body"
    WITHDRAWN = "withdrawn"  # it says now that it does not stand


@dataclass(frozen=True, slots=True)
class Edit:
    """What a known entry has become: the item's new text, and how it differs from the one it has."""

    item_id: int
    tagged: Tagged
    at: datetime
    what: tuple[Part, ...] = ()  # empty: a fuller text of the same report, no version of it
    gone: tuple[str, ...] = ()  # sentences
    came: tuple[str, ...] = ()
    said: str | None = None  # NewItem.said of the entry; None: it is to be read again
    entry: Entry | None = None  # what an item that is still unread is to be read from


@dataclass(frozen=True, slots=True)
class Version:
    """A former text of an item, and how the one that replaced it differed."""

    item_id: int
    replaced: datetime
    title: str
    dek: str
    body: str
    what: tuple[Part, ...]
    gone: tuple[str, ...] = ()  # sentences
    came: tuple[str, ...] = ()
