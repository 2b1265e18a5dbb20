"""Reads texts in which every actor's name is marked: {lavrov:Sergei Lavrov} a person, {@opec:OPEC} an organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import ActorKind, Mention, MentionField

_MARK = re.compile(r"\{(@?)([a-z]+):([^}]+)\}")


@dataclass(frozen=True, slots=True)
class Gold:
    """An actor that a reader found, with every place where it is named."""

    key: str
    kind: ActorKind
    mentions: frozenset[Mention]


@dataclass(frozen=True, slots=True)
class Item:
    language: str
    title: str
    body: str
    actors: tuple[Gold, ...]


def read(text: str) -> list[Item]:
    """Items are separated by a line of ====; the first line is "language | title"."""
    return [_item(block.strip()) for block in text.split("====")]


def _item(block: str) -> Item:
    head, _, rest = block.partition("\n")
    language, _, title = head.partition(" | ")
    found: dict[tuple[str, ActorKind], set[Mention]] = {}
    plain_title = _unmark(title, "title", found)
    plain_body = _unmark(rest.replace("\n", "\n\n"), "body", found)
    actors = tuple(Gold(key, kind, frozenset(mentions)) for (key, kind), mentions in found.items())
    return Item(language, plain_title, plain_body, actors)


def _unmark(text: str, field: MentionField, found: dict[tuple[str, ActorKind], set[Mention]]) -> str:
    plain, last = "", 0
    for mark in _MARK.finditer(text):
        plain += text[last : mark.start()]
        kind = ActorKind.ORGANISATION if mark[1] else ActorKind.PERSON
        found.setdefault((mark[2], kind), set()).add(Mention(field, len(plain), len(plain) + len(mark[3])))
        plain, last = plain + mark[3], mark.end()
    return plain + text[last:]
