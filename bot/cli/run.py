"""`wirewatch run`: the bot on Telegram."""

from __future__ import annotations

import logging
from enum import StrEnum
from typing import Annotated

import typer

from bot import app
from bot.cli.terminal import note, settings
from bot.cli.terminal import run as run_loop
from bot.errors import ConfigError


class Role(StrEnum):
    """What this process does."""

    ALL = "all"
    CHAT = "chat"
    WORKER = "worker"


def run(
    role: Annotated[Role, typer.Option(help="all: everything in one process.")] = Role.ALL,
) -> None:
    """Run the bot: poll the feeds, send alerts, answer."""
    found = settings(level=logging.INFO)
    if role is not Role.ALL:
        raise ConfigError(f"--role {role} is for several machines, which this version does not do yet; use --role all")

    def started(name: str) -> None:
        note(f"@{name} is running. Open https://t.me/{name} and press Start; stop with Ctrl-C.")

    run_loop(app.run(found, started=started))
