"""The bot's own comings and goings: taken into a chat, given or denied rights, blocked, let back in, moved."""

from __future__ import annotations

import logging

from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.deliver.telegram import entities, keyboard
from bot.model import Chat, Message
from bot.render import places, screens
from handlers.context import Callback, Context, Services

log = logging.getLogger(__name__)

_OUT = (ChatMember.LEFT, ChatMember.BANNED)
BLOCKED, REMOVED, MUTE = "blocked", "removed from the chat", "may not write in the chat"


def membership(services: Services) -> Callback:
    """Watches are kept while the bot is away or may not write, and nothing is sent."""

    async def callback(update: Update, context: Context) -> None:
        change = update.my_chat_member
        if change is None:
            return
        if change.chat.type == ChatType.PRIVATE:
            await _private(services, change)
        elif not _inside(change.new_chat_member):
            if await services.chats.pause(change.chat.id, REMOVED):
                await _tell_lost(services, context.bot, change)
        elif not _writes(change.new_chat_member, change.chat.type):
            before = await services.chats.get(change.chat.id)
            await _seen(services, change)
            await services.chats.pause(change.chat.id, MUTE)
            if before is None or before.paused != MUTE:
                await _tell_lost(services, context.bot, change)
        else:
            before = await services.chats.get(change.chat.id)
            await _seen(services, change)
            await _greet(services, context.bot, change, before)

    return callback


def migration(services: Services) -> Callback:
    """A group became a supergroup; Telegram says so in both."""

    async def callback(update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None:
            return
        if message.migrate_to_chat_id is not None:
            await services.chats.move(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id is not None:
            await services.chats.move(message.migrate_from_chat_id, message.chat.id)

    return callback


async def _private(services: Services, change: ChatMemberUpdated) -> None:
    chat = change.chat
    if _inside(change.new_chat_member):
        await services.chats.seen(chat.id, chat.type, chat.full_name or "", services.clock())
    else:
        await services.chats.pause(chat.id, BLOCKED)


async def _seen(services: Services, change: ChatMemberUpdated) -> None:
    """The chat is known and not paused; who takes the bot in is remembered."""
    chat = change.chat
    await services.chats.seen(chat.id, chat.type, chat.title or "", services.clock())
    if not _inside(change.old_chat_member):
        await services.chats.keep(chat.id, change.from_user.id)


async def _greet(services: Services, api: Bot, change: ChatMemberUpdated, before: Chat | None) -> None:
    """A group hears hello; of a channel, who took the bot in; of rights that are back, the same person."""
    new, channel = not _inside(change.old_chat_member), change.chat.type == ChatType.CHANNEL
    user_id, title = change.from_user.id, change.chat.title or ""
    if channel and (new or before is None or before.paused == MUTE):
        if await _told(api, user_id, places.headed(places.channel_home(fresh=True), title, change.chat.id)):
            await services.chats.manage(user_id, change.chat.id)
    elif new:
        await _told(api, change.chat.id, screens.hello_group())
    elif before is not None and before.paused is not None and before.keeper is not None:
        await _told(api, before.keeper, places.back(title))


async def _tell_lost(services: Services, api: Bot, change: ChatMemberUpdated) -> None:
    """To who took the bot in; not to them for what they did themselves by removing it."""
    chat = await services.chats.get(change.chat.id)
    inside = _inside(change.new_chat_member)
    if chat is None or chat.keeper is None or (chat.keeper == change.from_user.id and not inside):
        return
    watches = len(await services.follow.following(chat.id))
    words = places.lost(chat.title, channel=change.chat.type == ChatType.CHANNEL, inside=inside, watches=watches)
    await _told(api, chat.keeper, words)


async def _told(api: Bot, chat_id: int, message: Message) -> bool:
    """Whom the bot may not write to first (they never pressed START), or not any more, is not told."""
    try:
        await api.send_message(chat_id, message.text, entities=entities(message), reply_markup=keyboard(message))
    except TelegramError as error:
        log.info("chat %d could not be told: %s", chat_id, error)
        return False
    return True


def _inside(member: ChatMember) -> bool:
    return member.status not in _OUT and getattr(member, "is_member", True)


def _writes(member: ChatMember, kind: str) -> bool:
    """Whether the bot may write there, as far as its own rights say."""
    match member:
        case ChatMemberAdministrator():
            return kind != ChatType.CHANNEL or bool(member.can_post_messages)
        case ChatMemberRestricted():
            return member.can_send_messages
        case _:
            return kind != ChatType.CHANNEL or member.status == ChatMemberStatus.OWNER
