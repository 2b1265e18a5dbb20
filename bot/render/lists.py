"""Lists of watches that are handed on: the link, and what a list would bring."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Message, Mode, Subject, Subscription
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.labels import label, subject_label
from bot.render.markup import blocks, bold, join, lines, link, message, prose
from bot.render.modes import in_words

_LISTED = 20


def shared(name: str, token: str, watches: int) -> Message:
    """The link, to be passed on. `name`: of the bot, without its @."""
    address = f"https://t.me/{name}?start=w_{token}"
    what = "watch" if watches == 1 else f"{watches} watches"
    return message(
        blocks(
            bold(f"Your {what}, as a link"),
            link(address, address),
            "Whoever opens it sees what is in it, and takes all of it over with one tap. What you change later is not"
            " in it: share again then.",
        )
    )


def offered(token: str, watches: Sequence[tuple[tuple[Subject, ...], Mode]]) -> Message:
    """What is in a list, before anything is followed."""
    shown = [
        join("", ("• ", bold(prose(" + ".join(map(subject_label, subjects)))), f": {in_words(mode)}"))
        for subjects, mode in watches[:_LISTED]
    ]
    more = f"… and {len(watches) - _LISTED} more" if len(watches) > _LISTED else None
    count = "this" if len(watches) == 1 else f"all {len(watches)}"
    return message(
        blocks(bold("A list of watches was shared with you"), lines(*shown, more)),
        buttons=((b.button(f"Follow {count}", do.ImportWatches(token)), b.button("No", do.Show(do.Screen.DROP))),),
    )


def taken(watches: Sequence[Subscription]) -> Message:
    """They are followed now."""
    if not watches:
        return message("You follow all of that already.", buttons=((b.button("What I follow", do.Following()),),))
    names = ", ".join(label(watch) for watch in watches[:_LISTED])
    return message(
        lines(join("", ("✓ You follow ", bold(prose(names)), "."))),
        buttons=((b.button("What I follow", do.Following()),),),
    )
