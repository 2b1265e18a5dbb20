"""What Telegram checks before it takes a message: texts, keyboards, chats, threads, targets of edits. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args

from bot.sandbox import limits
from bot.sandbox.entities import checked_url, formatted
from bot.sandbox.model import (
    ActionKind,
    Button,
    Chat,
    ChatKind,
    Entity,
    Json,
    Keyboard,
    Message,
    Status,
    bad,
    forbidden,
)
from bot.sandbox.params import Params
from bot.text import utf16_length

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_ACTIONS: tuple[ActionKind, ...] = get_args(ActionKind)
_KINDS = {ChatKind.GROUP: "group chat", ChatKind.SUPERGROUP: "supergroup chat", ChatKind.CHANNEL: "channel chat"}


# ---------------------------------------------------------------- chats


def writable(chat: Chat | None, thread_id: int | None) -> Chat:
    """The chat, if the bot may send to it (and to that thread of it) now."""
    chat = reachable(chat)
    posts = chat.bot is Status.ADMINISTRATOR and "can_post_messages" not in chat.lacks
    if chat.bot is Status.RESTRICTED or (chat.kind is ChatKind.CHANNEL and not posts):
        raise bad("not enough rights to send text messages to the chat")
    if thread_id is not None and thread_id not in chat.topics:
        raise bad("message thread not found")
    if thread_id in chat.closed_topics:
        raise bad("TOPIC_CLOSED")
    return chat


def reachable(chat: Chat | None) -> Chat:
    """The chat, if the bot knows it and is still in it."""
    if chat is None or chat.bot is None:
        raise bad("chat not found")
    if chat.migrated_to is not None:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if chat.kind is ChatKind.PRIVATE:
        if chat.bot is Status.KICKED:
            raise forbidden("bot was blocked by the user")
        if chat.bot is Status.LEFT:
            raise forbidden("user is deactivated")
    elif chat.bot is Status.KICKED:
        raise forbidden(f"bot was kicked from the {_KINDS[chat.kind]}")
    elif chat.bot is Status.LEFT:
        raise forbidden(f"bot is not a member of the {_KINDS[chat.kind]}")
    return chat


def administered(chat: Chat) -> Chat:
    """The chat, if the bot may change what belongs to others there."""
    if chat.kind is not ChatKind.PRIVATE and chat.bot not in (Status.ADMINISTRATOR, Status.CREATOR):
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat


# ---------------------------------------------------------------- content


def text_of(params: Params) -> tuple[str, tuple[Entity, ...]]:
    """A message's text, which may not be empty."""
    _no_parse_mode(params)
    text, entities = formatted(params.text("text"), params.objects("entities"), limits.TEXT, "message")
    if not text:
        raise bad("message text is empty")
    return text, entities


def caption_of(params: Params) -> tuple[str, tuple[Entity, ...]]:
    """A caption, which may."""
    _no_parse_mode(params)
    given = params.objects("caption_entities")
    return formatted(params.text("caption"), given, limits.CAPTION, "message caption")


def _no_parse_mode(params: Params) -> None:
    if params.has("parse_mode"):
        raise bad("the sandbox takes no parse_mode: send the text with a list of entities")


def keyboard_of(params: Params) -> tuple[Keyboard, bool]:
    """The inline keyboard of `reply_markup`, and whether it asks for a reply."""
    markup = params.object("reply_markup")
    if "keyboard" in markup:
        raise bad("the sandbox shows no reply keyboards: use an inline keyboard")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return (), markup.get("force_reply") is True
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" must be of type Array of Arrays')
    keyboard = tuple(tuple(_button(one) for one in row) for row in rows if row)
    if sum(map(len, keyboard)) > limits.BUTTONS or any(len(row) > limits.BUTTONS_PER_ROW for row in keyboard):
        raise bad("reply markup is too long")
    return keyboard, False


def _button(one: object) -> Button:
    if not isinstance(one, dict) or not isinstance(one.get("text"), str):
        raise bad("can't parse inline keyboard button: Object with a text expected")
    text = one["text"].strip()
    if not text:
        raise bad("can't parse inline keyboard button: Text must be non-empty")
    actions = [(action, one[action]) for action in _ACTIONS if one.get(action) is not None]
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad("can't parse inline keyboard button: Button must have exactly one action")
    action, value = actions[0]
    return Button(text, action, _action_value(action, value))


def _action_value(action: ActionKind, value: object) -> str:
    inner = {"copy_text": "text", "web_app": "url"}.get(action)
    if inner is not None:
        value = value.get(inner) if isinstance(value, dict) else None
    if not isinstance(value, str):
        raise bad(f'can\'t parse inline keyboard button: field "{inner or action}" must be of type String')
    if action == "callback_data" and not 1 <= len(value.encode()) <= limits.CALLBACK_DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if action == "copy_text" and not 1 <= utf16_length(value) <= limits.COPY_TEXT:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if action in ("url", "web_app"):
        return _button_url(value)
    return value


def _button_url(url: str) -> str:
    try:
        return checked_url(url)
    except ValueError as error:
        raise bad(f"inline keyboard button URL '{url}' is invalid: {error}") from None


# ---------------------------------------------------------------- edits and deletions


def editable(message: Message | None, bot_id: int) -> Message:
    if message is None:
        raise bad("message to edit not found")
    if message.sender_id != bot_id or message.service is not None:
        raise bad("message can't be edited")
    return message


def changed(old: Message, new: Message) -> Message:
    if (old.text, old.entities, old.keyboard) == (new.text, new.entities, new.keyboard):
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    return new


def deletable(message: Message | None, chat: Chat, bot_id: int, now: int) -> Message:
    if message is None:
        raise bad("message to delete not found")
    foreign = message.sender_id != bot_id
    if foreign and chat.kind is not ChatKind.PRIVATE and chat.bot is not Status.ADMINISTRATOR:
        raise bad("message can't be deleted")
    if now - message.date > limits.DELETE_WINDOW:
        raise bad("message can't be deleted for everyone")
    return message


# ---------------------------------------------------------------- settings of the bot


def commands_of(params: Params) -> tuple[tuple[str, str], ...]:
    given = params.objects("commands")
    if len(given) > limits.COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    return tuple(_command(one) for one in given)


def _command(one: Json) -> tuple[str, str]:
    name, description = one.get("command"), one.get("description")
    if not isinstance(name, str) or not isinstance(description, str):
        raise bad("can't parse BotCommand: command and description expected")
    name = name.removeprefix("/")
    if not _COMMAND.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= utf16_length(description.strip()) <= limits.COMMAND_DESCRIPTION:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return name, description.strip()


def profile_text(params: Params, name: str, limit: int) -> str:
    text = params.text(name).strip()
    if utf16_length(text) > limit:
        raise bad(f"{name.replace('_', ' ')} is too long")
    return text


def secret_of(params: Params) -> str:
    secret = params.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    return secret


def results_of(params: Params) -> tuple[Json, ...]:
    """Inline results; ids must be there, short and distinct."""
    results = params.objects("results")
    if len(results) > limits.INLINE_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    _distinct(one.get("id") for one in results)
    return tuple(results)


def _distinct(ids: Iterable[object]) -> None:
    seen: set[str] = set()
    for one in ids:
        if not isinstance(one, str) or not 1 <= len(one.encode()) <= 64:
            raise bad("RESULT_ID_INVALID")
        if one in seen:
            raise bad("RESULT_ID_DUPLICATE")
        seen.add(one)
