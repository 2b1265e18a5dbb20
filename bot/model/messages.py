"""What is said to a chat, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """A Telegram message entity; offset and length in UTF-16 code units."""

    type: str  # "bold", "italic", "text_link", "code", "blockquote", "expandable_blockquote", …
    offset: int
    length: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: callback `data` (at most 64 bytes), or a `url`."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Text plus entities, within Telegram's limits. Only bot.render makes these."""

    text: str
    spans: tuple[Span, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    preview: bool = False  # show the link preview
    large: bool = False  # with its picture large, above the text


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: int
    astray: bool = False  # into the group itself, since its topic is closed or gone


@dataclass(frozen=True, slots=True)
class Later:
    """Try again: nothing was delivered, or nobody knows."""

    after: timedelta
    reason: str
    everyone: bool = False  # the whole bot has to wait, not this chat alone
    asked: bool = False  # it is Telegram that named the time; else each further try waits longer


@dataclass(frozen=True, slots=True)
class Gone:
    """This chat will not take messages until something changes: blocked, kicked, deleted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup; send again to the new id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram will never take this very message; the chat is fine."""

    reason: str


Delivery = Sent | Later | Gone | Moved | Rejected
