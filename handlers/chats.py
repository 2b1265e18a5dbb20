"""The bot's own comings and goings: taken into a group, blocked, let back in, moved with a group."""

from __future__ import annotations

from telegram import ChatMember, ChatMemberUpdated, Update

from bot.model import ChatRef
from bot.render import screens
from handlers import reply
from handlers.context import Call, Callback, Context, Services

_OUT = (ChatMember.LEFT, ChatMember.BANNED)


def membership(services: Services) -> Callback:
    """Watches are kept while the bot is away, and nothing is sent."""

    async def callback(update: Update, context: Context) -> None:
        change = update.my_chat_member
        if change is None:
            return
        chat = change.chat
        if not _inside(change.new_chat_member):
            await services.chats.pause(chat.id, "blocked" if chat.type == "private" else "removed from the chat")
            return
        await services.chats.seen(chat.id, chat.type, chat.title or chat.full_name or "", services.clock())
        if chat.type in ("group", "supergroup") and not _inside(change.old_chat_member):
            await reply.send(_call(services, change, context), screens.hello_group())

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


def _inside(member: ChatMember) -> bool:
    return member.status not in _OUT and getattr(member, "is_member", True)


def _call(services: Services, change: ChatMemberUpdated, context: Context) -> Call:
    return Call(
        services=services,
        api=context.bot,
        chat=ChatRef(change.chat.id),
        chat_kind=change.chat.type,
        user_id=change.from_user.id,
        now=services.clock(),
    )
