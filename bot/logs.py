"""Logging: one line an event, text or JSON, on stderr; tokens and passwords masked wherever they come from."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

from bot.config import LogFormat

# A bot's token in a URL or alone; user:password in a URL.
_TOKEN = re.compile(r"\b(bot)?\d{1,20}:[A-Za-z0-9_-]{20,}")
_PASSWORD = re.compile(r"(://[^/\s:@]*:)[^@\s/]+@")


def masked(text: str) -> str:
    """Without tokens and passwords."""
    return _PASSWORD.sub(r"\1***@", _TOKEN.sub("***", text))


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        if record.exc_info:
            event["exception"] = masked(self.formatException(record.exc_info))
        return json.dumps(event, ensure_ascii=False)


def configure(log_format: LogFormat, *, level: int = logging.INFO) -> None:
    """Once, at the start of a command."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Json() if log_format == "json" else _Text("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # httpx logs every URL, and Telegram's have the token in them; APScheduler logs every tick; alembic every table.
    for name in ("httpx", "httpcore", "apscheduler", "alembic", "telegram.ext.Application", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # A tick that is skipped since the one before it still runs is how jobs.py means it, and no warning.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
