"""How a report was edited, in words: when, and what it said before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model import Part, Version
from bot.render.markup import Node, italic, lines, prose
from bot.render.times import clock
from bot.text import one_line, shorten

SHOWN = 2  # edits of one report; the last ones, and a number for the rest
_TITLE = 110


def history(versions: Sequence[Version], now: datetime) -> Node | None:
    """The edits of one report, oldest first; None when there was none."""
    if not versions:
        return None
    earlier = len(versions) - SHOWN
    more = f"and edited {earlier} times before that" if earlier > 1 else "and edited once before that"
    said = [sentence(version, now) for version in versions[-SHOWN:]]
    return lines(*(italic(one) for one in said), italic(more) if earlier > 0 else None)


def sentence(version: Version, now: datetime) -> str:
    """ "edited 12:40 UTC: headline was “…”; 2 sentences new, 1 gone"."""
    verb = "withdrawn" if Part.WITHDRAWN in version.what else "edited"
    said = "; ".join(_changes(version))
    return f"{verb} {clock(version.replaced, now)}" + (f": {said}" if said else "")


def _changes(version: Version) -> list[str]:
    found: list[str] = []
    if Part.TITLE in version.what:
        found.append(f"headline was “{shorten(prose(one_line(version.title)), _TITLE)}”")
    if Part.DEK in version.what:
        found.append("another standfirst" if version.dek else "a standfirst came")
    if Part.BODY in version.what:
        came, gone = len(version.came), len(version.gone)
        new = f"{came} {'sentence' if came == 1 else 'sentences'} new" if came else ""
        out = f"{gone} gone" if came else f"{gone} {'sentence' if gone == 1 else 'sentences'} gone"
        found.append(", ".join(part for part in (new, out if gone else "") if part))
    return found
