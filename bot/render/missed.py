"""The ledger as people read it: what matched, what was sent, and why the rest was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.model import DUE, Button, Fate, Item, LedgerRow, Message
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import pieces
from bot.render.markup import Part, blocks, bold, join, lines, message
from bot.render.times import clock

PAGE = 6
REPLAYED = (*DUE, Fate.UNCONFIRMED, Fate.MINOR, Fate.DROPPED, Fate.MUTED, Fate.EXPIRED)  # what a replay sends
_SPANS = ((1, "24 hours"), (7, "7 days"))
# In a button; of one report; of several.
_WORDS = {
    Fate.SENT: ("sent", "sent", "sent"),
    Fate.MERGED: ("merged", "belongs to a story you were told of", "belong to stories you were told of"),
    Fate.HELD: ("held", "is held for the end of quiet hours", "are held for the end of quiet hours"),
    Fate.DIGEST: ("in a digest", "waits for a digest", "wait for a digest"),
    Fate.CAPPED: ("over the cap", "waits, being over the cap", "wait, being over the cap"),
    Fate.UNCONFIRMED: ("unconfirmed", "waits for more publishers", "wait for more publishers"),
    Fate.MINOR: ("minor", "was below your minimum", "were below your minimum"),
    Fate.DROPPED: ("dropped", "came in quiet hours and was let go", "came in quiet hours and were let go"),
    Fate.MUTED: ("muted", "came while muted", "came while muted"),
    Fate.EXPIRED: ("not delivered", "could not be delivered in time", "could not be delivered in time"),
}


def missed(
    counts: Mapping[Fate, int],
    rows: Sequence[tuple[LedgerRow, Item | None]],
    screen: do.Missed,
    *,
    now: datetime,
    timezone: str | None,
    following: int,
) -> Message:
    """A page of the ledger; `rows` are those of the screen's fate, or of all that was not sent, newest first."""
    total = sum(counts.values())
    name = dict(_SPANS)[screen.days]
    if not total:
        return _nothing(name, screen, following)
    listed = sum(counts.get(fate, 0) for fate in fates(screen))
    pages = max(1, -(-listed // PAGE))
    return message(
        blocks(
            bold(f"The last {name}: {total} {'report' if total == 1 else 'reports'} matched"),
            lines(
                *(f"{counts[fate]} {_WORDS[fate][1 if counts[fate] == 1 else 2]}" for fate in Fate if counts.get(fate))
            ),
            *(_entry(row, item, now, timezone) for row, item in rows),
        ),
        buttons=(
            *_filters(counts, screen),
            b.pager(screen.page, pages, lambda page: do.Missed(screen.days, screen.fate, page)),
            (_replay(counts, screen.days),),
            _spans(screen),
        ),
    )


def fates(screen: do.Missed) -> tuple[Fate, ...]:
    """Which rows a screen lists."""
    return (Fate(screen.fate),) if screen.fate else tuple(fate for fate in Fate if fate is not Fate.SENT)


def _entry(row: LedgerRow, item: Item | None, now: datetime, timezone: str | None) -> Part:
    reason = row.reason or _WORDS[row.fate][0]
    title = pieces.headline(item, 110) if item else "A report that is no longer kept"
    return lines(join("", ("• ", title)), f"{clock(row.created, now, timezone)} · {reason}")


def _filters(counts: Mapping[Fate, int], screen: do.Missed) -> list[list[Button | None]]:
    there = [fate for fate in Fate if counts.get(fate)]
    if len(there) < 2:
        return []
    keys = [
        b.button(
            f"{'✓ ' if screen.fate == fate else ''}{_WORDS[fate][0]} {counts[fate]}",
            do.Missed(screen.days, "" if screen.fate == fate else fate.value),
        )
        for fate in there
    ]
    return [list(keys[n : n + 2]) for n in range(0, len(keys), 2)]


def _replay(counts: Mapping[Fate, int], days: int) -> Button | None:
    waiting = sum(counts.get(fate, 0) for fate in REPLAYED)
    words = "▶ Send me the one that was not sent" if waiting == 1 else f"▶ Send me the {waiting} not sent, as a digest"
    return b.button(words, do.Replay(days)) if waiting else None


def _spans(screen: do.Missed) -> tuple[Button | None, ...]:
    return tuple(
        b.button(f"✓ {name}" if days == screen.days else name, do.Missed(days, screen.fate)) for days, name in _SPANS
    )


def _nothing(name: str, screen: do.Missed, following: int) -> Message:
    """What to do about it."""
    if not following:
        words = "You follow nothing yet, so nothing could match. Choose a country, or write a name."
        action = b.button("Choose a country", do.Show(do.Screen.REGIONS))
    else:
        words = "Nothing matched what you follow. That may be calm news, or a narrow watch."
        action = b.button("What I follow", do.Following())
    return message(blocks(bold(f"The last {name}"), words), buttons=((action,), _spans(screen)))
