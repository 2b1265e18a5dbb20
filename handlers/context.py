"""What handlers get and give: the services, one turn of a person, and the kinds of reply."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from telegram import Bot, Update
from telegram.ext import CallbackContext

from bot.addresses import Network
from bot.alerts import Digests
from bot.alerts.broadcasts import Broadcasts
from bot.follow import Follow, Missed, Watchlists
from bot.model import Answer, Button, ChatRef, Message
from bot.naming import Naming
from bot.ports import Archive, Chats, Clock, FeedAdmin, Outbox, Reteller
from bot.splitting import Splitting
from bot.stories import Stories
from bot.understand.places import country_names


class Asking(Protocol):
    """bot.ask.Ask."""

    async def ask(self, text: str, now: datetime) -> Answer:
        """Never raises for a question, whatever it is."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases and the little of the store that handlers know."""

    follow: Follow
    stories: Stories
    ask: Asking
    feeds: FeedAdmin
    naming: Naming
    splitting: Splitting
    chats: Chats
    archive: Archive
    outbox: Outbox
    broadcasts: Broadcasts
    missed: Missed
    lists: Watchlists
    digests: Digests
    admins: frozenset[int]
    clock: Clock
    networks: tuple[Network, ...] = ()  # private ones that messages may link to
    reteller: Reteller | None = None  # where there is a model endpoint


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that was sent: known to Telegram, not downloaded."""

    file_id: str
    name: str
    size: int  # bytes


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One thing a person did: a command, a text, a tap."""

    services: Services
    api: Bot
    chat: ChatRef
    chat_kind: str  # Telegram's: private, group, supergroup
    user_id: int
    language: str = ""  # theirs, ISO 639-1, as their Telegram says
    text: str = ""  # what stood after the command; or the text
    attachment: Attachment | None = None
    message_id: int | None = None  # theirs; of a tap, the message with the button
    tapped: str = ""  # the callback data of a tap
    keyboard: Rows = ()  # of a tap: all buttons of that message
    as_group: bool = False  # written in the name of the group: an anonymous admin
    forum: bool = False  # the chat has topics
    answers: ChatRef | None = None  # where answers go, when the call is about another chat: a channel
    title: str = ""  # that channel's
    menu: tuple[tuple[str, str], ...] = ()  # the commands this person has: name, description
    alone: bool = False  # nobody else's handlers are in the application: its menus are ours
    now: datetime = field(kw_only=True)

    @property
    def pressed(self) -> str:
        """The label of the tapped button; "" when the message has no such button."""
        return next((key.text for row in self.keyboard for key in row if key.data == self.tapped), "")

    @property
    def place(self) -> ChatRef:
        """Where it was said, and is answered."""
        return self.answers or self.chat

    @property
    def private(self) -> bool:
        return self.chat_kind == "private"

    @property
    def is_admin(self) -> bool:
        """The bot's admin, by user id alone."""
        return self.user_id in self.services.admins and not self.as_group


@dataclass(frozen=True, slots=True)
class Toast:
    """A short note over the chat; only a tap can have one."""

    text: str


@dataclass(frozen=True, slots=True)
class Keyboard:
    """New buttons under the tapped message; its text stays."""

    rows: Rows
    toast: str = ""


@dataclass(frozen=True, slots=True)
class New:
    """A message of its own, although a tap asked for it: the tapped one stays."""

    message: Message


@dataclass(frozen=True, slots=True)
class Vanish:
    """The tapped message goes away."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Working:
    """What takes a while: the note is shown at once and becomes the outcome."""

    note: Message
    work: Callable[[], Awaitable[Reply]]


Context = CallbackContext[Any, Any, Any, Any]
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]  # what python-telegram-bot takes
Reply = Message | Sequence[Message] | New | Keyboard | Toast | Vanish | Document | Working | None
Handler = Callable[[Call], Awaitable[Reply]]

country_name = country_names.name
