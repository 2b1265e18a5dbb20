"""The database of a command; `wirewatch migrate`, `backup` and `restore`."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot import store
from bot.cli.terminal import emit, note, run, settings
from bot.config import Settings
from bot.errors import WirewatchError
from bot.ports import Store

AsJson = Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")]


@asynccontextmanager
async def opened(found: Settings) -> AsyncIterator[Store]:
    """The settings' database, open."""
    database = await store.open_store(found.database)
    try:
        yield database
    finally:
        await database.close()


def migrate(as_json: AsJson = False) -> None:
    """Bring the database to this version's schema (the other commands do so by themselves)."""
    found = settings(level=logging.WARNING)
    before, after = run(store.migrate(found.database))
    if as_json:
        emit({"from": before, "to": after})
    else:
        note(f"the database is at {after}" + ("" if before == after else f" (was {before or 'new'})"))


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the backup; must not exist.")], as_json: AsJson = False
) -> None:
    """Write everything in the database to one file. The bot may be running."""
    found = settings(level=logging.WARNING)
    if file.exists():
        raise WirewatchError(f"{file} is there already; give a name that is free")
    run(store.backup(found.database, file))
    if as_json:
        emit({"file": str(file), "bytes": file.stat().st_size})
    else:
        note(f"backed up to {file} ({file.stat().st_size:,} bytes)")


def restore(file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")], as_json: AsJson = False) -> None:
    """Read a backup into an empty database."""
    found = settings(level=logging.WARNING)
    run(store.restore(found.database, file))
    if as_json:
        emit({"file": str(file), "restored": True})
    else:
        note(f"restored from {file}")
