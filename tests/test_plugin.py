"""The example of docs/plugin.md, run as it stands there: somebody else's bot with Wirewatch mounted in it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flows.conftest import patiently
from tests.newsroom import Newsroom, running_newsroom
from tests.telegram import Running, running_sandbox

ROOT = Path(__file__).resolve().parent.parent


def example() -> str:
    text = (ROOT / "docs" / "plugin.md").read_text(encoding="utf-8")
    return str(re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0])


@pytest.fixture
async def parts() -> AsyncIterator[tuple[Running, Newsroom]]:
    async with running_sandbox() as telegram, running_newsroom("harbour") as news:
        yield telegram, news


async def test_the_example_answers_follows_alerts_and_stops_cleanly(
    parts: tuple[Running, Newsroom], tmp_path: Path
) -> None:
    telegram, news = parts
    sandbox, user = telegram.sandbox, telegram.sandbox.desk_id
    (tmp_path / "mybot.py").write_text(example())
    (tmp_path / "feeds.yaml").write_text(news.feeds_yaml())
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        "-X",
        "dev",
        "mybot.py",
        cwd=tmp_path,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")},
            "PYTHONPATH": str(ROOT),
            "WIREWATCH_TELEGRAM_TOKEN": telegram.token,
            "WIREWATCH_TELEGRAM_API_URL": telegram.root,
            "WIREWATCH_ALLOWED_NETWORKS": "127.0.0.0/8",
            "WIREWATCH_MIN_INTERVAL": "1s",
        },
        stderr=asyncio.subprocess.PIPE,
    )
    try:

        async def says(text: str) -> str:
            reply = await sandbox.reply(user, sandbox.say(user, text), 90)
            return str(reply.text)

        assert await says("/ping") == "pong"
        assert "Venezuela" in await says("/news_follow Venezuela")
        asked = news["harbour"].asked
        async with asyncio.timeout(30):
            while news["harbour"].asked < asked + 2:  # noqa: ASYNC110 - the newsroom has no event
                await asyncio.sleep(0.05)
        news["harbour"].publish(
            "1", "Maduro receives Lavrov in Caracas", "Sergei Lavrov met Nicolás Maduro in Caracas."
        )
        alert = await sandbox.until(lambda: next((m for m in sandbox.sent(user) if "receives" in m.text), None), 60)
        assert "🇻🇪" in alert.text

        before = sandbox.sent(user)[-1]
        for ignored in ("/follow Peru", "/start", "what is Lavrov doing?"):  # not ours here
            sandbox.say(user, ignored)
        assert await says("/ping") == "pong"
        assert [m.text for m in sandbox.sent(user) if m.id > before.id] == ["pong"]

        children = await asyncio.to_thread(descendants, bot.pid)
        assert children  # the workers
        bot.send_signal(signal.SIGTERM)
        _, said = await asyncio.wait_for(bot.communicate(), 60)
    finally:
        if bot.returncode is None:
            bot.kill()
            await bot.wait()
    assert bot.returncode == 0, said.decode()
    assert not re.search(rb"Traceback|never retrieved|was destroyed|ResourceWarning|never awaited", said), said.decode()
    # The last to go is Python's own tracker of resources: it sees that its parent is gone, and follows.
    await patiently(lambda: not [pid for pid in children if alive(pid)], 20.0)


def descendants(pid: int) -> list[int]:
    """The processes below one, where the system tells; they carry the parent's id in /proc/PID/stat."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended meanwhile
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
