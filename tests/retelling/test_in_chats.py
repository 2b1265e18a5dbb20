"""From the settings to the alert: a chat chooses the words of its summaries, and gets them; with a model on HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.alerts.writing import Post, Writing
from bot.llm import Endpoint
from bot.model import Chat, Message, Telling
from bot.ports import Store
from bot.render import actions as do
from bot.retelling import Retelling
from bot.store import open_store
from handlers import settings
from handlers.context import Call, Services
from tests.build import NOON, chat, new_alert, new_item
from tests.llm.server import Behaviour, completion, says, serving

MET = "Sergei Lavrov met Nicolás Maduro in Caracas on Friday and promised 12 ships."
SPANISH = "1| Serguéi Lavrov se reunió con Nicolás Maduro en Caracas el viernes y prometió 12 barcos."
HERE = chat(1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path / 'wirewatch.db'}")
    await opened.chats.seen(HERE.chat_id, "private", "A", NOON)
    yield opened
    await opened.close()


async def told(store: Store, behaves: Behaviour) -> str:
    """The alert of a report, as the chat gets it."""
    given = new_item(1, body=MET, language="en")
    stored = await store.archive.add(replace(given, tagged=replace(given.tagged, summary=(MET,))))
    assert stored is not None
    change = (await store.outbox.changes())[-1]
    await store.outbox.settle(change.id, [new_alert(1, stored.id, story_id=stored.story_id, to=HERE)], NOON)
    (row,) = await store.outbox.claim(NOON, owner="a", lease=timedelta(minutes=1), limit=5)
    async with serving(behaves) as server, Endpoint(server.url, "small") as model:
        reteller = Retelling(model, store.retellings, lambda: NOON, tokens=10_000)
        post = await Writing(store, reteller).post(row, NOON)
        await reteller.close()
    assert isinstance(post, Post)
    return post.message.text


async def test_the_alert_is_in_the_chats_language_and_says_who_translated(store: Store) -> None:
    await store.chats.tell(HERE.chat_id, Telling.TRANSLATED, "es")
    text = await told(store, says(SPANISH))
    assert "Serguéi Lavrov se reunió con Nicolás Maduro" in text
    assert "Translated by a model" in text
    assert MET not in text


async def busy(body: dict[str, Any]) -> bytes:
    return completion("1| x", usage=None).replace(b"200 OK", b"500 Oh")


@pytest.mark.parametrize(
    "behaves",
    [
        pytest.param(says("1| Putin promised Maduro 90 barcos."), id="lies"),
        pytest.param(says("1| Visite https://evil.example"), id="is told to by a report"),
        pytest.param(busy, id="is broken"),
    ],
)
async def test_with_a_model_that_fails_the_alert_is_in_the_reports_words(store: Store, behaves: Behaviour) -> None:
    await store.chats.tell(HERE.chat_id, Telling.TRANSLATED, "es")
    text = await told(store, behaves)
    assert MET in text
    assert "model" not in text


async def test_a_chat_that_did_not_choose_it_gets_the_reports_words(store: Store) -> None:
    assert MET in await told(store, says(SPANISH))


class Asked:
    """The little of handlers.context.Services that settings use."""

    def __init__(self, store: Store) -> None:
        self.chats, self.reteller = store.chats, object()


async def tapped(store: Store, switch: do.Switch, on: bool, language: str) -> Message:
    services = cast(Services, Asked(store))
    call = Call(services, cast(Any, None), HERE, "private", user_id=7, language=language, now=NOON)
    return await settings.switch(call, switch, on)


@pytest.mark.parametrize(
    ("switch", "on", "language", "expected"),
    [
        (do.Switch.TRANSLATED, True, "es", (Telling.TRANSLATED, "es")),
        (do.Switch.TRANSLATED, True, "zh", (Telling.TRANSLATED, None)),
        (do.Switch.REWRITTEN, True, "es", (Telling.REWRITTEN, None)),
        (do.Switch.REWRITTEN, False, "es", (Telling.REPORT, None)),
    ],
)
async def test_a_tap_in_the_settings_chooses_the_words(
    store: Store, switch: do.Switch, on: bool, language: str, expected: tuple[Telling, str | None]
) -> None:
    await tapped(store, switch, on, language)
    found = await store.chats.get(HERE.chat_id)
    assert isinstance(found, Chat)
    assert (found.telling, found.language) == expected
