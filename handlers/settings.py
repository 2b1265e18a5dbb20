"""/settings and /forget."""

from __future__ import annotations

import re
from dataclasses import replace

from bot import zones
from bot.errors import NotFound, Refused
from bot.follow.modes import minutes, read_words
from bot.hours import zone
from bot.model import Message, Telling
from bot.render import actions as do
from bot.render import screens
from bot.render import settings as render
from bot.understand.places import country_names
from bot.understand.summaries.faithful import LANGUAGES
from handlers.context import Call, Reply
from handlers.follow import this_chat

_QUIET = re.compile(
    r"quiet (?:(?P<off>off|none|no)|(?P<start>\d{1,2}(?:[:.]\d{2})?) ?(?:-|–|to) ?(?P<end>\d{1,2}(?:[:.]\d{2})?))"
)
_ZONE = re.compile(r"(?:time ?)?zone (?P<place>.{1,60})")
_NEW = re.compile(r"new(?: (?P<mode>.{1,200}))?")
_USAGE = (
    "What can be set: “/settings quiet 23-7”, “/settings quiet off”, “/settings zone Berlin”, “/settings new"
    " digest 08:00 lang en”, “/settings new usual”."
)


async def settings(call: Call) -> Reply:
    """The chat's switches; or what is said, set."""
    words = " ".join(call.text.split())
    if not words:
        return await shown(call)
    if found := _QUIET.fullmatch(words.lower()):
        if found["off"]:
            return await set_quiet(call, None)
        return await set_quiet(call, (minutes(found["start"]), minutes(found["end"])))
    if found := _NEW.fullmatch(words.lower()):
        await call.services.chats.set(call.chat.chat_id, usual=read_words((found["mode"] or "").removeprefix("usual")))
        return await shown(call)
    if found := _ZONE.fullmatch(words):
        return await _set_zone_of(call, found["place"])
    raise Refused(_USAGE)


async def shown(call: Call) -> Message:
    retelling = call.services.reteller is not None
    chat = await this_chat(call)
    return render.settings(chat, call.now, retelling=retelling, into=_language(call), reads=call.language)


def _language(call: Call) -> str | None:
    """What summaries can be translated into for this person."""
    return call.language if call.language in LANGUAGES else None


async def switch(call: Call, which: do.Switch, on: bool) -> Message:
    """Set, not toggle: pressing twice is pressing once."""
    chats, chat_id = call.services.chats, call.chat.chat_id
    match which:
        case do.Switch.PREVIEWS:
            await chats.set(chat_id, previews=on, large=False)
        case do.Switch.LARGE:
            await chats.set(chat_id, previews=on, large=on)
        case do.Switch.SILENT:
            await chats.set(chat_id, silent=on)
        case do.Switch.MORNINGS:
            await chats.set(chat_id, usual=replace((await this_chat(call)).usual, digest=(8 * 60,) if on else ()))
        case do.Switch.MY_LANGUAGE:
            only = (call.language,) if on and call.language else ()
            await chats.set(chat_id, usual=replace((await this_chat(call)).usual, languages=only))
        case do.Switch.REWRITTEN:
            await chats.tell(chat_id, Telling.REWRITTEN if on else Telling.REPORT)
        case do.Switch.TRANSLATED:
            await chats.tell(chat_id, Telling.TRANSLATED if on else Telling.REPORT, _language(call))
    return await shown(call)


async def quiet(call: Call) -> Message:
    """The choice of quiet hours."""
    return render.quiet(await this_chat(call))


async def set_quiet(call: Call, hours: tuple[int, int] | None) -> Message:
    """From and to alike are none. Who has not said where they are is asked, once."""
    chosen = hours if hours is not None and hours[0] != hours[1] else None
    await call.services.chats.set_quiet(call.chat.chat_id, chosen)
    chat = await this_chat(call)
    if chosen and chat.timezone is None:
        return render.where(zones.guesses(call.language), call.now, chosen)
    return await shown(call)


async def where(call: Call) -> Message:
    """The choice of a time zone."""
    return render.where(zones.guesses(call.language), call.now)


def region(call: Call, name: str, page: int) -> Message:
    """NotFound for a part of the world that there is not."""
    if name not in zones.REGIONS:
        raise NotFound("no such region")
    return render.zones(name, zones.by_region()[name], page, call.now)


async def set_zone(call: Call, name: str) -> Message:
    """NotFound for a zone that there is not."""
    if zone(name) is None:
        raise NotFound("no such time zone")
    await call.services.chats.set(call.chat.chat_id, timezone=name)
    return await shown(call)


async def _set_zone_of(call: Call, place: str) -> Message:
    """The zone of a city or a country; asks where there are several."""
    found = zones.find(place)
    if not found and (code := country_names.lookup(place)):
        found = zones.of_country(code)
    if not found:
        raise Refused("I do not know that place. Write a big city near you, as in “/settings zone Berlin”.")
    if len(found) > 1:
        return render.which(place, found, call.now)
    return await set_zone(call, found[0])


async def forget(call: Call) -> Reply:
    """Asks before everything of this chat is deleted."""
    return screens.ask_forget(len(await call.services.follow.following(call.chat.chat_id)))


async def forgotten(call: Call) -> Message:
    """Everything of this chat is deleted."""
    await call.services.chats.forget(call.chat.chat_id)
    return screens.forgotten()
