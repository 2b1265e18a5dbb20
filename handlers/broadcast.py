"""/broadcast: a message to every chat, shown first, sent after a tap."""

from __future__ import annotations

from bot.errors import NotFound
from bot.model import Message
from bot.render import broadcast as render
from bot.render import screens
from handlers.context import Call, Reply


async def broadcast(call: Call) -> Reply:
    """Shows what would be sent, and to how many chats."""
    text = call.text.strip()
    if not text:
        return screens.usage("What shall everybody read?", "/broadcast The bot moves to a new home tonight.")
    draft, chats = await call.services.broadcasts.draft(call.chat.chat_id, text)
    return render.preview(draft, chats)


async def send(call: Call, broadcast_id: int) -> Message:
    """The tapped message shows how far it is from now on. NotFound for what is no draft of this chat's."""
    if call.message_id is None:
        raise NotFound("no message to show it in")
    return await call.services.broadcasts.start(call.chat.chat_id, broadcast_id, call.message_id)


async def stop(call: Call, broadcast_id: int) -> Message:
    """What is not sent yet stays unsent."""
    return await call.services.broadcasts.stop(broadcast_id)
