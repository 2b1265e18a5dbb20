"""A story's message over its life: stories put together or apart, a message that is gone, a crowd of reports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.alerts import Alerts
from bot.model import ChatRef, Delivery, Message, Mode, Novelty, NoveltyKind, Priority, Rejected, Sent, Subscription
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON, at, chat, new_item, subject

ONE, TWO = chat(1), chat(2)
WHY = "one event"
TURN = (Novelty(NoveltyKind.TURN, "resigns", "Headline 3", strong=True),)


@dataclass(frozen=True, slots=True)
class Done:
    """What was sent to a chat, or made of a message there."""

    chat: ChatRef
    id: int
    text: str
    edited: bool = False
    reply_to: int | None = None


@dataclass(slots=True)
class Telegram:
    """ports.Sender: numbers what it is sent from 1; messages in `gone` cannot be edited."""

    done: list[Done] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    _sent: int = 0

    async def send(
        self,
        chat: ChatRef,
        message: Message,
        *,
        silent: bool = False,
        reply_to: int | None = None,
        priority: Priority = Priority.ALERT,
    ) -> Delivery:
        self._sent += 1
        self.done.append(Done(chat, self._sent, message.text, reply_to=reply_to))
        return Sent(self._sent)

    async def edit(
        self, chat: ChatRef, message_id: int, message: Message, *, priority: Priority = Priority.EDIT
    ) -> Delivery:
        if message_id in self.gone:
            return Rejected("message to edit not found")
        self.done.append(Done(chat, message_id, message.text, edited=True))
        return Sent(message_id)

    def busy(self) -> tuple[int, ...]:
        return ()

    def opens_in(self) -> timedelta:
        return timedelta(0)


class Desk:
    """Two chats that may follow Venezuela, reports that come in, and what the bot does about them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOON
        self.telegram = Telegram()
        self.alerts = Alerts(store, self.telegram, lambda: self.now, owner="desk")

    async def follows(self, to: ChatRef = ONE) -> Subscription:
        await self.store.chats.seen(to.chat_id, "private", "", NOON)
        return await self.store.subscriptions.add(to, [subject(value="VE")], Mode(), NOON)

    async def report(
        self, n: int, story_id: int | None = None, *, minutes: float | None = None, adds: tuple[Novelty, ...] = ()
    ) -> int:
        """Report `n`, of a publisher of its own; the story it is in."""
        self.now = at(n if minutes is None else minutes)
        words: dict[str, Any] = {
            "title": f"Headline {n}",
            "body": f"Words of their own {n * 7919} about this.",
            "publisher": f"Outlet {n}",
            "url": f"https://outlet-{n}.example/{n}",
            "first_seen": self.now,
        }
        new = new_item(n, countries=("VE",), story_id=story_id, **words)
        item = await self.store.archive.add(replace(new, adds=adds))
        assert item is not None
        await self.work()
        return item.story_id

    async def work(self) -> None:
        await self.alerts.match()
        await self.alerts.send_waiting()

    def since(self, before: int) -> list[tuple[int, bool]]:
        """(message, edited?) of what was done since."""
        return [(one.id, one.edited) for one in self.telegram.done[before:]]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = await open_store(f"sqlite:///{tmp_path}/t.db")
    yield Desk(store)
    await store.close()


async def merged(desk: Desk) -> tuple[int, int, int]:
    """Two stories told as messages 1 and 2, the second now part of the first; and the number of the merge."""
    first, second = await desk.report(1), await desk.report(2)
    done = await desk.store.regroupings.merge(second, first, WHY, at(9))
    assert done is not None
    return first, second, done.id


async def test_a_merge_by_itself_sends_nothing(desk: Desk) -> None:
    await desk.follows()
    await merged(desk)
    await desk.work()
    assert desk.since(0) == [(1, False), (2, False)]


