"""Taps: every button leads here, and everything that came back with it is checked again."""

from __future__ import annotations

from bot.errors import NotFound, NotKept, Refused
from bot.model import Message
from bot.render import actions as do
from bot.render import admin, screens
from bot.render import settings as settings_screens
from bot.render.buttons import BACK, PAGER, decode
from bot.understand.places import country_names
from handlers import (
    ask,
    broadcast,
    feeds,
    follow,
    lists,
    missed,
    naming,
    pages,
    places,
    settings,
    splitting,
    start,
    watches,
)
from handlers.access import may_manage
from handlers.context import Call, New, Reply, Toast, Vanish, country_name
from handlers.entry import ADMINS_ONLY, MANAGERS_ONLY

OUT_OF_DATE = "That button is out of date."
NOT_KEPT = "That report is no longer kept. /latest shows the newest ones."
_MANAGES = (
    *(do.Follow, do.Unfollow, do.SetMode, do.MuteMenu, do.Mute, do.Set, do.Forget),
    *(do.Tune, do.Leave, do.SetZone, do.SetQuiet, do.Replay, do.ImportWatches, do.ToTopic),
)
_ADMINS = (
    do.AddFeed,
    do.FeedAction,
    do.Feeds,
    do.ImportFeeds,
    do.ExportFeeds,
    do.SendBroadcast,
    do.StopBroadcast,
    do.OpenPair,
    do.Merge,
    do.Part,
    do.GiveName,
    do.TakeOut,
    do.PutBack,
)


async def tap(call: Call) -> Reply:
    """Who may not, hears so; what is forged or stale is out of date."""
    action = decode(call.tapped)
    if action is None:
        return Toast(OUT_OF_DATE)
    if isinstance(action, _ADMINS) and not call.is_admin:
        raise Refused(ADMINS_ONLY)
    if isinstance(action, _MANAGES) and not await may_manage(call):
        raise Refused(MANAGERS_ONLY)
    try:
        return await _act(call, action)
    except NotKept:
        return Toast(NOT_KEPT)
    except NotFound:
        return Toast(OUT_OF_DATE)


async def _act(call: Call, action: do.Action) -> Reply:
    match action:
        case do.Show(screen):
            return await _screen(call, screen)
        case do.Countries(region, page):
            return _countries(region, page)
        case do.OpenStory(story_id, page):
            return _beside(call, await pages.story_page(call, story_id, page))
        case do.OpenPage(kind, value):
            return New(await pages.newest(call, kind, value, 0))
        case do.Latest(kind, value, page):
            return _beside(call, await pages.newest(call, kind, value, page))
        case do.Search(words, page):
            return await pages.found(call, words, page)
        case do.AskAbout(kind, value):
            return New(await ask.about(call, kind, value))
        case do.Following(page):
            return _beside(call, await follow.listed(call, page))
        case do.Set(switch, on):
            return await settings.switch(call, switch, on)
        case do.Forget():
            return await settings.forgotten(call)
        case do.Feeds() | do.AddFeed() | do.FeedAction() | do.ImportFeeds() | do.ExportFeeds():
            return await _feeds(call, action)
        case do.SendBroadcast(broadcast_id):
            return await broadcast.send(call, broadcast_id)
        case do.StopBroadcast(broadcast_id):
            return await broadcast.stop(call, broadcast_id)
        case do.OpenPair() | do.Merge() | do.Part() | do.GiveName():
            return await naming.act(call, action)
        case do.TakeOut() | do.PutBack():
            return await splitting.act(call, action)
        case do.Zones(region, page):
            return settings.region(call, region, page)
        case do.SetZone(name):
            return await settings.set_zone(call, name)
        case do.SetQuiet(start, end):
            return await settings.set_quiet(call, (start, end))
        case do.Missed():
            return await missed.shown(call, action)
        case do.Replay(days):
            return await missed.replay(call, days)
        case do.OpenDigest(alert_id, page):
            return await missed.digest(call, alert_id, page)
        case do.ImportWatches(token):
            return await lists.take(call, token)
        case do.ToTopic() | do.Manage() | do.Own():
            return await places.act(call, action)
        case do.Nothing():
            return None
        case _:
            return await watches.act(call, action)


def _beside(call: Call, message: Message) -> Message | New:
    """Turning a page, or going back, changes the message; whatever else was tapped stays, with the page under it."""
    return message if call.pressed in PAGER or call.pressed.startswith(f"{BACK} ") else New(message)


async def _screen(call: Call, screen: do.Screen) -> Reply:
    match screen:
        case do.Screen.HOME:
            return await start.welcome(call)
        case do.Screen.HELP:
            return await start.help_page(call)
        case do.Screen.ASK:
            return await ask.prompt(call)
        case do.Screen.SETTINGS:
            return await settings.shown(call)
        case do.Screen.REGIONS:
            return follow.regions()
        case do.Screen.PEOPLE:
            return await follow.people(call)
        case do.Screen.QUIET:
            return await settings.quiet(call)
        case do.Screen.PICTURES:
            return settings_screens.pictures(await follow.this_chat(call))
        case do.Screen.ZONES:
            return await settings.where(call)
        case do.Screen.SHARE:
            return New(await lists.share(call))
        case do.Screen.FILE:
            return await lists.file(call)
        case do.Screen.DROP:
            return Vanish()


def _countries(region: int, page: int) -> Reply:
    known = tuple(country_names.regions().items())
    if region >= len(known):
        return Toast(OUT_OF_DATE)
    title, codes = known[region]
    return screens.countries(region, title, codes, page, country_name)


async def _feeds(call: Call, action: do.Feeds | do.AddFeed | do.FeedAction | do.ImportFeeds | do.ExportFeeds) -> Reply:
    match action:
        case do.Feeds(page):
            return _beside(call, await feeds.listed(call, page))
        case do.AddFeed(token):
            return admin.added(await call.services.feeds.add(token))
        case do.ImportFeeds(token):
            return feeds.import_all(call, token)
        case do.ExportFeeds():
            return await feeds.export(call)
        case do.FeedAction(verb, feed_id):
            message = await feeds.act(call, verb, feed_id)
            return New(message) if verb in (do.FeedVerb.ASK_REMOVE, do.FeedVerb.RELEASE) else message
