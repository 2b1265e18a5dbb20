"""Help without waiting, wrong use with a reason and exit code 2, settings from the environment and from .env."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import COMMANDS, app
from tests.cli.program import Program

FEEDS = ("list", "check", "add", "remove", "import", "export", "discover")
HEAVY = ("telegram", "sqlalchemy", "httpx", "spacy", "apscheduler", "lxml")


async def test_version_and_overview_load_no_library_but_typer(program: Program) -> None:
    seen = await program("--version")
    assert (seen.code, seen.out.split()[0]) == (0, "wirewatch")
    code = f"import sys, bot.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, env=program.environment, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert out.decode().strip() == "[]"


@pytest.mark.parametrize("call", [(), *((name,) for name in COMMANDS), *(("feeds", name) for name in FEEDS)], ids=str)
def test_help_is_there_for_every_command_and_sub_command(call: tuple[str, ...]) -> None:
    seen = CliRunner().invoke(app, [*call, "--help"], prog_name="wirewatch", terminal_width=80)
    assert seen.exit_code == 0
    assert seen.stdout.startswith(" ".join(("Usage: wirewatch", *call)))
    assert all(len(line) <= 80 for line in seen.stdout.splitlines())
    assert "--help" in seen.stdout


def test_the_overview_names_every_command() -> None:
    seen = CliRunner().invoke(app, ["--help"])
    assert all(f"\n  {name} " in seen.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_its_function_and_no_longer_summary_than_a_line_holds(name: str) -> None:
    command = COMMANDS[name]
    found = getattr(importlib.import_module(f"bot.cli.{command.module}"), command.name)
    assert isinstance(found, typer.Typer) or found.__doc__
    assert len(command.summary) < 68


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ((), "Usage"),
        (("rnu",), "Did you mean 'run'?"),
        (("poll", "--al"), "--al"),
        (("feeds",), "discover"),
        (("feeds", "lst"), "Did you mean 'list'?"),
        (("feeds", "remove"), "ID"),
        (("ask",), "--jsonl"),
        (("ask", "who?", "--jsonl"), "--jsonl"),
    ],
    ids=str,
)
def test_wrong_use_ends_with_2_and_says_what_would_be_right(call: tuple[str, ...], reason: str) -> None:
    seen = CliRunner().invoke(app, list(call))
    assert (seen.exit_code, seen.stdout) == (2, "")
    assert reason in seen.stderr


async def test_a_wrong_setting_ends_with_2_and_says_what_would_be_right(program: Program) -> None:
    role, token, unknown = await asyncio.gather(
        program("run", "--role", "worker"), program("run"), program("feeds", "check", ADMIN="1")
    )
    for seen, reason in ((role, "--role all"), (token, "wirewatch demo"), (unknown, "mean WIREWATCH_ADMINS?")):
        assert (seen.code, seen.out) == (2, "")
        assert reason in seen.err


async def test_a_dotenv_is_read_and_the_environment_wins(program: Program) -> None:
    (program.directory / "mine.yaml").write_text("feeds: []\n")
    (program.directory / "other.yaml").write_text("feeds: []\n")
    (program.directory / ".env").write_text("WIREWATCH_FEEDS_FILE=mine.yaml\nOTHERS_SETTING=x\n")
    first, second = await asyncio.gather(
        program("feeds", "check", "--json"), program("feeds", "check", "--json", FEEDS_FILE="other.yaml")
    )
    assert first.json() == {"file": "mine.yaml", "ok": True, "feeds": 0}
    assert second.json()["file"] == "other.yaml"


async def test_logs_may_be_json(program: Program) -> None:
    seen = await program(
        "run", TELEGRAM_TOKEN="1:abc", TELEGRAM_API_URL="http://127.0.0.1:9", LOG_FORMAT="json", DATA_DIR="var"
    )
    logged = [json.loads(line) for line in seen.err.splitlines() if line.startswith("{")]
    assert seen.code == 1
    assert logged
    assert logged[0]["level"] == "warning"
    assert "1:abc" not in seen.err
    assert seen.err.splitlines()[-1].startswith("wirewatch: The Bot API at http://127.0.0.1:9 cannot be reached")
