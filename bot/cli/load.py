"""`wirewatch load`: put articles into the archive, silently."""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot import USER_AGENT, inspection
from bot.clean import identity
from bot.clean.memory import lesson
from bot.cli.database import opened
from bot.cli.examine import Examiner
from bot.cli.lines import lines
from bot.cli.terminal import emit, err, note, run, settings
from bot.config import Settings
from bot.errors import Refused, WorkerFailed
from bot.fetch.http import HttpFetcher
from bot.ingest import Grouping, Items
from bot.inspection import Line
from bot.model import Entry
from bot.understand.identity import registry
from bot.worker import WorkerPool

LOADED = "loaded"  # the feed id of what came from a file without a `source`
AHEAD = 8


def load(
    file: Annotated[str, typer.Argument(help="JSON lines as `inspect --jsonl` reads them, or - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Put articles into the archive. Nobody is alerted; what is there already is left alone."""
    found = settings(level=logging.ERROR)
    counts = run(_Loading(found).run(file))
    if as_json:
        emit(counts)
    else:
        note(f"{counts['stored']} stored, {counts['known']} known already, {counts['refused']} refused")
    if counts["refused"] and not counts["stored"] and not counts["known"]:
        raise typer.Exit(1)


def _now() -> datetime:
    return datetime.now(UTC)


def _progress() -> Progress:
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


class _Loading:
    """One run over one file."""

    def __init__(self, found: Settings) -> None:
        self._settings = found
        self._counts = {"stored": 0, "known": 0, "refused": 0}

    async def run(self, file: str) -> dict[str, int]:
        async with AsyncExitStack() as stack:
            store = await stack.enter_async_context(opened(self._settings))
            fetcher = await stack.enter_async_context(HttpFetcher(user_agent=USER_AGENT, allowed=()))
            workers = await stack.enter_async_context(
                WorkerPool(heavy=min(2, os.cpu_count() or 1), tagger=self._settings.tagger)
            )
            await store.actors.seed(registry.seed())
            examiner = Examiner(workers, store.archive.memory)
            items = Items(store, fetcher, workers, _now, Grouping(store, _now), self._settings.tagger)
            progress = stack.enter_context(_progress())
            bar = progress.add_task("loading")
            number, batch = 0, list[tuple[int, str]]()
            async for raw in lines(file, inspection.MAX_LINE):
                number += 1
                batch.append((number, raw))
                if len(batch) == AHEAD:
                    await self._batch(batch, items, examiner)
                    batch.clear()
                    progress.update(bar, description=f"loading: {number} lines")
            await self._batch(batch, items, examiner)
        return self._counts

    async def _batch(self, batch: list[tuple[int, str]], items: Items, examiner: Examiner) -> None:
        """Examine side by side, store in the order of the file."""
        now = datetime.now(UTC)
        examined = await asyncio.gather(*(self._examine(number, raw, examiner, now) for number, raw in batch))
        for pair in examined:
            if pair is None:
                continue
            line, result = pair
            # A line's id is no guid: every file may count its lines from 1.
            entry = Entry(
                guid=None,
                link=line.url,
                title=result.article.title,
                summary=result.article.body,
                published=line.published,
            )
            source = line.source or LOADED
            publisher = line.publisher or line.source or "unknown"
            (keys,) = identity.keys([entry], feed_id=source, publisher=publisher)
            stored = await items.load(
                result.article,
                result.understood,
                source=source,
                publisher=publisher,
                keys=keys,
                taught=lesson(result.article) if line.clean and (line.publisher or line.source) else None,
            )
            self._counts["known" if stored is None else "stored"] += 1

    async def _examine(
        self, number: int, raw: str, examiner: Examiner, now: datetime
    ) -> tuple[Line, inspection.Examined] | None:
        if not raw.strip():
            return None
        try:
            line = inspection.read_line(raw, now)
            if line.feed is not None:
                raise Refused("A feed is not an article; add it with `wirewatch feeds add`.")
            examined = await examiner.examine(line, now)
            if not (examined.article.title or examined.article.body):
                raise Refused("There is no text in it.")
            return line, examined
        except (Refused, WorkerFailed) as error:
            self._counts["refused"] += 1
            note(f"line {number}: {error}")
            return None
