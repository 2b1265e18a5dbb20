"""`wirewatch check`: what is wrong with the setup, and how to mend it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import feedsfile
from bot.cli.database import opened
from bot.cli.terminal import counted, emit, note, run, settings
from bot.config import Settings
from bot.durations import written
from bot.errors import ConfigError, WirewatchError
from bot.llm import Endpoint


def check(as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False) -> None:
    """Look at settings, feeds file, database, token and model: what is wrong, and how to mend it."""
    found = settings(level=logging.ERROR)
    results = run(_check(found))
    if as_json:
        emit({"ok": all(good for _, good, _ in results), "checks": [_json(*result) for result in results]})
    else:
        for name, good, detail in results:
            note(f"{'ok  ' if good else 'FAIL'}  {name}: {detail}")
    if not all(good for _, good, _ in results):
        raise typer.Exit(1)


Result = tuple[str, bool, str]


async def _check(found: Settings) -> list[Result]:
    return [
        ("settings", True, "all valid"),
        await _try("feeds file", _feeds_file, found),
        await _try("database", _database, found),
        await _try("token", _token, found),
        await _try("language model of the tagger", _tagger, found),
        ("answers", True, "from the archive's own sentences"),
        await _try("model endpoint", _endpoint, found),
    ]


async def _try(name: str, look: Callable[[Settings], Awaitable[str]], found: Settings) -> Result:
    try:
        return name, True, await look(found)
    except WirewatchError as error:
        return name, False, str(error)


async def _feeds_file(found: Settings) -> str:
    path = feedsfile.locate(found.feeds_file)
    return f"{counted(len(feedsfile.read(path)), 'feed')} in {path}"


async def _database(found: Settings) -> str:
    async with opened(found) as store:
        counts = await store.archive.counts()
    reach = f" from {counts.oldest:%Y-%m-%d} to {counts.newest:%Y-%m-%d}" if counts.oldest and counts.newest else ""
    kept = f"kept for {written(found.retention)}" if found.retention else "all kept"
    return f"{counted(counts.items, 'item')}{reach}, {kept}; {counted(counts.subscriptions, 'subscription')}"


async def _token(found: Settings) -> str:
    if found.token is None:
        return "WIREWATCH_TELEGRAM_TOKEN is not set; `wirewatch demo` needs none"
    try:
        async with Bot(found.token, base_url=f"{found.telegram_api_url}/bot") as api:
            return f"@{api.username}"
    except InvalidToken as error:
        raise ConfigError("WIREWATCH_TELEGRAM_TOKEN is refused by Telegram. Take a new one from @BotFather.") from error
    except TelegramError as error:
        raise WirewatchError(f"{found.telegram_api_url} cannot be reached: {error}") from error


async def _tagger(found: Settings) -> str:
    from bot.understand.names import ner  # noqa: PLC0415 - spaCy takes seconds, and `run` loads it in its workers alone

    entities = ner.english()("Angela Merkel met the foreign ministers in Berlin.")
    if not entities:
        raise WirewatchError("it finds no name in a plain sentence; install the program again")
    return "works"


async def _endpoint(found: Settings) -> str:
    if found.model is None:
        if found.llm_url or found.llm_model:
            raise ConfigError("WIREWATCH_LLM_URL and WIREWATCH_LLM_MODEL are needed, both")
        return "none; summaries are in the reports' own words"
    async with Endpoint(*found.model) as endpoint:
        await endpoint.complete("Answer with the word yes.", "Are you there?")
    return f"{endpoint.name} answers; {found.llm_tokens:,} tokens a day"


def _json(name: str, good: bool, detail: str) -> dict[str, object]:
    return {"check": name, "ok": good, "detail": detail}
