"""A watch: the confirmation with what it would have sent, and the screen where each part of it is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model import Button, Chat, Message, Mode, Outcome, Preview, Quiet, SubjectKind, Subscription
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import pieces
from bot.render.labels import label
from bot.render.markup import Part, blocks, bold, join, lines, message, prose
from bot.render.modes import in_words, tuned
from bot.render.times import clock, span
from bot.render.why import exclude_button
from bot.text import one_line, shorten

_TAGGED = (SubjectKind.COUNTRY, SubjectKind.ACTOR)
_EXCLUDES = 8  # shown, each with a button to take it back
_WEEK = timedelta(days=6.5)  # so much is "last week"
_SHORT = {"confirmed": "Confirmed by 2", "digest": "Daily digest", "minimum": "Only important", "cap": "3 an hour"}

Row = tuple[Button | None, ...]


def confirmed(watch: Subscription, preview: Preview, chat: Chat, now: datetime) -> Message:
    """What will come, what would have come last week, and calmer ways, each with its own number."""
    samples = preview.outcome.samples
    return message(
        blocks(
            lines(
                join("", ("✓ You follow ", bold(prose(label(watch))), ".")),
                f"You get {in_words(watch.mode)}.",
                _zone_note(watch.mode, chat),
            ),
            _volume(preview, watch.mode),
            *(pieces.entry(item, now, timezone=chat.timezone) for item in samples),
        ),
        buttons=(
            *_calmer(watch, preview),
            (_mentions(watch),),
            (_zone_button(watch.mode, chat),),
            (
                b.button("Follow more", do.Show(do.Screen.REGIONS)),
                b.button("Change", do.EditWatch(watch.id)),
                b.button("Unfollow", do.Unfollow(do.Place.NEW, watch.id)),
            ),
        ),
    )


def edit(watch: Subscription, chat: Chat, now: datetime) -> Message:
    """Each part of a watch with its choices; the present one has a tick."""
    muted = watch.muted_until if watch.muted_until is not None and watch.muted_until > now else None
    return message(
        blocks(
            lines(
                bold(prose(label(watch))),
                f"You get {in_words(watch.mode)}.",
                f"Muted until {clock(muted, now, chat.timezone)}." if muted else None,
                _left_out(watch),
                _zone_note(watch.mode, chat),
            ),
        ),
        buttons=(
            *(_row(watch, choices) for choices in _CHOICES),
            (_mentions(watch, do.Place.LIST), _zone_button(watch.mode, chat)),
            *((exclude_button(watch, one),) for one in watch.excludes[-_EXCLUDES:]),
            (
                b.button("🔔 Unmute", do.Mute(watch.id, -1))
                if muted
                else b.button("Mute for 24 hours", do.Mute(watch.id, 24)),
                b.button("Unfollow", do.Unfollow(do.Place.NEW, watch.id)),
            ),
            (b.button("‹ What I follow", do.Following()),),
        ),
    )


def _left_out(watch: Subscription) -> str | None:
    """The newest of what it leaves out."""
    shown = ", ".join(one_line(one.label) for one in reversed(watch.excludes[-_EXCLUDES:]))
    return shorten(prose(f"It leaves out: {shown}."), 300) if shown else None


# What can be chosen: label and what it changes, by bot.render.modes.
_CHOICES: tuple[tuple[tuple[str, str], ...], ...] = (
    (("At once", "d"), ("Digest 08:00", "d0800"), ("08:00 and 18:00", "d0800d1800")),
    (("Any publisher", "k1"), ("2 confirm", "k2"), ("3 confirm", "k3")),
    (("All", "i0"), ("Important: 4+", "i4"), ("Big: 6+", "i6")),
    (("3 an hour", "c3"), ("12 an hour", "c12"), ("No cap", "c0")),
    (("Once a story", "e0"), ("Every report", "e1")),
    (("With sound", "s0"), ("Silent", "s1")),
    (("🌙 later", "qh"), ("🌙 drop", "qd"), ("🌙 send", "qt")),
    (("Nothing wakes me", "w0"), ("7+ wakes me", "w7")),
)


def _row(watch: Subscription, choices: Sequence[tuple[str, str]]) -> Row:
    mode = watch.mode
    return tuple(
        b.button(f"✓ {words}" if tuned(mode, what) == mode else words, do.Tune(do.Place.LIST, watch.id, what))
        for words, what in choices
        if not (what[0] == "w" and mode.quiet is Quiet.THROUGH) and not (what[0] == "c" and mode.digest)
    )


def _volume(preview: Preview, mode: Mode) -> Part:
    """ "Last week that would have been 63 messages, 14 of them on Tuesday. The last ones:"."""
    outcome = preview.outcome
    when = "Last week" if preview.span >= _WEEK else f"In the last {span(preview.span)}"
    so_far = ", which is all I have," if preview.young and preview.span < _WEEK else ""
    if not outcome.messages:
        return f"{when}{so_far} there was nothing: the next report is the first you get."
    count = "one message" if outcome.messages == 1 else f"{outcome.messages} messages"
    busiest = f", {_most(outcome)}" if outcome.busiest and outcome.messages > 3 else ""
    few = {1: "It was:", 2: "The last two:"}.get(len(outcome.samples), "The last three:")
    few = "The latest in it:" if mode.digest and outcome.messages == 1 else few
    return f"{when}{so_far} that would have been {count}{busiest}. {few}"


def _most(outcome: Outcome) -> str:
    day, count = outcome.busiest or (None, 0)
    return f"at most {count} a day, on {day:%A}" if day else ""


def _calmer(watch: Subscription, preview: Preview) -> list[Row]:
    """The calmer modes with what each would have sent, and the way back to the usual one."""
    known = preview.outcome.messages > 0  # else the numbers would all be nought
    offers = [
        b.button(
            f"{_SHORT[name]} · {outcome.messages}" if known else _SHORT[name], do.Tune(do.Place.NEW, watch.id, what)
        )
        for name, what, outcome in _differing(watch.mode, preview)
    ]
    usual = tuned(watch.mode, "u")
    if usual != watch.mode:
        offers.append(b.button("As usual", do.Tune(do.Place.NEW, watch.id, "u")))
    return [tuple(offers[n : n + 2]) for n in range(0, len(offers), 2)]


def _differing(mode: Mode, preview: Preview) -> list[tuple[str, str, Outcome]]:
    found = []
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


def _mentions(watch: Subscription, place: do.Place = do.Place.NEW) -> Button | None:
    """Of one country or actor: more, or less, than what is about it."""
    if [subject.kind in _TAGGED for subject in watch.subjects if subject.kind is not SubjectKind.WITHOUT] != [True]:
        return _near(watch, place)
    if watch.mode.mentions:
        return b.button("Only reports about it", do.Tune(place, watch.id, "m0"))
    return b.button("Also where it is only mentioned", do.Tune(place, watch.id, "m1"))


def _near(watch: Subscription, place: do.Place) -> Button | None:
    """Of a pair: in one sentence, or anywhere in one report."""
    if len([subject for subject in watch.subjects if subject.kind in (*_TAGGED, SubjectKind.KEYWORD)]) < 2:
        return None
    if watch.mode.near:
        return b.button("Anywhere in one report", do.Tune(place, watch.id, "n0"))
    return b.button("Only in one sentence", do.Tune(place, watch.id, "n1"))


def _zone_note(mode: Mode, chat: Chat) -> str | None:
    if not mode.digest or chat.timezone is not None:
        return None
    return "That is by UTC, until I know your time zone."


def _zone_button(mode: Mode, chat: Chat) -> Button | None:
    return b.button("🕗 Set the time zone", do.Show(do.Screen.ZONES)) if _zone_note(mode, chat) else None
