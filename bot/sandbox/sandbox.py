"""The sandbox in Python: who there is, what people do, what the bot did. The control API and the page call the same."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.sandbox.entities import found
from bot.sandbox.faults import Fault
from bot.sandbox.model import (
    ApiError,
    Button,
    Call,
    Chat,
    ChatKind,
    Entity,
    Json,
    Keyboard,
    Message,
    Query,
    QueryAnswer,
    Service,
    Status,
    StoredFile,
    User,
    bad,
)
from bot.sandbox.wire import query_json, user_json
from bot.sandbox.world import World

T = TypeVar("T")

DEFAULT_TOKEN = "1000001:sandbox"  # noqa: S105 - a name for a place without secrets
_FIRST_USER = 2_000_001
_PRESS_DATA = 64


class Sandbox:
    """A little Telegram with one bot, three people, a group and a channel.

    `clock` (monotonic seconds) drives the rate limits and the life of queries, `now` (unix seconds) the dates.
    Not thread-safe: use it from the event loop that serves it.
    """

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        flood: bool = True,
        bot_name: str = "Wirewatch",
        bot_username: str = "wirewatch_sandbox_bot",
    ) -> None:
        self.token = token
        bot = User(int(token.partition(":")[0]), bot_name, bot_username, is_bot=True)
        self.world = World(bot, clock=clock, now=now, flood=flood)
        self.desk_id = self.add_user("News desk", "news_desk").id
        self.analyst_id = self.add_user("Risk analyst", "risk_analyst").id
        self.admin_id = self.add_user("Admin", "sandbox_admin").id
        self.group_id = self.add_group("Regional watch").id
        self.channel_id = self.add_channel("Wire channel", "wire_channel").id

    # ------------------------------------------------------------ who there is

    @property
    def bot_id(self) -> int:
        return self.world.bot.id

    @property
    def users(self) -> tuple[User, ...]:
        """People, without the bot."""
        return tuple(user for user in self.world.users.values() if not user.is_bot)

    def add_user(self, name: str, username: str = "", *, language: str = "en", user_id: int | None = None) -> User:
        """A person with a private chat, in which the bot cannot write until they have."""
        identity = user_id or max((user.id for user in self.users), default=_FIRST_USER - 1) + 1
        if identity in self.world.users:
            raise bad("user exists")
        user = self.world.users[identity] = User(identity, name, username, language)
        self.world.chats[identity] = Chat(identity, ChatKind.PRIVATE, name, username, {identity: Status.MEMBER})
        self.world.tell("chat", identity)
        return user

    def add_group(
        self,
        title: str,
        members: tuple[int, ...] | None = None,
        *,
        bot: Status = Status.MEMBER,
        basic: bool = False,
        topics: tuple[str, ...] = (),
    ) -> Chat:
        """A supergroup (or a `basic` group) of everyone there is, or of `members`; the last is its creator.

        With `topics` it is a forum; their thread ids count from the message ids of their service lines.
        """
        people = members if members is not None else tuple(user.id for user in self.users)
        chat = Chat(
            self._basic_id() if basic else self.world.unused_group_id(),
            ChatKind.GROUP if basic else ChatKind.SUPERGROUP,
            title,
            members=self._with_creator(people),
            bot=bot,
            forum=bool(topics),
        )
        self.world.chats[chat.id] = chat
        for topic in topics:
            self.add_topic(chat.id, topic)
        self.world.tell("chat", chat.id)
        return chat

    def add_channel(self, title: str, username: str = "") -> Chat:
        """A channel that everyone reads and the bot may post to."""
        people = self._with_creator(tuple(user.id for user in self.users))
        chat = Chat(
            self.world.unused_group_id(), ChatKind.CHANNEL, title, username, members=people, bot=Status.ADMINISTRATOR
        )
        self.world.chats[chat.id] = chat
        self.world.tell("chat", chat.id)
        return chat

    def add_topic(self, chat_id: int, name: str) -> int:
        """A forum topic; returns its thread id."""
        chat = self.chat(chat_id)
        chat.forum = True
        return self.world.add_topic(chat, name, next(reversed(chat.members), self.bot_id))

    def close_topic(self, chat_id: int, thread_id: int, *, closed: bool = True) -> None:
        """Nobody but its administrators writes there until it is opened again."""
        chat = self.chat(chat_id)
        (chat.closed_topics.add if closed else chat.closed_topics.discard)(thread_id)
        by = next(reversed(chat.members), self.bot_id)
        line = Service("forum_topic_closed" if closed else "forum_topic_reopened", thread_id)
        if thread_id in chat.topics:
            self.world.post(Message(0, chat_id, by, 0, thread_id=thread_id, service=line))
        self.world.tell("chat", chat_id)

    def delete_topic(self, chat_id: int, thread_id: int) -> None:
        """With all that was written there; no update says so."""
        chat = self.chat(chat_id)
        chat.topics.pop(thread_id, None)
        for message in [one for one in chat.messages.values() if one.thread_id == thread_id]:
            self.world.delete(chat, message.id)
        self.world.tell("chat", chat_id)

    def chat(self, chat_id: int) -> Chat:
        """The chat; a 400 for an unknown id."""
        chat = self.world.chats.get(chat_id)
        if chat is None:
            raise bad("chat not found")
        return chat

    def _with_creator(self, people: tuple[int, ...]) -> dict[int, Status]:
        return {one: Status.CREATOR if one == people[-1] else Status.MEMBER for one in people}

    def _basic_id(self) -> int:
        return min((i for i in self.world.chats if -1_000_000_000 < i < 0), default=-4_000_000) - 1

    # ------------------------------------------------------------ what people do

    def say(
        self,
        user_id: int,
        text: str,
        *,
        chat_id: int | None = None,
        reply_to: int | None = None,
        thread_id: int | None = None,
        document: StoredFile | None = None,
    ) -> Message:
        """A person writes, in the private chat with the bot unless `chat_id` says otherwise."""
        chat = self._writable(user_id, chat_id)
        _utf8(text)
        if not text.strip() and document is None:
            raise bad("message text is empty")
        if thread_id is not None and thread_id not in chat.topics:
            raise bad("message thread not found")
        photo = document if document is not None and document.width else None
        return self.world.post(
            Message(
                0,
                chat.id,
                user_id,
                0,
                text,
                tuple(found(text)),
                photo=photo,
                document=None if photo else document,
                reply_to=reply_to if reply_to in chat.messages else None,
                thread_id=thread_id,
            )
        )

    def post_via_bot(
        self, user_id: int, chat_id: int, text: str, entities: tuple[Entity, ...], keyboard: Keyboard
    ) -> Message:
        """A person posts an inline result of the bot's."""
        chat = self._writable(user_id, chat_id)
        return self.world.post(Message(0, chat.id, user_id, 0, text, entities, keyboard=keyboard, via_bot=True))

    def upload(
        self, user_id: int, name: str, content: bytes, *, chat_id: int | None = None, caption: str = "", mime: str = ""
    ) -> Message:
        """A person sends a file."""
        self._writable(user_id, chat_id)
        return self.say(user_id, caption, chat_id=chat_id, document=self.world.store_file(name, mime, content))

    def start(self, user_id: int, payload: str = "") -> Message:
        """The START button: unblocks the bot where it was blocked."""
        return self.say(user_id, f"/start {payload}".strip())

    def press(
        self, user_id: int, message_id: int, button: str | None = None, *, chat_id: int | None = None, data: str = ""
    ) -> Query:
        """A person presses the button of that label; or, as a forged client may, sends any callback `data`."""
        chat = self._member_chat(user_id, chat_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise bad("MESSAGE_ID_INVALID")
        if button is not None:
            data = _callback(message, button).value
        if not 1 <= len(_utf8(data)) <= _PRESS_DATA:
            raise bad("BUTTON_DATA_INVALID")
        query = self.world.ask(user_id, chat.id, message_id, data)
        self.world.updates.add("callback_query", query_json(query, self.world.directory))
        self.world.touch()
        return query

    def ask_inline(self, user_id: int, text: str) -> Query:
        """A person types the bot's name and a query in any chat."""
        _utf8(text)
        query = self.world.ask(user_id, user_id, 0, text)
        body: Json = {"id": query.id, "from": user_json(self.world.users[user_id]), "query": text, "offset": ""}
        self.world.updates.add("inline_query", body)
        return query

    def answer_to(self, query: Query) -> QueryAnswer | None:
        return self.world.answers.get(query.id)

    def edit(self, user_id: int, message_id: int, text: str, *, chat_id: int | None = None) -> Message:
        """A person edits what they wrote. The bot sees an `edited_message`."""
        chat = self._member_chat(user_id, chat_id)
        old = chat.messages.get(message_id)
        if old is None or old.sender_id != user_id:
            raise bad("message can't be edited")
        _utf8(text)
        new = replace(old, text=text, entities=tuple(found(text)), edited=self.world.second())
        return self.world.edit_by_person(chat, new)

    def block(self, user_id: int) -> None:
        """The user blocks the bot."""
        self.world.set_bot_status(self.chat(user_id), Status.KICKED, user_id)

    def unblock(self, user_id: int) -> None:
        chat = self.chat(user_id)
        if chat.bot is Status.KICKED:
            self.world.set_bot_status(chat, Status.MEMBER, user_id)

    def deactivate(self, user_id: int) -> None:
        """The account is deleted: nothing reaches it, and no update says so."""
        self.chat(user_id).bot = Status.LEFT

    def set_bot_status(
        self, chat_id: int, status: Status, by: int | None = None, lacks: frozenset[str] = frozenset()
    ) -> None:
        """Add, promote (without the rights it `lacks`), restrict, remove or ban the bot in a group or channel."""
        self.world.set_bot_status(self.chat(chat_id), status, by or self.admin_id, lacks)

    def set_member(self, chat_id: int, user_id: int, status: Status) -> None:
        self.chat(chat_id).members[user_id] = status
        self.world.tell("chat", chat_id)

    def migrate(self, chat_id: int) -> int:
        """A basic group becomes a supergroup; its new id."""
        chat = self.chat(chat_id)
        if chat.kind is not ChatKind.GROUP or chat.migrated_to is not None:
            raise bad("only a basic group can be upgraded, once")
        return self.world.migrate(chat).id

    # ------------------------------------------------------------ faults, and what the bot did

    def fail(self, fault: Fault) -> None:
        """Make the next calls fail; see bot.sandbox.faults."""
        self.world.faults.add(fault)

    def messages(self, chat_id: int) -> tuple[Message, ...]:
        """The history of a chat, oldest first."""
        return tuple(self.chat(chat_id).messages.values())

    def sent(self, chat_id: int) -> tuple[Message, ...]:
        """What the bot wrote there, oldest first, without service lines."""
        return tuple(one for one in self.messages(chat_id) if one.sender_id == self.bot_id and one.service is None)

    def calls(self, method: str | None = None) -> tuple[Call, ...]:
        """The journal, oldest first, of one method or of all."""
        named = method.lower() if method else None
        return tuple(call for call in self.world.journal if named is None or call.method.lower() == named)

    async def until(self, condition: Callable[[], T | None], seconds: float = 10.0) -> T:
        """The first true value of `condition`, asked anew at every change. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not (value := condition()):
                await self.world.change()
            return value

    async def reply(self, chat_id: int, after: Message | int = 0, seconds: float = 10.0) -> Message:
        """The bot's first message in a chat after the given one. Raises TimeoutError."""
        known = after if isinstance(after, int) else after.id
        return await self.until(lambda: next((one for one in self.sent(chat_id) if one.id > known), None), seconds)

    def close(self) -> None:
        """End every poll, stream and wait; call it before the server stops."""
        self.world.close()

    # ------------------------------------------------------------ inside

    def _member_chat(self, user_id: int, chat_id: int | None) -> Chat:
        chat = self.chat(user_id if chat_id is None else chat_id)
        if user_id not in self.world.users or not chat.members.get(user_id, Status.LEFT).present:
            raise ApiError(403, "Forbidden: this user is not in the chat")
        return chat

    def _writable(self, user_id: int, chat_id: int | None) -> Chat:
        chat = self._member_chat(user_id, chat_id)
        if chat.kind is ChatKind.CHANNEL and chat.members[user_id] not in (Status.CREATOR, Status.ADMINISTRATOR):
            raise ApiError(403, "Forbidden: only administrators write in a channel")
        if chat.migrated_to is not None:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.kind is ChatKind.PRIVATE and chat.bot is not Status.MEMBER:
            if chat.bot is None:
                chat.bot = Status.MEMBER  # the first word; Telegram reports no change of status for it
            else:
                self.world.set_bot_status(chat, Status.MEMBER, user_id)
        return chat


def _callback(message: Message, label: str) -> Button:
    for row in message.keyboard:
        for button in row:
            if button.text == label and button.action == "callback_data":
                return button
    labels = ", ".join(button.text for row in message.keyboard for button in row)
    raise bad(f"no such callback button: {label}; there are: {labels or 'none'}")


def _utf8(text: str) -> bytes:
    """What a client sends is UTF-8; half of a surrogate pair, as JSON can spell it, is not."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
