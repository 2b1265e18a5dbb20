"""What is said under a story's message: what is new in it, and what of it does not stand any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model import Button, Item, Message, Novelty, NoveltyKind, Part
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import pieces
from bot.render.markup import Node, blocks, bold, join, keyboard, lines, link, message, prose, quote
from bot.render.times import clock
from bot.text import one_line, shorten

_SENTENCE = 400  # characters
_TITLE = 200


def news(
    alert_id: int, item: Item, found: Sequence[Novelty], *, now: datetime, country_name: pieces.CountryName
) -> Message:
    """What a further report says that nobody said before, in its own sentence, with its publisher."""
    sentences = dict.fromkeys(one_line(one.sentence) for one in found)
    what = " · ".join(dict.fromkeys(_what(one, country_name) for one in found))
    return message(
        blocks(
            bold("New: ", prose(what)),
            *(quote(shorten(prose(sentence), _SENTENCE)) for sentence in sentences if sentence),
            _by(item, now),
        ),
        buttons=_buttons(alert_id, item),
    )


def correction(alert_id: int, item: Item, words: Sequence[str], *, now: datetime) -> Message:
    """What the headline was and is, or that the report was withdrawn. `words`: the changed part, the former title."""
    part, before = words
    publisher = one_line(item.publisher)
    was = join("", ("Before: ", prose(shorten(one_line(before), _TITLE))))
    if part == Part.WITHDRAWN:
        head, now_is = f"⚠️ {publisher} has withdrawn this report", None
    else:
        head = f"⚠️ {publisher} has changed this headline"
        now_is = join("", ("Now: ", bold(pieces.headline(item, _TITLE))))
    return message(blocks(bold(head), lines(was, now_is), _by(item, now)), buttons=_buttons(alert_id, item))


def _what(one: Novelty, country_name: pieces.CountryName) -> str:
    match one.kind:
        case NoveltyKind.COUNTRY:
            return f"{country_name(one.what)} comes in"
        case NoveltyKind.QUOTE:
            return f"{one.what} speaks"
        case NoveltyKind.ACTOR:
            return f"{one.what} comes in"
        case _:
            return one.what


def _by(item: Item, now: datetime) -> Node:
    return join(" · ", (link(one_line(item.publisher), item.url), clock(item.when, now)))


def _buttons(alert_id: int, item: Item) -> tuple[tuple[Button, ...], ...]:
    return keyboard(
        ((b.button("Story", do.OpenStory(item.story_id)), b.button("Mute", do.MuteMenu(alert_id))),),
    )
