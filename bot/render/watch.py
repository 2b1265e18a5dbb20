"""The screens where a watch is changed: each part with what it is now, and the choices for one part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model import Button, Chat, Message, Mode, Quiet, Subject, SubjectKind, Subscription
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.labels import command, label, subject_label
from bot.render.markup import blocks, bold, code, join, lines, message, prose
from bot.render.modes import in_words, times, tuned
from bot.render.times import clock
from bot.render.why import exclude_button
from bot.text import one_line, shorten

_TAGGED = (SubjectKind.COUNTRY, SubjectKind.ACTOR)
_PLACED = (*_TAGGED, SubjectKind.KEYWORD, SubjectKind.PATTERN)  # what stands somewhere in a text
_OTHER_TIMES = (7 * 60 + 30, 19 * 60)
_EXCLUDES = 8  # shown, each with a button to take it back


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing about a watch that can be chosen; `choices`: what it changes, by bot.render.modes, and its words."""

    name: str
    question: str
    choices: tuple[tuple[str, str], ...]


_PARTS = {
    "d": _Part(
        "When",
        "When shall it come?",
        (("d", "at once"), ("d0800", "digest at 08:00"), ("d0800d1800", "digests at 08:00, 18:00")),
    ),
    "k": _Part(
        "Publishers",
        "How many independent publishers must report it before it comes? Who only repeats another does not count.",
        (("k1", "any one"), ("k2", "2 confirm"), ("k3", "3 confirm")),
    ),
    "i": _Part(
        "Importance",
        "From which importance on, of 10? A routine report has some 2, a war’s first day 9.",
        (("i0", "all"), ("i4", "4 and more"), ("i6", "6 and more")),
    ),
    "c": _Part(
        "At most",
        "How many messages an hour? What comes beyond that is one message afterwards.",
        (("c3", "3 an hour"), ("c12", "12 an hour"), ("c0", "no limit")),
    ),
    "e": _Part(
        "Of a story",
        "One message a story, kept up to date, or every report as a message of its own?",
        (("e0", "one message"), ("e1", "every report")),
    ),
    "s": _Part("Sound", "With a sound?", (("s0", "on"), ("s1", "off"))),
    "q": _Part(
        "Quiet hours",
        "What becomes of news in the chat’s quiet hours? What is left out is in /missed.",
        (("qh", "keep for their end"), ("qd", "leave out"), ("qt", "send all the same")),
    ),
    "w": _Part(
        "Wakes you",
        "What is important enough to come in quiet hours all the same?",
        (("w0", "nothing"), ("w7", "importance 7 and more")),
    ),
}


def edit(watch: Subscription, chat: Chat, now: datetime, *, forum: bool = False, page: int = 0) -> Message:
    """Each part of a watch with what it is now; a tap leads to its choices. `forum`: of a group with topics.

    `page`: of the list that it stands on.
    """
    muted = watch.muted_until if watch.muted_until is not None and watch.muted_until > now else None
    keys = [
        b.button(f"{part.name}: {_present(letter, watch.mode)}", do.EditPart(watch.id, letter))
        for letter, part in _PARTS.items()
        if _applies(letter, watch.mode)
    ]
    return message(
        blocks(
            lines(
                bold(prose(label(watch))),
                f"You get {in_words(watch.mode)}.",
                f"Muted until {clock(muted, now, chat.timezone)}." if muted else None,
                _left_out(watch),
                "It comes in its topic." if watch.chat.thread_id is not None else None,
                zone_note(watch.mode, chat),
            ),
        ),
        buttons=(
            *(keys[n : n + 2] for n in range(0, len(keys), 2)),
            (reach_button(watch, do.Place.LIST),),
            (b.button("Only together with …", do.PairWith(watch.id)) if single(watch) else None,),
            (_topic(watch) if forum else None, zone_button(watch.mode, chat)),
            *((exclude_button(watch, one),) for one in watch.excludes[-_EXCLUDES:]),
            (
                b.button("🔔 Unmute", do.Mute(watch.id, -1))
                if muted
                else b.button("Mute for 24 hours", do.Mute(watch.id, 24)),
                b.button("Unfollow", do.Unfollow(do.Place.NEW, watch.id)),
            ),
            (b.button("‹ What I follow", do.Following(page)),),
        ),
    )


