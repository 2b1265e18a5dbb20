"""The one way in: an update becomes a call, a handler answers it, the reply goes out. No error leaves from here."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update, User
from telegram.constants import ChatType
from telegram.error import Forbidden, TelegramError

from bot import model
from bot.errors import Refused
from bot.model import Button, ChatRef
from bot.render import screens
from handlers import places, reply
from handlers.access import Turn, Turnstile, may_manage
from handlers.context import (
    Attachment,
    Call,
    Callback,
    Context,
    Document,
    Handler,
    Keyboard,
    New,
    Reply,
    Rows,
    Services,
    Toast,
    Vanish,
    Working,
)
from handlers.errors import told

log = logging.getLogger(__name__)

Menu = tuple[tuple[str, str], ...]

TOO_FAST = "You are faster than I can answer. I do what you asked so far; then ask on."
ADMINS_ONLY = "Only the admins of this bot can do that."
MANAGERS_ONLY = "Only the administrators of this group can change what it follows."


@dataclass(frozen=True, slots=True)
class Entry:
    """Makes callbacks for python-telegram-bot out of handlers."""

    services: Services
    turnstile: Turnstile
    menu: Callable[[bool], Menu]  # admin? -> the commands there are for them
    alone: bool = True  # nobody else's handlers are in the application

    def message(self, handler: Handler, *, admins: bool = False, manages: bool = False, own: bool = False) -> Callback:
        """For messages. `admins`: of the bot; `manages`: changes what the chat follows; `own`: not about a channel."""

        async def callback(update: Update, context: Context) -> None:
            message = update.effective_message
            if message is None or message.from_user is None:
                return
            call = self._call(message, message.from_user, context)
            if context.args is not None:
                call = replace(call, text=_after_command(call.text))
            async with self.turnstile.turn(call.user_id) as turn:
                if turn is Turn.MINE:
                    await _answer(call, self._work(call, message, handler, admins, manages, own))
                elif turn is Turn.TOO_FAST:
                    await _answer(call, _says(TOO_FAST))

        return callback

    def tap(self, handler: Handler) -> Callback:
        """For callback queries. Every one is answered, whatever happens."""

        async def callback(update: Update, context: Context) -> None:
            query = update.callback_query
            if query is None:
                return
            message = query.message
            if not isinstance(message, Message):  # too old for Telegram to tell us what it was
                await query.answer("That button is out of date.")
                return
            call = replace(
                self._call(message, query.from_user, context),
                tapped=query.data or "",
                keyboard=_rows(message.reply_markup),
                as_group=False,
            )
            async with self.turnstile.turn(call.user_id) as turn:
                if message.chat.type == ChatType.CHANNEL:  # who reads it gets the answer in private
                    await reply.answer_tap(call, query.id, url=places.elsewhere(call))
                elif turn is Turn.MINE:
                    await _answer_tap(call, query, lambda call: _tapped(call, handler))
                else:
                    await reply.answer_tap(call, query.id, TOO_FAST)

        return callback

    def _call(self, message: Message, user: User, context: Context) -> Call:
        group = message.sender_chat is not None and message.sender_chat.id == message.chat.id
        admin = user.id in self.services.admins and not group
        return Call(
            services=self.services,
            api=context.bot,
            chat=ChatRef(message.chat.id, message.message_thread_id if message.is_topic_message else None),
            chat_kind=message.chat.type,
            user_id=user.id,
            language=(user.language_code or "")[:2].lower(),
            text=message.text or "",
            attachment=_attachment(message),
            message_id=message.message_id,
            as_group=group,
            forum=bool(message.chat.is_forum),
            menu=self.menu(admin),
            alone=self.alone,
            now=self.services.clock(),
        )

    async def _work(
        self, call: Call, message: Message, handler: Handler, admins: bool, manages: bool, own: bool
    ) -> Reply:
        chat = message.chat
        known = await self.services.chats.seen(chat.id, chat.type, chat.title or chat.full_name or "", call.now)
        if admins and not call.is_admin:
            raise Refused(ADMINS_ONLY)
        if manages and not await may_manage(call):
            raise Refused(MANAGERS_ONLY)
        if own or known.managing is None or not call.private:
            return await handler(call)
        about = await places.on_behalf(call, known.managing)
        return places.dressed(about, await handler(about))


async def _tapped(call: Call, handler: Handler) -> Reply:
    """The buttons of a message that is about a channel are about it too, whatever was chosen since."""
    channel = places.about(call)
    if channel is None:
        return await handler(call)
    about = await places.on_behalf(call, channel)
    return places.dressed(about, await handler(about))


async def _answer(call: Call, work: Awaitable[Reply]) -> None:
    try:
        result = await work
    except Exception as error:  # noqa: BLE001 - the last resort: logged with a mark, and said
        result = told(error)
    await _deliver(call, result, edits=False)


async def _answer_tap(call: Call, query: CallbackQuery, handler: Handler) -> None:
    try:
        result = await handler(call)
    except Exception as error:  # noqa: BLE001 - the last resort: logged with a mark, and said
        await reply.answer_tap(call, query.id, told(error).text, alert=True)
        return
    note = result.text if isinstance(result, Toast) else result.toast if isinstance(result, Keyboard) else ""
    await reply.answer_tap(call, query.id, note)
    await _deliver(call, result, edits=True)


async def _deliver(call: Call, result: Reply, *, edits: bool) -> None:
    try:
        await _say(call, result, edits=edits)
    except Forbidden as error:
        log.info("chat %d does not take the reply: %s", call.chat.chat_id, error)
    except TelegramError as error:
        log.warning("chat %d: reply lost: %s", call.chat.chat_id, error)


async def _say(call: Call, result: Reply, *, edits: bool) -> None:
    match result:
        case None | Toast():
            return
        case model.Message():
            await (reply.edit if edits else reply.send)(call, result)
        case New(message):
            await reply.send(call, message)
        case Keyboard(rows):
            await reply.edit_keyboard(call, rows)
        case Vanish():
            await reply.vanish(call)
        case Document():
            await reply.send_document(call, result)
        case Working(note, work):
            await _work(call, note, work, edits=edits)
        case _:
            for message in result:
                await reply.send(call, message)


async def _work(call: Call, note: model.Message, work: Callable[[], Awaitable[Reply]], *, edits: bool) -> None:
    if edits:
        await reply.edit(call, note)
    else:
        call = replace(call, message_id=await reply.send(call, note))
    try:
        result = await work()
    except Exception as error:  # noqa: BLE001 - the last resort: logged with a mark, and said
        result = told(error)
    await _say(call, result, edits=True)


async def _says(text: str) -> Reply:
    return screens.says(text)


def _after_command(text: str) -> str:
    """The words after "/command"."""
    parts = text.split(None, 1)
    return parts[1] if len(parts) > 1 else ""


def _attachment(message: Message) -> Attachment | None:
    sent = message.document
    return Attachment(sent.file_id, sent.file_name or "", sent.file_size or 0) if sent else None


def _rows(markup: InlineKeyboardMarkup | None) -> Rows:
    if markup is None:
        return ()
    return tuple(
        tuple(Button(b.text, b.callback_data if isinstance(b.callback_data, str) else None, b.url) for b in row)
        for row in markup.inline_keyboard
    )
