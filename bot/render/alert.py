"""An alert: what happened, in two sentences, who says so, and what one can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.model import (
    Alert,
    Button,
    Item,
    Message,
    Recap,
    Sources,
    Story,
    SubjectKind,
    Subscription,
)
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import pieces
from bot.render.markup import Rows, blocks, bold, keyboard, lines, message
from bot.render.times import clock
from bot.text import one_line

CONFIRMED = 2  # independent publishers that make a report confirmed
_CANDIDATES = 3  # looked at for a suggestion
_WATCHES = 3  # offered in the mute menu
_ALONE = Sources(1)
_NO_RECAP = Recap()


def alert(
    alert: Alert,
    item: Item,
    story: Story | None,
    *,
    sources: Sources = _ALONE,
    recap: Recap = _NO_RECAP,
    following: Sequence[Subscription] = (),
    previews: bool = False,
    large: bool = False,
    country_name: pieces.CountryName | None = None,
) -> Message:
    """The message of a claimed alert. `following` is what the chat follows: nothing of it is offered again.

    `item`: the report that stands for the story; `recap`: the story's summary, for when there is more than that report.
    """
    made = message(
        blocks(
            bold(pieces.headline(item)),
            pieces.recap(recap, story.items if story else (item,), item) or pieces.summary(item),
            lines(_sources(alert, item, sources), _mark(item, sources), pieces.hashtags(item, country_name)),
        ),
        buttons=alert_buttons(alert.id, item, story, following, country_name),
        preview=previews,
    )
    return replace(made, large=large)


def alert_buttons(
    alert_id: int,
    item: Item,
    story: Story | None,
    following: Sequence[Subscription],
    country_name: pieces.CountryName | None = None,
) -> tuple[tuple[Button, ...], ...]:
    """The alert's own keyboard."""
    reports = len(story.items) if story else 1
    rows: Rows = (
        (
            b.button(f"Story · {reports} reports" if reports > 1 else "Story", do.OpenStory(item.story_id)),
            b.button("Mute", do.MuteMenu(alert_id)),
            b.button("Why", do.Why(alert_id)),
        ),
        (_suggestion(item, following, country_name),),
    )
    return keyboard(rows)


def mute_buttons(alert_id: int, watches: Sequence[Subscription]) -> tuple[tuple[Button, ...], ...]:
    """How long the watches behind an alert shall be quiet."""
    rows: list[tuple[Button | None, ...]] = []
    for watch in watches[:_WATCHES]:
        rows += (
            (b.button(f"Mute {watch.label} for …", do.Nothing()),),
            (
                b.button("1 hour", do.Mute(watch.id, 1)),
                b.button("24 hours", do.Mute(watch.id, 24)),
                b.button("For ever", do.Mute(watch.id, 0)),
            ),
        )
    return keyboard((*rows, (b.button("‹ Back", do.AlertMenu(alert_id)),)))


def _mark(item: Item, sources: Sources) -> str | None:
    """Said once independent publishers agree; and whether they do on the latest, which is the headline."""
    if sources.count < CONFIRMED:
        return None
    alone = f" · the latest by {one_line(item.publisher)} alone" if sources.latest == 1 else ""
    return f"✅ Confirmed by {sources.count} independent publishers{alone}"


def _sources(alert: Alert, item: Item, sources: Sources) -> str:
    others, origin = sources.count - 1, sources.origin(item.id)
    via = f" via {one_line(origin)}" if origin else ""
    publisher = one_line(item.publisher) + via + (f" + {others} more" if others else "")
    parts = (publisher, clock(item.when, alert.created), pieces.who(item))
    return " · ".join(part for part in parts if part)


def _suggestion(
    item: Item, following: Sequence[Subscription], country_name: pieces.CountryName | None
) -> Button | None:
    """The weightiest actor that is not followed, else the weightiest country."""
    for actor in pieces.actors(item.actors)[:_CANDIDATES]:
        if not pieces.followed(following, SubjectKind.ACTOR, actor.id):
            return pieces.follow_button(actor.name, (SubjectKind.ACTOR, actor.id))
    for code in pieces.codes(item.countries)[:_CANDIDATES]:
        if not pieces.followed(following, SubjectKind.COUNTRY, code):
            return pieces.follow_button(pieces.country_label(code, country_name), (SubjectKind.COUNTRY, code))
    return None
