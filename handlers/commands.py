"""THE table of commands: it makes the handlers, the menus, /help, and docs/commands.md is checked against it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.text import one_line
from handlers import ask, broadcast, feeds, follow, missed, naming, pages, places, settings, splitting, start
from handlers.context import Call, Handler, Reply

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    description: str
    run: Handler
    admins: bool = False  # of the bot
    manages: bool = False  # changes what the chat follows: in groups for its administrators
    own: bool = False  # never about a channel that is managed
    menu: bool = True  # else it is in /help only
    arguments: str = ""


async def _start(call: Call) -> Reply:
    """Now Telegram takes an admin's own menu."""
    if call.alone and call.private and call.is_admin:
        await publish_for_admin(call.api, call.user_id)
    return await start.start(call)


COMMANDS = (
    Command("start", "Begin, with countries to follow", _start, menu=False),
    Command(
        "follow",
        "Follow a country, a person, an organisation, words",
        follow.follow,
        manages=True,
        arguments="[country|actor|topic|feed|publisher|keyword|pattern] SUBJECT [and SUBJECT] [MODE …]",
    ),
    Command("unfollow", "End that", follow.unfollow, manages=True, menu=False, arguments="SUBJECT"),
    Command("following", "What this chat follows", follow.following),
    Command("latest", "The newest reports", pages.latest, arguments="[SUBJECT]"),
    Command("actor", "A person or an organisation in the news", pages.actor, arguments="NAME"),
    Command("country", "A country in the news", pages.country, arguments="NAME"),
    Command("ask", "Ask a question", ask.ask, arguments="QUESTION"),
    Command("story", "Who reported a story, and when", pages.story, menu=False, arguments="ID"),
    Command("search", "Reports with these words", pages.search, arguments="QUERY"),
    Command("missed", "What matched, and what became of it", missed.missed, arguments="[7d]"),
    Command(
        "settings",
        "Quiet hours, time zone, sound, pictures",
        settings.settings,
        manages=True,
        arguments="[quiet FROM-TO | zone PLACE | new MODE …]",
    ),
    Command("manage", "Choose what a channel of yours gets", places.manage, own=True, arguments="[@CHANNEL]"),
    Command("help", "What you can do here", start.help_page),
    Command("forget", "Delete everything about this chat", settings.forget, manages=True, menu=False),
    Command("feeds", "All feeds and how they are", feeds.feeds, admins=True),
    Command("addfeed", "Try a feed and add it", feeds.add, admins=True, arguments="URL"),
    Command("testfeed", "How a feed's items would look", feeds.test, admins=True, arguments="URL or ID"),
    Command("pausefeed", "Stop polling a feed", feeds.pause, admins=True, arguments="ID"),
    Command("resumefeed", "Poll it again", feeds.resume, admins=True, arguments="ID"),
    Command("removefeed", "Take a feed out", feeds.remove, admins=True, arguments="ID"),
    Command("merge", "Names that may be one", naming.merge, admins=True, arguments="[NAME and NAME]"),
    Command("unmerge", "Undo that", naming.unmerge, admins=True, menu=False, arguments="[NAME]"),
    Command("alias", "Another name for somebody", naming.alias, admins=True, menu=False, arguments="NAME = OTHER NAME"),
    Command("split", "A story's reports, to take one out", splitting.split, admins=True, menu=False, arguments="ID"),
    Command("stats", "The archive in numbers", feeds.stats, admins=True),
    Command("broadcast", "A message to every chat", broadcast.broadcast, admins=True, arguments="TEXT"),
)


def available(without: Collection[str] = ()) -> tuple[Command, ...]:
    """The commands that are mounted. ValueError for a name to leave out that there is not."""
    unknown = set(without) - {command.name for command in COMMANDS} - {"text", "inline"}
    if unknown:
        raise ValueError(f"no such command to leave out: {', '.join(sorted(unknown))}")
    return tuple(command for command in COMMANDS if command.name not in without)


_SPOKEN = ("follow", "unfollow")  # with what comes behind them
_BARE = ("follow", "following", "help", "latest", "missed", "settings", "start")


def text(offered: Iterable[Command]) -> Handler:
    """What is written without a slash: "follow Lavrov and Venezuela" is that command all the same."""
    known = {command.name: command for command in offered}

    async def handler(call: Call) -> Reply:
        word, _, rest = one_line(call.text).partition(" ")
        command = known.get(word.lower()) if word.lower() in (_SPOKEN if rest else _BARE) else None
        return await (ask.text(call) if command is None else command.run(replace(call, text=rest)))

    return handler


def listed(commands: Iterable[Command], prefix: str, *, admin: bool) -> tuple[tuple[str, str], ...]:
    """Name and description of what a person may use, in the table's order."""
    return tuple((prefix + command.name, command.description) for command in commands if admin or not command.admins)


async def publish(api: Bot, admins: Iterable[int] = ()) -> None:
    """Telegram's command menus, of a bot that is ours alone: what an admin has, nobody else is shown."""
    for scope in (BotCommandScopeDefault(), BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
        await _publish(api, _menu(admin=False), scope)
    for admin in admins:
        await publish_for_admin(api, admin)


async def publish_for_admin(api: Bot, user_id: int) -> None:
    """The admin's own menu; Telegram takes it only once they have written to the bot."""
    await _publish(api, _menu(admin=True), BotCommandScopeChat(user_id))


async def _publish(api: Bot, menu: list[BotCommand], scope: BotCommandScope) -> None:
    """A menu is a convenience: without it every command works all the same."""
    try:
        await api.set_my_commands(menu, scope)
    except TelegramError as error:
        log.info("no command menu for %s: %s", scope.type, error)


def _menu(*, admin: bool) -> list[BotCommand]:
    shown = (command for command in COMMANDS if command.menu and (admin or not command.admins))
    return [BotCommand(command.name, command.description) for command in shown]
