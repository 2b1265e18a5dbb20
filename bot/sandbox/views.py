"""What the chat page shows of chats and messages, as JSON of its own. Text stays text: the page marks it up."""

from __future__ import annotations

from bot.sandbox.model import Chat, ChatKind, Json, Message, Service, Status, StoredFile, User
from bot.sandbox.profile import menu_for
from bot.sandbox.wire import entity_json
from bot.sandbox.world import World

PAGE = 60  # messages in one answer
_EXCERPT = 120  # characters of a message in a list or a reply


def state_view(world: World, user: User) -> Json:
    chats = [chat for chat in world.chats.values() if visible(chat, user.id)]
    return {
        "bot": person_view(world.bot) | {"username": world.bot.username},
        "me": user.id,
        "users": [_user_view(world, one) for one in world.users.values() if not one.is_bot],
        "chats": [chat_view(world, chat, user) for chat in chats],
    }


def visible(chat: Chat, user_id: int) -> bool:
    return chat.members.get(user_id, Status.LEFT).present and chat.migrated_to is None


def person_view(user: User) -> Json:
    return {"id": user.id, "name": user.first_name, "bot": user.is_bot}


def _user_view(world: World, user: User) -> Json:
    unread = sum(_unread(chat, user.id) for chat in world.chats.values() if visible(chat, user.id))
    return person_view(user) | {"unread": unread}


def chat_view(world: World, chat: Chat, user: User) -> Json:
    private = chat.kind is ChatKind.PRIVATE
    last = chat.last
    writes = chat.kind is not ChatKind.CHANNEL or chat.members.get(user.id) in (Status.CREATOR, Status.ADMINISTRATOR)
    return {
        "id": chat.id,
        "kind": chat.kind.value,
        "title": world.bot.first_name if private else chat.title,
        "avatar": world.bot.id if private else chat.id,
        "subtitle": _subtitle(chat),
        "bot": chat.bot.value if chat.bot else "",
        "writes": writes,
        "unread": _unread(chat, user.id),
        "last": _last_view(world, chat, last) if last else None,
        "pinned": _pinned(world, chat),
        "about": world.profile.descriptions.get(user.language) or world.profile.descriptions.get("", ""),
        "forum": chat.forum,
        "lacks": sorted(chat.lacks),
        "manages": chat.members.get(user.id) in (Status.CREATOR, Status.ADMINISTRATOR),
        "topics": [
            {"id": thread, "name": name, "closed": thread in chat.closed_topics} for thread, name in chat.topics.items()
        ],
        "commands": [{"name": name, "about": about} for name, about in menu_for(world, chat, user.id, user.language)],
    }


def _subtitle(chat: Chat) -> str:
    if chat.kind is ChatKind.PRIVATE:
        return "bot"
    people = sum(status.present for status in chat.members.values())
    if chat.kind is ChatKind.CHANNEL:
        return f"{people} subscribers"
    return f"{people + (chat.bot is not None and chat.bot.present)} members"


def _unread(chat: Chat, user_id: int) -> int:
    seen = chat.read.get(user_id, 0)
    return sum(one.id > seen and one.sender_id != user_id and one.service is None for one in chat.messages.values())


def _last_view(world: World, chat: Chat, last: Message) -> Json:
    named = chat.kind in (ChatKind.GROUP, ChatKind.SUPERGROUP) and last.service is None
    author = world.users[last.sender_id].first_name if named else ""
    return {"id": last.id, "date": last.date, "text": _excerpt(world, last), "author": author}


def _pinned(world: World, chat: Chat) -> Json | None:
    message = chat.messages.get(chat.pinned or 0)
    return None if message is None else {"id": message.id, "text": _excerpt(world, message)}


def _excerpt(world: World, message: Message) -> str:
    if message.service is not None:
        return _service_line(world, message, message.service)
    kind = "Photo" if message.photo else message.document.name if message.document else ""
    text = " ".join(message.text.split())
    return (f"{kind}, {text}" if kind and text else kind or text)[:_EXCERPT]


def messages_view(world: World, chat: Chat, before: int | None) -> list[Json]:
    """The last page of messages before an id, oldest first."""
    older = [one for one in chat.messages.values() if before is None or one.id < before]
    return [message_view(world, one) for one in older[-PAGE:]]


def message_view(world: World, message: Message) -> Json:
    chat = world.chats[message.chat_id]
    replied = chat.messages.get(message.reply_to or 0)
    channel = chat.kind is ChatKind.CHANNEL
    sender = (
        {"id": chat.id, "name": chat.title, "bot": False} if channel else person_view(world.users[message.sender_id])
    )
    return {
        "id": message.id,
        "chat": message.chat_id,
        "sender": sender,
        "via": message.via_bot,
        "date": message.date,
        "edited": message.edited is not None,
        "silent": message.silent,
        "text": message.text,
        "entities": [entity_json(entity) for entity in message.entities],
        "keyboard": [
            [{"text": one.text, "kind": one.action, "value": one.value} for one in row] for row in message.keyboard
        ],
        "preview": {"url": message.preview_url, "large": message.preview_large} if message.preview_url else None,
        "photo": _file_view(message.photo),
        "document": _file_view(message.document),
        "reply": _reply_view(world, message, replied) if replied else None,
        "force_reply": message.force_reply,
        "topic": chat.topics.get(message.thread_id or 0, ""),
        "thread": message.thread_id,
        "service": _service_line(world, message, message.service) if message.service else "",
    }


def _reply_view(world: World, message: Message, replied: Message) -> Json:
    text = message.quote or _excerpt(world, replied)
    return {"id": replied.id, "name": world.users[replied.sender_id].first_name, "text": text[:_EXCERPT]}


def _file_view(file: StoredFile | None) -> Json | None:
    if file is None:
        return None
    return {"id": file.id, "name": file.name, "size": file.size, "width": file.width, "height": file.height}


def _service_line(world: World, message: Message, service: Service) -> str:
    author = world.users[message.sender_id].first_name
    match service.kind:
        case "new_chat_members":
            return f"{author} added {world.users[service.value].first_name}"
        case "left_chat_member":
            name = world.users[service.value].first_name
            return f"{name} left" if message.sender_id == service.value else f"{author} removed {name}"
        case "pinned_message":
            return f"{author} pinned a message"
        case "forum_topic_created":
            return f"Topic “{service.title}” was created"
        case "forum_topic_closed":
            return f"{author} closed the topic"
        case "forum_topic_reopened":
            return f"{author} opened the topic again"
        case _:
            return "This group became a supergroup"
