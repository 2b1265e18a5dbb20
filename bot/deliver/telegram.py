"""Send a Message to a chat, and say what became of it. The only place that reads Telegram's error texts.

Telegram has no idempotency key: a time-out may hide a delivery, so it is reported as Later and may repeat that one
message; it is never reported as sent.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.warnings import PTBDeprecationWarning

from bot.addresses import Network
from bot.deliver.limits import Limiter
from bot.model import ChatRef, Delivery, Gone, Later, Message, Moved, Priority, Rejected, Sent
from bot.render.reach import preview_of, public

log = logging.getLogger(__name__)

# The client warns at every 429 that `retry_after` becomes a timedelta one day; `seconds` below reads both.
warnings.filterwarnings("ignore", "Deprecated since version v22.2", PTBDeprecationWarning)

# Telegram's wording, in parts that have been stable for years. What is not listed is not taken for final.
_GONE_403 = (
    "blocked by the user",
    "user is deactivated",
    "was kicked",
    "is not a member",
    "can't initiate conversation",
)
_GONE_400 = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
    "have no rights to send",
    "not enough rights",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "need administrator rights",
    "channel_private",
)
_THREAD = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_PREVIEW = ("webpage_", "web page", "wrong type of the web")
_ENTITIES = ("entit", "can't parse")
_SAME = "message is not modified"
_UNCERTAIN = timedelta(seconds=3)
_TOKEN_REFUSED = timedelta(seconds=60)
_REPLY_RETRIES = 3


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """The message's buttons as Telegram wants them."""
    if not message.buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.text, callback_data=b.data, url=b.url) for b in row] for row in message.buttons]
    )


def entities(message: Message) -> list[MessageEntity]:
    """The message's spans as Telegram wants them."""
    return [MessageEntity(span.type, span.offset, span.length, url=span.url) for span in message.spans]


def preview(message: Message) -> LinkPreviewOptions:
    """What Telegram may fetch for the message: the page of its first link, if anything."""
    url = preview_of(message)
    if url is None:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(
        url=url,
        prefer_large_media=message.large or None,
        prefer_small_media=None if message.large else True,
        show_above_text=message.large or None,
    )


