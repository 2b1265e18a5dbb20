"""A feed's condition in words, and the message about conditions that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.health import Health
from bot.model import Button, Condition, FeedState, Message
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.markup import Node, blocks, bold, join, lines, message, prose
from bot.render.times import clock, span
from bot.text import one_line, shorten

NAMED = 10  # feeds a message names; the rest is a number
OPENED = 3  # feeds it opens by a tap

_MARKS = {
    Condition.OK: "🟢",
    Condition.NEW: "⚪",
    Condition.PAUSED: "⏸",
    Condition.QUIET: "🟡",
    Condition.MOVED: "🟡",
}


def mark(health: Health) -> str:
    """A coloured sign: red for what is sick, yellow for what is odd."""
    return _MARKS.get(health.condition, "🔴")


def sentence(state: FeedState, health: Health, now: datetime) -> str:
    """What is the matter, since when and why, in a sentence or two."""
    since = f" since {clock(health.since, now)}" if health.since else ""
    why = shorten(prose(one_line(state.reason or "no reason is known")), 300).rstrip(".")
    match health.condition:
        case Condition.OK:
            return "All well."
        case Condition.NEW:
            return "Not polled yet."
        case Condition.PAUSED:
            return "Paused by an admin."
        case Condition.QUIET:
            usual = f"; it used to bring something at least every {span(state.rhythm)}" if state.rhythm else ""
            return f"Nothing new{since}{usual}."
        case Condition.MOVED:
            return _moved(state, since)
        case Condition.BLOCKED:
            return f"Turned away{since}: {why}. Its site takes us for an unwanted robot."
        case Condition.NOT_A_FEED:
            return f"No feed any more{since}: {why}."
        case Condition.MISSING:
            return f"Not found{since}: {why}."
        case Condition.GONE:
            return f"Gone{since}: {why}. It is looked for now and then. It may have a new address, or be removed."
        case Condition.FAILING:
            return f"Failing{since}: {why}."


def notice(changed: Sequence[tuple[FeedState, Health]], now: datetime) -> Message:
    """To admins: feeds whose condition is another than they know."""
    named = [_line(state, health, now) for state, health in changed[:NAMED]]
    more = len(changed) - len(named)
    heading = bold("A feed has changed" if len(changed) == 1 else f"{len(changed)} feeds have changed")
    return message(
        blocks(heading, *named, f"… and {more} more." if more else None),
        buttons=(*(_opens(state, health) for state, health in changed[:OPENED]), (b.button("All feeds", do.Feeds()),)),
    )


def outage(down: Sequence[FeedState], polled: int, now: datetime) -> Message:
    """To admins: most feeds began to fail together."""
    since = min(state.since for state in down if state.since)
    reasons = Counter(one_line(state.reason or "") for state in down if state.reason)
    usual = f"For example: {shorten(prose(reasons.most_common(1)[0][0]), 200)}." if reasons else None
    return message(
        blocks(
            bold(f"{len(down):,} of {polled:,} feeds fail: probably our own network"),
            f"It began about {clock(since, now)}. I go on trying, and tell you when it is over.",
            usual,
        ),
        buttons=((b.button("All feeds", do.Feeds()),),),
    )


def outage_over(well: int, polled: int) -> Message:
    """To admins: they answer again."""
    rest = "" if well == polled else " The rest I tell you of as it lasts."
    return message(
        blocks(bold("The feeds answer again"), f"{well:,} of {polled:,} are well.{rest}"),
        buttons=((b.button("All feeds", do.Feeds()),),),
    )


def _opens(state: FeedState, health: Health) -> tuple[Button | None, ...]:
    feed_id = state.feed.id
    return (b.button(f"{mark(health)} {feed_id}", do.FeedAction(do.FeedVerb.OPEN, feed_id)),)


def _line(state: FeedState, health: Health, now: datetime) -> Node:
    feed = state.feed
    head = join("", (f"{mark(health)} ", bold(prose(feed.id)), f" · {shorten(one_line(feed.publisher), 60)}"))
    said = "Well again." if health.condition is Condition.OK else sentence(state, health, now)
    return lines(head, said)


def _moved(state: FeedState, since: str) -> str:
    if state.address is not None:
        new = shorten(prose(one_line(state.address)), 300)
        return f"Moved{since}: it is polled at its new address, {new}. feeds.yaml has the old one still."
    new = shorten(prose(one_line(state.moved_to or "")), 300)
    return (
        f"Moved{since}: its address leads to {new} for good, and nothing there is known to me. Is that the same feed?"
    )
