"""`wirewatch inspect`: what the bot makes of a page, a text or a feed."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from bot import USER_AGENT, inspection
from bot.cli import report
from bot.cli.terminal import emit, run, settings
from bot.config import Settings
from bot.errors import NotAFeed, Refused, WirewatchError, WorkerFailed
from bot.fetch.http import HttpFetcher
from bot.inspection import BadLine, Line, Session
from bot.model import Failed, Fetched
from bot.worker import WorkerPool

Finish = Callable[[], dict[str, Any]]

EXAMINE = timedelta(seconds=45)  # cleaning and tagging together
IN_FLIGHT = 16  # lines read ahead; bounds memory


def inspect(
    source: Annotated[str, typer.Argument(help="A file, a URL, or - for standard input.")] = "-",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read and write one JSON object a line; see docs.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Show title, text, what was removed and why, actors, countries and summary of a page, a text or a feed."""
    found = settings(level=logging.ERROR)
    run(_stream(source) if jsonl else _one(source, found, as_json))


# ---------------------------------------------------------------- one document


async def _one(source: str, found: Settings, as_json: bool) -> None:
    now = datetime.now(UTC)
    raw, url, content_type = await _read(source, found)
    async with WorkerPool() as workers:
        try:
            line = Line(None, feed=raw, url=url, content_type=content_type)
            parsed = await workers.parse_feed(raw, content_type=content_type, url=url or "", now=now)
            if as_json:
                emit(inspection.feed_json(line, parsed))
            else:
                report.feed(parsed)
            return
        except NotAFeed:
            line = _document(raw, url)
        session = Session(now)
        examined = await workers.run(inspection.examine, line, now, timeout=EXAMINE)
    tagged = session.tag(examined)
    if as_json:
        emit(inspection.article_json(line, tagged, session.story(line, tagged)))
    else:
        report.article(tagged)


async def _read(source: str, found: Settings) -> tuple[bytes, str | None, str | None]:
    if source == "-":
        return await asyncio.to_thread(sys.stdin.buffer.read, inspection.MAX_LINE), None, None
    if source.startswith(("http://", "https://")):
        async with HttpFetcher(user_agent=USER_AGENT, allowed=found.allowed_networks) as fetcher:
            fetched = await fetcher.feed(source)
        if not isinstance(fetched, Fetched):
            reason = fetched.reason if isinstance(fetched, Failed) else "it says that nothing has changed"
            raise WirewatchError(f"{source} cannot be read: {reason}")
        return fetched.body, fetched.url, fetched.content_type
    try:
        return await asyncio.to_thread(Path(source).read_bytes), None, None
    except OSError as error:
        raise WirewatchError(f"{source} cannot be read: {error.strerror}") from error


def _document(raw: bytes, url: str | None) -> Line:
    """A page when it looks like markup, else plain text."""
    head = raw[:2048].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<body" in raw[:65_536].lower():
        return Line(None, html=raw.decode("utf-8", "replace"), url=url)
    return Line(None, text=raw.decode("utf-8", "replace"), url=url)


# ---------------------------------------------------------------- a stream


async def _stream(source: str) -> None:
    """One result a line, in order; lines are examined side by side and answered as soon as their turn comes."""
    now = datetime.now(UTC)
    session = Session(now)
    pending: asyncio.Queue[asyncio.Task[Finish] | None] = asyncio.Queue(IN_FLIGHT)
    async with WorkerPool(heavy=min(2, os.cpu_count() or 1)) as workers:
        reading = asyncio.create_task(_submit(source, pending, lambda raw: _examine(raw, workers, session, now)))
        while (task := await pending.get()) is not None:
            finish = await task
            emit(finish())
        await reading


async def _submit(
    source: str,
    pending: asyncio.Queue[asyncio.Task[Finish] | None],
    examine: Callable[[str], Coroutine[Any, Any, Finish]],
) -> None:
    try:
        with _lines(source) as file:
            while raw := await asyncio.to_thread(file.readline, inspection.MAX_LINE + 2):
                if raw.strip():
                    await pending.put(asyncio.create_task(examine(raw)))
    finally:
        await pending.put(None)


def _lines(source: str) -> TextIO:
    try:
        if source == "-":
            return open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False)
        return Path(source).open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise WirewatchError(f"{source} cannot be read: {error.strerror}") from error


async def _examine(raw: str, workers: WorkerPool, session: Session, now: datetime) -> Finish:
    """Do the work of a line that needs no order; the returned function does the rest when its turn has come."""
    try:
        line = inspection.read_line(raw, now)
    except Refused as refused:
        line_id = refused.line_id if isinstance(refused, BadLine) else None
        reason = str(refused)
        return lambda: inspection.failed_json(line_id, reason)
    if line.feed is not None:
        return await _parse(line, workers, now)
    try:
        examined = await workers.run(inspection.examine, line, now, timeout=EXAMINE)
    except WorkerFailed as error:
        reason = f"It could not be read: {error}."
        return lambda: inspection.failed_json(line.id, reason)

    def finish() -> dict[str, Any]:
        tagged = session.tag(examined)
        return inspection.article_json(line, tagged, session.story(line, tagged))

    return finish


async def _parse(line: Line, workers: WorkerPool, now: datetime) -> Finish:
    try:
        parsed = await workers.parse_feed(line.feed or b"", content_type=line.content_type, url=line.url or "", now=now)
    except (NotAFeed, WorkerFailed) as error:
        reason = str(error)
        return lambda: inspection.failed_feed_json(line, reason)
    return lambda: inspection.feed_json(line, parsed)
