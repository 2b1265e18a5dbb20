"""The Bot API's JSON of users, chats, messages, members and queries. Only what a sandbox has; enough for a client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.model import Chat, ChatKind, Entity, Json, Keyboard, Message, Query, Status, StoredFile, User

_CAN = [
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
]
_GIVEN = ("can_post_messages", "can_edit_messages", "can_pin_messages", "can_manage_topics")


@dataclass(frozen=True, slots=True)
class Directory:
    """Where names and messages are looked up. Raises KeyError for an unknown id."""

    bot: User
    user: Callable[[int], User]
    chat: Callable[[int], Chat]


def user_json(user: User) -> Json:
    result: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.username:
        result["username"] = user.username
    if not user.is_bot:
        result["language_code"] = user.language
    return result


def chat_json(chat: Chat) -> Json:
    result: Json = {"id": chat.id, "type": chat.kind.value}
    result["first_name" if chat.kind is ChatKind.PRIVATE else "title"] = chat.title
    if chat.username:
        result["username"] = chat.username
    if chat.forum:
        result["is_forum"] = True
    return result


def full_chat_json(chat: Chat, directory: Directory) -> Json:
    result = chat_json(chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }
    pinned = chat.messages.get(chat.pinned or 0)
    if pinned is not None:
        result["pinned_message"] = message_json(pinned, directory, replies=False)
    return result


def message_json(message: Message, directory: Directory, *, replies: bool = True) -> Json:
    chat = directory.chat(message.chat_id)
    result: Json = {"message_id": message.id, "date": message.date, "chat": chat_json(chat)}
    if chat.kind is ChatKind.CHANNEL:
        result["sender_chat"] = chat_json(chat)
    else:
        result["from"] = user_json(directory.user(message.sender_id))
    if message.thread_id is not None:
        result |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    if message.via_bot:
        result["via_bot"] = user_json(directory.bot)
    if message.edited is not None:
        result["edit_date"] = message.edited
    replied = chat.messages.get(message.reply_to or 0)
    if replies and replied is not None:
        result["reply_to_message"] = message_json(replied, directory, replies=False)
    if message.quote:
        result["quote"] = {"text": message.quote, "position": 0, "is_manual": True}
    if message.keyboard:
        result["reply_markup"] = keyboard_json(message.keyboard)
    return result | _content_json(message) | _service_json(message, directory)


def _content_json(message: Message) -> Json:
    if message.service is not None:
        return {}
    prefix = "caption" if message.photo or message.document else "text"
    result: Json = {}
    if message.text:
        result[prefix] = message.text
    if message.entities:
        name = "caption_entities" if prefix == "caption" else "entities"
        result[name] = [entity_json(entity) for entity in message.entities]
    if message.photo:
        result["photo"] = [file_json(message.photo) | {"width": message.photo.width, "height": message.photo.height}]
    if message.document:
        document = message.document
        result["document"] = file_json(document) | {"file_name": document.name, "mime_type": document.mime}
    if prefix == "text" and not message.preview:
        result["link_preview_options"] = {"is_disabled": True}
    return result


def _service_json(message: Message, directory: Directory) -> Json:
    service = message.service
    if service is None:
        return {}
    match service.kind:
        case "new_chat_members":
            member = user_json(directory.user(service.value))
            return {"new_chat_members": [member], "new_chat_member": member}
        case "left_chat_member":
            return {"left_chat_member": user_json(directory.user(service.value))}
        case "pinned_message":
            pinned = directory.chat(message.chat_id).messages.get(service.value)
            return {"pinned_message": message_json(pinned, directory, replies=False)} if pinned else {}
        case "forum_topic_created":
            return {"forum_topic_created": {"name": service.title, "icon_color": 7322096}}
        case "forum_topic_closed" | "forum_topic_reopened":
            return {service.kind: {}}
        case _:
            return {service.kind: service.value}


def entity_json(entity: Entity) -> Json:
    result: Json = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    if entity.url:
        result["url"] = entity.url
    if entity.language:
        result["language"] = entity.language
    if entity.user_id is not None:
        result["user"] = {"id": entity.user_id, "is_bot": False, "first_name": ""}
    if entity.custom_emoji_id:
        result["custom_emoji_id"] = entity.custom_emoji_id
    return result


def keyboard_json(keyboard: Keyboard) -> Json:
    def action(kind: str, value: str) -> object:
        return {"copy_text": {"text": value}, "web_app": {"url": value}}.get(kind, value)

    return {
        "inline_keyboard": [
            [{"text": button.text, button.action: action(button.action, button.value)} for button in row]
            for row in keyboard
        ]
    }


def file_json(file: StoredFile) -> Json:
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size}


def member_json(user: User, status: Status, lacks: frozenset[str] = frozenset()) -> Json:
    """`lacks`: rights of an administrator that this one was not given."""
    result: Json = {"user": user_json(user), "status": status.value}
    match status:
        case Status.CREATOR:
            return result | {"is_anonymous": False}
        case Status.ADMINISTRATOR:
            extra = {name: name not in lacks for name in (*_CAN, *_GIVEN)}
            return result | extra | {"is_anonymous": False}
        case Status.KICKED:
            return result | {"until_date": 0}
        case Status.RESTRICTED:
            return result | _restricted_json()
        case _:
            return result


def _restricted_json() -> Json:
    names = [
        "can_change_info",
        "can_edit_tag",
        "can_react_to_messages",
        "can_invite_users",
        "can_pin_messages",
        "can_send_messages",
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
        "can_manage_topics",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
    ]
    return dict.fromkeys(names, False) | {"is_member": True, "until_date": 0}


def query_json(query: Query, directory: Directory) -> Json:
    """A callback query."""
    message = directory.chat(query.chat_id).messages[query.message_id]
    return {
        "id": query.id,
        "from": user_json(directory.user(query.user_id)),
        "message": message_json(message, directory),
        "chat_instance": str(abs(query.chat_id) * 7919),
        "data": query.data,
    }
