"""The handlers on python-telegram-bot's Application, over HTTP on the sandbox, with a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application, ApplicationBuilder

import handlers
from bot import model
from bot.alerts import Digests
from bot.alerts.broadcasts import Broadcasts
from bot.ask import Ask
from bot.errors import NotAFeed, NotFound, Refused
from bot.follow import Follow, Missed, Watchlists
from bot.model import (
    Actor,
    ActorKind,
    Article,
    ChatRef,
    Counts,
    Delivery,
    Feed,
    FeedPreview,
    FeedState,
    FeedTrial,
    Imported,
    OpmlPreview,
    Priority,
    Tagged,
    Vitals,
)
from bot.naming import Naming
from bot.ports import Store
from bot.sandbox import Sandbox
from bot.sandbox.model import Message, QueryAnswer
from bot.splitting import Splitting
from bot.store import open_store
from bot.stories import Stories
from handlers.context import Services
from tests.build import NOON, entry, feed, new_item
from tests.telegram import Running, running_sandbox

LAVROV = Actor("sergey-lavrov", "Sergey Lavrov", ActorKind.PERSON, "RU", aliases=("Lavrov",))
DELCY = Actor("delcy-rodriguez", "Delcy Rodríguez", ActorKind.PERSON, "VE", aliases=("Rodríguez",))
BRUNO = Actor("bruno-rodriguez", "Bruno Rodríguez", ActorKind.PERSON, "CU", aliases=("Rodríguez",))

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


@dataclass
class FakeFeeds:
    """ports.FeedAdmin in memory; `done` is what was asked of it, in order."""

    feeds: dict[str, Feed] = field(default_factory=lambda: {"feed-1": feed(1)})
    done: list[tuple[str, str]] = field(default_factory=list)
    ill: dict[str, FeedState] = field(default_factory=dict)
    worth: dict[str, Vitals] = field(default_factory=dict)

    async def list(self) -> tuple[FeedState, ...]:
        return tuple(self.ill.get(one.id, FeedState(one)) for one in self.feeds.values())

    async def probe(self, url: str) -> FeedPreview:
        self.done.append(("probe", url))
        if "none" in url:
            raise NotAFeed("That is a web page without a feed.")
        return FeedPreview("token-1", feed(2), "New feed", (entry(1), entry(2)), 2)

    async def find(self, url: str) -> tuple[FeedPreview, ...]:
        first = await self.probe(url)
        if "several" not in url:
            return (first,)
        return first, FeedPreview("token-2", feed(3), "Another feed", (entry(3),), 7)

    async def trial(self, which: str) -> FeedTrial:
        self.done.append(("trial", which))
        if "none" in which:
            raise NotAFeed("That is a web page without a feed.")
        return FeedTrial(feed(2), "New feed", 1, (Tagged(Article("Ferry line reopens", "The ferry left.")),), "token-1")

    async def add(self, token: str) -> Feed:
        self.done.append(("add", token))
        if token not in ("token-1", "token-2"):
            raise NotFound("That preview is too old.")
        chosen = feed(2 if token == "token-1" else 3)
        self.feeds[chosen.id] = chosen
        return chosen

    async def pause(self, feed_id: str) -> Feed:
        return self._change("pause", feed_id, paused=True)

    async def resume(self, feed_id: str) -> Feed:
        return self._change("resume", feed_id, paused=False)

    async def remove(self, feed_id: str) -> Feed:
        removed = self._change("remove", feed_id)
        del self.feeds[feed_id]
        return removed

    async def retry(self, feed_id: str) -> Feed:
        if self.feeds[feed_id].paused:
            raise Refused(f"{feed_id} is paused. Resume it first.")
        self.done.append(("retry", feed_id))
        return self.feeds[feed_id]

    async def release(self, feed_id: str) -> int:
        self.done.append(("release", feed_id))
        return 12

    async def use_new_address(self, feed_id: str) -> Feed:
        moved_to = self.ill[feed_id].address or self.ill[feed_id].moved_to
        if moved_to is None:
            raise NotFound(f"{feed_id} has not moved.")
        self.done.append(("move", feed_id))
        return replace(self.feeds[feed_id], url=moved_to)

    async def read_opml(self, body: bytes) -> OpmlPreview:
        if not body.startswith(b"<opml"):
            raise NotAFeed("this is no OPML file")
        self.done.append(("read", str(len(body))))
        return OpmlPreview("file-1", 3, (feed(4), feed(5)))

    async def import_opml(self, token: str) -> Imported:
        if token != "file-1":
            raise NotFound("That file is too old. Please send it again.")
        self.done.append(("import", token))
        return Imported((feed(4), feed(5)), 1)

    async def export_opml(self) -> bytes:
        return b"<opml/>"

    async def vitals(self, feed_ids: Sequence[str]) -> Mapping[str, Vitals]:
        return {id_: self.worth.get(id_, Vitals()) for id_ in feed_ids}

    async def stats(self) -> Counts:
        return Counts(1, 1, 3, 1, 1, 0, 0, 0, NOON, NOON)

    def _change(self, verb: str, feed_id: str, *, paused: bool = False) -> Feed:
        self.done.append((verb, feed_id))
        if feed_id not in self.feeds:
            raise NotFound(f"There is no feed “{feed_id}”.", ("feed-1",))
        self.feeds[feed_id] = replace(self.feeds[feed_id], paused=paused)
        return self.feeds[feed_id]


@dataclass
class Desk:
    """People who write and tap, and what they get."""

    running: Running
    store: Store
    feeds: FakeFeeds
    services: Services
    application: AnyApplication

    @property
    def sandbox(self) -> Sandbox:
        return self.running.sandbox

    @property
    def user(self) -> int:
        """An ordinary person."""
        return self.sandbox.analyst_id

    @property
    def admin(self) -> int:
        """The bot's admin, and the creator of the group."""
        return self.sandbox.admin_id

    @property
    def group(self) -> int:
        return self.sandbox.group_id

    async def say(self, text: str, *, by: int | None = None, chat: int | None = None, **more: Any) -> Message:
        """Write, and get the first reply."""
        user = self.user if by is None else by
        return await self.sandbox.reply(chat or user, self.sandbox.say(user, text, chat_id=chat, **more))

    async def replies(self, text: str, count: int, *, by: int | None = None) -> list[Message]:
        """Write, and get that many replies."""
        user = self.user if by is None else by
        said = self.sandbox.say(user, text)
        found = await self.sandbox.until(lambda: [m for m in self.sandbox.sent(user) if m.id > said.id][count - 1 :])
        return [m for m in self.sandbox.sent(user) if said.id < m.id <= found[0].id]

    async def tap(
        self, message: Message, button: str | None = None, *, by: int | None = None, data: str = ""
    ) -> QueryAnswer:
        """Press a button (or forge its data), and get what the spinner ends with."""
        user = self.user if by is None else by
        query = self.sandbox.press(user, message.id, button, chat_id=message.chat_id, data=data)
        return await self.sandbox.until(lambda: self.sandbox.answer_to(query))

    async def finished(self, chat: int) -> Message:
        """The newest message there, once it is no note that something is under way."""

        def now() -> Message | None:
            newest = self.sandbox.sent(chat)[-1]
            return None if newest.text.endswith(" …") else newest

        return await self.sandbox.until(now)

    async def changed(self, message: Message) -> Message:
        """The message as it is after an edit."""

        def now() -> Message | None:
            present = self.sandbox.chat(message.chat_id).messages.get(message.id)
            return present if present != message else None

        return await self.sandbox.until(now)

    async def watches(self, chat: int | None = None) -> list[str]:
        return [watch.label for watch in await self.store.subscriptions.of_chat(chat or self.user)]

    async def add_item(self, n: int, **changes: Any) -> int:
        """An item in the archive; its story's id."""
        stored = await self.store.archive.add(new_item(n, **changes))
        assert stored is not None
        return stored.story_id


