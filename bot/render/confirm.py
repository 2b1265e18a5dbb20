"""A watch, confirmed: what it brings, what it would have sent, and calmer ways."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model import Button, Chat, Message, Mode, Outcome, Preview, Subscription
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import pieces
from bot.render.labels import label
from bot.render.markup import Part, blocks, bold, join, lines, message, prose
from bot.render.modes import in_words, tuned
from bot.render.times import span
from bot.render.watch import reach_button, single, zone_button, zone_note

_WEEK = timedelta(days=6.5)  # so much is "last week"
_SHORT = {"confirmed": "Confirmed by 2", "digest": "Daily digest", "minimum": "Only important", "cap": "3 an hour"}

_TOO_MUCH = "Too much? Calmer ways, each with the number of messages it would have been:"

Row = tuple[Button | None, ...]
Offer = tuple[str, str, Outcome]


def confirmed(
    watch: Subscription, preview: Preview, chat: Chat, now: datetime, *, wider: Subscription | None = None
) -> Message:
    """What will come, what would have come last week, and calmer ways, each with its own number.

    `wider`: another watch of the chat that brings all of this, and more.
    """
    samples = preview.outcome.samples
    calmer = _differing(watch.mode, preview)
    fewer = [offer for offer in calmer if offer[2].messages < preview.outcome.messages]
    return message(
        blocks(
            lines(
                join("", ("✓ You follow ", bold(prose(label(watch))), ".")),
                f"You get {in_words(watch.mode)}.",
                zone_note(watch.mode, chat),
                f"You also follow {prose(label(wider))} alone: everything about it comes too." if wider else None,
            ),
            _volume(preview, watch.mode),
            *(pieces.entry(item, now, timezone=chat.timezone) for item in samples),
            _TOO_MUCH if fewer else None,
        ),
        buttons=(
            *_calmer(watch, fewer, calmer),
            (reach_button(watch),),
            (b.button(f"Unfollow {label(wider)} alone", do.Unfollow(do.Place.BUTTON, wider.id)) if wider else None,),
            (zone_button(watch.mode, chat),),
            (b.button("Only together with …", do.PairWith(watch.id)) if single(watch) else None,),
            (b.button("Follow more", do.Show(do.Screen.REGIONS)), b.button("Change", do.EditWatch(watch.id))),
            (b.button("Unfollow", do.Unfollow(do.Place.NEW, watch.id)),),
        ),
    )


def _volume(preview: Preview, mode: Mode) -> Part:
    """ "Last week that would have been 63 messages, 14 of them on Tuesday. The last ones:"."""
    outcome = preview.outcome
    when = "Last week" if preview.span >= _WEEK else f"In the last {span(preview.span)}"
    so_far = ", which is all I have," if preview.young and preview.span < _WEEK else ""
    if not outcome.messages:
        looked = f" in every {_nth(preview.every)} story" if preview.every > 1 else ""
        return f"{when}{so_far} there was nothing{looked}: the next report is the first you get."
    count = "one message" if outcome.messages == 1 else f"{outcome.messages} messages"
    if preview.every > 1:
        count = f"about {count} (by every {_nth(preview.every)} story)"
    busiest = f", {_most(outcome)}" if outcome.busiest and outcome.messages > 3 else ""
    few = {1: "It was:", 2: "The last two:"}.get(len(outcome.samples), "The last three:")
    few = "The latest in it:" if mode.digest and outcome.messages == 1 else few
    return f"{when}{so_far} that would have been {count}{busiest}. {few}"


def _nth(number: int) -> str:
    """ "2nd", "13th"."""
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _most(outcome: Outcome) -> str:
    day, count = outcome.busiest or (None, 0)
    return f"at most {count} a day, on {day:%A}" if day else ""


def _calmer(watch: Subscription, fewer: list[Offer], all_of_them: list[Offer]) -> list[Row]:
    """The calmer modes, with what each would have sent where that is less; and the way back to the usual one."""
    keys = [
        b.button(f"{_SHORT[name]} · {outcome.messages}" if fewer else _SHORT[name], do.Tune(do.Place.NEW, watch.id, to))
        for name, to, outcome in fewer or all_of_them
    ]
    usual = tuned(watch.mode, "u")
    if usual != watch.mode:
        keys.append(b.button("As usual", do.Tune(do.Place.NEW, watch.id, "u")))
    return [tuple(keys[n : n + 2]) for n in range(0, len(keys), 2)]


def _differing(mode: Mode, preview: Preview) -> list[Offer]:
    """Name, what it changes, and what would have come."""
    found: list[Offer] = []
    for calm, outcome in preview.calmer:
        if calm.confirmed != mode.confirmed:
            found.append(("confirmed", f"k{calm.confirmed}", outcome))
        elif calm.digest != mode.digest:
            found.append(("digest", "d0800", outcome))
        elif calm.minimum != mode.minimum:
            found.append(("minimum", f"i{calm.minimum}", outcome))
        elif not mode.digest:
            found.append(("cap", f"c{calm.cap}", outcome))
    return found
