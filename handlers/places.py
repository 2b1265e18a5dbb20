"""Topics on request, and channels that their administrators manage from a private chat."""

from __future__ import annotations

import re
from dataclasses import replace

from telegram import Chat as TelegramChat
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, TelegramError

from bot.errors import NotFound, Refused
from bot.model import ChatRef, Message, SubjectKind
from bot.render import actions as do
from bot.render import places as render
from bot.render.buttons import decode
from bot.render.labels import label
from bot.text import shorten
from handlers import follow, reply
from handlers.access import is_administrator
from handlers.context import Call, Document, Keyboard, New, Reply, Toast, Vanish, Working

_TOPIC_NAME = 128
_LINK = re.compile(r"(?:(?:https?://)?t\.me/|@)(\w{4,32})/?", re.ASCII)
_NOT_THERE = "I am not in that channel. Add me there as an administrator with “Post messages”, and I write to you here."
_NO_RIGHT = "Only administrators of that channel see and choose what it gets. Here you choose for your own chat."


async def act(call: Call, action: do.ToTopic | do.Manage | do.Own) -> Reply:
    """NotFound for a watch that is not this chat's."""
    match action:
        case do.ToTopic(subscription_id, on):
            return await _to_topic(call, subscription_id, on=on)
        case do.Manage(chat_id):
            return await _open(call, chat_id, fresh=False)
        case do.Own():
            await call.services.chats.manage(call.place.chat_id, None)
            return render.own_again()


# ---------------------------------------------------------------- topics


async def _to_topic(call: Call, subscription_id: int, *, on: bool) -> Reply:
    """The screen of the watch, which says where it is; a new topic gets a first message."""
    watch = await call.services.follow.watch(call.chat.chat_id, subscription_id)
    if watch is None or (on and not call.forum):
        raise NotFound("not this chat's, or no forum any more")
    thread = await _new_topic(call, label(watch)) if on else None
    moved = await call.services.follow.move(watch, thread)
    if moved is None:
        raise Refused("The group follows that in General already; it comes there.")
    if thread is not None:
        await reply.send(replace(call, chat=moved.chat, message_id=None), render.topic_begins(moved))
    return await follow.screen(call, moved)


async def _new_topic(call: Call, name: str) -> int:
    """Refused, with who can change it, where the bot has no right to."""
    try:
        topic = await call.api.create_forum_topic(call.chat.chat_id, shorten(name, _TOPIC_NAME))
    except BadRequest:
        raise Refused(render.no_right_to_topics(await _owner(call))) from None
    return topic.message_thread_id


async def _owner(call: Call) -> str:
    """The group's owner by name, who can give any right."""
    try:
        members = await call.api.get_chat_administrators(call.chat.chat_id)
    except TelegramError:
        members = ()
    owner = next((one.user.first_name for one in members if one.status == ChatMemberStatus.OWNER), None)
    return f"{owner} (owner)" if owner else "The group's owner"


# ---------------------------------------------------------------- channels


async def manage(call: Call) -> Reply:
    """The channels there are to choose from; or the one that is named."""
    if not call.private:
        raise Refused("Write that to me in private: channels are managed there. Here, /follow is for this group.")
    call = replace(call, chat=call.place, answers=None)
    words = call.text.strip()
    if words:
        return await _named(call, words)
    kept = await call.services.chats.kept_by(call.user_id)
    return render.channels([chat for chat in kept if chat.kind == "channel"], str(call.api.username))


async def _named(call: Call, words: str) -> Reply:
    link = _LINK.fullmatch(words)
    try:
        chat = await call.api.get_chat(f"@{link[1]}" if link else words)
    except TelegramError:
        raise Refused(_NOT_THERE) from None
    if chat.type != TelegramChat.CHANNEL:
        raise Refused("That is no channel. In a group, its administrators just write /follow there.")
    if not await is_administrator(call.api, chat.id, call.user_id):
        raise Refused(_NO_RIGHT)
    if await call.services.chats.get(chat.id) is None:
        await call.services.chats.seen(chat.id, chat.type, chat.title or "", call.now)
    return await _open(call, chat.id, fresh=False)


async def _open(call: Call, chat_id: int, *, fresh: bool) -> Reply:
    about = await on_behalf(replace(call, chat=call.place, answers=None), chat_id)
    await call.services.chats.manage(call.place.chat_id, chat_id)
    return dressed(about, render.channel_home(fresh=fresh))


async def on_behalf(call: Call, chat_id: int) -> Call:
    """The same call about a channel; its answers stay in the private chat. Refused for all but its administrators."""
    if not await is_administrator(call.api, chat_id, call.user_id):
        await call.services.chats.manage(call.chat.chat_id, None)
        raise Refused(_NO_RIGHT)
    known = await call.services.chats.get(chat_id)
    return replace(call, chat=ChatRef(chat_id), answers=call.chat, title=known.title if known else "")


def dressed(call: Call, result: Reply) -> Reply:
    """Every message of the answer says that it is about the channel, and has the way back."""
    match result:
        case Message():
            return render.headed(result, call.title, call.chat.chat_id)
        case New(message):
            return New(render.headed(message, call.title, call.chat.chat_id))
        case Working(note, work):

            async def then() -> Reply:
                return dressed(call, await work())

            return Working(render.headed(note, call.title, call.chat.chat_id), then)
        case None | Keyboard() | Toast() | Vanish() | Document():
            return result
        case _:
            return [render.headed(message, call.title, call.chat.chat_id) for message in result]


def elsewhere(call: Call) -> str:
    """A tap under a post of a channel, as a link into a private chat: there it is answered to who tapped alone."""
    payload = ""
    match decode(call.tapped):
        case do.OpenStory(story_id):
            payload = f"story_{story_id}"
        case do.Why(alert_id) | do.MuteMenu(alert_id) | do.AlertMenu(alert_id):
            payload = f"why_{alert_id}"
        case do.Follow(targets=((SubjectKind.COUNTRY, value),)):
            payload = f"c_{value}"
        case do.Follow(targets=((SubjectKind.ACTOR, value),)):
            payload = f"a_{value}"
    return f"https://t.me/{call.api.username}?start={payload}"


def about(call: Call) -> int | None:
    """The channel that a message of a private chat is about: it has the button that leads back."""
    if isinstance(decode(call.tapped), do.Own | do.Manage):
        return None
    actions = (decode(key.data or "") for row in call.keyboard for key in row) if call.private else ()
    return next((action.chat_id for action in actions if isinstance(action, do.Own)), None)