def labels(message: Message) -> list[str]:
    return [key.text for row in message.keyboard for key in row]


def data_of(message: Message, label: str) -> str:
    return next(key.value for row in message.keyboard for key in row if key.text == label)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/t.db")
    await opened.actors.seed((LAVROV, DELCY, BRUNO))
    await opened.feeds.sync((feed(1, topics=("Energy",)),), NOON)
    yield opened
    await opened.close()


class Silent:
    """ports.Sender: nothing is ever sent here."""

    async def send(
        self,
        chat: ChatRef,
        message: model.Message,
        *,
        silent: bool = False,
        reply_to: int | None = None,
        priority: Priority = Priority.ALERT,
    ) -> Delivery:
        raise AssertionError("nothing is to be sent")

    async def edit(
        self, chat: ChatRef, message_id: int, message: model.Message, *, priority: Priority = Priority.EDIT
    ) -> Delivery:
        raise AssertionError("nothing is to be edited")

    def busy(self) -> tuple[int, ...]:
        return ()

    def opens_in(self) -> timedelta:
        return timedelta()


def services_of(store: Store, feeds: FakeFeeds, admins: frozenset[int], clock: datetime = NOON) -> Services:
    return Services(
        follow=Follow(store.subscriptions, store.chats, store.actors, store.archive, store.feeds),
        stories=Stories(store.archive, store.versions),
        ask=Ask(store.archive, store.actors),
        feeds=feeds,
        naming=Naming(store.pairs, store.actors, store.archive, lambda: clock),
        splitting=Splitting(store.regroupings, store.archive, lambda: clock),
        chats=store.chats,
        archive=store.archive,
        outbox=store.outbox,
        broadcasts=Broadcasts(store, Silent(), lambda: clock, lambda: None),
        missed=Missed(store.ledger, store.archive),
        lists=Watchlists(store.subscriptions, store.lists),
        digests=Digests(store),
        admins=admins,
        clock=lambda: clock,
    )


def application_on(running: Running) -> AnyApplication:
    return (
        ApplicationBuilder()
        .token(running.token)
        .base_url(running.base_url)
        .base_file_url(running.base_file_url)
        .concurrent_updates(32)
        .connection_pool_size(16)
        .job_queue(None)
        .build()
    )


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    async with running_sandbox(flood=False) as sandbox:
        yield sandbox


@pytest.fixture
async def desk(running: Running, store: Store) -> AsyncIterator[Desk]:
    feeds = FakeFeeds()
    services = services_of(store, feeds, frozenset({running.sandbox.admin_id}))
    application = application_on(running)
    handlers.register(application, services)
    async with application:
        assert application.updater is not None
        await application.updater.start_polling(timeout=5, allowed_updates=Update.ALL_TYPES)
        await application.start()
        yield Desk(running, store, feeds, services, application)
        await application.updater.stop()
        await application.stop()
