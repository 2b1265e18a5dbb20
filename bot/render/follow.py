"""What is followed: the list, and the questions on the way to a watch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model import Button, Message, Mode, Subject, SubjectKind, Subscription
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.labels import command, label, subject_label
from bot.render.markup import Part, blocks, bold, code, join, lines, message, prose
from bot.render.modes import in_words
from bot.render.times import clock
from bot.text import one_line, shorten

Subjects = tuple[Subject, ...]
LIST_PAGE = 8
_CHOICES = 6
_CALM = Mode(silent=True)
_EACH = Mode(each=True, cap=None)


def unfollowed(subscription: Subscription) -> Message:
    """It is gone, and how to have it back."""
    undo = b.button("Undo", _follow(subscription.subjects, subscription.mode))
    return message(
        lines(
            join("", ("You do not follow ", bold(prose(label(subscription))), " any more.")),
            None if undo else join("", ("To have it back: ", code(command(subscription)))),
        ),
        buttons=((undo, b.button("What I follow", do.Following())),),
    )


def quiet(subscription: Subscription, now: datetime) -> str:
    """Said when a watch was muted."""
    until = clock(subscription.muted_until, now) if subscription.muted_until else "further notice"
    return f"{label(subscription)} is quiet until {until}. What comes in meanwhile is in /missed."


def unmute_button(subscription: Subscription) -> Button | None:
    return b.button(f"🔔 Unmute {label(subscription)}", do.Mute(subscription.id, -1))


def refollow_button(subscription: Subscription) -> Button | None:
    """Has a watch that was ended back, as it was."""
    targets = tuple(map(_target, subscription.subjects))
    return b.button(f"➕ Follow {label(subscription)}", do.Follow(do.Place.BUTTON, targets, subscription.mode))


def listed(
    subscriptions: Sequence[Subscription], page: int, now: datetime, *, ended: Subscription | None = None
) -> Message:
    """What the chat follows, oldest first, each with a button to end it. A page that is not there is the nearest.

    `ended`: the watch that was ended just now, to be had back.
    """
    undo = (
        b.button(f"↩ Undo: follow {label(ended)}", _follow(ended.subjects, ended.mode, do.Place.LIST))
        if ended
        else None
    )
    if not subscriptions:
        return message(
            blocks(bold("You follow nothing yet."), "Choose a country, or write a name: a person, an organisation."),
            buttons=(
                (undo,),
                (
                    b.button("Choose a country", do.Show(do.Screen.REGIONS)),
                    b.button("People and pairs", do.Show(do.Screen.PEOPLE)),
                ),
            ),
        )
    pages = -(-len(subscriptions) // LIST_PAGE)
    page = min(page, pages - 1)
    shown = subscriptions[page * LIST_PAGE : (page + 1) * LIST_PAGE]
    return message(
        blocks(
            bold(f"Following ({len(subscriptions)})"),
            lines(*(_listed(subscription, now) for subscription in shown)),
            "Tap a name to change how it comes, ✕ to end it.",
        ),
        buttons=(
            (undo,),
            *((_open(subscription), _unmute(subscription, now), _end(subscription, page)) for subscription in shown),
            b.pager(page, pages, do.Following),
            (b.button("Follow more", do.Show(do.Screen.REGIONS)), b.button("What I missed", do.Missed(1))),
            (b.button("Share as a link", do.Show(do.Screen.SHARE)), b.button("As a file", do.Show(do.Screen.FILE))),
            (b.button("Settings", do.Show(do.Screen.SETTINGS)),),
        ),
    )


def ask_all() -> Message:
    """Everything is a lot: in which mode?"""
    return message(
        blocks(
            bold("Everything, from all feeds?"),
            "That is a lot of messages. A calmer way may serve you better:",
        ),
        buttons=(
            (b.button("Only what 3 publishers report", _all(Mode(confirmed=3))),),
            (b.button("All, without a sound", _all(_CALM)),),
            (b.button("Every single report, with sound", _all(_EACH)),),
            (b.button("Cancel", do.Show(do.Screen.DROP)),),
        ),
    )


def choose(text: str, choices: Sequence[Subjects], mode: Mode) -> Message:
    """Several things have that name: which one? A choice is all that the watch will be on."""
    return message(
        join("", ("Which ", bold(prose(shorten(one_line(text), 100))), " do you mean?")),
        buttons=[(_offer(subjects, mode),) for subjects in choices[:_CHOICES]],
    )


def unknown(text: str, suggestions: Sequence[Subjects], mode: Mode, *, words: Subjects = ()) -> Message:
    """Nobody we know: did you mean …, or shall we look for the words? `words`: the watch on the very words, if any."""
    said = shorten(one_line(text), 100)
    offer = b.button(f"Follow the words “{shorten(said, 30)}”", _follow(words, mode)) if words else None
    hint: Part | None = None
    if words and offer is None:
        hint = join("", ("To follow these very words: ", code(f"/follow keyword {one_line(text)}")))
    elif offer is not None:
        hint = "I can also look for the very words in every report."
    return message(
        blocks(
            lines(
                join("", ("I do not know ", bold(prose(said)), " as a country, person or organisation.")),
                "Did you mean one of these?" if suggestions else None,
            ),
            hint,
        ),
        buttons=[
            *((_offer(subjects, mode),) for subjects in suggestions[:_CHOICES]),
            (offer,),
        ],
    )


def _all(mode: Mode) -> do.Action:
    return do.Follow(do.Place.NEW, ((SubjectKind.ALL, ""),), mode)


def _target(subject: Subject) -> do.Target:
    return subject.kind, one_line(subject.label) if subject.kind is SubjectKind.KEYWORD else subject.value


def _offer(subjects: Subjects, mode: Mode) -> Button | None:
    return b.button(" + ".join(map(_choice, subjects)), _follow(subjects, mode))


def _follow(subjects: Subjects, mode: Mode, place: do.Place = do.Place.NEW) -> do.Follow:
    return do.Follow(place, tuple(map(_target, subjects)), mode)


def _choice(subject: Subject) -> str:
    kind = "" if subject.kind in (SubjectKind.COUNTRY, SubjectKind.ACTOR, SubjectKind.ALL) else f"{subject.kind.value} "
    return f"{kind}{subject_label(subject)}" if subject.kind is not SubjectKind.TOPIC else subject_label(subject)


def _listed(subscription: Subscription, now: datetime) -> Part:
    notes = []
    if subscription.mode != Mode():
        notes.append(in_words(subscription.mode))
    if subscription.muted_until is not None and subscription.muted_until > now:
        notes.append(f"quiet until {clock(subscription.muted_until, now)}")
    return join(" · ", (join("", ("• ", bold(prose(label(subscription))))), *notes))


def _open(subscription: Subscription) -> Button | None:
    return b.button(label(subscription), do.EditWatch(subscription.id))


def _end(subscription: Subscription, page: int) -> Button | None:
    return b.button("✕", do.Unfollow(do.Place.LIST, subscription.id, page))


def _unmute(subscription: Subscription, now: datetime) -> Button | None:
    muted = subscription.muted_until is not None and subscription.muted_until > now
    return b.button("🔔 Unmute", do.Mute(subscription.id, -1)) if muted else None
