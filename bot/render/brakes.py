"""To admins: a feed brought at once what was no news, and what they can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model import Brake, Button, Message
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.markup import Node, blocks, bold, lines, message, prose
from bot.render.times import clock

NAMED = 10  # feeds a message names; the rest is a number


def notice(brakes: Sequence[Brake], now: datetime) -> Message:
    """Feeds whose sites were rebuilt, as it seems."""
    more = len(brakes) - NAMED
    heading = "A site seems to be rebuilt" if len(brakes) == 1 else f"{len(brakes)} sites seem to be rebuilt"
    return message(
        blocks(
            bold(heading),
            *(_line(brake, now) for brake in brakes[:NAMED]),
            f"… and {more} more." if more > 0 else None,
            "No alerts were sent of these. What such a feed brings from now on is news as ever.",
        ),
        buttons=tuple((_send(brake),) for brake in brakes[:NAMED] if brake.old),
    )


def released(feed_id: str, count: int) -> Message:
    """What became of the button."""
    if not count:
        return message(f"There is nothing of {prose(feed_id)} left to send.")
    return message(f"✓ {_items(count)} of {prose(feed_id)} go out as news, to those who follow them.")


def _line(brake: Brake, now: datetime) -> Node:
    renamed, old = len(brake.renamed), len(brake.old)
    return lines(
        bold(f"{prose(brake.feed_id)} · {clock(brake.at, now)}"),
        f"{_items(renamed)} that I had came under other addresses; they stay one item each." if renamed else None,
        f"{_items(old)} dated long ago came for the first time; they are in the archive." if old else None,
    )


def _send(brake: Brake) -> Button | None:
    label = f"They were news: send the {len(brake.old)} of {brake.feed_id}"
    return b.button(label, do.FeedAction(do.FeedVerb.RELEASE, brake.feed_id))


def _items(count: int) -> str:
    return f"{count:,} item" if count == 1 else f"{count:,} items"
