"""Finds what a call is about: its chat, its message, the message it replies to."""

from __future__ import annotations

from bot.sandbox.checks import reachable
from bot.sandbox.model import Chat, ChatKind, Message, bad
from bot.sandbox.params import Params
from bot.sandbox.world import World


def chat_named(world: World, params: Params) -> Chat | None:
    """The chat of `chat_id`, a number or @username; None when there is no such chat."""
    reference = params.text("chat_id").strip()
    if not reference:
        raise bad("chat_id is empty")
    if reference.startswith("@"):
        name = reference[1:].lower()
        public = (chat for chat in world.chats.values() if chat.kind is not ChatKind.PRIVATE)
        return next((chat for chat in public if chat.username.lower() == name), None)
    try:
        return world.chats.get(int(reference))
    except ValueError:
        return None


def chat_of(world: World, params: Params) -> Chat:
    """The chat of the call, which the bot knows and is in."""
    return reachable(chat_named(world, params))


def chat_id_of(params: Params) -> int | None:
    """The number in `chat_id`, for the journal and the faults; None when there is none."""
    value = params.values.get("chat_id")
    try:
        return int(value) if isinstance(value, str | int) else None
    except ValueError:
        return None


def thread_of(params: Params) -> int | None:
    return params.integer("message_thread_id") or None


def reply_of(chat: Chat, params: Params) -> tuple[int | None, str]:
    """(id of the message replied to, quoted part) of a message to be sent."""
    reply = params.object("reply_parameters")
    target = reply.get("message_id", params.integer("reply_to_message_id") or None)
    if target is None:
        return None, ""
    if not isinstance(target, int):
        raise bad('field "message_id" must be a valid Number')
    lenient = reply.get("allow_sending_without_reply") is True or params.flag("allow_sending_without_reply")
    replied = chat.messages.get(target)
    if replied is None:
        if lenient:
            return None, ""
        raise bad("message to be replied not found")
    quote = reply.get("quote")
    if isinstance(quote, str) and quote and quote not in replied.text:
        raise bad("QUOTE_TEXT_INVALID")
    return target, quote if isinstance(quote, str) else ""


def message_named(chat: Chat, params: Params) -> Message | None:
    if not params.has("message_id"):
        raise bad("message identifier is not specified")
    return chat.messages.get(params.integer("message_id"))
