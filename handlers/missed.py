"""/missed, its buttons, and the pages of a digest."""

from __future__ import annotations

from bot.errors import NotFound, NotKept
from bot.model import Message
from bot.render import actions as do
from bot.render import missed as render
from handlers.context import Call, Reply, Toast
from handlers.follow import this_chat

_WEEK = ("7", "7d", "week")


async def missed(call: Call) -> Reply:
    """What became of what matched, today or in a week."""
    return await shown(call, do.Missed(7 if call.text.strip().lower() in _WEEK else 1))


async def shown(call: Call, screen: do.Missed) -> Message:
    """A page of the ledger."""
    service, now = call.services.missed, call.now
    counts = await service.counts(call.chat, screen.days, now)
    fates = render.fates(screen)
    rows = await service.rows(call.chat, screen.days, now, fates=fates, page=screen.page, size=render.PAGE)
    chat = await this_chat(call)
    following = len(await call.services.follow.following(call.chat.chat_id))
    return render.missed(counts, rows, screen, now=now, timezone=chat.timezone, following=following)


async def replay(call: Call, days: int) -> Reply:
    """What was held back comes as a digest of its own."""
    sent = await call.services.missed.replay(call.chat, days, call.now, fates=render.REPLAYED)
    if not sent:
        return Toast("There is nothing that you were not sent.")
    return await shown(call, do.Missed(days))


async def digest(call: Call, alert_id: int, page: int) -> Message:
    """Another page of a digest that this chat got."""
    alert = await call.services.outbox.alert(alert_id)
    if alert is None:
        raise NotKept("gone")
    if alert.chat.chat_id != call.chat.chat_id:
        raise NotFound("not this chat's")
    return await call.services.digests.message(alert, page, call.now)
