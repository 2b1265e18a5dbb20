"""A chat's settings: sound, previews, its time zone, its quiet hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.hours import local
from bot.model import Button, Chat, Message, Mode, Telling
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.markup import blocks, bold, code, italic, join, lines, message
from bot.render.modes import in_words, times
from bot.text import one_line
from bot.zones import REGIONS, city

PAGE = 18  # zones: nine rows of two
_SPANS = ((22, 7), (23, 7), (0, 8), (20, 8))  # hours
_OCEANS = {"America": "Americas", "Atlantic": "Atlantic Ocean", "Indian": "Indian Ocean", "Pacific": "Pacific Ocean"}
_BACK = b.button("‹ Settings", do.Show(do.Screen.SETTINGS))


_TELLINGS = {
    Telling.REPORT: "in the reports' own words",
    Telling.REWRITTEN: "in a model's words, checked against the reports",
    Telling.TRANSLATED: "translated by a model, checked against the reports",
}


_LOOKS = ("text only", "text with a small picture below", "text under a large picture")


def settings(
    chat: Chat, now: datetime, *, retelling: bool = False, into: str | None = None, reads: str | None = None
) -> Message:
    """The chat's switches; a button says what a tap does.

    `retelling`: there is a model for summaries; `into`: the language, ISO 639-1, that it can translate them into for
    who looks; `reads`: their own.
    """
    sound = "without a sound" if chat.silent else "with a sound"
    return message(
        blocks(
            bold("Settings of this chat"),
            lines(
                f"Alerts come {sound}.",
                f"Alerts are {_LOOKS[_look(chat)]}.",
                f"Summaries are {_TELLINGS[chat.telling]}." if retelling else None,
                _zone(chat, now),
                _quiet(chat),
                f"New watches: {in_words(chat.usual)}." if chat.usual != Mode() else None,
            ),
            italic("How a single watch delivers is changed in /following."),
        ),
        buttons=(
            (
                b.button("Quiet hours", do.Show(do.Screen.QUIET)),
                b.button("Time zone", do.Show(do.Screen.ZONES)),
            ),
            (
                b.button("Sound on" if chat.silent else "Sound off", do.Set(do.Switch.SILENT, not chat.silent)),
                b.button("Pictures", do.Show(do.Screen.PICTURES)),
            ),
            _usual(chat.usual, reads),
            *(_tellings(chat, into) if retelling else ()),
            (b.button("What I follow", do.Following()), b.button("What I missed", do.Missed(1))),
        ),
    )


def pictures(chat: Chat) -> Message:
    """The choice how an alert looks."""
    now = _look(chat)
    offers = (
        ("Text only", do.Set(do.Switch.PREVIEWS, False), 0),
        ("Small picture below", do.Set(do.Switch.PREVIEWS, True), 1),
        ("Large picture on top", do.Set(do.Switch.LARGE, True), 2),
    )
    return message(
        blocks(
            bold("How shall an alert look?"),
            "The picture is the report's own, in a preview of its page; where the page has none, the alert is text.",
        ),
        buttons=(*((b.button(f"✓ {words}" if now == n else words, to),) for words, to, n in offers), (_BACK,)),
    )


def _look(chat: Chat) -> int:
    return 0 if not chat.previews else 2 if chat.large else 1


def _usual(mode: Mode, reads: str | None) -> tuple[Button | None, ...]:
    """How new watches deliver: the other ways."""
    daily = "New watches: at once" if mode.digest else "New watches: daily digest"
    language = "New watches: all languages" if mode.languages else f"New watches: only {(reads or '').upper()}"
    return (
        b.button(daily, do.Set(do.Switch.MORNINGS, not mode.digest)),
        b.button(language, do.Set(do.Switch.MY_LANGUAGE, not mode.languages)) if reads or mode.languages else None,
    )


def _tellings(chat: Chat, into: str | None) -> list[tuple[Button | None, ...]]:
    """The ways of wording summaries that are not on."""
    own = do.Switch.TRANSLATED if chat.telling is Telling.TRANSLATED else do.Switch.REWRITTEN
    offers = [
        b.button("In the reports' words", do.Set(own, False)) if chat.telling is not Telling.REPORT else None,
        b.button("Rewritten", do.Set(do.Switch.REWRITTEN, True)) if chat.telling is not Telling.REWRITTEN else None,
        b.button("In my language", do.Set(do.Switch.TRANSLATED, True))
        if into and (chat.telling, chat.language) != (Telling.TRANSLATED, into)
        else None,
    ]
    return [(b.button("Summaries:", do.Nothing()),), tuple(offers)]


def quiet(chat: Chat) -> Message:
    """The choice of quiet hours."""
    offers = [
        b.button(span((start * 60, end * 60)), do.SetQuiet(start * 60, end * 60))
        for start, end in _SPANS
        if chat.quiet != (start * 60, end * 60)
    ]
    none = b.button("No quiet hours", do.SetQuiet(0, 0)) if chat.quiet else None
    return message(
        blocks(
            bold("When shall it be quiet?"),
            lines(
                "What comes in quiet hours is one message when they end. A watch can be let through, or woken by what"
                " is important: /following.",
                join("", ("Or write it: ", code("/settings quiet 23-7"))),
            ),
        ),
        buttons=(offers[:2], offers[2:], (none,), (_BACK,)),
    )


def where(guesses: Sequence[str], now: datetime, quiet: tuple[int, int] | None = None) -> Message:
    """The choice of a time zone: by what time it is there, first guesses first. `quiet`: was set just now."""
    return message(
        blocks(
            f"✓ Quiet hours: {span(quiet)}." if quiet else None,
            bold("Where are you?"),
            lines(
                "Quiet hours and digests go by your own clock.",
                join("", ("Tap, or write your city or country: ", code("/settings zone Berlin"))),
            ),
        ),
        buttons=(
            *((_offer(name, now),) for name in guesses),
            *_in_twos([b.button(_OCEANS.get(region, region), do.Zones(region)) for region in REGIONS]),
            (_BACK,),
        ),
    )


def zones(region: str, names: Sequence[str], page: int, now: datetime) -> Message:
    """The zones of one part of the world. A page that is not there is the nearest."""
    pages = max(1, -(-len(names) // PAGE))
    page = min(page, pages - 1)
    shown = names[page * PAGE : (page + 1) * PAGE]
    return message(
        blocks(bold(region), "Which city has your time?"),
        buttons=(
            *_in_twos([_offer(name, now) for name in shown]),
            b.pager(page, pages, lambda turned: do.Zones(region, turned)),
            (b.button("‹ Back", do.Show(do.Screen.ZONES)),),
        ),
    )


def which(text: str, names: Sequence[str], now: datetime) -> Message:
    """Several zones have that name, or are of that country."""
    return message(
        f"{one_line(text)}: which of these has your time?",
        buttons=(*_in_twos([_offer(name, now) for name in names[:PAGE]]), (_BACK,)),
    )


def span(quiet: tuple[int, int]) -> str:
    """ "23:00–07:00"."""
    return times(quiet, "–")


def _zone(chat: Chat, now: datetime) -> str:
    if chat.timezone is None:
        return f"Times are UTC, where it is {now:%H:%M}: your time zone is not set."
    return f"Time zone: {city(chat.timezone)}, where it is {local(now, chat.timezone):%H:%M}."


def _quiet(chat: Chat) -> str:
    if chat.quiet is None:
        return "No quiet hours: alerts come at any time."
    return f"Quiet hours: {span(chat.quiet)}. What comes then is one message at {times(chat.quiet[1:])}."


def _offer(name: str, now: datetime) -> Button | None:
    return b.button(f"{city(name)} · {local(now, name):%H:%M}", do.SetZone(name))


def _in_twos(buttons: Sequence[Button | None]) -> list[Sequence[Button | None]]:
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
