"""Which paragraphs go because the publisher has said them before.

A repeated line is furniture, a repeated sentence may be a running story's background. So a full sentence goes only when
it stood under unrelated topics, and needs a further sign: it speaks as a publisher does, or it stands at an edge and
has no word in common with the item around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.clean import frame, memory
from bot.model import Memory, Removed, Trace

UNTIED = 0.25  # share of a sentence's telling words that the item around it may have
ANYWHERE = 4  # unrelated topics that a sentence without any other sign needs, this item's included
AT_EDGE = 3  # the same, next to an end of the text or to what goes
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Voice:
    """What is known of a paragraph by its words."""

    quoted: bool  # a quotation with its attribution
    speaks: bool  # a sign of the publisher's own voice


def repeated(paragraphs: Sequence[str], voices: Sequence[Voice], *, title: str, known: Memory) -> list[str | None]:
    """The reason of each paragraph that goes."""
    traces = memory.known(known, paragraphs)
    if not any(traces):
        return [None] * len(paragraphs)
    fresh = [line for line, trace in zip(paragraphs, traces, strict=True) if trace is None]
    own = memory.topic(title, fresh)
    prose = [n for n, line in enumerate(paragraphs) if traces[n] is None and frame.is_prose(line)]
    reasons: list[str | None] = []
    for n, (line, trace, voice) in enumerate(zip(paragraphs, traces, voices, strict=True)):
        inside = bool(prose) and prose[0] < n < prose[-1]
        goes = trace is not None and not voice.quoted and _goes(line, trace, voice, known, own, fresh, inside=inside)
        reasons.append(_reason(trace.items) if trace and goes else None)
    return reasons


def _goes(
    line: str,
    trace: Trace,
    voice: Voice,
    known: Memory,
    own: frozenset[int],
    fresh: Sequence[str],
    *,
    inside: bool,
) -> bool:
    apart = memory.subjects(known, trace, own)
    if not (frame.ends_sentence(line) or frame.is_prose(line)):
        return trace.items >= 2 or (apart >= 2 and not inside)
    if voice.speaks:
        return apart >= 2
    if apart < AT_EDGE or frame.tied(line, fresh) >= UNTIED or _names(line) & set().union(*map(_names, fresh)):
        return False
    return apart >= ANYWHERE or not inside


def _names(text: str) -> set[str]:
    """Words with a capital, but for the first of the text."""
    return {word[:6] for word in _WORD.findall(text)[1:] if word[0].isupper()}


def _reason(items: int) -> str:
    return f"repeated in {items} {'item' if items == 1 else 'items'} of this publisher"


_NEW = frozenset({_reason(1), _reason(2)})


def learnt(removed: Sequence[Removed]) -> bool:
    """Whether a line went that items shortly before may still carry."""
    return any(one.reason in _NEW for one in removed)
