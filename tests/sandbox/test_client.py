"""python-telegram-bot's own client and application, over HTTP, on the sandbox: what a bot does all day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    ChatMemberAdministrator,
    ChatMemberOwner,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    MenuButtonCommands,
    MenuButtonDefault,
    MessageEntity,
    ReplyParameters,
    Update,
    User,
)
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.sandbox import Status
from tests.sandbox.conftest import StoppedClock
from tests.telegram import Running

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (640).to_bytes(4) + (360).to_bytes(4)
KEYBOARD = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Follow", callback_data="follow:VE"),
            InlineKeyboardButton("Read", url="https://a.example/"),
        ]
    ]
)
Context = ContextTypes.DEFAULT_TYPE


# ---------------------------------------------------------------- the client alone


async def test_the_bot_knows_itself(client: Bot, running: Running) -> None:
    me = await client.get_me()
    assert (me.id, me.username, me.can_read_all_group_messages) == (
        running.sandbox.bot_id,
        "wirewatch_sandbox_bot",
        False,
    )


async def test_a_message_comes_back_as_it_was_sent(client: Bot, running: Running, clock: StoppedClock) -> None:
    link = MessageEntity(MessageEntity.TEXT_LINK, 5, 6, url="https://a.example/story")
    sent = await client.send_message(
        running.sandbox.desk_id,
        "🇻🇪 Lavrov met #Caracas",
        entities=[MessageEntity(MessageEntity.BOLD, 0, 4), link],
        reply_markup=KEYBOARD,
        reply_parameters=ReplyParameters(1),
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.text == "🇻🇪 Lavrov met #Caracas"
    assert [entity.type for entity in sent.entities] == ["bold", "text_link", "hashtag"]
    assert sent.reply_markup == KEYBOARD
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start"
    assert sent.date.timestamp() == clock()
    assert running.sandbox.sent(running.sandbox.desk_id)[0].silent


async def test_an_edit_keeps_place_and_says_so(client: Bot, running: Running) -> None:
    sent = await client.send_message(running.sandbox.desk_id, "Draft", reply_markup=KEYBOARD)
    edited = await client.edit_message_text("Final", running.sandbox.desk_id, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.message_id, edited.text, edited.reply_markup) == (sent.message_id, "Final", None)
    assert edited.edit_date is not None
    with pytest.raises(BadRequest, match="Message is not modified"):
        await client.edit_message_text("Final", running.sandbox.desk_id, sent.message_id)


async def test_a_keyboard_can_change_alone(client: Bot, running: Running) -> None:
    sent = await client.send_message(running.sandbox.desk_id, "a")
    edited = await client.edit_message_reply_markup(running.sandbox.desk_id, sent.message_id, reply_markup=KEYBOARD)
    assert not isinstance(edited, bool)
    assert (edited.reply_markup, edited.edit_date) == (KEYBOARD, None)


async def test_a_document_goes_up_and_comes_down(client: Bot, running: Running) -> None:
    content = bytes(range(256)) * 40 + b"\r\n--boundary\r\n\r\n"
    sent = await client.send_document(running.sandbox.desk_id, content, filename="лента.opml", caption="Your feeds")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == (
        "лента.opml",
        len(content),
        "Your feeds",
    )
    file = await client.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == content
    again = await client.send_document(running.sandbox.desk_id, sent.document.file_id)
    assert again.document == sent.document


async def test_a_photo_goes_up(client: Bot, running: Running) -> None:
    sent = await client.send_photo(running.sandbox.desk_id, PNG, caption="Chart")
    assert [(size.width, size.height) for size in sent.photo] == [(640, 360)]


async def test_a_photo_of_another_site_is_stood_in_for(client: Bot, running: Running) -> None:
    sent = await client.send_photo(running.sandbox.desk_id, "https://a.example/picture.jpg")
    assert [(size.width, size.height) for size in sent.photo] == [(640, 360)]


async def test_a_photo_of_this_machine_is_fetched(client: Bot, running: Running) -> None:
    with pytest.raises(BadRequest, match="Wrong type of the web page content"):
        await client.send_photo(running.sandbox.desk_id, f"{running.root}/control/state")
    chart = running.sandbox.world.store_file("chart.png", "", PNG)
    sent = await client.send_photo(running.sandbox.desk_id, f"{running.root}/ui/file?id={chart.id}")
    assert [(size.width, size.height) for size in sent.photo] == [(640, 360)]
    with pytest.raises(BadRequest, match="Failed to get http url content"):
        await client.send_document(running.sandbox.desk_id, "https://a.example/feeds.opml")
    with pytest.raises(BadRequest, match="Failed to get http url content"):
        await client.send_photo(running.sandbox.desk_id, f"{running.root}/nowhere.png")


async def test_an_unknown_file_cannot_be_had(client: Bot) -> None:
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await client.get_file("nothing")


async def test_chats_and_members(client: Bot, running: Running) -> None:
    sandbox = running.sandbox
    assert (await client.get_chat(sandbox.desk_id)).first_name == "News desk"
    assert (await client.get_chat("@wire_channel")).title == "Wire channel"
    assert (await client.get_chat_member_count(sandbox.group_id)) == 4
    assert isinstance(await client.get_chat_member(sandbox.group_id, sandbox.admin_id), ChatMemberOwner)
    administrators = await client.get_chat_administrators(sandbox.channel_id)
    assert [type(one) for one in administrators] == [ChatMemberOwner, ChatMemberAdministrator]
    await client.leave_chat(sandbox.group_id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await client.send_message(sandbox.group_id, "a")


@pytest.mark.parametrize("status", list(Status))
async def test_every_kind_of_member_is_read(client: Bot, running: Running, status: Status) -> None:
    sandbox = running.sandbox
    sandbox.set_member(sandbox.group_id, sandbox.desk_id, status)
    assert (await client.get_chat_member(sandbox.group_id, sandbox.desk_id)).status == status.value


async def test_questions_about_the_wrong_chat(client: Bot, running: Running) -> None:
    sandbox = running.sandbox
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await client.get_chat_administrators(sandbox.desk_id)
    with pytest.raises(BadRequest, match="Chat member status can't be changed in private chats"):
        await client.leave_chat(sandbox.desk_id)
    with pytest.raises(BadRequest, match="User not found"):
        await client.get_chat_member(sandbox.group_id, 5)


async def test_deleting_pinning_and_unpinning(client: Bot, running: Running) -> None:
    desk = running.sandbox.desk_id
    first, second = [await client.send_message(desk, text) for text in ("one", "two")]
    await client.pin_chat_message(desk, first.message_id)
    pinned = (await client.get_chat(desk)).pinned_message
    assert pinned is not None
    assert (pinned.message_id, getattr(pinned, "text", None)) == (first.message_id, "one")
    with pytest.raises(BadRequest, match="Message to unpin not found"):
        await client.unpin_chat_message(desk, second.message_id)
    await client.unpin_all_chat_messages(desk)
    assert (await client.get_chat(desk)).pinned_message is None
    await client.pin_chat_message(desk, second.message_id)
    await client.delete_messages(desk, [first.message_id, second.message_id, 999])
    assert running.sandbox.sent(desk) == ()
    assert running.sandbox.chat(desk).pinned is None


async def test_mentions_and_custom_emoji_come_back(client: Bot, running: Running) -> None:
    desk = running.sandbox.desk_id
    marks = [
        MessageEntity(MessageEntity.TEXT_MENTION, 0, 3, user=User(desk, "You", False)),
        MessageEntity(MessageEntity.CUSTOM_EMOJI, 4, 2, custom_emoji_id="77"),
        MessageEntity(MessageEntity.PRE, 7, 4, language="python"),
    ]
    sent = await client.send_message(desk, "You 😀 code", entities=marks)
    assert [(one.type, one.custom_emoji_id, one.language) for one in sent.entities] == [
        ("text_mention", None, None),
        ("custom_emoji", "77", None),
        ("pre", None, "python"),
    ]
    assert sent.entities[0].user is not None
    assert sent.entities[0].user.id == desk


async def test_the_menu_button(client: Bot, running: Running) -> None:
    desk = running.sandbox.desk_id
    await client.set_chat_menu_button(menu_button=MenuButtonDefault())
    await client.set_chat_menu_button(desk, MenuButtonCommands())
    assert isinstance(await client.get_chat_menu_button(desk), MenuButtonCommands)
    assert isinstance(await client.get_chat_menu_button(), MenuButtonDefault)
    with pytest.raises(BadRequest, match="Chat is not a private chat"):
        await client.set_chat_menu_button(running.sandbox.group_id, MenuButtonCommands())


async def test_commands_by_scope(client: Bot, running: Running) -> None:
    sandbox = running.sandbox
    public, private = [BotCommand("help", "What I can do")], [BotCommand("stats", "Numbers")]
    await client.set_my_commands(public)
    await client.set_my_commands(private, BotCommandScopeChat(sandbox.desk_id))
    await client.set_my_commands(private, BotCommandScopeChatAdministrators(sandbox.group_id))
    assert await client.get_my_commands() == tuple(public)
    assert await client.get_my_commands(BotCommandScopeChat(sandbox.desk_id)) == tuple(private)
    await client.delete_my_commands()
    assert await client.get_my_commands() == ()
    with pytest.raises(BadRequest, match="Chat not found"):
        await client.set_my_commands(public, BotCommandScopeChat(sandbox.analyst_id))


async def test_what_the_bot_says_of_itself(client: Bot) -> None:
    await client.set_my_description("Follows the news")
    await client.set_my_short_description("News")
    await client.set_my_name("Wire")
    assert (await client.get_my_description()).description == "Follows the news"
    assert (await client.get_my_short_description()).short_description == "News"
    assert (await client.get_my_name()).name == "Wire"


async def test_an_unknown_method_and_a_wrong_token(client: Bot, running: Running) -> None:
    with pytest.raises(EndPointNotFound):
        await client.do_api_request("sendTelepathy")
    stranger = ApplicationBuilder().token("1:wrong").base_url(running.base_url).build().bot
    with pytest.raises(InvalidToken):
        async with stranger:
            pass


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # RetryAfter's own seconds
async def test_too_fast_for_one_chat(client: Bot, running: Running, clock: StoppedClock) -> None:
    for _ in range(4):
        await client.send_message(running.sandbox.desk_id, "a")
    with pytest.raises(RetryAfter) as refused:
        await client.send_message(running.sandbox.desk_id, "a")
    assert refused.value._retry_after.total_seconds() == 1
    clock.forward(1)
    await client.send_message(running.sandbox.desk_id, "b")
    assert [one.text for one in running.sandbox.sent(running.sandbox.desk_id)] == ["a"] * 4 + ["b"]


# ---------------------------------------------------------------- an application


async def on_start(update: Update, context: Context) -> None:
    assert update.effective_message
    await update.effective_message.reply_text(f"Welcome {' '.join(context.args or [])}".strip(), reply_markup=KEYBOARD)


async def on_press(update: Update, context: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("Followed", show_alert=True)
    await update.callback_query.edit_message_text(f"Following {update.callback_query.data}")


async def on_document(update: Update, context: Context) -> None:
    assert update.effective_message
    assert update.effective_message.document
    file = await update.effective_message.document.get_file()
    content = bytes(await file.download_as_bytearray())
    await update.effective_message.reply_text(f"{len(content)} bytes", do_quote=True)


async def on_inline(update: Update, context: Context) -> None:
    assert update.inline_query
    content = InputTextMessageContent(f"About {update.inline_query.query}")
    await update.inline_query.answer([InlineQueryResultArticle("1", "One", content)])


async def on_membership(update: Update, context: Context) -> None:
    assert update.my_chat_member
    context.bot_data.setdefault("seen", []).append(update.my_chat_member.new_chat_member.status)


async def on_text(update: Update, context: Context) -> None:
    assert update.effective_message
    context.bot_data.setdefault("heard", []).append(update.effective_message.text)


@pytest.fixture
async def application(running: Running) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    builder = ApplicationBuilder().token(running.token).base_url(running.base_url)
    application = builder.base_file_url(running.base_file_url).build()
    application.add_handler(CommandHandler("start", on_start))
    application.add_handler(CallbackQueryHandler(on_press))
    application.add_handler(MessageHandler(filters.Document.ALL, on_document))
    application.add_handler(MessageHandler(filters.TEXT, on_text))
    application.add_handler(InlineQueryHandler(on_inline))
    application.add_handler(ChatMemberHandler(on_membership))
    async with application:
        assert application.updater
        await application.updater.start_polling(allowed_updates=Update.ALL_TYPES, drop_pending_updates=True)
        await application.start()
        yield application
        await application.updater.stop()
        await application.stop()


async def test_start_a_button_and_an_edit_in_place(application: object, running: Running) -> None:
    sandbox = running.sandbox
    welcome = await sandbox.reply(sandbox.analyst_id, sandbox.start(sandbox.analyst_id, "ref_1"))
    assert welcome.text == "Welcome ref_1"
    query = sandbox.press(sandbox.analyst_id, welcome.id, "Follow")
    answer = await sandbox.until(lambda: sandbox.answer_to(query))
    assert (answer.text, answer.alert) == ("Followed", True)
    await sandbox.until(lambda: sandbox.sent(sandbox.analyst_id)[0].text == "Following follow:VE")
    assert len(sandbox.sent(sandbox.analyst_id)) == 1


async def test_a_document_from_a_person(application: object, running: Running) -> None:
    sandbox = running.sandbox
    message = sandbox.upload(sandbox.desk_id, "feeds.opml", b"<opml/>")
    reply = await sandbox.reply(sandbox.desk_id, message)
    assert (reply.text, reply.reply_to) == ("7 bytes", message.id)


async def test_an_inline_query(application: object, running: Running) -> None:
    sandbox = running.sandbox
    query = sandbox.ask_inline(sandbox.desk_id, "Lavrov")
    answer = await sandbox.until(lambda: sandbox.answer_to(query))
    assert [result["title"] for result in answer.results] == ["One"]


async def test_blocking_and_coming_back(application: Any, running: Running) -> None:
    sandbox = running.sandbox
    sandbox.block(sandbox.desk_id)
    reply = await sandbox.reply(sandbox.desk_id, sandbox.start(sandbox.desk_id))
    assert reply.text == "Welcome"
    assert application.bot_data["seen"] == ["kicked", "member"]


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(application: Any, running: Running) -> None:
    sandbox = running.sandbox
    own = await application.bot.send_message(sandbox.group_id, "Hello")
    for text, reply_to in (
        ("just talking", None),
        ("/else@another_bot", None),
        ("/mine", None),
        ("@wirewatch_sandbox_bot hi", None),
        ("a reply", own.message_id),
    ):
        sandbox.say(sandbox.desk_id, text, chat_id=sandbox.group_id, reply_to=reply_to)
    sandbox.set_bot_status(sandbox.group_id, Status.ADMINISTRATOR)
    sandbox.say(sandbox.desk_id, "an administrator hears all", chat_id=sandbox.group_id)
    await sandbox.until(lambda: "an administrator hears all" in application.bot_data.get("heard", ()))
    assert application.bot_data["heard"] == [
        "/mine",
        "@wirewatch_sandbox_bot hi",
        "a reply",
        "an administrator hears all",
    ]
