"""Groups, blocks, moves, edits, hostile texts, a Telegram that fails: the bot stays polite and on its feet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from telegram import Update
from telegram.ext import MessageHandler, filters

import handlers
from bot.errors import Refused, StoreError
from bot.model import Subscription
from bot.ports import Store
from bot.sandbox import Fault, FaultKind, Status
from bot.text import utf16_length
from handlers.context import Context
from tests.chat.conftest import Desk, FakeFeeds, application_on, labels, services_of
from tests.telegram import Running

NAME = "@wirewatch_sandbox_bot"


async def test_a_group_that_takes_the_bot_in_hears_what_to_do(desk: Desk) -> None:
    group = desk.sandbox.add_group("New", bot=Status.LEFT)
    desk.sandbox.set_bot_status(group.id, Status.MEMBER)
    hello = await desk.sandbox.reply(group.id)
    assert hello.text.startswith("Hello.")
    assert labels(hello) == ["Choose a country", "Help"]


async def test_being_promoted_is_no_reason_for_another_hello(desk: Desk) -> None:
    desk.sandbox.set_bot_status(desk.group, Status.ADMINISTRATOR)
    await desk.say("/help", chat=desk.group)
    assert len(desk.sandbox.sent(desk.group)) == 1


async def test_a_block_pauses_and_coming_back_resumes_with_all_watches(desk: Desk) -> None:
    await desk.say("/follow Venezuela")
    desk.sandbox.block(desk.user)
    await desk.say("/help", by=desk.admin)  # updates are taken in order
    chat = await desk.store.chats.get(desk.user)
    assert chat is not None
    assert chat.paused == "blocked"
    reply = await desk.say("/start")
    assert reply.text
    chat = await desk.store.chats.get(desk.user)
    assert chat is not None
    assert chat.paused is None
    assert await desk.watches() == ["Venezuela"]


async def test_a_group_that_removes_the_bot_is_paused(desk: Desk) -> None:
    await desk.say("/follow Venezuela", by=desk.admin, chat=desk.group)
    desk.sandbox.set_bot_status(desk.group, Status.KICKED)
    await desk.say("/help")
    chat = await desk.store.chats.get(desk.group)
    assert chat is not None
    assert chat.paused == "removed from the chat"


async def test_a_group_that_moves_keeps_its_watches(desk: Desk) -> None:
    group = desk.sandbox.add_group("Small", basic=True)
    await desk.say("/follow Venezuela", by=desk.admin, chat=group.id)
    new = desk.sandbox.migrate(group.id)
    await desk.say("/following", chat=new)
    assert await desk.watches(new) == ["Venezuela"]
    assert await desk.watches(group.id) == []


async def test_in_a_group_only_what_is_for_the_bot_is_answered(desk: Desk) -> None:
    desk.sandbox.say(desk.user, "Venezuela", chat_id=desk.group)
    desk.sandbox.say(desk.user, "/help@other_bot", chat_id=desk.group)
    help_page = await desk.say(f"/help{NAME}", chat=desk.group)
    assert help_page.text.startswith("What you can do")
    page = await desk.say(f"{NAME} Venezuela", chat=desk.group)
    assert page.text.startswith("🇻🇪 Venezuela")
    answered = await desk.say("Russia", chat=desk.group, reply_to=page.id)
    assert answered.text.startswith("🇷🇺 Russia")
    assert len(desk.sandbox.sent(desk.group)) == 3


async def test_an_edited_message_is_not_done_again(desk: Desk) -> None:
    said = desk.sandbox.say(desk.user, "/help")
    await desk.sandbox.reply(desk.user, said)
    desk.sandbox.edit(desk.user, said.id, "/follow Venezuela")
    await desk.say("/help")
    assert await desk.watches() == []
    assert len(desk.sandbox.sent(desk.user)) == 2


async def test_updates_nobody_knows_are_passed_over(desk: Desk) -> None:
    for data in ({"update_id": 1}, {"update_id": 2, "something_new": {"id": 1}}):
        await desk.application.process_update(handlers.read_update(data, desk.application.bot))
    assert (await desk.say("/help")).text


@pytest.mark.parametrize(
    "text",
    [
        "🚀" * 2048,
        "/follow " + "🚀" * 2000,
        "/follow keyword " + "<b>" * 20,
        "/ask " + "\u202e" * 50 + "abc",
        "/search " + "a" * 4000,
        "/actor \u0301\u0301\u0301",
        "/story 99999999999999999999999",
        "/latest " + "ж" * 2000,
        "<b>hi</b> &amp; *x* [y](http://evil.example)",
        "\u200b\u200b",
        "/unfollow and and and",
        "/follow \x00and + &",
    ],
    ids=range(12),
)
async def test_any_text_gets_a_reply_within_limits(desk: Desk, text: str) -> None:
    reply = await desk.say(text) if text.strip("\u200b") else await desk.say("/help")
    assert 0 < utf16_length(reply.text) <= 4096
    assert not any(entity.url and "evil" in entity.url for entity in reply.entities)


async def test_commands_of_one_person_are_done_in_their_order(desk: Desk) -> None:
    for words in ("/follow Venezuela", "/unfollow Venezuela", "/follow Russia", "/follow Cuba"):
        desk.sandbox.say(desk.user, words)
    shown = await desk.replies("/following", 5)
    assert shown[-1].text.startswith("Following (2)")
    assert await desk.watches() == ["Russia", "Cuba"]


async def test_a_flood_of_one_person_is_cut_off_and_hurts_nobody(desk: Desk) -> None:
    for _ in range(150):
        desk.sandbox.say(desk.user, "/help")
    other = await desk.say("/help", by=desk.sandbox.desk_id)
    assert other.text.startswith("What you can do")
    last = await desk.sandbox.until(
        lambda: next((m for m in desk.sandbox.sent(desk.user) if m.text.startswith("You are faster")), None)
    )
    assert last
    await desk.sandbox.until(lambda: len(desk.sandbox.sent(desk.user)) >= 41)
    assert sum(m.text.startswith("You are faster") for m in desk.sandbox.sent(desk.user)) == 1


# ---------------------------------------------------------------- when something fails


class BrokenWatches:
    """A database that does not answer; as a bug would look, where `error` is no error of ours."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def of_chat(self, chat_id: int) -> tuple[Subscription, ...]:
        raise self.error


