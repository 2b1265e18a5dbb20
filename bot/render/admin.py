"""What admins see: the feeds, sick ones first; a feed that was tried; the archive in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model import Button, Counts, Entry, Feed, FeedPreview, FeedState, Message
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.markup import Node, Part, blocks, bold, code, join, lines, link, message, prose
from bot.render.times import clock, day, span
from bot.text import one_line, shorten

FEEDS_PAGE = 8


def feeds(states: Sequence[FeedState], page: int, now: datetime) -> Message:
    """Every feed with its state; those that fail first, then the paused, then the rest by name."""
    if not states:
        return message(blocks(bold("There are no feeds yet."), lines("Add one:", code("/addfeed https://…"))))
    ordered = sorted(states, key=lambda state: (_rank(state), state.feed.id))
    pages = -(-len(ordered) // FEEDS_PAGE)
    page = min(page, pages - 1)
    shown = ordered[page * FEEDS_PAGE : (page + 1) * FEEDS_PAGE]
    sick = sum(1 for state in states if _rank(state) == 0)
    health = f"{sick} failing" if sick else "all well"
    return message(
        blocks(bold(f"{len(states)} feeds · {health}"), *(_state(state, now) for state in shown)),
        buttons=(*(_mending(state) for state in shown if _rank(state) < 2), b.pager(page, pages, do.Feeds)),
    )


def preview(found: FeedPreview, now: datetime) -> Message:
    """A feed as it would be added, with its newest items."""
    feed = found.feed
    others = [code(shorten(one_line(url), 200)) for url in found.others[:5]]
    return message(
        blocks(
            lines(
                bold(prose(one_line(found.title) or feed.publisher)),
                shorten(one_line(feed.url), 300),
                f"{found.total} items · as {feed.id} · publisher {one_line(feed.publisher)}",
            ),
            *(_entry(entry, now) for entry in found.entries[:3]),
            lines("The page announces more feeds:", *others) if others else None,
            "Add it? Its present items come in silently; alerts start with the next new one.",
        ),
        buttons=((b.button("Add it", do.AddFeed(found.token)), b.button("Cancel", do.Show(do.Screen.DROP))),),
    )


def added(feed: Feed) -> Message:
    return message(
        blocks(
            join("", ("✓ ", bold(prose(one_line(feed.publisher))), " is added as ", code(feed.id), ".")),
            "It is polled within the next minute, silently; alerts start with the next new item.",
        ),
        buttons=((b.button("All feeds", do.Feeds()),),),
    )


def paused(feed: Feed) -> Message:
    return message(
        join("", (bold(prose(feed.id)), " is paused: it is not polled until you resume it.")),
        buttons=((b.button("Resume", do.FeedAction(do.FeedVerb.RESUME, feed.id)), b.button("All feeds", do.Feeds())),),
    )


def resumed(feed: Feed) -> Message:
    return message(
        join("", (bold(prose(feed.id)), " is polled again. What it published meanwhile comes in silently.")),
        buttons=((b.button("All feeds", do.Feeds()),),),
    )


def ask_remove(feed_id: str) -> Message:
    return message(
        blocks(
            join("", ("Remove ", bold(prose(one_line(feed_id))), "?")),
            "It is taken out of feeds.yaml. Its reports stay in the archive.",
        ),
        buttons=(
            (
                b.button("Remove it", do.FeedAction(do.FeedVerb.REMOVE, feed_id)),
                b.button("Cancel", do.Show(do.Screen.DROP)),
            ),
        ),
    )


def removed(feed: Feed) -> Message:
    return message(
        lines(
            join("", (bold(prose(feed.id)), " is removed. Its reports stay in the archive.")),
            join("", ("To have it back: ", code(f"/addfeed {one_line(feed.url)}"))),
        ),
        buttons=((b.button("All feeds", do.Feeds()),),),
    )


def stats(counts: Counts) -> Message:
    """The archive and its readers in numbers."""
    reach = f"{day(counts.oldest)} – {day(counts.newest)}" if counts.oldest and counts.newest else "empty"
    return message(
        blocks(
            bold("Wirewatch in numbers"),
            lines(
                f"Reports: {counts.items:,} in {counts.stories:,} stories ({reach})",
                f"Actors: {counts.actors:,}",
                f"Feeds: {counts.feeds:,}",
                f"Chats: {counts.chats:,}, following {counts.subscriptions:,}",
                f"Alerts: {counts.sent_alerts:,} sent, {counts.pending_alerts:,} waiting",
            ),
        ),
        buttons=((b.button("Feeds", do.Feeds()),),),
    )


def _rank(state: FeedState) -> int:
    if state.feed.paused:
        return 1
    return 0 if state.failures or state.reason else 2


def _state(state: FeedState, now: datetime) -> Node:
    mark = ("🔴", "⏸", "🟢")[_rank(state)]
    head = join("", (f"{mark} ", bold(prose(state.feed.id)), f" · {one_line(state.feed.publisher)}"))
    return lines(head, *_details(state, now))


def _details(state: FeedState, now: datetime) -> list[Part]:
    if state.feed.paused:
        return ["Paused by an admin."]
    details: list[Part] = []
    if _rank(state) == 0:
        since = f", well until {clock(state.last_ok, now)}" if state.last_ok else ""
        times = "once" if state.failures <= 1 else f"{state.failures} times in a row"
        details.append(prose(one_line(state.reason or "It fails.")))
        details.append(f"Failed {times}{since}.")
    elif state.last_new:
        details.append(f"Last new item {clock(state.last_new, now)}.")
    if state.next_check and state.next_check > now:
        details.append(f"Next check in {span(state.next_check - now)}.")
    else:
        details.append("Next check: now.")
    return [" ".join(str(part) for part in details)] if _rank(state) else details


def _mending(state: FeedState) -> tuple[Button | None, ...]:
    feed_id = state.feed.id
    first = (
        b.button(f"Resume {feed_id}", do.FeedAction(do.FeedVerb.RESUME, feed_id))
        if state.feed.paused
        else b.button(f"Pause {feed_id}", do.FeedAction(do.FeedVerb.PAUSE, feed_id))
    )
    return first, b.button("Remove", do.FeedAction(do.FeedVerb.ASK_REMOVE, feed_id))


def _entry(entry: Entry, now: datetime) -> Node:
    moment = entry.published or entry.updated
    title = shorten(prose(one_line(entry.title)) or "Untitled", 160)
    return join("", ("• ", link(title, entry.link), f" · {clock(moment, now)}" if moment else " · no date"))
