"""Telegram in: update -> use case -> render -> reply. This is the order of everything that listens."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from telegram import Bot, Message, MessageEntity, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.render.buttons import MARK
from bot.understand.places import country_names
from handlers import ask, buttons, chats, commands, feeds, start
from handlers.access import Turnstile
from handlers.context import Services
from handlers.entry import Entry
from handlers.inline import inline

__all__ = ["publish_menu", "read_update", "register"]

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
publish_menu = commands.publish


def register(
    application: AnyApplication,
    services: Services,
    *,
    group: int = 0,
    prefix: str = "",
    without: Collection[str] = (),
) -> None:
    """Mount everything in one handler group.

    In an application that has handlers already, commands that are not ours, and other people's buttons, are left to
    them. `without` names commands to leave out, "text" (plain messages are no questions then) or "inline".
    """
    for load in (country_names.lookup, country_names.holder):  # their tables now, not while the first person waits
        load("")
    alone = not any(application.handlers.values())
    offered = commands.available(without)
    turnstile = Turnstile()
    entry = Entry(services, turnstile, lambda admin: commands.listed(offered, prefix, admin=admin), alone=alone)
    fresh = filters.UpdateType.MESSAGE  # no edited messages, no channel posts

    def add(handler: Any) -> None:
        application.add_handler(handler, group)

    # block=False: the turnstile keeps each person's order, and nobody's slow question holds an update worker.
    for command in offered:
        callback = entry.message(command.run, admins=command.admins, manages=command.manages, own=command.own)
        add(CommandHandler(prefix + command.name, callback, fresh, block=False))
    add(CallbackQueryHandler(entry.tap(buttons.tap), None if alone else _is_ours, block=False))
    add(ChatMemberHandler(chats.membership(services), ChatMemberHandler.MY_CHAT_MEMBER))
    add(MessageHandler(filters.StatusUpdate.MIGRATE, chats.migration(services)))
    if "inline" not in without:
        add(InlineQueryHandler(inline(services, turnstile), block=False))
    if "text" not in without:
        words = fresh & filters.TEXT & ~filters.COMMAND
        add(MessageHandler(words & filters.ChatType.PRIVATE, entry.message(commands.text(offered)), block=False))
        add(MessageHandler(words & filters.ChatType.GROUPS & _Addressed(), entry.message(ask.addressed), block=False))
    sent = fresh & filters.Document.ALL & filters.ChatType.PRIVATE & filters.User(services.admins)
    add(MessageHandler(sent, entry.message(feeds.document, admins=True), block=False))
    if alone:
        unknown = fresh & filters.COMMAND & filters.ChatType.PRIVATE
        add(MessageHandler(unknown, entry.message(start.unknown), block=False))


def read_update(data: dict[str, Any], api: Bot) -> Update:
    """An update as a webhook gets it."""
    return Update.de_json(data, api)


def _is_ours(data: object) -> bool:
    return isinstance(data, str) and data.startswith(MARK)


class _Addressed(filters.MessageFilter):
    """In a group: an answer to the bot, or a message that mentions it."""

    def filter(self, message: Message) -> bool:
        api = message.get_bot()
        answered = message.reply_to_message
        if answered is not None and answered.from_user is not None and answered.from_user.id == api.id:
            return answered.forum_topic_created is None
        mentions = message.parse_entities([MessageEntity.MENTION]).values()
        return f"@{api.username}".lower() in (mention.lower() for mention in mentions)
