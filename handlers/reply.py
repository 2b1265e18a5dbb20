"""Message -> Telegram: send, edit, change buttons; what no longer matters is passed over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.deliver.telegram import entities, keyboard, preview, seconds
from bot.model import Message
from bot.render.reach import public
from handlers.context import Attachment, Call, Document, Rows

log = logging.getLogger(__name__)

_PAUSES = (0.5, 2.0)  # seconds, before the tries after the first
_LONGEST_WAIT = 30.0  # a longer retry_after is not waited out for a reply
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "message to delete not found")
_SAME = "message is not modified"
_OLD = ("query is too old", "query id is invalid")
T = TypeVar("T")


async def send(call: Call, message: Message) -> int:
    """A new message, and its id; in a group it answers what was written, so that one sees to whom it speaks."""
    message = public(message, call.services.networks)
    answers = None
    if not call.private and call.message_id is not None:
        answers = ReplyParameters(call.message_id, allow_sending_without_reply=True)
    sent = await _try(
        lambda: call.api.send_message(
            call.place.chat_id,
            message.text,
            entities=entities(message),
            reply_markup=keyboard(message),
            message_thread_id=call.place.thread_id,
            link_preview_options=preview(message),
            reply_parameters=answers,
        )
    )
    return sent.message_id


async def send_document(call: Call, document: Document) -> None:
    """A file of its own message."""
    await _try(
        lambda: call.api.send_document(
            call.place.chat_id, document.content, filename=document.name, message_thread_id=call.place.thread_id
        )
    )


async def download(call: Call, attachment: Attachment) -> bytes:
    """The file, from Telegram."""
    file = await _try(lambda: call.api.get_file(attachment.file_id))
    return bytes(await _try(file.download_as_bytearray))


async def edit(call: Call, message: Message) -> None:
    """The tapped message becomes this one; a new one is sent where it cannot be changed any more."""
    message = public(message, call.services.networks)
    try:
        await _try(
            lambda: call.api.edit_message_text(
                message.text,
                chat_id=call.place.chat_id,
                message_id=call.message_id,
                entities=entities(message),
                reply_markup=keyboard(message),
                link_preview_options=preview(message),
            )
        )
    except BadRequest as refused:
        if _says(refused, _SAME):
            return
        if not _says(refused, *_GONE):
            raise
        await send(call, message)


async def edit_keyboard(call: Call, rows: Rows) -> None:
    """Other buttons under the tapped message."""
    markup = keyboard(Message("", buttons=rows)) or InlineKeyboardMarkup([])
    await _unless(
        lambda: call.api.edit_message_reply_markup(
            chat_id=call.place.chat_id, message_id=call.message_id, reply_markup=markup
        ),
        _SAME,
        *_GONE,
    )


async def vanish(call: Call) -> None:
    """The tapped message is deleted; past Telegram's 48 hours only its buttons go."""
    if call.message_id is None:
        return
    message_id = call.message_id
    try:
        await _try(lambda: call.api.delete_message(call.place.chat_id, message_id))
    except BadRequest:
        await edit_keyboard(call, ())


async def answer_tap(call: Call, query_id: str, text: str = "", *, alert: bool = False, url: str | None = None) -> None:
    """Stop the button's spinner, with a note where there is something to say, or by opening a chat with the bot."""
    note = text[:200] or None
    await _unless(lambda: call.api.answer_callback_query(query_id, note, show_alert=alert, url=url), *_OLD)


async def typing(call: Call) -> None:
    """Show that an answer is on its way; of no consequence."""
    try:
        await call.api.send_chat_action(call.place.chat_id, "typing", message_thread_id=call.place.thread_id)
    except TelegramError as error:
        log.debug("no typing shown: %s", error)


async def _unless(request: Callable[[], Awaitable[object]], *passed_over: str) -> None:
    try:
        await _try(request)
    except BadRequest as refused:
        if not _says(refused, *passed_over):
            raise


async def _try(request: Callable[[], Awaitable[T]]) -> T:
    """Again after a hitch on the way; a reply that comes twice is better than none."""
    for pause in _PAUSES:
        try:
            return await request()
        except BadRequest:
            raise
        except RetryAfter as refused:
            if seconds(refused) > _LONGEST_WAIT:
                raise
            await asyncio.sleep(seconds(refused))
        except NetworkError:  # timeouts too
            await asyncio.sleep(pause)
    return await request()


def _says(refused: BadRequest, *parts: str) -> bool:
    text = str(refused).lower()
    return any(part in text for part in parts)
