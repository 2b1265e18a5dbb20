"""editMessageText, editMessageCaption, editMessageReplyMarkup, deleteMessage(s), pinChatMessage, unpinChatMessage."""

from __future__ import annotations

from dataclasses import replace

from bot.sandbox.checks import administered, caption_of, changed, deletable, editable, keyboard_of, text_of
from bot.sandbox.model import Chat, Json, Keyboard, Message, Service, bad
from bot.sandbox.params import Params
from bot.sandbox.sending import previewed
from bot.sandbox.targets import chat_of, message_named
from bot.sandbox.wire import message_json
from bot.sandbox.world import World

_DELETED_AT_ONCE = 100


def edit_message_text(world: World, params: Params) -> Json:
    old = _edited(world, params)
    if old.photo or old.document:
        raise bad("there is no text in the message to edit")
    text, entities = text_of(params)
    new = replace(old, text=text, entities=entities, keyboard=_keyboard(params))
    return _commit(world, old, previewed(new, params))


def edit_message_caption(world: World, params: Params) -> Json:
    old = _edited(world, params)
    if not (old.photo or old.document):
        raise bad("there is no caption in the message to edit")
    text, entities = caption_of(params)
    return _commit(world, old, replace(old, text=text, entities=entities, keyboard=_keyboard(params)))


def edit_message_reply_markup(world: World, params: Params) -> Json:
    old = _edited(world, params)
    return _commit(world, old, replace(old, keyboard=_keyboard(params)), marked=False)


def delete_message(world: World, params: Params) -> bool:
    chat = chat_of(world, params)
    message = deletable(message_named(chat, params), chat, world.bot.id, world.second())
    world.delete(chat, message.id)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Those that cannot be found are skipped, as Telegram does."""
    chat = chat_of(world, params)
    ids = params.structure("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= _DELETED_AT_ONCE:
        raise bad("message identifiers are not specified")
    for message_id in ids:
        if isinstance(message_id, int) and message_id in chat.messages:
            deletable(chat.messages[message_id], chat, world.bot.id, world.second())
            world.delete(chat, message_id)
    return True


def pin_chat_message(world: World, params: Params) -> bool:
    chat = administered(chat_of(world, params))
    message = message_named(chat, params)
    if message is None:
        raise bad("message to pin not found")
    chat.pinned = message.id
    world.post(Message(0, chat.id, world.bot.id, 0, service=Service("pinned_message", message.id), silent=True))
    world.tell("chat", chat.id)
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    chat = administered(chat_of(world, params))
    if params.has("message_id") and params.integer("message_id") != chat.pinned:
        raise bad("message to unpin not found")
    return _unpin(world, chat)


def unpin_all_chat_messages(world: World, params: Params) -> bool:
    return _unpin(world, administered(chat_of(world, params)))


def _unpin(world: World, chat: Chat) -> bool:
    chat.pinned = None
    world.tell("chat", chat.id)
    return True


def _edited(world: World, params: Params) -> Message:
    if params.has("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    chat = chat_of(world, params)
    return editable(message_named(chat, params), world.bot.id)


def _keyboard(params: Params) -> Keyboard:
    return keyboard_of(params)[0]


def _commit(world: World, old: Message, new: Message, *, marked: bool = True) -> Json:
    """Store an edit; one of the keyboard alone does not mark the message as edited."""
    changed(old, new)
    if old.chat_id < 0:  # edits count towards a group's limit, and hardly towards a private chat's
        world.flood.take(old.chat_id)
    edited = world.second() if marked else old.edited
    return message_json(world.replace(replace(new, edited=edited)), world.directory)
