"""/start, /help, and what a group hears when it takes the bot in."""

from __future__ import annotations

import re

from bot.errors import NotKept
from bot.model import Message, SubjectKind
from bot.render import actions as do
from bot.render import screens
from bot.text import one_line, shorten
from handlers import lists, pages, places, watches
from handlers.context import Call, Reply, country_name

_LINK = re.compile(r"(story|c|a|why|w)_([A-Za-z0-9-]{1,48})")
_OFFERED = 8
_ALWAYS = ("UA", "RU", "VE", "US", "CN", "IL", "SD", "IR")  # while the archive is too young to say


async def start(call: Call) -> Reply:
    """The welcome; with a deep link's payload, what it links to."""
    link = _LINK.fullmatch(call.text)
    if link is None:
        return await welcome(call)
    kind, value = link.groups()
    if kind == "story":
        return await pages.story_page(call, value)
    if kind == "why":
        return await _why(call, int(value)) if value.isdecimal() else await welcome(call)
    if kind == "w":
        return await lists.offered(call, value)
    return await pages.newest(call, SubjectKind.COUNTRY if kind == "c" else SubjectKind.ACTOR, value, 0)


async def _why(call: Call, alert_id: int) -> Reply:
    """Of a channel's post, for the channel's administrators."""
    alert = await call.services.outbox.alert(alert_id)
    if alert is None:
        raise NotKept("That report is no longer kept. /latest shows the newest ones.")
    if alert.chat == call.chat:
        return await watches.act(call, do.Why(alert_id))
    about = await places.on_behalf(call, alert.chat.chat_id)
    return places.dressed(about, await watches.act(about, do.Why(alert_id)))


async def welcome(call: Call) -> Message:
    """With the countries most in the news now."""
    busiest = await call.services.stories.countries_in_the_news(call.now, _OFFERED)
    kept = await call.services.chats.kept_by(call.user_id) if call.private and call.answers is None else ()
    channels = [chat for chat in kept if chat.kind == "channel"]
    return screens.welcome(tuple(dict.fromkeys((*busiest, *_ALWAYS)))[:_OFFERED], country_name, channels)


async def unknown(call: Call) -> Reply:
    """A command that there is not."""
    command = shorten(one_line(call.text).partition(" ")[0], 40)
    return screens.says(f"I do not know {command}. /help shows what I know.")


async def help_page(call: Call) -> Reply:
    """What this person can say here."""
    return screens.help_page(call.menu)
