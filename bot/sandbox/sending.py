"""sendMessage, sendPhoto, sendDocument, sendChatAction, getFile."""

from __future__ import annotations

from dataclasses import replace

from bot.sandbox import limits
from bot.sandbox.checks import caption_of, keyboard_of, text_of, writable
from bot.sandbox.model import Json, Message, StoredFile, bad
from bot.sandbox.params import Params
from bot.sandbox.pictures import picture
from bot.sandbox.targets import chat_named, reply_of, thread_of
from bot.sandbox.wire import file_json, message_json
from bot.sandbox.world import World

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_PHOTO_EDGES, _PHOTO_RATIO = 10_000, 20  # width + height at most; longer side to shorter at most


def send_message(world: World, params: Params) -> Json:
    draft = _addressed(world, params)
    text, entities = text_of(params)
    return _send(world, previewed(replace(draft, text=text, entities=entities), params))


def previewed(message: Message, params: Params) -> Message:
    """The message with what the call says of its link preview."""
    options = params.object("link_preview_options")
    shown = options.get("is_disabled") is not True and not params.flag("disable_web_page_preview")
    url = options.get("url")
    return replace(
        message,
        preview=shown,
        preview_url=url if shown and isinstance(url, str) else "",
        preview_large=options.get("prefer_large_media") is True and options.get("show_above_text") is True,
    )


def send_photo(world: World, params: Params) -> Json:
    draft = _addressed(world, params)
    text, entities = caption_of(params)
    photo = _file(world, params, "photo", limits.PHOTO_BYTES)
    if photo.width == 0 or photo.height == 0:
        raise bad("IMAGE_PROCESS_FAILED")
    long, short = max(photo.width, photo.height), min(photo.width, photo.height)
    if long + short > _PHOTO_EDGES or long > _PHOTO_RATIO * short:
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return _send(world, replace(draft, text=text, entities=entities, photo=photo))


def send_document(world: World, params: Params) -> Json:
    draft = _addressed(world, params)
    text, entities = caption_of(params)
    document = _file(world, params, "document", limits.DOCUMENT_BYTES)
    return _send(world, replace(draft, text=text, entities=entities, document=document))


def send_chat_action(world: World, params: Params) -> bool:
    chat = writable(chat_named(world, params), thread_of(params))
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad("wrong parameter action in request")
    world.tell("typing", chat.id, {"action": action})
    return True


def get_file(world: World, params: Params) -> Json:
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad("invalid file_id")
    if file.size > limits.DOWNLOAD_BYTES:
        raise bad("file is too big")
    return file_json(file) | {"file_path": file.path}


def _addressed(world: World, params: Params) -> Message:
    """An empty message from the bot to the chat of the call, all but its content checked."""
    chat = writable(chat_named(world, params), thread_of(params))
    reply_to, quote = reply_of(chat, params)
    keyboard, force_reply = keyboard_of(params)
    return Message(
        0,
        chat.id,
        world.bot.id,
        0,
        keyboard=keyboard,
        force_reply=force_reply,
        reply_to=reply_to,
        quote=quote,
        thread_id=thread_of(params),
        silent=params.flag("disable_notification"),
    )


def _send(world: World, draft: Message) -> Json:
    world.flood.take(draft.chat_id)
    return message_json(world.post(draft), world.directory)


def _file(world: World, params: Params, name: str, limit: int) -> StoredFile:
    upload = params.upload(name)
    if upload is None:
        return _known_file(world, params.text(name), name)
    if not upload.content:
        raise bad("file must be non-empty")
    if len(upload.content) > limit:
        raise bad(f"file is too big for a {name}")
    if name == "photo" and picture(upload.content) is None:
        raise bad("IMAGE_PROCESS_FAILED")
    return world.store_file(upload.name, upload.mime, upload.content)


def _known_file(world: World, file_id: str, name: str) -> StoredFile:
    if not file_id:
        raise bad(f"there is no {name} in the request")
    known = world.files.get(file_id)
    if known is None:
        raise bad("wrong file identifier/HTTP URL specified")
    return known
