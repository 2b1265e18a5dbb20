"""The command line: `wirewatch COMMAND`.

Machine output goes to stdout, all else to stderr; exit 0 done, 1 failed, 2 wrong use. A command's module is imported
when that command is called: all of them together take seconds, the most of it for libraries the others need.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import typer
import typer.core
import typer.main

from bot import __version__
from bot.cli.terminal import note
from bot.errors import ConfigError, NotFound, WirewatchError


@dataclass(frozen=True, slots=True)
class Command:
    """`module` in bot.cli has a function, or a Typer of its own, called `name` there; `summary` is for the overview."""

    module: str
    name: str
    summary: str


COMMANDS = {
    "demo": Command("demo", "demo", "Try the bot in a sandbox: no token, no internet."),
    "run": Command("run", "run", "Run the bot on Telegram."),
    "poll": Command("poll", "poll", "Poll the due feeds once and show what each brought."),
    "inspect": Command("inspect", "inspect", "Show what the bot makes of a page, a text or a feed."),
    "load": Command("load", "load", "Put articles of a file into the archive, silently."),
    "ask": Command("ask", "ask", "Answer a question from the archive, with citations."),
    "feeds": Command("feeds", "app", "List, try, add and remove feeds; OPML in and out."),
    "check": Command("check", "check", "Say what is wrong with the setup, and how to mend it."),
    "migrate": Command("database", "migrate", "Bring the database to this version's schema."),
    "backup": Command("database", "backup", "Write everything in the database to one file."),
    "restore": Command("database", "restore", "Read a backup into an empty database."),
}


def _typer(**options: Any) -> typer.Typer:
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, **options)


class _Late(typer.core.TyperGroup):
    """The group of COMMANDS."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # only the names are used, for "did you mean"

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = COMMANDS.get(cmd_name)
        if command is None:
            return None
        found: typer.Typer | Callable[..., None] = getattr(
            importlib.import_module(f"bot.cli.{command.module}"), command.name
        )
        if isinstance(found, typer.Typer):
            return typer.main.get_command(found)
        alone = _typer()
        alone.command(cmd_name)(found)
        return typer.main.get_command(alone)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.summary) for name, command in COMMANDS.items()])


app = _typer(
    cls=_Late,
    name="wirewatch",
    help="Follow actors and countries in the news from Telegram.",
    no_args_is_help=True,
)


@app.callback(invoke_without_command=True)
def _options(version: bool = typer.Option(False, "--version", help="Show the version and exit.")) -> None:
    if version:
        typer.echo(f"wirewatch {__version__}")
        raise typer.Exit


def main() -> None:
    """The console script. Typer itself ends with 2 for wrong use and 130 for Ctrl-C."""
    try:
        app()
    except ConfigError as error:
        note(f"wirewatch: {error}")
        sys.exit(2)
    except WirewatchError as error:
        near = error.suggestions if isinstance(error, NotFound) else ()
        note(f"wirewatch: {error}" + (f" Did you mean {', '.join(near)}?" if near else ""))
        sys.exit(1)