async def test_after_a_merge_the_older_storys_message_is_edited_and_no_other(desk: Desk) -> None:
    await desk.follows()
    first, _, _ = await merged(desk)
    await desk.report(10, first)
    assert desk.since(2) == [(1, True)]
    assert "Confirmed by 3 independent publishers" in desk.telegram.done[-1].text


async def test_a_chat_told_of_the_younger_story_alone_has_that_message_edited(desk: Desk) -> None:
    first = await desk.report(1)
    await desk.follows()
    second = await desk.report(2)
    await desk.store.regroupings.merge(second, first, WHY, at(9))
    await desk.report(10, first)
    assert desk.since(0) == [(1, False), (1, True)]


async def test_after_a_merge_what_is_new_is_one_reply_to_the_message_that_lives_on(desk: Desk) -> None:
    await desk.follows()
    first, _, _ = await merged(desk)
    await desk.report(10, first, adds=TURN)
    replies = [one for one in desk.telegram.done[2:] if not one.edited]
    assert [(one.reply_to, one.text.splitlines()[0]) for one in replies] == [(1, "New: Headline 10")]


async def test_when_a_merge_is_undone_each_message_lives_on_by_itself(desk: Desk) -> None:
    await desk.follows()
    first, second, number = await merged(desk)
    await desk.report(10, first)
    assert await desk.store.regroupings.undo(number, "two events", at(11)) is not None
    before = len(desk.telegram.done)
    await desk.report(12, second)
    await desk.report(13, first)
    assert desk.since(before) == [(2, True), (1, True)]


async def test_a_report_that_is_taken_out_sends_nothing_and_its_story_is_told_with_its_next_report(desk: Desk) -> None:
    await desk.follows()
    first = await desk.report(1)
    await desk.report(2, first)
    done = await desk.store.regroupings.split([2], "two events", at(9))
    assert done is not None
    before = len(desk.telegram.done)
    await desk.work()
    assert desk.since(before) == []
    await desk.report(10, done.target)
    await desk.report(11, first)
    assert desk.since(before) == [(2, False), (1, True)]
    await desk.store.regroupings.undo(done.id, WHY, at(12))
    before = len(desk.telegram.done)
    await desk.report(13, first)
    assert [edited for _, edited in desk.since(before)] == [True]


async def test_a_muted_chat_hears_nothing_of_a_merged_story_and_the_other_does(desk: Desk) -> None:
    watch = await desk.follows()
    await desk.follows(TWO)
    first, _, _ = await merged(desk)
    await desk.store.subscriptions.mute(ONE.chat_id, watch.id, at(600))
    before = len(desk.telegram.done)
    await desk.report(10, first, adds=TURN)
    assert {one.chat for one in desk.telegram.done[before:]} == {TWO}


async def test_what_is_new_reaches_a_chat_that_deleted_the_message_and_says_what_it_is_about(desk: Desk) -> None:
    await desk.follows()
    story = await desk.report(1)
    desk.telegram.gone.add(1)
    await desk.report(2, story)
    await desk.report(3, story, adds=TURN)
    await desk.report(4, story)
    _, reply = desk.telegram.done
    assert (reply.reply_to, reply.edited) == (None, False)
    assert reply.text.startswith("New: Headline 3\n")
    assert "In the story: Headline 1" in reply.text


async def test_a_report_with_nothing_new_is_not_sent_to_a_chat_that_deleted_the_message(desk: Desk) -> None:
    await desk.follows()
    story = await desk.report(1)
    desk.telegram.gone.add(1)
    await desk.report(2, story)
    await desk.report(3, story)
    assert desk.since(0) == [(1, False)]


async def test_forty_reports_in_a_minute_are_few_edits_and_the_last_says_it_all(desk: Desk) -> None:
    await desk.follows()
    story = await desk.report(1, minutes=0)
    for n in range(2, 41):
        await desk.report(n, story, minutes=n / 40)
    desk.now = at(3)
    await desk.work()
    edits = [one for one in desk.telegram.done if one.edited]
    assert len(edits) <= 6
    assert "Confirmed by 40 independent publishers" in edits[-1].text
