"""`wirewatch poll`: one pass over the due feeds."""

from __future__ import annotations

import logging
import os
import secrets
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot import USER_AGENT, feedsfile
from bot.cli.database import opened
from bot.cli.terminal import counted, emit, err, note, run, settings
from bot.config import Settings
from bot.feeds import Feeds
from bot.fetch.http import HttpFetcher
from bot.ingest import Ingest, Outcome, Pace, PollResult
from bot.ports import Store
from bot.retention import Retention
from bot.understand.identity import registry
from bot.worker import WorkerPool

MANY = 20  # feeds from which on a log is told how far the pass is


def poll(
    everything: Annotated[bool, typer.Option("--all", help="Ignore the schedule: poll every feed now.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Poll the due feeds once and show what each brought. What is new is stored; a running bot sends the alerts."""
    found = settings(level=logging.ERROR)
    results, seconds = run(_poll(found, everything))
    failed = [result for result in results if result.outcome is Outcome.FAILED]
    if as_json:
        emit({"feeds": [_json(result) for result in results], "seconds": round(seconds, 2)})
    else:
        err.print(_table(results))
        note(_sum(results, seconds))
    if failed and len(failed) == len(results):
        raise typer.Exit(1)


async def _poll(found: Settings, everything: bool) -> tuple[list[PollResult], float]:
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened(found))
        fetcher = await stack.enter_async_context(
            HttpFetcher(user_agent=USER_AGENT, allowed=found.allowed_networks, longest_rest=found.max_backoff)
        )
        workers = await stack.enter_async_context(WorkerPool(heavy=min(2, os.cpu_count() or 1), tagger=found.tagger))
        return await _pass(found, store, fetcher, workers, everything)


async def _pass(
    found: Settings, store: Store, fetcher: HttpFetcher, workers: WorkerPool, everything: bool
) -> tuple[list[PollResult], float]:
    await store.actors.seed(registry.seed())
    file = feedsfile.YamlFeeds(feedsfile.locate(found.feeds_file))
    feeds = Feeds(file, store, fetcher, workers, _now, _nobody_to_tell)
    await feeds.sync()
    ingest = Ingest(
        store,
        fetcher,
        workers,
        _now,
        owner=f"{os.getpid()}-{secrets.token_hex(4)}",
        pace=Pace(found.min_interval, found.max_backoff),
        on_news=lambda: None,
        background=workers.background(),
        tagger=found.tagger,
    )
    results: list[PollResult] = []
    started = _now()
    with _progress() as progress:
        bar = progress.add_task("polling", total=None)

        def done(result: PollResult) -> None:
            results.append(result)
            progress.update(bar, advance=1, description=f"polling  {result.feed_id[:30]:<30}")
            _tell_a_log(len(results), int(progress.tasks[0].total or 0))

        await ingest.one_pass(everything=everything, began=lambda total: progress.update(bar, total=total), done=done)
        await _read(store, ingest, progress)
    await Retention(store, _now, found.retention).tick()
    return sorted(results, key=lambda result: result.feed_id), (_now() - started).total_seconds()


async def _read(store: Store, ingest: Ingest, progress: Progress) -> None:
    """Backlogs are stored before they are read; whoever polls by hand wants to see what is in them."""
    total = await store.unread.count()
    if not total:
        return
    note(f"reading {counted(total, 'item')}; what is not read when you stop, the bot reads later")
    bar = progress.add_task("reading", total=total)
    await ingest.later.read_all(lambda: progress.advance(bar))


def _now() -> datetime:
    return datetime.now(UTC)


async def _nobody_to_tell(text: str) -> None:
    note(text)


def _progress() -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def _tell_a_log(done: int, total: int) -> None:
    """Where there is no terminal to draw a bar on: four lines in all."""
    if not err.is_terminal and total >= MANY and done * 4 // total != (done - 1) * 4 // total:
        note(f"polling: {done} of {total}")


_STYLE = {
    Outcome.NEW: "green",
    Outcome.NOTHING_NEW: "",
    Outcome.NOT_MODIFIED: "dim",
    Outcome.FAILED: "red",
}


def _table(results: list[PollResult]) -> Table:
    table = Table(box=None, header_style="dim")
    table.add_column("feed", no_wrap=True)
    table.add_column("new", justify="right")
    table.add_column("outcome", overflow="fold")
    for result in results:
        new = str(result.new) if result.new else ""
        table.add_row(result.feed_id, new, escape(_outcome(result)), style=_STYLE[result.outcome])
    return table


def _outcome(result: PollResult) -> str:
    if result.reason:
        return f"{result.outcome}: {result.reason}"
    why = f": {result.skipped_why}" if result.skipped_why else ""
    counts = ((result.known, "known"), (result.edited, "edited"), (result.skipped, f"skipped{why}"))
    more = ", ".join(f"{number} {word}" for number, word in counts if number)
    return f"{result.outcome} ({more})" if more else f"{result.outcome}"


def _sum(results: list[PollResult], seconds: float) -> str:
    if not results:
        return "no feed is due; `wirewatch poll --all` polls them all the same"
    outcomes = Counter(result.outcome for result in results)
    said = {Outcome.NEW: "with new items", Outcome.NOTHING_NEW: "with nothing new"}
    parts = [f"{outcomes[outcome]} {said.get(outcome, outcome)}" for outcome in Outcome if outcomes[outcome]]
    items = sum(result.new for result in results)
    return f"{counted(len(results), 'feed')} in {seconds:.1f} s: {', '.join(parts)}; {counted(items, 'item')} stored"


def _json(result: PollResult) -> dict[str, Any]:
    return {
        "id": result.feed_id,
        "outcome": result.outcome.value,
        "new": result.new,
        "known": result.known,
        "edited": result.edited,
        "skipped": result.skipped,
        "reason": result.reason,
    }