@pytest.mark.parametrize(
    ("error", "beginning"),
    [
        (Refused("That is too much."), "That is too much."),
        (StoreError("The database secret/w.db is damaged."), "I cannot reach my archive just now."),
        (RuntimeError("secret: /etc/passwd"), "Something went wrong on my side"),
    ],
    ids=["ours", "database", "unexpected"],
)
async def test_an_error_is_one_plain_sentence(
    running: Running, store: Store, error: Exception, beginning: str, caplog: pytest.LogCaptureFixture
) -> None:
    feeds = FakeFeeds()
    services = services_of(store, feeds, frozenset())
    follow = services.follow.__class__(
        BrokenWatches(error),  # type: ignore[arg-type]
        store.chats,
        store.actors,
        store.archive,
        store.feeds,
    )
    application = application_on(running)
    handlers.register(application, replace(services, follow=follow))
    async with application:
        assert application.updater is not None
        await application.updater.start_polling(timeout=5, allowed_updates=Update.ALL_TYPES)
        await application.start()
        desk = Desk(running, store, feeds, services, application)
        reply = await desk.say("/following")
        assert reply.text.startswith(beginning)
        assert "secret" not in reply.text
        if isinstance(error, RuntimeError):
            mark = reply.text.rpartition(" ")[2].rstrip(".")
            assert mark in caplog.text
        await application.updater.stop()
        await application.stop()


# The client warns on every 429 that a later version of it will give a timedelta; both are understood.
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultKind.ERROR, "sendMessage", status=500),
        Fault(FaultKind.ERROR, "sendMessage", status=429, retry_after=1),
        Fault(FaultKind.DROP, "sendMessage"),
        Fault(FaultKind.ERROR, "sendChatAction", status=400),
    ],
    ids=["500", "429", "dropped", "no typing"],
)
async def test_a_hitch_of_telegram_costs_no_reply(desk: Desk, fault: Fault) -> None:
    desk.sandbox.fail(fault)
    assert (await desk.say("what happened to the moon?")).text


async def test_a_reply_that_telegram_refuses_harms_nothing_else(desk: Desk) -> None:
    desk.sandbox.fail(Fault(FaultKind.ERROR, "sendMessage", status=403))
    desk.sandbox.say(desk.user, "/help")
    assert (await desk.say("/settings")).text.startswith("Settings")


async def test_pressing_what_is_shown_already_is_silent(desk: Desk) -> None:
    shown = await desk.say("/settings")
    assert (await desk.tap(shown, data="~t:s:0")).text == ""
    assert (await desk.say("/help")).text.startswith("What you can do")
    assert len(desk.sandbox.sent(desk.user)) == 2


@pytest.mark.parametrize("reason", ["message to edit not found", "message can't be edited"])
async def test_what_cannot_be_edited_is_sent_anew(desk: Desk, reason: str) -> None:
    shown = await desk.say("/settings")
    desk.sandbox.fail(Fault(FaultKind.ERROR, "editMessageText", status=400, description=f"Bad Request: {reason}"))
    await desk.tap(shown, "Sound off")
    again = await desk.sandbox.reply(desk.user, shown)
    assert "without a sound" in again.text


async def test_a_query_that_is_too_old_is_still_acted_on(desk: Desk) -> None:
    shown = await desk.say("/settings")
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    desk.sandbox.fail(Fault(FaultKind.ERROR, "answerCallbackQuery", status=400, description=old))
    desk.sandbox.press(desk.user, shown.id, "Sound off")
    assert "without a sound" in (await desk.changed(shown)).text


# ---------------------------------------------------------------- in somebody else's application


async def test_in_a_shared_application_only_our_own_is_answered(running: Running, store: Store) -> None:
    application = application_on(running)

    async def host(update: Update, context: Context) -> None:
        if update.effective_message is not None:
            await update.effective_message.reply_text("host")

    application.add_handler(MessageHandler(filters.Regex("^/hello"), host))
    feeds = FakeFeeds()
    services = services_of(store, feeds, frozenset())
    handlers.register(application, services, group=7, prefix="news_", without={"text", "forget"})
    async with application:
        assert application.updater is not None
        await application.updater.start_polling(timeout=5, allowed_updates=Update.ALL_TYPES)
        await application.start()
        desk = Desk(running, store, feeds, services, application)
        for words in ("/help", "Venezuela", "/news_forget", "/unknown"):
            running.sandbox.say(desk.user, words)
        assert (await desk.say("/hello")).text == "host"
        page = await desk.say("/news_help")
        assert "/news_follow" in page.text
        assert "/news_forget" not in page.text
        running.sandbox.press(desk.user, page.id, data="theirs")
        assert (await desk.tap(page, data="~nonsense")).text == "That button is out of date."
        assert [m.text.split("\n")[0] for m in running.sandbox.sent(desk.user)] == ["host", "What you can do"]
        await application.updater.stop()
        await application.stop()


def test_leaving_out_what_there_is_not_is_an_error(store: Store, running: Running) -> None:
    with pytest.raises(ValueError, match="no such command"):
        handlers.register(application_on(running), services_of(store, FakeFeeds(), frozenset()), without={"folow"})
