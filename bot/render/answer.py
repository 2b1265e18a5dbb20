"""An answer with numbered citations, or an honest "nothing"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Answer, Button, Citation, Message, SubjectKind, Subscription
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import pieces
from bot.render.markup import Node, Part, blocks, bold, italic, join, lines, link, message, prose
from bot.render.times import day
from bot.text import one_line, shorten


def answer(
    answer: Answer,
    *,
    following: Sequence[Subscription] = (),
    country_name: pieces.CountryName | None = None,
) -> Message:
    """Every sentence carries the numbers of its sources; the list under it says who and when."""
    body = _nothing(answer) if answer.abstained or not answer.sentences else _said(answer)
    return message(body, buttons=_next(answer, following, country_name))


def _said(answer: Answer) -> Node:
    by_number = {citation.n: citation for citation in answer.citations}
    sentences = [
        join(" ", [prose(one_line(text)), *(_mark(by_number[n]) for n in numbers if n in by_number)])
        for text, numbers in answer.sentences
    ]
    return blocks(
        *sentences,
        lines(bold("Sources"), *_sources(answer.citations)),
        italic(one_line(answer.reason)),
    )


def _mark(citation: Citation) -> Part:
    return link(f"[{citation.n}]", citation.url)


def _sources(citations: Sequence[Citation]) -> list[Node]:
    """One line a report, with the numbers of all its sentences."""
    numbers: dict[int, list[str]] = {}
    for citation in citations:
        numbers.setdefault(citation.item_id, []).append(f"[{citation.n}]")
    first = {citation.item_id: citation for citation in reversed(citations)}
    return [join(" ", (*marks, _cited(first[item_id]))) for item_id, marks in numbers.items()]


def _cited(citation: Citation) -> Node:
    title = link(shorten(prose(one_line(citation.title)), 160), citation.url)
    return join(" · ", (title, one_line(citation.source), day(citation.published)))


def _nothing(answer: Answer) -> Node:
    nearest = answer.nearest
    return blocks(
        prose(one_line(answer.reason)) or "I have nothing on that.",
        lines(
            bold("The nearest I have"),
            _cited(nearest),
            prose(shorten(one_line(nearest.sentence), 300)),
        )
        if nearest
        else None,
    )


def _next(
    answer: Answer, following: Sequence[Subscription], country_name: pieces.CountryName | None
) -> list[list[Button | None]]:
    """Pages of whom it was about, and a way to be told when there is more."""
    asked = answer.question
    pages = [b.button(actor.name, do.OpenPage(SubjectKind.ACTOR, actor.id)) for actor in asked.actors[:2]]
    pages += [
        b.button(pieces.country_label(code, country_name), do.OpenPage(SubjectKind.COUNTRY, code))
        for code in asked.countries[:2]
    ]
    return [pages, [_watch(answer, following, country_name)]]


def _watch(answer: Answer, following: Sequence[Subscription], country_name: pieces.CountryName | None) -> Button | None:
    asked = answer.question
    targets = [(SubjectKind.ACTOR, actor.id, actor.name) for actor in asked.actors[:2]]
    targets += [(SubjectKind.COUNTRY, code, pieces.country_label(code, country_name)) for code in asked.countries[:2]]
    if len(targets) == 2:  # the question's own pair: "Lavrov" and "Venezuela"
        label = " + ".join(label for *_, label in targets)
        return pieces.follow_button(label, *((kind, value) for kind, value, _ in targets))
    for kind, value, label in targets:
        if not pieces.followed(following, kind, value):
            return pieces.follow_button(label, (kind, value))
    return None
