"""/settings and /forget."""

from __future__ import annotations

from bot.model import Chat, Message
from bot.render import actions as do
from bot.render import screens
from handlers.context import Call, Reply


async def settings(call: Call) -> Reply:
    """The chat's switches."""
    return await shown(call)


async def shown(call: Call) -> Message:
    chat = await call.services.chats.get(call.chat.chat_id)
    return screens.settings(chat or Chat(call.chat.chat_id, call.chat_kind, ""))


async def switch(call: Call, which: do.Switch, on: bool) -> Message:
    """Set, not toggle: pressing twice is pressing once."""
    chats, chat_id = call.services.chats, call.chat.chat_id
    if which is do.Switch.PREVIEWS:
        await chats.set(chat_id, previews=on)
    else:
        await chats.set(chat_id, silent=on)
    return await shown(call)


async def forget(call: Call) -> Reply:
    """Asks before everything of this chat is deleted."""
    return screens.ask_forget(len(await call.services.follow.following(call.chat.chat_id)))


async def forgotten(call: Call) -> Message:
    """Everything of this chat is deleted."""
    await call.services.chats.forget(call.chat.chat_id)
    return screens.forgotten()
