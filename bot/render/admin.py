"""What admins see when they change the feeds: feeds that were tried, feeds in a file; and the archive in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model import Counts, Entry, Feed, FeedPreview, Imported, Message, OpmlPreview
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.markup import Node, blocks, bold, code, join, lines, link, message, prose
from bot.render.times import clock, day
from bot.text import one_line, shorten

_DROP = do.Show(do.Screen.DROP)


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
        buttons=((b.button("Add it", do.AddFeed(found.token)), b.button("Cancel", _DROP)),),
    )


def choice(found: Sequence[FeedPreview], now: datetime) -> Message:
    """Several feeds of one site, each with its newest items, to choose from."""
    shown = [
        lines(
            join("", (f"{number}. ", bold(prose(one_line(one.title) or one.feed.publisher)))),
            f"{shorten(one_line(one.feed.url), 200)} · {one.total} items",
            *(_entry(entry, now) for entry in one.entries[:2]),
        )
        for number, one in enumerate(found, 1)
    ]
    return message(
        blocks(bold(f"That site has {len(found)} feeds. Which one?"), *shown),
        buttons=(
            *((b.button(f"{n}. {one.title or one.feed.id}", do.AddFeed(one.token)),) for n, one in enumerate(found, 1)),
            (b.button("Cancel", _DROP),),
        ),
    )


def looking(url: str) -> Message:
    """While a feed is tried."""
    return message(f"Looking at {shorten(prose(one_line(url)), 200)} …")


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
                b.button("Cancel", _DROP),
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


def retried(feed: Feed) -> Message:
    return message(
        join("", (bold(prose(feed.id)), " is polled now. The list shows in a minute how it went.")),
        buttons=((b.button("All feeds", do.Feeds()),),),
    )


def readdressed(feed: Feed) -> Message:
    return message(
        lines(
            join("", ("✓ ", bold(prose(feed.id)), " has its new address in feeds.yaml.")),
            shorten(one_line(feed.url), 300),
        ),
        buttons=((b.button("All feeds", do.Feeds()),),),
    )


def opml(found: OpmlPreview) -> Message:
    """What a file would bring."""
    if not found.total:
        return message("That OPML file names no feeds.")
    if not found.new:
        return message(f"I have all feeds of that file already ({found.total:,}).")
    titles = [f"• {shorten(prose(one_line(feed.publisher)), 80)}" for feed in found.new[:5]]
    more = len(found.new) - len(titles)
    topics = {topic for feed in found.new for topic in feed.topics}
    return message(
        blocks(
            bold(f"{found.total:,} feeds, {len(found.new):,} of them new"),
            lines(*titles, f"… and {more:,} more" if more else None),
            f"Their folders become topics: {shorten(prose(one_line(', '.join(sorted(topics)))), 200)}"
            if topics
            else None,
            "Import them? Their present items come in silently.",
        ),
        buttons=((b.button(f"Import {len(found.new)}", do.ImportFeeds(found.token)), b.button("Cancel", _DROP)),),
    )


def imported(result: Imported) -> Message:
    left = f" {result.left_out:,} were left out: there already, or no web address." if result.left_out else ""
    return message(f"✓ {len(result.added):,} feeds added.{left}", buttons=((b.button("All feeds", do.Feeds()),),))


def stats(counts: Counts) -> Message:
    """The archive and its readers in numbers."""
    reach = f"{day(counts.oldest)} – {day(counts.newest)}" if counts.oldest and counts.newest else "empty"
    return message(
        blocks(
            bold("Wirewatch in numbers"),
            lines(
                f"Reports: {counts.items:,} in {counts.stories:,} stories ({reach})",
                f"Older reports, no longer kept: {counts.purged:,}" if counts.purged else None,
                f"Still to be read: {counts.unread:,}" if counts.unread else "",
                f"Actors: {counts.actors:,}",
                f"Feeds: {counts.feeds:,}",
                f"Chats: {counts.chats:,}, following {counts.subscriptions:,}",
                f"Alerts: {counts.sent_alerts:,} sent, {counts.pending_alerts:,} waiting",
            ),
        ),
        buttons=((b.button("Feeds", do.Feeds()),),),
    )


def _entry(entry: Entry, now: datetime) -> Node:
    moment = entry.published or entry.updated
    title = shorten(prose(one_line(entry.title)) or "Untitled", 160)
    return join("", ("• ", link(title, entry.link), f" · {clock(moment, now)}" if moment else " · no date"))
