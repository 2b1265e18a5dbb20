"""Watches handed on: the link, the file, and taking a list over."""

from __future__ import annotations

from bot.model import Message
from bot.render import lists as render
from handlers.context import Call, Document, Reply


async def share(call: Call) -> Message:
    """A link to what this chat follows."""
    token, watches = await call.services.lists.share(call.chat, call.now)
    return render.shared(str(call.api.username), token, watches)


async def offered(call: Call, token: str) -> Message:
    """What is in a list that somebody shared."""
    watches = await call.services.lists.open(token)
    return render.offered(token, [(one.subjects, one.mode) for one in watches])


async def take(call: Call, token: str) -> Message:
    """All of it is followed."""
    return render.taken(await call.services.lists.take(call.chat, token, call.now))


async def file(call: Call) -> Reply:
    """What this chat follows, as commands."""
    return Document("watches.yaml", await call.services.lists.file(call.chat))
