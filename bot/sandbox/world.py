"""The state of the little Telegram and the ways it changes; each change tells the page, and the bot where due."""

from __future__ import annotations

import asyncio
import itertools
import mimetypes
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from bot.sandbox import limits
from bot.sandbox.entities import slice_units
from bot.sandbox.faults import Faults
from bot.sandbox.flood import Flood
from bot.sandbox.model import (
    Call,
    Chat,
    ChatKind,
    Event,
    Json,
    Message,
    Query,
    QueryAnswer,
    Service,
    Status,
    StoredFile,
    User,
)
from bot.sandbox.pictures import picture
from bot.sandbox.updates import Updates
from bot.sandbox.wire import Directory, chat_json, member_json, message_json, user_json

_LISTENER_QUEUE = 2_000  # events a page may lag behind before it is told to load everything anew


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a list of commands is for, as BotCommandScope; ids 0 where the kind has none."""

    kind: str = "default"
    chat_id: int = 0
    user_id: int = 0
    language: str = ""


@dataclass(slots=True)
class Profile:
    """What the bot says of itself; by language, "" for all."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[Scope, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)  # 0: the default


@dataclass(slots=True)
class Webhook:
    url: str = ""
    secret: str = ""
    last_error: str = ""
    last_error_date: int = 0


class World:
    """Everything there is. One event loop owns it."""

    def __init__(self, bot: User, *, clock: Callable[[], float], now: Callable[[], float], flood: bool) -> None:
        self.bot, self.clock, self.now = bot, clock, now
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files: OrderedDict[str, StoredFile] = OrderedDict()
        self.queries: OrderedDict[str, Query] = OrderedDict()
        self.answers: OrderedDict[str, QueryAnswer] = OrderedDict()
        self.journal: deque[Call] = deque(maxlen=limits.JOURNAL)
        self.profile, self.webhook = Profile(), Webhook()
        self.updates, self.faults, self.flood = Updates(), Faults(), Flood(clock, enforced=flood)
        self.directory = Directory(bot, self.users.__getitem__, self.chats.__getitem__)
        self._listeners: set[asyncio.Queue[Event | None]] = set()
        self._calls = itertools.count(1)
        self._changed = asyncio.Event()
        self.closed = False
        self.updates.on_poll = self.touch
        self.on_close: list[Callable[[], None]] = []

    # ------------------------------------------------------------ telling

    def tell(self, kind: str, chat_id: int, data: Json | None = None, user_id: int | None = None) -> None:
        event = Event(kind, chat_id, data or {}, user_id)
        for queue in tuple(self._listeners):
            if queue.full():  # None ends its stream; the page comes back and loads everything
                self._listeners.discard(queue)
                queue.get_nowait()
                queue.put_nowait(None)
            else:
                queue.put_nowait(event)
        self.touch()

    def touch(self) -> None:
        """Wake those who wait for anything to change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self) -> None:
        """Until something changes."""
        await self._changed.wait()

    def listen(self) -> asyncio.Queue[Event | None]:
        queue: asyncio.Queue[Event | None] = asyncio.Queue(_LISTENER_QUEUE)
        self._listeners.add(queue)
        return queue

    def unlisten(self, queue: asyncio.Queue[Event | None]) -> None:
        self._listeners.discard(queue)

    def close(self) -> None:
        """End polls, streams and waits, so that a server can stop at once."""
        self.closed = True
        self.updates.close()
        for stop in self.on_close:
            stop()
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)
        self.touch()

    # ------------------------------------------------------------ messages

    def second(self) -> int:
        return int(self.now())

    def post(self, draft: Message) -> Message:
        """Number the draft, keep it, tell the page; and the bot, when it is not the bot's own."""
        chat = self.chats[draft.chat_id]
        message = replace(draft, id=chat.next_id, date=self.second())
        chat.next_id += 1
        chat.messages[message.id] = message
        if len(chat.messages) > limits.HISTORY:
            chat.messages.popitem(last=False)
        if self.hears(chat, message):
            kind = "channel_post" if chat.kind is ChatKind.CHANNEL else "message"
            self.updates.add(kind, message_json(message, self.directory))
        self.tell("message", chat.id, {"message": message.id})
        return message

    def hears(self, chat: Chat, message: Message) -> bool:
        """Whether the bot is told of a message: privacy mode in groups, as BotFather sets it up."""
        if message.sender_id == self.bot.id or chat.bot is None or not chat.bot.present:
            return message.service is not None and message.service.value == self.bot.id
        if chat.kind is not ChatKind.GROUP and chat.kind is not ChatKind.SUPERGROUP:
            return True
        if chat.bot is Status.ADMINISTRATOR or message.service is not None:
            return True
        replied = chat.messages.get(message.reply_to or 0)
        return (replied is not None and replied.sender_id == self.bot.id) or self._addressed(message)

    def _addressed(self, message: Message) -> bool:
        name = f"@{self.bot.username}".lower()
        for entity in message.entities:
            part = slice_units(message.text, entity.offset, entity.end).lower()
            if entity.type == "mention" and part == name:
                return True
            if entity.type == "bot_command" and ("@" not in part or part.endswith(name)):
                return True
        return False

    def replace(self, message: Message) -> Message:
        """Put an edited message in its place."""
        self.chats[message.chat_id].messages[message.id] = message
        self.tell("edit", message.chat_id, {"message": message.id})
        return message

    def edit_by_person(self, chat: Chat, message: Message) -> Message:
        if self.hears(chat, message):
            self.updates.add("edited_message", message_json(message, self.directory))
        return self.replace(message)

    def delete(self, chat: Chat, message_id: int) -> None:
        chat.messages.pop(message_id, None)
        if chat.pinned == message_id:
            chat.pinned = None
        self.tell("delete", chat.id, {"message": message_id})

    # ------------------------------------------------------------ files

    def store_file(self, name: str, mime: str, content: bytes) -> StoredFile:
        """Keep a file; the oldest go when the store is full, and their ids with them."""
        name = PurePosixPath(name.replace("\\", "/")).name[:200] or "file"
        unique = secrets.token_hex(8)
        size = picture(content)
        if size is not None:
            mime = size[0]
        elif not mime or mime == "application/octet-stream":
            mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        width, height = (size[1], size[2]) if size else (0, 0)
        suffix = PurePosixPath(name).suffix[:12]
        stored = StoredFile(
            f"SBX{unique}{secrets.token_hex(8)}", unique, name, mime, content, f"files/{unique}{suffix}", width, height
        )
        self.files[stored.id] = stored
        while sum(one.size for one in self.files.values()) > limits.FILE_STORE_BYTES and len(self.files) > 1:
            self.files.popitem(last=False)
        return stored

    # ------------------------------------------------------------ queries

    def ask(self, user_id: int, chat_id: int, message_id: int, data: str) -> Query:
        """Remember a query that waits for its answer."""
        identity = str(secrets.randbits(62))
        query = Query(identity, user_id, chat_id, message_id, data, self.clock())
        self.queries[identity] = query
        if len(self.queries) > limits.QUERIES:
            self.queries.popitem(last=False)
        return query

    def answer(self, query: Query, answer: QueryAnswer) -> None:
        self.queries.pop(query.id, None)
        self.answers[query.id] = answer
        if len(self.answers) > limits.QUERIES:
            self.answers.popitem(last=False)
        data: Json = {"query": query.id, "text": answer.text, "alert": answer.alert, "url": answer.url or ""}
        self.tell("answer", query.chat_id, data, query.user_id)

    # ------------------------------------------------------------ membership

    def set_bot_status(self, chat: Chat, status: Status, by: int, lacks: frozenset[str] = frozenset()) -> None:
        """Change the bot's place and rights in a chat and tell it, as my_chat_member does."""
        old, lacked = chat.bot or Status.LEFT, chat.lacks
        chat.bot, chat.lacks = status, lacks
        if (old, lacked) != (status, lacks):
            change: Json = {
                "chat": chat_json(chat),
                "from": user_json(self.users[by]),
                "date": self.second(),
                "old_chat_member": member_json(self.bot, old, lacked),
                "new_chat_member": member_json(self.bot, status, lacks),
            }
            self.updates.add("my_chat_member", change)
        if chat.kind in (ChatKind.GROUP, ChatKind.SUPERGROUP) and old.present is not status.present:
            joined = Service("new_chat_members", self.bot.id)
            self.post(
                Message(
                    0, chat.id, by, 0, service=joined if status.present else replace(joined, kind="left_chat_member")
                )
            )
        self.tell("chat", chat.id)

    def add_topic(self, chat: Chat, name: str, by: int) -> int:
        """A forum topic; its thread id is that of its service line."""
        thread = chat.next_id
        chat.topics[thread] = name
        self.post(Message(0, chat.id, by, 0, thread_id=thread, service=Service("forum_topic_created", thread, name)))
        self.tell("chat", chat.id)
        return thread

    def migrate(self, chat: Chat) -> Chat:
        """Turn a group into a supergroup: a new chat, a service message in both, the old one dead."""
        upgraded = Chat(
            self.unused_group_id(), ChatKind.SUPERGROUP, chat.title, members=dict(chat.members), bot=chat.bot
        )
        self.chats[upgraded.id] = upgraded
        by = next(iter(chat.members), self.bot.id)
        self.post(Message(0, chat.id, by, 0, service=Service("migrate_to_chat_id", upgraded.id)))
        chat.migrated_to = upgraded.id
        self.post(Message(0, upgraded.id, by, 0, service=Service("migrate_from_chat_id", chat.id)))
        self.tell("chat", chat.id)
        return upgraded

    def unused_group_id(self) -> int:
        return next(i for i in itertools.count(-1_002_000_000_001, -1) if i not in self.chats)

    # ------------------------------------------------------------ the journal

    def note(self, call: Call) -> None:
        self.journal.append(replace(call, number=next(self._calls)))
        self.touch()
