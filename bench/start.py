"""`wirewatch run`, from the command to the first getUpdates, and what its processes take."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, cpu_of, rss_of
from bench.telegram import Telegram, telegram

_PATIENCE = 120.0  # seconds
_SETTLED = 8.0  # seconds until the workers have loaded their models
_ROOT = Path(__file__).resolve().parent.parent


def run(scale: float) -> list[Figure]:
    """Seconds to readiness; megabytes of the bot and of its workers. The scale is how long the workers may load."""
    with tempfile.TemporaryDirectory() as directory, telegram() as bot_api:
        Path(directory, "feeds.yaml").write_text("feeds: []\n", encoding="utf-8")
        started = time.time()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=_environment(bot_api, directory),
            cwd=_ROOT,
            stderr=subprocess.DEVNULL,
        )
        try:
            return _measure(process, bot_api, started, min(scale, 1.0) * _SETTLED)
        finally:
            process.terminate()
            process.wait()


def _measure(process: subprocess.Popen[bytes], bot_api: Telegram, started: float, settled: float) -> list[Figure]:
    while (asked := bot_api.journal().asked_at) is None:
        if process.poll() is not None or time.time() - started > _PATIENCE:
            raise RuntimeError("the bot did not start")
        time.sleep(0.02)
    own = cpu_of([process.pid])
    time.sleep(settled)
    workers = sorted(rss_of(pid) for pid in _children(process.pid))
    return [
        Figure("from the command to the first getUpdates", asked - started, "seconds"),
        Figure("processor time of the bot's own process until then", own, "seconds"),
        Figure("the bot's own process, idle", rss_of(process.pid), "MB"),
        *(Figure(f"its child process {n}", megabytes, "MB") for n, megabytes in enumerate(workers, 1)),
    ]


def _environment(bot_api: Telegram, directory: str) -> dict[str, str]:
    """This process's own, with the settings of the bench and no others."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
    return ours | {
        "WIREWATCH_TELEGRAM_TOKEN": bot_api.token,
        "WIREWATCH_TELEGRAM_API_URL": bot_api.root,
        "WIREWATCH_DATA_DIR": directory,
        "WIREWATCH_FEEDS_FILE": str(Path(directory, "feeds.yaml")),
    }


def _children(pid: int) -> Iterator[int]:
    """Of all its threads."""
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from map(int, path.read_text(encoding="ascii").split())
