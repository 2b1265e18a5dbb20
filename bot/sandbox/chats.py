"""getChat, getChatMember, getChatAdministrators, getChatMemberCount, leaveChat."""

from __future__ import annotations

from bot.sandbox.model import ChatKind, Json, Status, bad
from bot.sandbox.params import Params
from bot.sandbox.targets import chat_of
from bot.sandbox.wire import full_chat_json, member_json
from bot.sandbox.world import World


def get_chat(world: World, params: Params) -> Json:
    return full_chat_json(chat_of(world, params), world.directory)


def get_chat_member(world: World, params: Params) -> Json:
    chat = chat_of(world, params)
    user = world.users.get(params.integer("user_id"))
    if user is None:
        raise bad("user not found")
    status = chat.bot if user.id == world.bot.id else chat.members.get(user.id)
    return member_json(user, status or Status.LEFT)


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    chat = chat_of(world, params)
    if chat.kind is ChatKind.PRIVATE:
        raise bad("there are no administrators in the private chat")
    return [
        member_json(world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in (Status.CREATOR, Status.ADMINISTRATOR)
    ] + ([member_json(world.bot, Status.ADMINISTRATOR)] if chat.bot is Status.ADMINISTRATOR else [])


def get_chat_member_count(world: World, params: Params) -> int:
    chat = chat_of(world, params)
    return sum(status.present for status in chat.members.values()) + 1


def leave_chat(world: World, params: Params) -> bool:
    chat = chat_of(world, params)
    if chat.kind is ChatKind.PRIVATE:
        raise bad("chat member status can't be changed in private chats")
    world.set_bot_status(chat, Status.LEFT, world.bot.id)
    return True
