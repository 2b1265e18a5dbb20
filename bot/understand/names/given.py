"""Names that an admin gave an actor, found in a text of any language, beside what the other finders found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.model import Actor, Article, FoundActor, Mention, MentionField
from bot.understand.identity.aliases import bounded

_BEFORE, _AFTER = re.compile(r"([^\W\d_a-zа-яё])[\w’'-]{0,30} $"), re.compile(r" [^\W\d_a-zа-яё]")
MAX_MENTIONS = 200  # of one name


def add(article: Article, found: Sequence[FoundActor], names: Sequence[tuple[str, Actor]]) -> tuple[FoundActor, ...]:
    """`found`, and those of `names` that stand where nothing was found; each with the actor that it names."""
    taken = [mention for one in found for mention in one.mentions]
    more = []
    for name, actor in names:
        mentions = tuple(mention for mention in _mentions(article, name) if not any(map(mention.meets, taken)))
        if mentions:
            taken += mentions
            more.append(
                FoundActor(
                    name,
                    actor.kind,
                    mentions[:MAX_MENTIONS],
                    (name,),
                    actor.country,
                    actor.sector,
                    None,
                    "a given name",
                )
            )
    return (*found, *more)


def _mentions(article: Article, name: str) -> Iterator[Mention]:
    fields: tuple[tuple[MentionField, str], ...] = (("title", article.title), ("body", article.body))
    for field, text in fields:
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if bounded(text, start, end) and (" " in name or _alone(text, start, end)):
                yield Mention(field, start, end)
            start = text.find(name, end)


def _alone(text: str, start: int, end: int) -> bool:
    """No part of a longer name; a capital before it that opens a sentence makes none."""
    before = _BEFORE.search(text, max(0, start - 32), start)
    opens = before is not None and text[: before.start()].rstrip()[-1:] in ("", ".", "!", "?", "“", "«", "\n")
    return (before is None or opens) and not _AFTER.match(text, end)
