"""What is said under a story's message: what is new in it, and what of it does not stand any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model import Button, Item, Message, Novelty, NoveltyKind, Part
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import pieces
from bot.render.happenings import number
from bot.render.markup import Node, blocks, bold, italic, join, keyboard, lines, link, message, prose, quote
from bot.render.times import clock
from bot.text import one_line, shorten

_SENTENCE = 300  # characters
_TITLE = 200


def news(
    alert_id: int,
    item: Item,
    found: Sequence[Novelty],
    *,
    about: str = "",
    now: datetime,
    country_name: pieces.CountryName,
) -> Message:
    """What a further report says that nobody said before: a number and what it was, or the report's own words for it.

    `about` is the story's headline, for where the message that told it is gone.
    """
    numbers = [number(one) for one in found if one.kind is NoveltyKind.NUMBER]
    names = [_named(one, country_name) for one in found]
    head = " · ".join(dict.fromkeys(one for one in (*numbers, *names) if one))
    title = pieces.headline(item, _TITLE)
    return message(
        blocks(
            lines(bold(prose(head)), title) if head else bold(join("", ("New: ", title))),
            *(quote(shorten(prose(one), _SENTENCE)) for one in _sentences(item, found)),
            _foot(item, about, now),
        ),
        buttons=_buttons(alert_id, item),
    )


def correction(alert_id: int, item: Item, words: Sequence[str], *, about: str = "", now: datetime) -> Message:
    """What the headline was and is, or that the report was withdrawn. `words`: the changed part, the former title."""
    part, before = words
    publisher = one_line(item.publisher)
    was = join("", ("Before: ", prose(shorten(one_line(before), _TITLE))))
    if part == Part.WITHDRAWN:
        head, now_is = f"⚠️ {publisher} has withdrawn this report", None
    else:
        head = f"⚠️ {publisher} has changed this headline"
        now_is = join("", ("Now: ", bold(pieces.headline(item, _TITLE))))
    return message(blocks(bold(head), lines(was, now_is), _foot(item, about, now)), buttons=_buttons(alert_id, item))


def _sentences(item: Item, found: Sequence[Novelty]) -> tuple[str, ...]:
    """Those that say it where the headline does not."""
    said = dict.fromkeys(one_line(one.sentence) for one in found if one.sentence != item.title)
    return tuple(one for one in said if one)


def _named(one: Novelty, country_name: pieces.CountryName) -> str:
    match one.kind:
        case NoveltyKind.COUNTRY:
            return f"{country_name(one.what)} comes in"
        case NoveltyKind.QUOTE:
            return f"{one_line(one.what)} speaks"
        case NoveltyKind.ACTOR:
            return f"{one_line(one.what)} comes in"
        case _:
            return ""


def _foot(item: Item, about: str, now: datetime) -> Node:
    by = join(" · ", (link(one_line(item.publisher), item.url), clock(item.when, now)))
    story = shorten(prose(one_line(about)), _TITLE)
    return lines(italic(f"In the story: {story}") if story else None, by)


def _buttons(alert_id: int, item: Item) -> tuple[tuple[Button, ...], ...]:
    return keyboard(
        ((b.button("Story", do.OpenStory(item.story_id)), b.button("Mute", do.MuteMenu(alert_id))),),
    )
