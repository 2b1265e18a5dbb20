"""Organisations by what stands behind their names: legal forms, codes of exchanges, "news agency". English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model import ActorKind
from bot.understand.names.spans import Span

_WORD = r"[A-Z][\w&’'-]*(?:\.com)?"
_NAME = rf"{_WORD}(?: (?:(?:of|and|&|de|the) )?{_WORD}){{0,4}}"
_FORM = re.compile(
    rf"(?<![\w.’'-])((?!The ){_NAME}) ?,? "
    r"(?:Inc|Corp|Corporation|Co|Ltd|Limited|Plc|plc|PLC|LLC|LLP|AG|GmbH|SpA|Bhd)\b(?!-| of\b)"
)
_LISTED = re.compile(
    rf"(?<![\w.’'-])((?!The ){_NAME}) \((?:NYSE|NASDAQ|Nasdaq|LSE|TSX|ASX|OTC\w*)(?:: ?[A-Z.]{{1,6}})?\)"
)
_PRESS = re.compile(
    rf"(?<![\w.’'-])({_WORD}(?: {_WORD}){{0,3}}) (?:news agency|newspaper|magazine|news website|radio station)\b"
)
_OPENER = re.compile(r"(?:Shares of|Shares in|The|A|An|In|On|At|But|And|For|From|When|While|Meanwhile|State|Local)\s")


def find(text: str) -> Iterator[Span]:
    """Names in the order of each rule; they may overlap."""
    for rule in (_FORM, _LISTED, _PRESS):
        for found in rule.finditer(text):
            start, end = found.span(1)
            while opener := _OPENER.match(text, start, end):
                start = opener.end()
            if end - start > 1 and not _OPENER.fullmatch(text[start:end] + " "):
                yield Span(start, end, ActorKind.ORGANISATION, "form")
