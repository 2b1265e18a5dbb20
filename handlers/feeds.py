"""The admins' commands: /feeds, /addfeed, /pausefeed, /resumefeed, /removefeed, /stats."""

from __future__ import annotations

from bot.errors import NotFound
from bot.model import Message
from bot.render import actions as do
from bot.render import admin, screens
from bot.text import one_line
from handlers.context import Call, Reply
from handlers.reply import typing


async def feeds(call: Call) -> Reply:
    """All feeds, sick ones first."""
    return await listed(call, 0)


async def listed(call: Call, page: int) -> Message:
    return admin.feeds(await call.services.feeds.list(), page, call.now)


async def add(call: Call) -> Reply:
    """Tries a feed and shows it; adding takes a tap."""
    if not call.text:
        return screens.usage(
            "Which feed? Give its address, or the address of the site.", "/addfeed https://example.org"
        )
    return await probe(call, call.text)


async def probe(call: Call, url: str) -> Message:
    await typing(call)
    return admin.preview(await call.services.feeds.probe(one_line(url)), call.now)


async def pause(call: Call) -> Reply:
    return await act(call, do.FeedVerb.PAUSE, _id(call))


async def resume(call: Call) -> Reply:
    return await act(call, do.FeedVerb.RESUME, _id(call))


async def remove(call: Call) -> Reply:
    """Asks first."""
    return await act(call, do.FeedVerb.ASK_REMOVE, _id(call))


async def stats(call: Call) -> Reply:
    """The archive in numbers."""
    return admin.stats(await call.services.feeds.stats())


async def act(call: Call, verb: do.FeedVerb, feed_id: str) -> Message:
    """Do it, and say what was done. NotFound with near ids when there is no such feed."""
    match verb:
        case do.FeedVerb.PAUSE:
            return admin.paused(await call.services.feeds.pause(feed_id))
        case do.FeedVerb.RESUME:
            return admin.resumed(await call.services.feeds.resume(feed_id))
        case do.FeedVerb.REMOVE:
            return admin.removed(await call.services.feeds.remove(feed_id))
        case do.FeedVerb.ASK_REMOVE:
            if feed_id not in {state.feed.id for state in await call.services.feeds.list()}:
                raise NotFound(f"There is no feed “{feed_id}”. /feeds shows their ids.")
            return admin.ask_remove(feed_id)


def _id(call: Call) -> str:
    if not call.text:
        raise NotFound("Which feed? Give its id, as /feeds shows it.")
    return one_line(call.text)
