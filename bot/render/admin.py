"""What admins see: the feeds, sick ones first; feeds that were tried; feeds in a file; the archive in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import health
from bot.health import Health
from bot.model import Button, Condition, Counts, Entry, Feed, FeedPreview, FeedState, Imported, Message, OpmlPreview
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.health import mark, sentence
from bot.render.markup import Node, blocks, bold, code, join, lines, link, message, prose
from bot.render.times import clock, day, span
from bot.text import one_line, shorten

FEEDS_PAGE = 8
_DROP = do.Show(do.Screen.DROP)


def feeds(states: Sequence[FeedState], page: int, now: datetime) -> Message:
    """Every feed with its state; the sick first, then the odd, then the paused, then the rest by name."""
    if not states:
        add = lines("Add one:", code("/addfeed https://…"), "Or send me an OPML file.")
        return message(blocks(bold("There are no feeds yet."), add))
    seen = [(state, health.of(state, now)) for state in states]
    ordered = sorted(seen, key=lambda pair: (_rank(pair[1]), pair[0].feed.id))
    pages = -(-len(ordered) // FEEDS_PAGE)
    page = min(page, pages - 1)
    shown = ordered[page * FEEDS_PAGE : (page + 1) * FEEDS_PAGE]
    return message(
        blocks(bold(f"{len(states)} feeds · {_summary(seen)}"), *(_state(state, how, now) for state, how in shown)),
        buttons=(
            *(row for state, how in shown for row in _mending(state, how)),
            b.pager(page, pages, do.Feeds),
            (b.button("Export OPML", do.ExportFeeds()),),
        ),
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
                f"Actors: {counts.actors:,}",
                f"Feeds: {counts.feeds:,}",
                f"Chats: {counts.chats:,}, following {counts.subscriptions:,}",
                f"Alerts: {counts.sent_alerts:,} sent, {counts.pending_alerts:,} waiting",
            ),
        ),
        buttons=((b.button("Feeds", do.Feeds()),),),
    )


def _summary(seen: Sequence[tuple[FeedState, Health]]) -> str:
    sick, odd = sum(how.sick for _, how in seen), sum(how.odd for _, how in seen)
    said = ", ".join(text for text in (f"{sick} failing" if sick else "", f"{odd} to look at" if odd else "") if text)
    return said or "all well"


def _rank(how: Health) -> int:
    if how.sick:
        return 0
    if how.odd:
        return 1
    return 2 if how.condition is Condition.PAUSED else 3


def _state(state: FeedState, how: Health, now: datetime) -> Node:
    head = join("", (f"{mark(how)} ", bold(prose(state.feed.id)), f" · {one_line(state.feed.publisher)}"))
    if how.condition is Condition.PAUSED:
        return lines(head, sentence(state, how, now))
    due = state.next_check and state.next_check > now
    next_check = f"Next check in {span(state.next_check - now)}." if state.next_check and due else "Next check: now."
    if how.sick:
        times = "once" if state.failures <= 1 else f"{state.failures} times in a row"
        last = f", well until {clock(state.last_ok, now)}" if state.last_ok else ""
        return lines(head, sentence(state, how, now), f"Failed {times}{last}. {next_check}")
    if how.odd or how.condition is Condition.NEW:
        return lines(head, sentence(state, how, now), next_check)
    newest = f"Last new item {clock(state.last_new, now)}. " if state.last_new else ""
    return lines(head, newest + next_check)


def _mending(state: FeedState, how: Health) -> tuple[tuple[Button | None, ...], ...]:
    """What may be done about a feed that is not well."""
    feed_id = state.feed.id

    def verb(label: str, what: do.FeedVerb) -> Button | None:
        return b.button(label, do.FeedAction(what, feed_id))

    remove = verb("Remove", do.FeedVerb.ASK_REMOVE)
    if how.condition is Condition.PAUSED:
        return ((verb(f"Resume {feed_id}", do.FeedVerb.RESUME), remove),)
    if how.condition is Condition.MOVED:
        return ((verb(f"Use the new address of {feed_id}", do.FeedVerb.USE_NEW_ADDRESS),),)
    if not (how.sick or how.odd):
        return ()
    return ((verb(f"Retry {feed_id}", do.FeedVerb.RETRY), verb("Pause", do.FeedVerb.PAUSE), remove),)


def _entry(entry: Entry, now: datetime) -> Node:
    moment = entry.published or entry.updated
    title = shorten(prose(one_line(entry.title)) or "Untitled", 160)
    return join("", ("• ", link(title, entry.link), f" · {clock(moment, now)}" if moment else " · no date"))
