"""The chat page in a real browser, with a small bot behind it: tap, read, write, switch, and nothing runs as markup."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, expect
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    MessageHandler,
    filters,
)

from bot.sandbox import DemoPanel, DemoStatus, Fault, FaultKind, Sandbox, Status, create_app, serving
from tests.browser import browser_page, running_browser

pytestmark = pytest.mark.asyncio(loop_scope="module")  # one browser for all of them

Context = ContextTypes.DEFAULT_TYPE
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Follow", callback_data="follow"), InlineKeyboardButton("Why", callback_data="why")],
        [InlineKeyboardButton("Read", url="https://a.example/")],
    ]
)


async def on_start(update: Update, context: Context) -> None:
    assert update.effective_message
    await update.effective_message.reply_text("Hello", reply_markup=KEYBOARD)


async def on_press(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query
    if query.data == "why":
        await query.answer("Because you asked", show_alert=True)
    else:
        await query.answer("Done")
        await query.edit_message_text("You follow this now")


async def on_text(update: Update, context: Context) -> None:
    assert update.effective_message
    await update.effective_message.reply_text(f"You said: {update.effective_message.text}", do_quote=True)


async def on_document(update: Update, context: Context) -> None:
    assert update.effective_message
    assert update.effective_message.document
    await update.effective_message.reply_text(f"Got {update.effective_message.document.file_name}")


@dataclass
class Stage:
    sandbox: Sandbox
    root: str
    bot: ExtBot[None]
    published: list[str] = field(default_factory=list)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with running_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    """A sandbox with a demo panel, and a bot that echoes."""
    sandbox = Sandbox()
    published: list[str] = []

    async def publish() -> None:
        published.append("item")

    status = DemoStatus(30.0, "Caracas talks end", 2, ("No network: samples only.",))
    app = create_app(sandbox, demo=DemoPanel(lambda: status, publish))
    async with serving(app, sandbox) as root:
        application = ApplicationBuilder().token(sandbox.token).base_url(f"{root}/bot").build()
        application.add_handler(CommandHandler("start", on_start))
        application.add_handler(CallbackQueryHandler(on_press))
        application.add_handler(MessageHandler(filters.Document.ALL, on_document))
        application.add_handler(MessageHandler(filters.TEXT, on_text))
        async with application:
            assert application.updater
            await application.updater.start_polling()
            await application.start()
            await application.bot.set_my_commands([BotCommand("latest", "The newest"), BotCommand("help", "Help")])
            yield Stage(sandbox, root, application.bot, published)
            await application.updater.stop()
            await application.stop()


async def test_start_tap_edit_in_place_and_switch_user(stage: Stage, browser: Browser) -> None:
    async with browser_page(browser, stage.root) as page:
        log = page.get_by_role("log")
        await page.get_by_role("button", name="START").click()
        await expect(log.get_by_text("Hello")).to_be_visible()
        await page.get_by_role("button", name="Follow").click()
        await expect(log.get_by_text("You follow this now")).to_be_visible()
        await expect(log.get_by_text("edited")).to_be_visible()
        await expect(log.get_by_text("Hello")).to_have_count(0)
        await expect(page.get_by_text("Done")).to_be_visible()
        await page.get_by_role("radio", name="Risk analyst").click()
        await expect(page.get_by_role("button", name="START")).to_be_visible()
        await expect(log.get_by_text("You follow this now")).to_have_count(0)


async def test_writing_replies_and_commands_by_keyboard(stage: Stage, browser: Browser) -> None:
    stage.sandbox.start(stage.sandbox.desk_id)
    async with browser_page(browser, stage.root) as page:
        message = page.get_by_label("Message", exact=True)
        await message.fill("what is new?")
        await message.press("Enter")
        answer = page.get_by_role("article").filter(has_text="You said: what is new?")
        await expect(answer.get_by_role("button", name="News desk what is new?")).to_be_visible()
        await message.fill("/la")
        await expect(page.get_by_role("option")).to_have_text(["/latestThe newest"])
        await message.press("ArrowDown")
        await message.press("Enter")
        await expect(page.get_by_text("You said: /latest")).to_be_visible()
        await page.get_by_role("button", name="Commands").click()
        await expect(page.get_by_role("option")).to_have_count(2)
        await message.press("Escape")
        await expect(page.get_by_role("option")).to_have_count(0)


async def test_an_alert_waits_for_ok(stage: Stage, browser: Browser) -> None:
    stage.sandbox.start(stage.sandbox.desk_id)
    async with browser_page(browser, stage.root) as page:
        await page.get_by_role("button", name="Why").click()
        await expect(page.get_by_role("dialog")).to_contain_text("Because you asked")
        await page.get_by_role("button", name="OK").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_pressed_button_shows_that_it_waits(stage: Stage, browser: Browser) -> None:
    sandbox = stage.sandbox
    await sandbox.reply(sandbox.desk_id, sandbox.start(sandbox.desk_id))
    async with browser_page(browser, stage.root) as page:
        sandbox.fail(Fault(FaultKind.HANG, "answerCallbackQuery", seconds=0.5))
        button = page.get_by_role("button", name="Why")
        await button.click()
        await expect(button).to_have_attribute("aria-busy", "true")


async def test_what_a_message_says_is_never_markup(stage: Stage, browser: Browser) -> None:
    sandbox = stage.sandbox
    sandbox.start(sandbox.desk_id)
    text = '<img src=x onerror="document.title=1"> <b>loud</b> & https://a.example/?<script> secret'
    secret = MessageEntity(MessageEntity.SPOILER, len(text) - 6, 6)
    await stage.bot.send_message(sandbox.desk_id, text, entities=[MessageEntity(MessageEntity.BOLD, 0, 4), secret])
    async with browser_page(browser, stage.root) as page:
        bubble = page.get_by_role("article").filter(has_text="loud")
        await expect(bubble).to_contain_text(text)
        assert await bubble.locator("img, script, b").count() == 0
        assert await bubble.locator("strong").text_content() == "<img"
        await bubble.get_by_role("button", name="Hidden text").click()
        await expect(bubble.locator(".spoiler.shown")).to_have_text("secret")


async def test_documents_both_ways(stage: Stage, browser: Browser) -> None:
    sandbox = stage.sandbox
    sandbox.start(sandbox.desk_id)
    await stage.bot.send_document(sandbox.desk_id, b"<opml/>", filename="feeds.opml")
    async with browser_page(browser, stage.root) as page:
        async with page.expect_download() as download:
            await page.get_by_role("link", name="feeds.opml").click()
        assert (await (await download.value).path()).read_bytes() == b"<opml/>"
        mine: FilePayload = {"name": "mine.opml", "mimeType": "text/xml", "buffer": b"<opml version='2.0'/>"}
        await page.locator("#file").set_input_files([mine])
        await expect(page.get_by_role("log").get_by_text("Got mine.opml")).to_be_visible()


async def test_other_people_see_their_badge_and_new_messages_their_pill(stage: Stage, browser: Browser) -> None:
    sandbox = stage.sandbox
    await sandbox.reply(sandbox.analyst_id, sandbox.start(sandbox.analyst_id))
    sandbox.start(sandbox.desk_id)
    for number in range(30):
        sandbox.say(sandbox.admin_id, f"line {number}\n\nmore", chat_id=sandbox.group_id)
    async with browser_page(browser, f"{stage.root}/#{sandbox.desk_id}/{sandbox.group_id}") as page:
        log = page.get_by_role("log")
        await expect(page.locator("#app[data-live]")).to_be_visible()
        await expect(page.get_by_role("radio", name="Risk analyst, 31 unread")).to_be_visible()
        await expect(log.get_by_text("line 29")).to_be_in_viewport()
        await log.evaluate("log => { log.scrollTop = 0; }")
        await expect(log.get_by_text("line 0")).to_be_in_viewport()
        sandbox.say(sandbox.admin_id, "the last one", chat_id=sandbox.group_id)
        await page.get_by_role("button", name="1 new message").click()
        await expect(log.get_by_text("the last one")).to_be_in_viewport()


async def test_a_typing_bot_is_seen(stage: Stage, browser: Browser) -> None:
    stage.sandbox.start(stage.sandbox.desk_id)
    async with browser_page(browser, stage.root) as page:
        await expect(page.locator("#app[data-live]")).to_be_visible()
        await stage.bot.send_chat_action(stage.sandbox.desk_id, "typing")
        await expect(page.locator("#top-status")).to_have_text("typing…")


async def test_blocking_and_restarting(stage: Stage, browser: Browser) -> None:
    sandbox = stage.sandbox
    sandbox.start(sandbox.desk_id)
    async with browser_page(browser, stage.root) as page:
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("menuitem", name="Block the bot").click()
        await expect(page.get_by_role("button", name="RESTART")).to_be_visible()
        await page.get_by_role("button", name="RESTART").click()
        await expect(page.get_by_label("Message", exact=True)).to_be_visible()


async def test_the_demo_panel(stage: Stage, browser: Browser) -> None:
    async with browser_page(browser, stage.root) as page:
        await expect(page.get_by_text("Next sample item in")).to_be_visible()
        await expect(page.get_by_text("Caracas talks end")).to_be_visible()
        await expect(page.get_by_text("Sandbox: no token; messages never leave this machine.")).to_be_visible()
        await page.get_by_role("button", name="Publish now").click()
        await expect(page.get_by_role("button", name="Publish now")).to_be_enabled()
    assert stage.published == ["item"]


async def test_a_narrow_screen_shows_one_side_at_a_time(stage: Stage, browser: Browser) -> None:
    async with browser_page(browser, stage.root, width=390, height=844) as page:
        await page.get_by_role("button", name="Wirewatch").click()
        await expect(page.get_by_role("button", name="START")).to_be_visible()
        await expect(page.get_by_role("radiogroup")).to_be_hidden()
        await page.get_by_role("button", name="Back to the chats").click()
        await expect(page.get_by_role("radiogroup")).to_be_visible()


async def test_a_link_to_the_bot_itself_stays_on_the_page(stage: Stage, browser: Browser) -> None:
    sandbox = stage.sandbox
    sandbox.start(sandbox.desk_id)
    await stage.bot.send_message(sandbox.desk_id, "https://t.me/wirewatch_sandbox_bot?start=story_7")
    async with browser_page(browser, stage.root) as page:
        await page.get_by_role("link", name="story_7").click()
        await sandbox.until(lambda: "/start story_7" in [one.text for one in sandbox.messages(sandbox.desk_id)])


async def test_a_forums_topics_are_looked_at_one_by_one_and_closed(stage: Stage, browser: Browser) -> None:
    sandbox = stage.sandbox
    forum = sandbox.add_group("Desks", topics=("Levant", "Sahel"))
    levant = next(iter(forum.topics))
    sandbox.say(sandbox.admin_id, "On the coast", chat_id=forum.id, thread_id=levant)
    sandbox.say(sandbox.admin_id, "For everybody", chat_id=forum.id)
    async with browser_page(browser, f"{stage.root}/#{sandbox.admin_id}/{forum.id}") as page:
        log = page.get_by_role("log")
        await expect(log.get_by_text("For everybody")).to_be_visible()
        await page.get_by_role("radio", name="Levant").click()
        await expect(log.get_by_text("On the coast")).to_be_visible()
        await expect(log.get_by_text("For everybody")).to_be_hidden()
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("menuitem", name="Close “Levant”").click()
        await expect(page.get_by_role("radio", name="Levant (closed)")).to_be_visible()
        assert forum.closed_topics == {levant}
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("menuitem", name="Delete “Levant”").click()
        await expect(page.get_by_role("radio", name="Levant")).to_have_count(0)
        await expect(log.get_by_text("For everybody")).to_be_visible()


async def test_an_administrator_gives_the_bot_its_rights_and_takes_them(stage: Stage, browser: Browser) -> None:
    sandbox = stage.sandbox
    forum = sandbox.add_group("Desks", topics=("Levant",))
    async with browser_page(browser, f"{stage.root}/#{sandbox.admin_id}/{forum.id}") as page:
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("menuitem", name="Make the bot an administrator with “Manage topics”").click()
        await sandbox.until(lambda: forum.bot is Status.ADMINISTRATOR)
        await page.reload()
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("menuitem", name="Take “Manage topics” from the bot").click()
        await sandbox.until(lambda: forum.lacks == frozenset({"can_manage_topics"}))


async def test_a_link_preview_stands_where_the_bot_wants_it(stage: Stage, browser: Browser) -> None:
    sandbox = stage.sandbox
    sandbox.start(sandbox.desk_id)
    for large in (False, True):
        options = LinkPreviewOptions(
            url="https://outlet.example/1",
            prefer_large_media=large,
            prefer_small_media=not large,
            show_above_text=large,
        )
        await stage.bot.send_message(sandbox.desk_id, f"Large: {large}", link_preview_options=options)
    await stage.bot.send_message(sandbox.desk_id, "Plain", link_preview_options=LinkPreviewOptions(is_disabled=True))
    async with browser_page(browser, f"{stage.root}/#{sandbox.desk_id}/{sandbox.desk_id}") as page:
        log = page.get_by_role("log")
        small, large_one = (log.locator(".bubble", has_text=f"Large: {large}") for large in (False, True))
        await expect(small).to_contain_text(re.compile(r"^Large: False\s*outlet.example"))
        await expect(large_one).to_contain_text(re.compile(r"^outlet.example\s*Large: True"))
        await expect(log.locator(".bubble", has_text="Plain")).not_to_contain_text("outlet.example")
