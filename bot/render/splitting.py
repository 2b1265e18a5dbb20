"""What admins see of a story whose reports may be of two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model import Item, Message, Regrouping, Story
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.markup import blocks, bold, join, lines, message, prose
from bot.render.times import clock
from bot.text import one_line, shorten

_REPORTS = 12  # newest, to choose from
_UNDONE = 4  # regroupings that can be undone from here
_A_ROW = 6


def grouped(story: Story, regroupings: Sequence[Regrouping], now: datetime) -> Message:
    """Its newest reports, each with a button that takes it out, and what can be undone."""
    shown = story.items[-_REPORTS:]
    numbers = [b.button(str(n), do.TakeOut(item.id)) for n, item in enumerate(shown, 1)] if len(story.items) > 1 else []
    past = [one for one in regroupings if not one.undone][:_UNDONE]
    return message(
        blocks(
            bold(prose(one_line(story.title))),
            lines(*(f"{n}. {_report(item, now)}" for n, item in enumerate(shown, 1))),
            "Which one is another story? It gets one of its own, and nobody gets an alert for it."
            if numbers
            else "It has one report.",
            lines(*(_past(one, story, now) for one in past)) if past else None,
        ),
        buttons=(
            *(tuple(numbers[start : start + _A_ROW]) for start in range(0, len(numbers), _A_ROW)),
            *((b.button(f"Undo {clock(one.at, now)}", do.PutBack(one.id)),) for one in past),
        ),
    )


def taken_out(item: Item, done: Regrouping) -> Message:
    """Done."""
    return message(
        join("", (bold(prose(shorten(one_line(item.title), 200))), " is a story of its own now.")),
        buttons=((b.button("Undo", do.PutBack(done.id)), b.button("Story", do.OpenStory(done.target))),),
    )


def put_back(done: Regrouping) -> Message:
    """Undone."""
    reports = "1 report is" if len(done.item_ids) == 1 else f"{len(done.item_ids)} reports are"
    return message(f"Undone: {reports} back.", buttons=((b.button("Story", do.OpenStory(done.target)),),))


def _report(item: Item, now: datetime) -> str:
    return f"{clock(item.when, now)} · {one_line(item.publisher)} · {shorten(one_line(item.title), 110)}"


def _past(one: Regrouping, story: Story, now: datetime) -> str:
    count = f"{len(one.item_ids)} report" + ("" if len(one.item_ids) == 1 else "s")
    where = "came in" if one.target == story.id else "went out"
    return f"{clock(one.at, now)}: {count} {where}, since {one.reason}."
