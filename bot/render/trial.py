"""What `/testfeed` shows: a feed's newest items as alerts would have them, and what was left out of each and why."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from bot.model import Article, FeedTrial, Message, Tagged
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import pieces
from bot.render.flags import flags
from bot.render.markup import Node, Part, blocks, bold, expandable, italic, join, lines, link, message, prose
from bot.render.times import clock
from bot.text import one_line, shorten

_TITLE, _DEK, _SUMMARY, _NOTE, _GONE = 200, 240, 320, 160, 90  # characters of each
_GONE_SHOWN = 5  # lines that were left out
_PEOPLE = 4


def trying(what: str) -> Message:
    """While the items are read."""
    return message(f"Reading the newest items of {shorten(prose(one_line(what)), 200)} …")


def shown(trial: FeedTrial, now: datetime) -> Message:
    """One message: each item with title, standfirst, summary, tags, and what went."""
    feed = trial.feed
    state = f"your feed {feed.id}" if trial.token is None else "not one of your feeds"
    add = b.button("Add it", do.AddFeed(trial.token)) if trial.token else None
    return message(
        blocks(
            lines(
                join("", ("Trying ", bold(prose(one_line(trial.title) or feed.publisher)))),
                f"{trial.total} items · {state} · nothing is stored",
            ),
            *(_item(number, tagged, now) for number, tagged in enumerate(trial.items, 1)),
            None if trial.items else "The feed has no items now.",
        ),
        buttons=((add, b.button("All feeds", do.Feeds())),),
    )


def _item(number: int, tagged: Tagged, now: datetime) -> Node:
    article = tagged.article
    title = shorten(prose(one_line(article.title)) or "Untitled", _TITLE)
    return lines(
        join("", (f"{number}. ", bold(link(title, article.url)))),
        italic(shorten(prose(one_line(article.dek)), _DEK)) if article.dek else None,
        shorten(prose(" ".join(one_line(sentence) for sentence in tagged.summary[:2])), _SUMMARY),
        _facts(article, now),
        _tags(tagged),
        *(f"⚠️ {shorten(prose(one_line(note)), _NOTE)}" for note in _notes(tagged)),
        _gone(article),
    )


def _facts(article: Article, now: datetime) -> str:
    words = len(article.body.split())
    facts = (
        ", ".join(one_line(name) for name in article.authors[:_PEOPLE]) or one_line(article.credit or ""),
        clock(article.published, now) if article.published else "no date",
        one_line(article.section),
        article.language or "language unknown",
        f"{words:,} words" if words else "no text",
        "picture" if article.image else "",
    )
    return prose(" · ".join(fact for fact in facts if fact))


def _tags(tagged: Tagged) -> str:
    """Flags and names, or that there are none: it is what alerts go by."""
    names = ", ".join(one_line(actor.name) for actor in pieces.actors(tagged.actors)[:_PEOPLE])
    found = " · ".join(part for part in (flags(pieces.codes(tagged.countries)), names) if part)
    return prose(f"Tags: {found}") if found else "No tags"


def _notes(tagged: Tagged) -> tuple[str, ...]:
    return (*tagged.article.notes[:2], *(f"{stage} did not run" for stage in tagged.failed))


def _gone(article: Article) -> Part | None:
    """What was left out, why, and how often; a tap opens it."""
    if not article.removed:
        return None
    reasons = Counter(one.reason for one in article.removed)
    counted = ", ".join(f"{reason} ×{n}" if n > 1 else reason for reason, n in reasons.most_common(6))
    some = [
        f"– {shorten(prose(one_line(one.text)), _GONE)}" + (f" ({one.reason})" if len(reasons) > 1 else "")
        for one in article.removed[:_GONE_SHOWN]
    ]
    more = len(article.removed) - len(some)
    return expandable(
        lines(f"Left out: {shorten(prose(counted), 200)}", *some, f"… and {more} more" if more > 0 else None)
    )
