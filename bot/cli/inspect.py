"""`wirewatch inspect`: what the bot makes of a page, a text or a feed."""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any

import typer

from bot import USER_AGENT, inspection
from bot.cli import report
from bot.cli.examine import Examiner
from bot.cli.lines import document, lines
from bot.cli.terminal import emit, run, settings
from bot.config import Settings
from bot.errors import NotAFeed, WirewatchError, WorkerFailed
from bot.fetch.http import HttpFetcher
from bot.inspection import BadLine, Line, Session
from bot.model import Failed, Fetched, Tagger
from bot.parse.encoding import decode
from bot.worker import WorkerPool

Finish = Callable[[], dict[str, Any]]

IN_FLIGHT = 16  # lines read ahead; bounds memory
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")


def inspect(
    source: Annotated[str, typer.Argument(help="A file, a URL, or - for standard input.")] = "-",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read and write one JSON object a line; see docs.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Show title, text, what was removed and why, actors, countries and summary of a page, a text or a feed."""
    found = settings(level=logging.ERROR)
    run(_stream(source, found.tagger) if jsonl else _one(source, found, as_json))


# ---------------------------------------------------------------- one document


async def _one(source: str, found: Settings, as_json: bool) -> None:
    now = datetime.now(UTC)
    raw, url, content_type = await _read(source, found)
    async with WorkerPool(tagger=found.tagger) as workers:
        try:
            line = Line(None, feed=raw, url=url, content_type=content_type)
            parsed = await workers.parse_feed(raw, content_type=content_type, url=url or "", now=now)
            if as_json:
                emit(inspection.feed_json(line, parsed))
            else:
                report.feed(parsed)
            return
        except NotAFeed:
            line = _document(raw, url, content_type)
        session = Session(now)
        examined = await Examiner(workers).examine(line, now)
    tagged = session.tag(examined)
    if as_json:
        emit(inspection.article_json(line, tagged, session.story(line, tagged), session.recap(), session.adds()))
    else:
        report.article(tagged)


async def _read(source: str, found: Settings) -> tuple[bytes, str | None, str | None]:
    """The bytes, and for a URL where they are from and what they are said to be. Raises WirewatchError."""
    if not source.startswith(("http://", "https://")):
        return await document(source, inspection.MAX_LINE), None, None
    async with HttpFetcher(user_agent=USER_AGENT, allowed=found.allowed_networks) as fetcher:
        fetched = await fetcher.feed(source)
    if not isinstance(fetched, Fetched):
        reason = fetched.reason if isinstance(fetched, Failed) else "it says that nothing has changed"
        raise WirewatchError(f"{source} cannot be read: {reason}")
    return fetched.body, fetched.url, fetched.content_type


def _document(raw: bytes, url: str | None, content_type: str | None) -> Line:
    """A page when it looks like markup, else plain text. Raises WirewatchError when it is neither."""
    text = decode(raw, content_type)
    if not text.strip():
        raise WirewatchError("there is nothing in it")
    if len(_CONTROLS.findall(text, 0, 65_536)) > len(text[:65_536]) // 100:
        raise WirewatchError("this is binary data: neither a page, nor a text, nor a feed")
    head = text[:65_536].lower()
    if head.lstrip().startswith(("<!doctype html", "<html")) or "<body" in head:
        return Line(None, html=text, url=url)
    return Line(None, text=text, url=url)


# ---------------------------------------------------------------- a stream


async def _stream(source: str, tagger: Tagger) -> None:
    """One result a line, in order; lines are examined side by side and answered as soon as their turn comes."""
    now = datetime.now(UTC)
    session = Session(now)
    pending: asyncio.Queue[asyncio.Task[Finish] | None] = asyncio.Queue()
    room = asyncio.Semaphore(IN_FLIGHT)
    async with WorkerPool(heavy=min(2, os.cpu_count() or 1), tagger=tagger) as workers:
        examiner = Examiner(workers)

        async def read() -> None:
            try:
                async for raw in lines(source, inspection.MAX_LINE):
                    if raw.strip():
                        await room.acquire()
                        pending.put_nowait(asyncio.create_task(_examine(raw, examiner, workers, session)))
            finally:
                pending.put_nowait(None)

        reading = asyncio.create_task(read())
        while (task := await pending.get()) is not None:
            emit((await task)())
            room.release()
        await reading


async def _examine(raw: str, examiner: Examiner, workers: WorkerPool, session: Session) -> Finish:
    """Do the work of a line that needs no order; the returned function does the rest when its turn has come."""
    try:
        line = inspection.read_line(raw, session.now)
    except BadLine as bad:
        failed = inspection.failed_feed_json if bad.feed else inspection.failed_json
        return partial(failed, bad.line_id, str(bad))
    if line.feed is not None:
        return await _parse(line, workers, session.now)
    try:
        examined = await examiner.examine(line, session.now)
    except WorkerFailed as error:
        return partial(inspection.failed_json, line.id, f"It could not be read: {error}.")

    def finish() -> dict[str, Any]:
        tagged = session.tag(examined)
        return inspection.article_json(line, tagged, session.story(line, tagged), session.recap(), session.adds())

    return finish


async def _parse(line: Line, workers: WorkerPool, now: datetime) -> Finish:
    try:
        parsed = await workers.parse_feed(line.feed or b"", content_type=line.content_type, url=line.url or "", now=now)
    except (NotAFeed, WorkerFailed) as error:
        return partial(inspection.failed_feed_json, line.id, str(error))
    return partial(inspection.feed_json, line, parsed)
