"""The nouns of a small Telegram: users, chats, messages, files, and what the bot did. Offsets are UTF-16 units."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

Json: TypeAlias = dict[str, object]


class ApiError(Exception):
    """What the Bot API answers instead of a result."""

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        self.status, self.description, self.parameters = status, description, parameters
        super().__init__(description)


def bad(reason: str, **parameters: object) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}", parameters or None)


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")


@dataclass(frozen=True, slots=True)
class User:
    id: int
    first_name: str
    username: str = ""
    language: str = "en"
    is_bot: bool = False


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Status(StrEnum):
    """Membership, as ChatMember.status says it."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"  # in the chat, and may not write
    LEFT = "left"
    KICKED = "kicked"  # in a private chat: the user blocked the bot

    @property
    def present(self) -> bool:
        return self not in (Status.LEFT, Status.KICKED)


@dataclass(frozen=True, slots=True)
class Entity:
    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user_id: int | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length


ActionKind = Literal[
    "callback_data",
    "url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
    "web_app",
]


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button; `action` says what `value` is."""

    text: str
    action: ActionKind
    value: str


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`width` and `height` are 0 for anything but a picture."""

    id: str
    unique_id: str
    name: str
    mime: str
    content: bytes
    path: str
    width: int = 0
    height: int = 0

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Service:
    """A line of the chat that nobody wrote: who joined, what was pinned, where the group went."""

    kind: Literal[
        "new_chat_members",
        "left_chat_member",
        "pinned_message",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "forum_topic_created",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]
    value: int  # user, message, chat or topic id
    title: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """With a photo or a document, `text` is its caption."""

    id: int
    chat_id: int
    sender_id: int
    date: int  # unix seconds
    text: str = ""
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard = ()
    photo: StoredFile | None = None
    document: StoredFile | None = None
    reply_to: int | None = None
    quote: str = ""
    thread_id: int | None = None
    silent: bool = False
    preview: bool = True
    preview_url: str = ""  # the page that the bot wants previewed
    preview_large: bool = False  # with its picture large, and above the text
    force_reply: bool = False
    via_bot: bool = False  # an inline result, chosen by the sender
    edited: int | None = None  # unix seconds
    service: Service | None = None


@dataclass(slots=True)
class Chat:
    """Mutable: membership and history change under it. `bot` None in a private chat: the user never wrote."""

    id: int
    kind: ChatKind
    title: str
    username: str = ""
    members: dict[int, Status] = field(default_factory=dict)
    bot: Status | None = None
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    next_id: int = 1
    forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    lacks: frozenset[str] = frozenset()  # rights that the bot, an administrator, was not given
    closed_topics: set[int] = field(default_factory=set)
    pinned: int | None = None
    migrated_to: int | None = None
    read: dict[int, int] = field(default_factory=dict)  # user id -> last message seen on the page

    @property
    def last(self) -> Message | None:
        return next(reversed(self.messages.values()), None)


@dataclass(frozen=True, slots=True)
class Query:
    """A pressed button, or an inline query (`message_id` 0), waiting for the bot's answer."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    asked: float  # the sandbox's clock


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    query_id: str
    text: str = ""
    alert: bool = False
    url: str | None = None
    results: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    kind: str
    body: Json

    def wire(self) -> Json:
        return {"update_id": self.id, self.kind: self.body}


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the journal. `accepted`: it took effect, whatever the caller was told."""

    number: int
    at: float  # unix seconds
    method: str
    chat_id: int | None
    params: Json  # files by name only
    status: int  # 0: the connection was cut, or the answer was never sent
    description: str
    accepted: bool
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something the chat page wants to hear of; `user_id` None: everyone in the chat."""

    kind: str
    chat_id: int
    data: Json
    user_id: int | None = None
