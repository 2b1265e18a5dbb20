"""getChat, getChatMember, getChatAdministrators, getChatMemberCount, createForumTopic, leaveChat."""

from __future__ import annotations

from bot.sandbox import limits
from bot.sandbox.model import ChatKind, Json, Status, bad
from bot.sandbox.params import Params
from bot.sandbox.targets import chat_of
from bot.sandbox.wire import full_chat_json, member_json
from bot.sandbox.world import World
from bot.text import utf16_length


def get_chat(world: World, params: Params) -> Json:
    return full_chat_json(chat_of(world, params), world.directory)


def get_chat_member(world: World, params: Params) -> Json:
    chat = chat_of(world, params)
    user = world.users.get(params.integer("user_id"))
    if user is None:
        raise bad("user not found")
    if user.id == world.bot.id:
        return member_json(user, chat.bot or Status.LEFT, chat.lacks)
    return member_json(user, chat.members.get(user.id) or Status.LEFT)


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    chat = chat_of(world, params)
    if chat.kind is ChatKind.PRIVATE:
        raise bad("there are no administrators in the private chat")
    return [
        member_json(world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in (Status.CREATOR, Status.ADMINISTRATOR)
    ] + ([member_json(world.bot, Status.ADMINISTRATOR, chat.lacks)] if chat.bot is Status.ADMINISTRATOR else [])


def get_chat_member_count(world: World, params: Params) -> int:
    chat = chat_of(world, params)
    return sum(status.present for status in chat.members.values()) + 1


def create_forum_topic(world: World, params: Params) -> Json:
    chat = chat_of(world, params)
    name = params.text("name").strip()
    if not chat.forum:
        raise bad("the chat is not a forum")
    if chat.bot is not Status.ADMINISTRATOR or "can_manage_topics" in chat.lacks:
        raise bad("not enough rights to create a topic")
    if not 1 <= utf16_length(name) <= limits.TOPIC_NAME:
        raise bad("TOPIC_TITLE_INVALID" if name else "TOPIC_TITLE_EMPTY")
    thread = world.add_topic(chat, name, world.bot.id)
    return {"message_thread_id": thread, "name": name, "icon_color": 7322096}


def leave_chat(world: World, params: Params) -> bool:
    chat = chat_of(world, params)
    if chat.kind is ChatKind.PRIVATE:
        raise bad("chat member status can't be changed in private chats")
    world.set_bot_status(chat, Status.LEFT, world.bot.id)
    return True