class ReplyLimiter(BaseRateLimiter[Priority]):
    """Paces the calls that put something into a chat. Those of the outbox come paced already, and it retries them."""

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to free."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """See the base class. Calls that put nothing into a chat (answerCallbackQuery, getMe, …) go at once."""
        if rate_limit_args is not None or not _puts_into_chat(endpoint):
            return await callback(*args, **kwargs)
        chat_id = _number(data.get("chat_id"))
        for _ in range(_REPLY_RETRIES):
            try:
                async with self._limiter.turn(chat_id, Priority.ANSWER):
                    return await callback(*args, **kwargs)
            except RetryAfter as refused:
                self._limiter.refused(chat_id, seconds(refused))
        async with self._limiter.turn(chat_id, Priority.ANSWER):
            return await callback(*args, **kwargs)


def _puts_into_chat(endpoint: str) -> bool:
    return endpoint.startswith(("send", "edit", "copy", "forward")) and endpoint != "sendChatAction"


def _number(chat_id: object) -> int:
    """Chat ids are numbers; an @name of a channel counts against the whole bot alone."""
    return int(text) if (text := str(chat_id)).lstrip("-").isdigit() else 0


def seconds(refused: RetryAfter) -> float:
    """How long Telegram wants us to wait."""
    wait = refused.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


class TelegramSender:
    """Implements ports.Sender over python-telegram-bot's client."""

    def __init__(self, api: Bot, limiter: Limiter, allowed: Sequence[Network] = ()) -> None:
        """`allowed` are private networks that messages may link to all the same."""
        self._api = api
        self._allowed = tuple(allowed)
        self._limiter = limiter
        # Our own ReplyLimiter is told that the turn was taken; another application's client is not asked.
        ours = isinstance(api, ExtBot) and isinstance(api.rate_limiter, ReplyLimiter)
        self._paced: dict[str, Any] = {"rate_limit_args": Priority.ALERT} if ours else {}

    async def edit(
        self, chat: ChatRef, message_id: int, message: Message, *, priority: Priority = Priority.EDIT
    ) -> Delivery:
        """Make a message that was sent into this one; that it is so already is as good as done.

        Rejected: it is not there any more, or cannot be edited. Entities that are refused are left out.
        """
        try:
            message = public(message, self._allowed)
            async with self._limiter.turn(chat.chat_id, priority):
                await self._api.edit_message_text(
                    message.text,
                    chat_id=chat.chat_id,
                    message_id=message_id,
                    entities=entities(message),
                    reply_markup=keyboard(message),
                    link_preview_options=preview(message),
                    **self._paced,
                )
        except BadRequest as refused:
            text = str(refused).lower()
            if _SAME in text:
                return Sent(message_id)
            if message.spans and any(part in text for part in _ENTITIES):
                log.warning("chat %s: entities refused (%s), editing to plain text", chat.chat_id, refused)
                plain = Message(message.text, (), message.buttons, message.preview)
                return await self.edit(chat, message_id, plain, priority=priority)
            return Gone(str(refused)) if any(part in text for part in _GONE_400) else Rejected(str(refused))
        except TelegramError as error:
            return self._outcome(chat.chat_id, error)
        return Sent(message_id)

    async def send(
        self,
        chat: ChatRef,
        message: Message,
        *,
        silent: bool = False,
        reply_to: int | None = None,
        priority: Priority = Priority.ALERT,
    ) -> Delivery:
        """One message. Falls back to the group itself when a topic is gone, to plain text when entities are refused.

        What is refused for a reason that we do not know goes as bare text: better without buttons than not at all.
        """
        try:
            return await self._post(chat, message, silent, reply_to, priority)
        except BadRequest as refused:
            text = str(refused).lower()
            if chat.thread_id is not None and any(part in text for part in _THREAD):
                log.warning("topic %s of chat %s is gone, sending to the chat", chat.thread_id, chat.chat_id)
                general = ChatRef(chat.chat_id)
                outcome = await self.send(general, message, silent=silent, reply_to=reply_to, priority=priority)
                return replace(outcome, astray=True) if isinstance(outcome, Sent) else outcome
            if message.preview and any(part in text for part in _PREVIEW):
                log.warning("chat %s: preview refused (%s), sending without", chat.chat_id, refused)
                plain = replace(message, preview=False)
                return await self.send(chat, plain, silent=silent, reply_to=reply_to, priority=priority)
            if message.spans and any(part in text for part in _ENTITIES):
                log.warning("chat %s: entities refused (%s), sending plain text", chat.chat_id, refused)
                plain = Message(message.text, (), message.buttons, message.preview)
                return await self.send(chat, plain, silent=silent, reply_to=reply_to, priority=priority)
            if any(part in text for part in _GONE_400):
                return Gone(str(refused))
            if message.spans or message.buttons:
                log.warning("chat %s: refused (%s), sending the bare text", chat.chat_id, refused)
                bare = Message(message.text)
                return await self.send(chat, bare, silent=silent, reply_to=reply_to, priority=priority)
            return Rejected(str(refused))
        except TelegramError as error:
            return self._outcome(chat.chat_id, error)

    def busy(self) -> tuple[int, ...]:
        """Chats that cannot be sent to at this moment without waiting."""
        return self._limiter.busy()

    def opens_in(self) -> timedelta:
        """How long the whole bot has to wait; zero: not at all."""
        return timedelta(seconds=self._limiter.opens_in())

    async def _post(
        self, chat: ChatRef, message: Message, silent: bool, reply_to: int | None, priority: Priority
    ) -> Sent:
        message = public(message, self._allowed)
        async with self._limiter.turn(chat.chat_id, priority):
            sent = await self._api.send_message(
                chat.chat_id,
                message.text,
                entities=entities(message),
                reply_markup=keyboard(message),
                disable_notification=silent,
                message_thread_id=chat.thread_id,
                link_preview_options=preview(message),
                reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
                **self._paced,
            )
        return Sent(sent.message_id)

    def _outcome(self, chat_id: int, error: TelegramError) -> Delivery:
        if isinstance(error, RetryAfter):
            self._limiter.refused(chat_id, seconds(error))
            return Later(timedelta(seconds=seconds(error)), str(error), asked=True)
        if isinstance(error, ChatMigrated):
            return Moved(error.new_chat_id)
        if isinstance(error, Forbidden) and any(part in str(error).lower() for part in _GONE_403):
            return Gone(str(error))
        if isinstance(error, InvalidToken | Conflict):
            self._limiter.hold(_TOKEN_REFUSED.total_seconds())
            log.error("Telegram refuses the token (%s); trying again in a minute", error)
            return Later(_TOKEN_REFUSED, str(error), everyone=True, asked=True)
        if isinstance(error, NetworkError):
            log.warning("chat %s: no answer from Telegram (%s); the alert is kept", chat_id, error)
        return Later(_UNCERTAIN, str(error))