def part(watch: Subscription, letter: str) -> Message:
    """The choices for one part; the present one has a tick."""
    chosen = _PARTS[letter]
    typed = join("", ("Any other times, written: ", code(command(replace(watch, mode=Mode(digest=_OTHER_TIMES))))))
    return message(
        blocks(bold(prose(label(watch))), lines(chosen.question, typed if letter == "d" else None)),
        buttons=(
            *(
                (b.button(f"✓ {words}" if tuned(watch.mode, to) == watch.mode else words, _tune(watch, to)),)
                for to, words in chosen.choices
            ),
            (b.button("‹ Back", do.EditWatch(watch.id)),),
        ),
    )


def pair_with(watch: Subscription, others: Sequence[Subject]) -> Message:
    """With whom it can be narrowed: a tap follows the two together."""
    own = watch.subjects[0]
    offers = [
        (
            b.button(
                subject_label(other),
                do.Follow(do.Place.NEW, ((own.kind, own.value), (other.kind, other.value)), watch.mode),
            ),
        )
        for other in others
    ]
    return message(
        blocks(
            bold(prose(f"{label(watch)}, only together with whom?")),
            lines(
                "You then hear of what has both in it." + (" These were in its news lately:" if offers else ""),
                join("", ("Anybody else, written: ", code(f"/follow {one_line(own.label)} and NAME"))),
            ),
        ),
        buttons=(*offers, (b.button("‹ Back", do.EditWatch(watch.id)),)),
    )


def single(watch: Subscription) -> bool:
    """Whether it is on one country or actor alone."""
    return [subject.kind in _TAGGED for subject in watch.subjects] == [True]


def reach_button(watch: Subscription, place: do.Place = do.Place.NEW) -> Button | None:
    """Of one country or actor: more, or less, than what is about it. Of a pair: in one sentence, or anywhere."""
    wanted = [subject.kind for subject in watch.subjects if subject.kind is not SubjectKind.WITHOUT]
    if len(wanted) == 1 and wanted[0] in _TAGGED:
        if watch.mode.mentions:
            return b.button("Only reports about it", do.Tune(place, watch.id, "m0"))
        return b.button("Also where it is only mentioned", do.Tune(place, watch.id, "m1"))
    if len([kind for kind in wanted if kind in _PLACED]) < 2:
        return None
    if watch.mode.near:
        return b.button("Anywhere in one report", do.Tune(place, watch.id, "n0"))
    return b.button("Only in one sentence", do.Tune(place, watch.id, "n1"))


def zone_note(mode: Mode, chat: Chat) -> str | None:
    if not mode.digest or chat.timezone is not None:
        return None
    return "That is by UTC, until I know your time zone."


def zone_button(mode: Mode, chat: Chat) -> Button | None:
    return b.button("🕗 Set the time zone", do.Show(do.Screen.ZONES)) if zone_note(mode, chat) else None


def _topic(watch: Subscription) -> Button | None:
    if watch.chat.thread_id is None:
        return b.button("Put into a topic of its own", do.ToTopic(watch.id, True))
    return b.button("Move to General", do.ToTopic(watch.id, False))


def _present(letter: str, mode: Mode) -> str:
    """The choice that is in force; of what was typed, its value."""
    for to, words in _PARTS[letter].choices:
        if tuned(mode, to) == mode:
            return words
    return {
        "d": times(mode.digest, ", "),
        "k": f"{mode.confirmed} confirm",
        "i": f"{mode.minimum} and more",
        "c": f"{mode.cap} an hour",
        "w": f"importance {mode.wakes} and more",
    }.get(letter, "every report" if mode.each else "one message")


def _applies(letter: str, mode: Mode) -> bool:
    """A digest has no cap, and what comes through quiet hours wakes anyhow."""
    return not (letter == "c" and mode.digest) and not (letter == "w" and mode.quiet is Quiet.THROUGH)


def _tune(watch: Subscription, to: str) -> do.Tune:
    return do.Tune(do.Place.LIST, watch.id, to)


def _left_out(watch: Subscription) -> str | None:
    """The newest of what it leaves out."""
    shown = ", ".join(one_line(one.label) for one in reversed(watch.excludes[-_EXCLUDES:]))
    return shorten(prose(f"It leaves out: {shown}."), 300) if shown else None
