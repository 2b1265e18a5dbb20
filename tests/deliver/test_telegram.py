"""Every answer of Telegram -> what became of the message. Over HTTP, on the sandbox."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram.ext import ExtBot

from bot.deliver.limits import Limiter
from bot.deliver.telegram import ReplyLimiter, TelegramSender
from bot.model import Button, ChatRef, Gone, Later, Message, Moved, Rejected, Sent, Span
from bot.sandbox import Fault, FaultKind
from tests.telegram import Running, running_sandbox

NEWS = Message("Good news", (Span("italic", 0, 4),), ((Button("More", data="~s2"),),))
HELLO = Message("Hello world", (Span("bold", 0, 5),), ((Button("Story", data="~s1"),),))


class Line:
    """A sender on a running sandbox."""

    def __init__(self, telegram: Running, sender: TelegramSender, limiter: Limiter) -> None:
        self.telegram, self.sender, self.limiter = telegram, sender, limiter
        self.user: int = telegram.sandbox.desk_id
        telegram.sandbox.start(self.user)

    def fail(self, **fault: object) -> None:
        self.telegram.sandbox.fail(Fault(**({"method": "sendMessage"} | fault)))  # type: ignore[arg-type]

    async def said(self) -> int:
        """Says hello; the number of that message."""
        outcome = await self.sender.send(ChatRef(self.user), HELLO)
        assert isinstance(outcome, Sent)
        return outcome.message_id

    def texts(self, chat_id: int | None = None) -> list[str]:
        return [message.text for message in self.telegram.sandbox.sent(chat_id or self.user)]


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with running_sandbox() as telegram:
        limiter = Limiter(time.monotonic)
        api = ExtBot(telegram.token, base_url=telegram.base_url, rate_limiter=ReplyLimiter(limiter))
        async with api:
            yield Line(telegram, TelegramSender(api, limiter), limiter)


async def test_a_message_arrives_with_its_formatting_and_buttons(line: Line) -> None:
    outcome = await line.sender.send(ChatRef(line.user), HELLO)
    (message,) = line.telegram.sandbox.sent(line.user)
    assert outcome == Sent(message.id)
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bold", 0, 5)]
    assert message.keyboard[0][0].text == "Story"


@pytest.mark.parametrize(
    ("large", "asked"),
    [
        (False, {"prefer_small_media": True}),
        (True, {"prefer_large_media": True, "show_above_text": True}),
    ],
    ids=["small below", "large on top"],
)
async def test_a_preview_is_as_large_as_the_chat_wants(line: Line, large: bool, asked: dict[str, bool]) -> None:
    url = "http://outlet.example/1"
    await line.sender.send(
        ChatRef(line.user), Message("Hello", (Span("text_link", 0, 5, url),), preview=True, large=large)
    )
    (call,) = line.telegram.sandbox.calls("sendMessage")
    options = call.params["link_preview_options"]
    assert (json.loads(options) if isinstance(options, str) else options) == {"url": url, **asked}


async def test_a_preview_that_is_refused_is_left_out_and_all_else_stays(line: Line) -> None:
    line.fail(kind=FaultKind.ERROR, status=400, description="Bad Request: WEBPAGE_URL_INVALID")
    message = Message("Hello", (Span("text_link", 0, 5, "http://outlet.example/1"),), NEWS.buttons, preview=True)
    assert isinstance(await line.sender.send(ChatRef(line.user), message), Sent)
    (sent,) = line.telegram.sandbox.sent(line.user)
    assert (len(sent.entities), sent.preview, sent.keyboard[0][0].text) == (1, False, "More")


@pytest.mark.parametrize(("host", "links"), [("10.0.0.1", []), ("outlet.example", ["text_link"])])
async def test_no_link_leads_into_a_private_network(line: Line, host: str, links: list[str]) -> None:
    message = Message("Hello world", (Span("text_link", 0, 5, f"http://{host}/1"),), preview=True)
    await line.sender.send(ChatRef(line.user), message)
    (sent,) = line.telegram.sandbox.sent(line.user)
    assert [entity.type for entity in sent.entities] == links


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: CHAT_RESTRICTED"),
    ],
)
async def test_a_chat_that_takes_nothing_is_gone(line: Line, status: int, description: str) -> None:
    line.fail(status=status, description=description)
    assert isinstance(await line.sender.send(ChatRef(line.user), HELLO), Gone)


async def test_an_unknown_403_does_not_end_a_chat(line: Line) -> None:
    line.fail(status=403, description="Forbidden: a reason nobody has heard of")
    assert isinstance(await line.sender.send(ChatRef(line.user), HELLO), Later)


async def test_a_message_refused_for_its_trimmings_arrives_without_them(line: Line) -> None:
    line.fail(status=400, description="Bad Request: BUTTON_URL_INVALID")
    assert isinstance(await line.sender.send(ChatRef(line.user), HELLO), Sent)
    (message,) = line.telegram.sandbox.sent(line.user)
    assert (message.text, message.entities, message.keyboard) == (HELLO.text, (), ())


async def test_an_unknown_400_rejects_the_message_alone(line: Line) -> None:
    line.fail(status=400, description="Bad Request: SOMETHING_NEW", times=2)
    assert isinstance(await line.sender.send(ChatRef(line.user), HELLO), Rejected)


async def test_refused_entities_are_sent_as_plain_text(line: Line) -> None:
    line.fail(status=400, description="Bad Request: can't parse entities: unsupported tag")
    assert isinstance(await line.sender.send(ChatRef(line.user), HELLO), Sent)
    (message,) = line.telegram.sandbox.sent(line.user)
    assert (message.text, message.entities) == ("Hello world", ())


async def test_a_closed_topic_falls_back_to_the_group(line: Line) -> None:
    group = line.telegram.sandbox.add_group("Desk", topics=("Venezuela",)).id
    topic = next(iter(line.telegram.sandbox.chat(group).topics))
    line.fail(status=400, description="Bad Request: message thread not found")
    assert isinstance(await line.sender.send(ChatRef(group, topic), HELLO), Sent)
    assert line.texts(group) == ["Hello world"]


async def test_a_429_holds_that_chat_and_no_other(line: Line) -> None:
    line.fail(status=429, retry_after=30)
    outcome = await line.sender.send(ChatRef(line.user), HELLO)
    assert outcome == Later(timedelta(seconds=30), outcome.reason, asked=True)  # type: ignore[union-attr]
    assert line.user in line.sender.busy()
    assert line.sender.opens_in() == timedelta(0)
    other = line.telegram.sandbox.analyst_id
    line.telegram.sandbox.start(other)
    assert isinstance(await line.sender.send(ChatRef(other), HELLO), Sent)


async def test_a_refused_token_holds_the_whole_bot(line: Line) -> None:
    line.fail(status=401, description="Unauthorized")
    outcome = await line.sender.send(ChatRef(line.user), HELLO)
    assert isinstance(outcome, Later)
    assert outcome.everyone
    assert line.sender.opens_in() > timedelta(seconds=30)


async def test_a_group_that_moved_says_where(line: Line) -> None:
    group = line.telegram.sandbox.add_group("Old desk", basic=True).id
    new = line.telegram.sandbox.migrate(group)
    assert await line.sender.send(ChatRef(group), HELLO) == Moved(new)


@pytest.mark.parametrize("kind", [FaultKind.DROP, FaultKind.LOST], ids=["not delivered", "delivered"])
async def test_a_cut_connection_is_later_whether_delivered_or_not(line: Line, kind: FaultKind) -> None:
    line.fail(kind=kind)
    assert isinstance(await line.sender.send(ChatRef(line.user), HELLO), Later)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_error_is_later(line: Line, status: int) -> None:
    line.fail(kind=FaultKind.HTML, status=status)
    assert isinstance(await line.sender.send(ChatRef(line.user), HELLO), Later)


async def test_a_sent_message_is_edited_in_place(line: Line) -> None:
    number = await line.said()
    assert await line.sender.edit(ChatRef(line.user), number, NEWS) == Sent(number)
    (message,) = line.telegram.sandbox.sent(line.user)
    assert (message.text, message.keyboard[0][0].text) == ("Good news", "More")


async def test_an_edit_that_changes_nothing_is_done(line: Line) -> None:
    number = await line.said()
    assert await line.sender.edit(ChatRef(line.user), number, HELLO) == Sent(number)


async def test_an_edit_with_entities_that_are_refused_is_plain_text(line: Line) -> None:
    number = await line.said()
    line.fail(method="editMessageText", status=400, description="Bad Request: can't parse entities: unsupported tag")
    assert await line.sender.edit(ChatRef(line.user), number, NEWS) == Sent(number)
    (message,) = line.telegram.sandbox.sent(line.user)
    assert (message.text, message.entities) == ("Good news", ())


async def test_a_message_that_is_not_there_is_not_edited_and_the_chat_is_well(line: Line) -> None:
    assert isinstance(await line.sender.edit(ChatRef(line.user), 999, NEWS), Rejected)
    assert isinstance(await line.sender.send(ChatRef(line.user), HELLO), Sent)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"status": 429, "retry_after": 30}, Later),
        ({"status": 403, "description": "Forbidden: bot was blocked by the user"}, Gone),
        ({"status": 400, "description": "Bad Request: message can't be edited"}, Rejected),
        ({"kind": FaultKind.LOST}, Later),
    ],
    ids=["429", "blocked", "too old", "no answer"],
)
async def test_what_becomes_of_an_edit(line: Line, fault: dict[str, object], outcome: type) -> None:
    number = await line.said()
    line.fail(method="editMessageText", **fault)
    assert isinstance(await line.sender.edit(ChatRef(line.user), number, NEWS), outcome)


@pytest.mark.parametrize("there", [True, False], ids=["there", "deleted"])
async def test_a_reply_goes_out_whether_its_message_is_there_or_not(line: Line, there: bool) -> None:
    number = await line.said()
    to = number if there else 999
    assert isinstance(await line.sender.send(ChatRef(line.user), NEWS, reply_to=to), Sent)
    *_, reply = line.telegram.sandbox.sent(line.user)
    assert reply.reply_to == (number if there else None)
