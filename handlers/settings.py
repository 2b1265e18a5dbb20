"""/settings and /forget."""

from __future__ import annotations

from bot.model import Chat, Message, Telling
from bot.render import actions as do
from bot.render import screens
from bot.understand.faithful import LANGUAGES
from handlers.context import Call, Reply


async def settings(call: Call) -> Reply:
    """The chat's switches."""
    return await shown(call)


async def shown(call: Call) -> Message:
    chat = await call.services.chats.get(call.chat.chat_id)
    chat = chat or Chat(call.chat.chat_id, call.chat_kind, "")
    return screens.settings(chat, retelling=call.services.reteller is not None, into=_language(call))


def _language(call: Call) -> str | None:
    """What summaries can be translated into for this person."""
    return call.language if call.language in LANGUAGES else None


async def switch(call: Call, which: do.Switch, on: bool) -> Message:
    """Set, not toggle: pressing twice is pressing once."""
    chats, chat_id = call.services.chats, call.chat.chat_id
    match which:
        case do.Switch.PREVIEWS:
            await chats.set(chat_id, previews=on)
        case do.Switch.SILENT:
            await chats.set(chat_id, silent=on)
        case do.Switch.REWRITTEN:
            await chats.tell(chat_id, Telling.REWRITTEN if on else Telling.REPORT)
        case do.Switch.TRANSLATED:
            await chats.tell(chat_id, Telling.TRANSLATED if on else Telling.REPORT, _language(call))
    return await shown(call)


async def forget(call: Call) -> Reply:
    """Asks before everything of this chat is deleted."""
    return screens.ask_forget(len(await call.services.follow.following(call.chat.chat_id)))


async def forgotten(call: Call) -> Message:
    """Everything of this chat is deleted."""
    await call.services.chats.forget(call.chat.chat_id)
    return screens.forgotten()
