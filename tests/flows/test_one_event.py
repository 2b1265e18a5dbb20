"""The chat page while publishers report one event: one message, edited as they join, and one reply for the new fact."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.sandbox.model import Message
from tests.browser import browser_page, running_browser
from tests.flows.conftest import World
from tests.flows.test_feed_to_alert import following
from tests.newsroom import running_newsroom
from tests.telegram import running_sandbox

FIRST = (
    "A magnitude 6.8 earthquake struck southern Ecuador on Saturday, killing at least nine people. "
    "Buildings collapsed in Machala and Cuenca, and a pier fell into the sea near the port of Balao."
)
OTHER_WORDS = (
    "At least nine people died when a powerful earthquake shook the coast of Ecuador around the Gulf of Guayaquil. "
    "Walls came down in Machala and a car was crushed in Cuenca."
)
NEW_TOLL = (
    "The death toll from the earthquake in southern Ecuador rose to 12 on Sunday, the presidency said. "
    "Rescuers searched through collapsed houses in Machala and Cuenca."
)
FERRY = (
    "A ferry carrying pilgrims sank on the Karatoya river in northern Bangladesh on Sunday, killing at least 24 people."
    " Dozens were missing, police said, and relatives waited on the bank near Boda."
)
FERRY_AGAIN = (
    "At least 24 people drowned when an overcrowded boat with pilgrims capsized on the Karatoya in Bangladesh. "
    "Divers looked for dozens of passengers who are still missing."
)
NOTHING_NEW = (
    "Twenty-four pilgrims lost their lives when their ferry went down on the Karatoya river, Bangladesh's police said. "
    "The boat was on its way to a temple near Boda."
)
ELSEWHERE = (
    "Garment workers blocked the road to Dhaka's airport on Sunday and asked for unpaid wages. Factory owners in"
    " Bangladesh promised to pay next month."
)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def reader(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Reader]:
    """One for both tests: a browser and a bot take longer to start than an event to be told."""
    names = ("harbour", "meridian", "lantern", "courier")
    async with running_sandbox() as telegram, running_newsroom(*names) as news:
        world = World(telegram, news, tmp_path_factory.mktemp("one_event"))
        async with world.bot(), running_browser() as browser, browser_page(browser, telegram.root) as page:
            await following(world, world.sandbox.desk_id, "Ecuador", "Bangladesh")
            yield Reader(world, page)


pytestmark = pytest.mark.asyncio(loop_scope="module")


class Reader:
    """Somebody who follows Ecuador, and what the chat page shows of it."""

    def __init__(self, world: World, page: Page) -> None:
        self.world, self.page = world, page
        self.now = datetime.now(UTC)

    def published(self, name: str, title: str, text: str, minutes_ago: int) -> None:
        channel = self.world.news[name]
        channel.publish(title, title, text)
        channel.edit(title, published=self.now - timedelta(minutes=minutes_ago))

    def messages(self, words: str) -> Locator:
        """Those that begin with the words, or are headed by them under what they reply to."""
        return self.page.locator(".bubble > .text").filter(has_text=re.compile(f"^{re.escape(words)}"))

    async def sees(self, begins: str, words: str) -> None:
        await expect(self.messages(begins)).to_contain_text(words, timeout=30_000)

    @property
    def sent(self) -> tuple[Message, ...]:
        found: tuple[Message, ...] = self.world.sandbox.sent(self.world.sandbox.desk_id)
        return found

    @property
    def edits(self) -> int:
        return len(self.world.sandbox.calls("editMessageText"))


async def test_three_publishers_and_one_new_fact_are_one_message_edited_twice_and_one_reply(reader: Reader) -> None:
    before, edits = len(reader.sent), reader.edits
    reader.published("harbour", "Strong earthquake hits southern Ecuador, nine dead", FIRST, 60)
    await reader.sees("Strong earthquake hits southern Ecuador", "Harbour")
    reader.published("meridian", "Ecuador earthquake kills nine in Machala and Cuenca", OTHER_WORDS, 35)
    await reader.sees("Strong earthquake hits southern Ecuador", "Confirmed by 2 independent publishers")
    reader.published("lantern", "Ecuador quake toll rises to 12", NEW_TOLL, 5)
    await reader.sees("Ecuador quake toll rises to 12", "Confirmed by 3 independent publishers")
    await reader.sees("Death toll 9 → 12", "Lantern")
    alert, reply = reader.sent[before:]
    assert reply.reply_to == alert.id
    assert reader.edits == edits + 2
    assert "killing at least nine" not in alert.text


async def test_a_report_without_a_new_fact_is_an_edit_alone_and_one_of_another_event_a_message(reader: Reader) -> None:
    before, edits = len(reader.sent), reader.edits
    reader.published("harbour", "Ferry sinks on river in Bangladesh, 24 dead", FERRY, 60)
    await reader.sees("Ferry sinks on river", "Harbour")
    reader.published("meridian", "At least 24 drown as boat capsizes in Bangladesh", FERRY_AGAIN, 35)
    await reader.sees("Ferry sinks on river", "Confirmed by 2 independent publishers")
    reader.published("lantern", "Bangladesh ferry sinking kills 24 pilgrims", NOTHING_NEW, 10)
    await reader.sees("Ferry sinks on river", "Confirmed by 3 independent publishers")
    reader.published("courier", "Garment workers block road to Dhaka airport", ELSEWHERE, 5)
    await reader.sees("Garment workers block road", "Courier")
    ferry, road = reader.sent[before:]
    assert (ferry.reply_to, road.reply_to) == (None, None)
    assert reader.edits == edits + 2
