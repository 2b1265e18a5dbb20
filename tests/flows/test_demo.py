"""`wirewatch demo`, as a person on a fresh machine meets it: in the browser, from START to a cited answer."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser import browser_page, running_browser
from tests.flows.process import ROOT

PATIENCE = 90_000  # milliseconds; what a slow machine may take, not what is promised


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def demo(directory: Path) -> AsyncIterator[str]:
    """The demo as a process; yields the page's address once it answers."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", str(port), "--every", "4"),
        env=environment | {"PYTHONPATH": str(ROOT)},
        cwd=directory,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(60):
            while b"open http" not in (line := await process.stderr.readline()):
                assert line, "the demo ended before it had a page"
        drained = asyncio.create_task(process.stderr.read())
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    told = (await drained).decode()
    assert "Traceback" not in told


async def test_two_taps_to_an_alert_and_a_cited_answer(tmp_path: Path) -> None:
    async with demo(tmp_path) as address, running_browser() as browser, browser_page(browser, address) as page:
        await page.get_by_role("button", name="START").click()
        await page.get_by_role("log").get_by_role("button", name="Venezuela").click(timeout=PATIENCE)
        log = page.get_by_role("log")
        await expect(log).to_contain_text("You follow 🇻🇪 Venezuela", timeout=PATIENCE)
        await expect(log).to_contain_text("Lavrov begins Latin American tour that ends in Venezuela", timeout=PATIENCE)
        await expect(log.get_by_role("button", name="Why")).not_to_have_count(0)
        box = page.get_by_label("Message", exact=True)
        await box.fill("what is Lavrov doing in Venezuela?")
        await box.press("Enter")
        await expect(log).to_contain_text("Sources", timeout=PATIENCE)
        await every_sentence_is_cited(page)


async def every_sentence_is_cited(page: Page) -> None:
    """Each paragraph of the answer ends in numbers that link to a page which says just that."""
    answer = page.get_by_role("log").locator(".bubble", has_text="Sources").last
    text = (await answer.inner_text()).split("Sources")[0]
    links: dict[str, str] = {}
    for link in await answer.get_by_role("link").all():
        links.setdefault((await link.inner_text()).strip(), await link.get_attribute("href") or "")
    sentences = [line.strip() for line in text.splitlines() if line.strip()]
    assert sentences
    for sentence in sentences:
        said, numbers = re.fullmatch(r"(.+?)((?:\s*\[\d+\])+)", sentence).groups()  # type: ignore[union-attr]
        for number in re.findall(r"\[\d+\]", numbers):
            assert links[number].startswith("http://127.0.0.1:")
            source = await asyncio.to_thread(lambda url: urllib.request.urlopen(url).read().decode(), links[number])
            assert said.split(" (")[0] in source.replace("&#x27;", "'").replace("&quot;", '"')
