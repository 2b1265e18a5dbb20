"""What is said about places: a group's topics, channels managed from a private chat, and where the bot cannot write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.model import Button, Chat, Message, Span, Subscription
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.labels import label
from bot.render.markup import MAX_TEXT, blocks, bold, code, join, lines, message, prose
from bot.text import one_line, shorten, utf16_length

_TITLE = 60  # characters of a chat's title
_CHANNELS = 8  # offered


def headed(made: Message, title: str, chat_id: int) -> Message:
    """A message of a private chat that is about a channel: its first line says so, its last button leads back."""
    head = f"📣 {_named(title)}\n\n"
    buttons = (*made.buttons, _row(b.button("‹ Back to my own chat", do.Own(chat_id))))
    shift = utf16_length(head)
    if utf16_length(made.text) + shift > MAX_TEXT:
        return replace(made, buttons=buttons)
    spans = tuple(replace(span, offset=span.offset + shift) for span in made.spans)
    about = Span("bold", utf16_length("📣 "), utf16_length(_named(title)))
    return replace(made, text=head + made.text, spans=(about, *spans), buttons=buttons)


def channel_home(*, fresh: bool) -> Message:
    """What can be done for a channel; `headed` says which it is."""
    return message(
        blocks(
            bold("I am in this channel now: choose what it gets." if fresh else "What shall this channel get?"),
            "All you tap or write here is about the channel, until you tap the button below. Only its administrators"
            " can do that.",
        ),
        buttons=(
            (b.button("Choose a country", do.Show(do.Screen.REGIONS)),),
            (b.button("People and pairs", do.Show(do.Screen.PEOPLE)),),
            (b.button("What it follows", do.Following()), b.button("Settings", do.Show(do.Screen.SETTINGS))),
        ),
    )


def channels(kept: Sequence[Chat], username: str) -> Message:
    """The channels one can manage, and how to add one."""
    return message(
        blocks(
            bold("Which channel?") if kept else bold("I am in no channel of yours yet."),
            lines(
                "Add me to a channel as an administrator with “Post messages”, and I write to you here.",
                join("", ("Of a channel that somebody else added me to: ", code("/manage @channel"))),
            ),
        ),
        buttons=(
            *((manage_button(chat),) for chat in kept[:_CHANNELS]),
            (Button("Add me to a channel", url=f"https://t.me/{username}?startchannel&admin=post_messages"),),
        ),
    )


def manage_button(chat: Chat) -> Button | None:
    return b.button(f"📣 {_named(chat.title)}", do.Manage(chat.id))


def own_again() -> Message:
    """Back from a channel."""
    return message("This is about your own chat again.", buttons=((b.button("What I follow", do.Following()), _START),))


def lost(title: str, *, channel: bool, inside: bool, watches: int) -> Message:
    """Told to who took the bot in: it cannot write there, and who can mend it."""
    what = "channel" if channel else "group"
    kept = "What it follows is kept." if watches else ""
    if not inside:
        how = f"I am not in the {what} “{_named(title)}” any more, so nothing is sent there. Add me again to go on."
    elif channel:
        how = (
            f"I may not post in the channel “{_named(title)}”, so nothing is sent there. One of its administrators can"
            " mend it: Administrators › me › Post messages."
        )
    else:
        how = (
            f"I may not write in the group “{_named(title)}”, so nothing is sent there. One of its administrators can"
            " mend it: Permissions › Send messages, or make me an administrator."
        )
    return message(join(" ", (prose(how), kept)))


def back(title: str) -> Message:
    """Told to who took the bot in."""
    return message(prose(f"I can write in “{_named(title)}” again: it gets its alerts as before."))


def topic_gone(moved: Sequence[Subscription]) -> Message:
    """Said in the group itself, once, when a topic that got alerts is closed or deleted."""
    names = shorten(", ".join(label(watch) for watch in moved), 200)
    single = moved[0] if len(moved) == 1 else None
    return message(
        blocks(
            prose(f"The topic for {names} is closed or deleted, so it comes here from now on."),
            "An administrator of this group can give it a topic again.",
        ),
        buttons=(
            (b.button("Put into a topic of its own", do.ToTopic(single.id, True)) if single else None,),
            (b.button("What this group follows", do.Following()),),
        ),
    )


def topic_begins(watch: Subscription) -> Message:
    """The first message of a new topic."""
    return message(
        join("", ("What is new about ", bold(prose(label(watch))), " comes here from now on.")),
        buttons=(
            (b.button("Change", do.EditWatch(watch.id)), b.button("Move to General", do.ToTopic(watch.id, False))),
        ),
    )


def no_right_to_topics(who: str) -> str:
    """Fits the note of a tap."""
    return (
        f"I may not make topics here. {shorten(who, 60)} can change that: Administrators › this bot › “Manage topics”."
        " Then tap again."
    )


_START = b.button("Start", do.Show(do.Screen.HOME))


def _row(button: Button | None) -> tuple[Button, ...]:
    return (button,) if button else ()


def _named(title: str) -> str:
    return shorten(one_line(title), _TITLE) or "a channel"
