"""Why an alert came: which watch, which name, which sentence; and what one can have against it, each undone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import (
    Button,
    Exclude,
    ExcludeKind,
    Importance,
    Item,
    Match,
    Mention,
    Message,
    Subject,
    SubjectKind,
    Subscription,
)
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import pieces
from bot.render.labels import label, subject_label
from bot.render.markup import Node, Rows, blocks, bold, join, lines, message, prose, quote
from bot.text import fold, one_line

_WATCHES = 3  # with buttons of their own
_NAMED = 2  # actors, and countries, that can be left out
_MOST = 10  # importance
_AROUND = 90  # characters of context on each side of a match
_AGAINST = "Not what you want? Each button below is one tap, and can be undone with another."
_BLANKS = re.compile(r"\s+")


def why(
    item: Item,
    matches: Sequence[Match],
    story_id: int,
    *,
    weight: Importance | None = None,
    country_name: pieces.CountryName = str,
) -> Message:
    """Which watches an alert came from, and the words that matched. `weight` is the story's importance."""
    reasons = [
        lines(
            join("", ("You follow ", bold(prose(match.subscription.label)), ".")),
            *(
                _evidence(item, subject, mention)
                for subject, mention in match.evidence
                if subject.kind is not SubjectKind.ALL
            ),
        )
        for match in matches
    ]
    if not reasons:
        reasons = [lines("You followed something that this report is about. You do not follow it any more.")]
    several = len(matches) > 1
    rows: list[Sequence[Button | None]] = []
    for match in matches[:_WATCHES]:
        rows += _against(match.subscription, item, weight.level if weight else None, country_name, named=several)
    return message(
        blocks(
            bold("Why you got this"),
            pieces.headline(item),
            *reasons,
            f"{weight.words}." if weight else None,
            _AGAINST if matches else None,
        ),
        buttons=[*rows, [b.button("Story", do.OpenStory(story_id))]],
    )


def exclude_button(watch: Subscription, exclude: Exclude) -> Button | None:
    """ "Not Lavrov"; where that is so, "Undo: not Lavrov"."""
    done = any((one.kind, one.value) == (exclude.kind, exclude.value) for one in watch.excludes)
    words = _words(exclude)
    action = do.Leave(watch.id, exclude.kind, exclude.value, not done)
    return b.button(f"↩ Undo: not {words}" if done else f"Not {words}", action)


def calm_button(watch: Subscription, minimum: int) -> Button | None:
    """Only what matters more, from `minimum` on; where that is so, the way back is given by the handler."""
    return b.button(f"Less like this: importance {minimum} and more", do.Tune(do.Place.BUTTON, watch.id, f"i{minimum}"))


def undo_calm_button(watch: Subscription, minimum: int) -> Button | None:
    return b.button("↩ Undo: less like this", do.Tune(do.Place.BUTTON, watch.id, f"i{minimum}"))


def excluded(watch: Subscription, exclude: Exclude, on: bool) -> str:
    """Said when that was done, or undone."""
    what = _words(exclude)
    return f"{label(watch)}: not {what}, from now on." if on else f"{label(watch)}: {what} again."


def _against(
    watch: Subscription, item: Item, level: int | None, country_name: pieces.CountryName, *, named: bool
) -> Rows:
    """What can be left out, how much there is of it, and for how long nothing comes."""
    mine = {(subject.kind, subject.value) for subject in watch.subjects}
    people = [
        Exclude(ExcludeKind.ACTOR, actor.id, actor.name)
        for actor in pieces.actors(item.actors)
        if (SubjectKind.ACTOR, actor.id) not in mine
    ]
    places = [
        Exclude(ExcludeKind.COUNTRY, code, country_name(code))
        for code in pieces.codes(item.countries)
        if (SubjectKind.COUNTRY, code) not in mine
    ]
    publisher = Exclude(ExcludeKind.PUBLISHER, fold(item.publisher), one_line(item.publisher))
    story = Exclude(ExcludeKind.STORY, str(item.story_id), pieces.title_of(item, 60))
    calm = None
    if level is not None and max(level, watch.mode.minimum) < _MOST:
        calm = calm_button(watch, max(level, watch.mode.minimum) + 1)
    return (
        (b.button(f"{label(watch)}:", do.Nothing()) if named else None,),
        tuple(exclude_button(watch, one) for one in people[:_NAMED]),
        tuple(exclude_button(watch, one) for one in places[:_NAMED]),
        (exclude_button(watch, story), exclude_button(watch, publisher)),
        (calm,),
        (
            b.button("Mute 1 hour", do.Mute(watch.id, 1)),
            b.button("24 hours", do.Mute(watch.id, 24)),
            b.button("For ever", do.Mute(watch.id, 0)),
        ),
    )


def _words(exclude: Exclude) -> str:
    match exclude.kind:
        case ExcludeKind.STORY:
            return "this story"
        case ExcludeKind.PUBLISHER:
            return f"from {exclude.label}"
        case _:
            return exclude.label


def _evidence(item: Item, subject: Subject, mention: Mention | None) -> Node:
    """The words around a mention, the match in bold."""
    if mention is None:
        return join("", (_without_words(subject),))
    text = item.title if mention.field == "title" else item.body
    before = _BLANKS.sub(" ", text[max(0, mention.start - _AROUND) : mention.start])
    after = _BLANKS.sub(" ", text[mention.end : mention.end + _AROUND])
    if mention.start > _AROUND:
        before = "…" + before.partition(" ")[2]
    if mention.end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    surface = one_line(text[mention.start : mention.end])
    other = f"“{surface}” is {one_line(subject.label)}:" if fold(surface) != fold(subject.label) else None
    words = (prose(before), bold(prose(_BLANKS.sub(" ", text[mention.start : mention.end]))), prose(after))
    return lines(prose(other) if other else None, quote(*words))


def _without_words(subject: Subject) -> str:
    match subject.kind:
        case SubjectKind.FEED:
            return f"It came in the feed “{one_line(subject.label)}”."
        case SubjectKind.PUBLISHER:
            return f"It is from {one_line(subject.label)}."
        case SubjectKind.PATTERN | SubjectKind.KEYWORD:
            return f"Its text has {subject_label(subject)}."
        case SubjectKind.TOPIC:
            return f"Its feed is about “{one_line(subject.label)}”."
        case _:
            return f"It is tagged with {one_line(subject.label)}."
