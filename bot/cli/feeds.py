"""`wirewatch feeds …`: the feeds file from the command line, as admins have it in chat."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from bot import USER_AGENT, durations, feedsfile, health
from bot.cli.database import opened
from bot.cli.lines import document
from bot.cli.terminal import counted, emit, note, out, run, settings
from bot.config import Settings
from bot.errors import FeedsFileError, WirewatchError
from bot.feeds import Feeds
from bot.fetch.http import HttpFetcher
from bot.model import Condition, Feed, FeedState, Imported, Push, Vitals
from bot.parse import opml
from bot.render.feeds import ordered, worth
from bot.render.health import sentence
from bot.render.times import span
from bot.worker import WorkerPool

AsJson = Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")]
_PUBLISHER = 14  # columns; the state needs the room
MAX_OPML = 8 * 1024 * 1024

app = typer.Typer(
    help="List, try, add and remove feeds; OPML in and out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command("list")
def list_feeds(as_json: AsJson = False) -> None:
    """Every feed with how its polling goes."""
    found = settings(level=logging.ERROR)

    async def work() -> tuple[tuple[FeedState, ...], Mapping[str, Vitals]]:
        async with _feeds(found) as feeds:
            await feeds.sync()
            states = await feeds.list()
            return states, await feeds.vitals([state.feed.id for state in states])

    states, vitals = run(work())
    now = datetime.now(UTC)
    if as_json:
        emit([_state_json(state, vitals[state.feed.id], now) for state in states])
        return
    table = Table(box=None, header_style="dim", padding=(0, 1, 0, 0))
    for heading in ("id", "publisher", "every", "polled", "next", "state"):
        table.add_column(heading, overflow="fold", max_width=_PUBLISHER if heading == "publisher" else None)
    for state in ordered(states, now):
        table.add_row(*(escape(cell) for cell in _cells(state, vitals[state.feed.id], now)))
    out.print(table)


@app.command()
def check(as_json: AsJson = False) -> None:
    """Read the feeds file; say what is wrong, with its line."""
    found = settings(level=logging.ERROR)
    path = feedsfile.locate(found.feeds_file)
    try:
        known = feedsfile.read(path)
    except FeedsFileError as error:
        if as_json:
            emit({"file": error.path, "ok": False, "line": error.line, "reason": error.reason})
            raise typer.Exit(1) from error
        raise
    if as_json:
        emit({"file": str(path), "ok": True, "feeds": len(known)})
    else:
        note(f"{path}: {counted(len(known), 'feed')}, all well")


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="A feed, or a page that announces one.")], as_json: AsJson = False
) -> None:
    """Try a feed, and add it to the feeds file."""
    found = settings(level=logging.ERROR)

    async def work() -> Feed:
        async with _feeds(found) as feeds:
            return await feeds.add((await feeds.probe(url)).token)

    feed = run(work())
    if as_json:
        emit(_feed_json(feed))
    else:
        note(f"added {feed.id} ({feed.publisher}): {feed.url}")


@app.command()
def remove(feed_id: Annotated[str, typer.Argument(metavar="ID")], as_json: AsJson = False) -> None:
    """Take a feed out of the feeds file; what it brought stays in the archive."""
    found = settings(level=logging.ERROR)

    async def work() -> Feed:
        async with _feeds(found) as feeds:
            return await feeds.remove(feed_id)

    feed = run(work())
    if as_json:
        emit(_feed_json(feed))
    else:
        note(f"removed {feed.id}")


@app.command()
def discover(url: Annotated[str, typer.Argument(help="A page.")], as_json: AsJson = False) -> None:
    """Find the feed of a page and show its newest items. Adds nothing."""
    found = settings(level=logging.ERROR)

    async def work() -> dict[str, Any]:
        async with _feeds(found) as feeds:
            preview = await feeds.probe(url)
            items = [{"title": entry.title, "link": entry.link} for entry in preview.entries]
            return {
                "url": preview.feed.url,
                "title": preview.title,
                "items": items,
                "total": preview.total,
                "others": list(preview.others),
            }

    result = run(work())
    if as_json:
        emit(result)
        return
    out.print(f"[bold]{escape(result['title'])}[/bold]  {escape(result['url'])}  ({counted(result['total'], 'item')})")
    for item in result["items"]:
        out.print(f"  {escape(item['title'])}")
    for other in result["others"]:
        out.print(f"[dim]also: {escape(other)}[/dim]")


@app.command("import")
def import_opml(
    file: Annotated[str, typer.Argument(help="An OPML file, or - for standard input.")], as_json: AsJson = False
) -> None:
    """Add the feeds of an OPML file; its folders become topics."""
    found = settings(level=logging.ERROR)

    async def work() -> Imported:
        body = await document(file, MAX_OPML)
        async with _feeds(found) as feeds:
            return await feeds.import_opml((await feeds.read_opml(body)).token)

    result = run(work())
    if as_json:
        emit({"added": [feed.id for feed in result.added], "left_out": result.left_out})
    else:
        note(
            f"{counted(len(result.added), 'feed')} added, {result.left_out} left out (there already, or no web address)"
        )


@app.command("export")
def export_opml(file: Annotated[Path, typer.Argument(help="Where to write the OPML; - for stdout.")]) -> None:
    """Write all feeds as OPML."""
    found = settings(level=logging.ERROR)
    exported = opml.write(feedsfile.read(feedsfile.locate(found.feeds_file)))
    if str(file) == "-":
        typer.echo(exported.decode(), nl=False)
        return
    try:
        file.write_bytes(exported)
    except OSError as error:
        raise WirewatchError(f"{file} cannot be written: {error.strerror}") from error
    note(f"written to {file}")


@asynccontextmanager
async def _feeds(found: Settings) -> AsyncIterator[Feeds]:
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened(found))
        fetcher = await stack.enter_async_context(HttpFetcher(user_agent=USER_AGENT, allowed=found.allowed_networks))
        workers = await stack.enter_async_context(WorkerPool(tagger=found.tagger))
        file = feedsfile.YamlFeeds(feedsfile.locate(found.feeds_file))
        yield Feeds(file, store, fetcher, workers, lambda: datetime.now(UTC), _tell)


async def _tell(text: str) -> None:
    note(text)


def _cells(state: FeedState, vitals: Vitals, now: datetime) -> tuple[str, ...]:
    feed = state.feed
    due = state.next_check
    newest = f"new {_short(now - state.last_new)} ago" if state.last_new else None
    return (
        feed.id,
        feed.publisher,
        durations.written(feed.every),
        f"{_short(now - state.last_checked)} ago" if state.last_checked else "",
        "" if feed.paused else f"in {_short(due - now)}" if due and due > now else "now",
        " · ".join(text for text in (_condition(state, now), newest, worth(state, vitals)) if text),
    )


def _short(length: timedelta) -> str:
    """ "4m", "3h", "2d"."""
    number, unit = span(length).split(" ")
    return f"{number}{unit[0]}"


def _condition(state: FeedState, now: datetime) -> str:
    how = health.of(state, now)
    plain = how.condition in (Condition.OK, Condition.NEW, Condition.PAUSED)
    return how.condition if plain else sentence(state, how, now)


def _feed_json(feed: Feed) -> dict[str, Any]:
    return {
        "id": feed.id,
        "url": feed.url,
        "publisher": feed.publisher,
        "country": feed.country,
        "language": feed.language,
        "topics": list(feed.topics),
        "every": int(feed.every.total_seconds()),
        "full_text": feed.full_text.value,
        "paused": feed.paused,
    }


def _state_json(state: FeedState, vitals: Vitals, now: datetime) -> dict[str, Any]:
    how = health.of(state, now)
    push = vitals.push
    moments = {key: getattr(state, key) for key in ("last_checked", "last_ok", "last_new", "next_check")}
    return {
        **_feed_json(state.feed),
        **{key: moment.isoformat() if moment else None for key, moment in moments.items()},
        "condition": how.condition,
        "since": how.since.isoformat() if how.since else None,
        "address": state.address or state.feed.url,
        "moved_to": state.moved_to,
        "failures": state.failures,
        "reason": state.reason,
        "lag": round(vitals.lag.total_seconds()) if vitals.lag is not None else None,
        "new_a_day": round(vitals.per_day, 2) if vitals.per_day is not None else None,
        "polls_with_news": round(state.fruitful, 3) if state.fruitful is not None else None,
        "skipped": state.skipped,
        "skipped_why": state.skipped_why,
        "push": _push_json(push, now) if push else None,
    }


def _push_json(push: Push, now: datetime) -> dict[str, Any]:
    return {
        "hub": push.hub,
        "subscribed": push.until is not None and push.until > now,
        "until": push.until.isoformat() if push.until else None,
        "failures": push.failures,
        "reason": push.reason,
    }
