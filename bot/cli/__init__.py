"""The command line: `wirewatch COMMAND`.

Machine output goes to stdout, all else to stderr; exit 0 done, 1 failed, 2 wrong use.
"""

from __future__ import annotations

import sys

import typer

from bot import __version__
from bot.cli import ask, bot_commands, database, demo, feeds, inspect, load, poll
from bot.cli.terminal import note
from bot.errors import ConfigError, WirewatchError

app = typer.Typer(
    name="wirewatch",
    help="Follow actors and countries in the news from Telegram.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(demo.demo)
app.command()(bot_commands.run)
app.command()(poll.poll)
app.command()(inspect.inspect)
app.command()(load.load)
app.command()(ask.ask)
app.add_typer(feeds.app, name="feeds")
app.command()(bot_commands.check)
app.command()(database.migrate)
app.command()(database.backup)
app.command()(database.restore)


@app.callback(invoke_without_command=True)
def _options(version: bool = typer.Option(False, "--version", help="Show the version and exit.")) -> None:
    if version:
        typer.echo(f"wirewatch {__version__}")
        raise typer.Exit


def names() -> tuple[str, ...]:
    """The commands there are."""
    commands = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    return (*commands, *(group.name for group in app.registered_groups if isinstance(group.name, str)))


def main() -> None:
    """The console script. Typer itself ends with 2 for wrong use and 130 for Ctrl-C."""
    try:
        app()
    except ConfigError as error:
        note(f"wirewatch: {error}")
        sys.exit(2)
    except WirewatchError as error:
        note(f"wirewatch: {error}")
        sys.exit(1)
