"""A new user by taps alone: a pair, its preview, calmer, an alert, why, mute, undo, quiet hours, /missed."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.browser import browser_page, running_browser
from tests.flows.test_demo import PATIENCE, demo


class Thumb:
    """A person with a phone, who looks at the newest message that says something."""

    def __init__(self, page: Page) -> None:
        self.page, self.log = page, page.get_by_role("log")

    def message(self, words: str) -> Locator:
        """The newest bubble with these words, and its buttons."""
        return self.log.locator("[data-id]", has_text=words).last

    async def reads(self, words: str) -> Locator:
        await expect(self.message(words)).to_be_visible(timeout=PATIENCE)
        return self.message(words)

    async def taps(self, message: str, button: str | re.Pattern[str]) -> None:
        await (await self.reads(message)).get_by_role("button", name=button).click(timeout=PATIENCE)


@contextlib.asynccontextmanager
async def phone(directory: Path) -> AsyncIterator[Thumb]:
    """The demo in a browser as wide as a phone; a picture of the page is kept where it fails, in SCREENSHOTS."""
    async with (
        demo(directory) as address,
        running_browser() as browser,
        browser_page(browser, address, width=390, height=844) as page,
    ):
        try:
            yield Thumb(page)
        except BaseException:
            await page.screenshot(path=Path(os.environ.get("SCREENSHOTS", directory)) / "new_user.png")
            raise


async def test_a_pair_from_start_to_missed_by_taps_alone(tmp_path: Path) -> None:
    async with phone(tmp_path) as thumb:
        await thumb.page.get_by_role("button", name="Wirewatch").click()
        await thumb.page.get_by_role("button", name="START").click()
        await follows_a_pair_and_makes_it_calmer(thumb)
        await asks_why_mutes_and_undoes(thumb)
        await sets_quiet_hours(thumb)
        await thumb.page.get_by_role("button", name="Commands").click()
        await thumb.page.get_by_role("option", name="/missed").click()
        await thumb.reads("reports matched")


async def follows_a_pair_and_makes_it_calmer(thumb: Thumb) -> None:
    await looks_who_is_in_the_news(thumb)
    await thumb.taps("News about the people and places", "Venezuela")
    await thumb.reads("that would have been")
    await thumb.taps("✓ You follow 🇻🇪 Venezuela.", "Only together with …")
    await thumb.taps("only together with whom?", "Nicolás Maduro")
    pair = "✓ You follow 🇻🇪 Venezuela + Nicolás Maduro."
    await expect(await thumb.reads(pair)).to_contain_text("You also follow 🇻🇪 Venezuela alone")
    await thumb.taps(pair, "Unfollow 🇻🇪 Venezuela alone")
    await expect(thumb.message(pair)).to_contain_text("Calmer ways, each with the number of messages")
    await thumb.taps(pair, re.compile(r"^Only important · \d"))
    await expect(thumb.message(pair)).to_contain_text("only from importance 4", timeout=PATIENCE)


async def looks_who_is_in_the_news(thumb: Thumb) -> None:
    """And back; again while the bot is still reading its first items."""
    seen = False
    while not seen:
        await thumb.taps("News about the people and places", "People and pairs")
        screen = await thumb.reads("Whom?")
        seen = await screen.get_by_role("button", name="Nicolás Maduro", exact=True).count() > 0
        await screen.get_by_role("button", name="‹ Back").click()


async def asks_why_mutes_and_undoes(thumb: Thumb) -> None:
    alert = "#Venezuela"
    await thumb.taps(alert, "Why")
    why = await thumb.reads("Why you got this")
    await expect(why).to_contain_text("You follow Venezuela + Nicolás Maduro.")
    await expect(why).to_contain_text("Nicol")
    await why.get_by_role("button", name="24 hours").click()
    await why.get_by_role("button", name="🔔 Unmute").click(timeout=PATIENCE)
    await expect(why.get_by_role("button", name="🔔 Unmute")).to_have_count(0, timeout=PATIENCE)
    await why.get_by_role("button", name="Not this story").click()
    await why.get_by_role("button", name="↩ Undo: not this story").click(timeout=PATIENCE)
    await expect(why.get_by_role("button", name="Not this story", exact=True)).to_be_visible(timeout=PATIENCE)


async def sets_quiet_hours(thumb: Thumb) -> None:
    await thumb.page.get_by_role("button", name="Commands").click()
    await thumb.page.get_by_role("option", name="/settings").click()
    await thumb.taps("Settings of this chat", "Quiet hours")
    await thumb.taps("When shall it be quiet?", "23:00–07:00")
    await expect(await thumb.reads("Where are you?")).to_contain_text("✓ Quiet hours: 23:00–07:00.")
    await thumb.taps("Where are you?", "London")
    await thumb.reads("Quiet hours: 23:00–07:00. What comes then is one message at 07:00.")
