"""The bot about itself: getMe, names, descriptions, commands by scope, the menu button."""

from __future__ import annotations

from bot.sandbox import limits
from bot.sandbox.checks import commands_of, profile_text
from bot.sandbox.model import Chat, ChatKind, Json, Status, bad
from bot.sandbox.params import Params
from bot.sandbox.targets import chat_of
from bot.sandbox.wire import user_json
from bot.sandbox.world import Scope, World

_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_MENU_BUTTONS = {"default", "commands", "web_app"}


def get_me(world: World, params: Params) -> Json:
    return user_json(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


# ---------------------------------------------------------------- commands


def set_my_commands(world: World, params: Params) -> bool:
    commands = commands_of(params)
    world.profile.commands[_scope(world, params)] = commands
    world.tell("commands", 0)
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    found = world.profile.commands.get(_scope(world, params), ())
    return [{"command": name, "description": description} for name, description in found]


def delete_my_commands(world: World, params: Params) -> bool:
    world.profile.commands.pop(_scope(world, params), None)
    world.tell("commands", 0)
    return True


def menu_for(world: World, chat: Chat, user_id: int, language: str) -> tuple[tuple[str, str], ...]:
    """The commands a user sees in a chat: the narrowest scope that has any, in the user's language where given."""
    for kind, chat_id, owner in _narrowing(chat, user_id):
        for one in (language, ""):
            commands = world.profile.commands.get(Scope(kind, chat_id, owner, one))
            if commands:
                return commands
    return ()


def _narrowing(chat: Chat, user_id: int) -> list[tuple[str, int, int]]:
    if chat.kind is ChatKind.PRIVATE:
        return [("chat", chat.id, 0), ("all_private_chats", 0, 0), ("default", 0, 0)]
    administrator = chat.members.get(user_id) in (Status.CREATOR, Status.ADMINISTRATOR)
    steps = [("chat_member", chat.id, user_id)]
    steps += [("chat_administrators", chat.id, 0)] if administrator else []
    steps += [("chat", chat.id, 0)]
    steps += [("all_chat_administrators", 0, 0)] if administrator else []
    return [*steps, ("all_group_chats", 0, 0), ("default", 0, 0)]


def _scope(world: World, params: Params) -> Scope:
    given = params.object("scope")
    kind = given.get("type", "default")
    if not isinstance(kind, str) or kind not in _SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    ids = {name: given.get(name) for name in _SCOPES[kind]}
    chat_id = user_id = 0
    if "chat_id" in ids:
        chat_id = chat_of(world, Params({"chat_id": ids["chat_id"]})).id
    if "user_id" in ids:
        owner = ids["user_id"]
        if not isinstance(owner, int) or owner not in world.users:
            raise bad("user not found")
        user_id = owner
    return Scope(kind, chat_id, user_id, params.text("language_code"))


# ---------------------------------------------------------------- names and descriptions


def set_my_name(world: World, params: Params) -> bool:
    return _set(world.profile.names, params, "name", limits.BOT_NAME)


def get_my_name(world: World, params: Params) -> Json:
    return {"name": _get(world.profile.names, params) or world.bot.first_name}


def set_my_description(world: World, params: Params) -> bool:
    done = _set(world.profile.descriptions, params, "description", limits.BOT_DESCRIPTION)
    world.tell("commands", 0)
    return done


def get_my_description(world: World, params: Params) -> Json:
    return {"description": _get(world.profile.descriptions, params)}


def set_my_short_description(world: World, params: Params) -> bool:
    return _set(world.profile.short_descriptions, params, "short_description", limits.BOT_SHORT_DESCRIPTION)


def get_my_short_description(world: World, params: Params) -> Json:
    return {"short_description": _get(world.profile.short_descriptions, params)}


def _set(texts: dict[str, str], params: Params, name: str, limit: int) -> bool:
    texts[params.text("language_code")] = profile_text(params, name, limit)
    return True


def _get(texts: dict[str, str], params: Params) -> str:
    return texts.get(params.text("language_code")) or texts.get("", "")


# ---------------------------------------------------------------- the menu button


def set_chat_menu_button(world: World, params: Params) -> bool:
    button = params.object("menu_button") or {"type": "default"}
    if button.get("type") not in _MENU_BUTTONS:
        raise bad("can't parse menu button: unsupported type specified")
    world.profile.menu_buttons[_menu_chat(world, params)] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Json:
    buttons = world.profile.menu_buttons
    return buttons.get(_menu_chat(world, params)) or buttons.get(0) or {"type": "commands"}


def _menu_chat(world: World, params: Params) -> int:
    if not params.has("chat_id"):
        return 0
    chat = chat_of(world, params)
    if chat.kind is not ChatKind.PRIVATE:
        raise bad("chat is not a private chat")
    return chat.id
