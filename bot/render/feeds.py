"""How the feeds go: all of them, the sick first, and each on a page of its own with what may be done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot import health
from bot.health import Health
from bot.model import Button, Condition, FeedState, Message, Push, PushMode, Vitals
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.health import mark, sentence
from bot.render.markup import Node, blocks, bold, code, join, lines, message, prose
from bot.render.times import clock, span
from bot.text import one_line, shorten

PAGE = 8
_UNKNOWN = Vitals()
_SUMMARY = (
    (Condition.BLOCKED, "turned away"),
    (Condition.NOT_A_FEED, "no feed any more"),
    (Condition.GONE, "gone"),
    (Condition.MISSING, "not found"),
    (Condition.FAILING, "failing"),
    (Condition.QUIET, "quiet"),
    (Condition.MOVED, "moved"),
    (Condition.PAUSED, "paused"),
)


def ordered(states: Sequence[FeedState], now: datetime) -> tuple[FeedState, ...]:
    """The sick first, then the odd, then the paused, then the rest; each by name."""
    return tuple(sorted(states, key=lambda state: (_rank(health.of(state, now)), state.feed.id)))


def listed(states: Sequence[FeedState], vitals: Mapping[str, Vitals], page: int, now: datetime) -> Message:
    """A page of the feeds, which are in order; `vitals` are those of that page."""
    if not states:
        add = lines("Add one:", code("/addfeed https://…"), "Or send me an OPML file.")
        return message(blocks(bold("There are no feeds yet."), add))
    page, pages = _page(states, page)
    shown = on_page(states, page)
    count = "1 feed" if len(states) == 1 else f"{len(states):,} feeds"
    return message(
        blocks(
            bold(f"{count} · {_summary(states, now)}"),
            *(_state(state, vitals.get(state.feed.id, _UNKNOWN), now) for state in shown),
        ),
        buttons=(
            *_rows(shown, now),
            b.pager(page, pages, do.Feeds),
            (b.button("Export OPML", do.ExportFeeds()),),
        ),
    )


def on_page(states: Sequence[FeedState], page: int) -> Sequence[FeedState]:
    """The feeds of that page; of the last one, when there is no such page."""
    page, _ = _page(states, page)
    return states[page * PAGE : (page + 1) * PAGE]


def opened(state: FeedState, vitals: Vitals, now: datetime) -> Message:
    """One feed: how it is and why, how late and how much it brings, and what may be done about it."""
    feed, how = state.feed, health.of(state, now)
    moves = state.moved_to and how.condition is not Condition.MOVED
    return message(
        blocks(
            lines(_head(state, how), sentence(state, how, now), _failed(state, now)),
            lines(
                shorten(one_line(feed.url), 300),
                f"redirects for good to {shorten(one_line(state.moved_to or ''), 300)}" if moves else None,
            ),
            lines(
                f"Polled {clock(state.last_checked, now)}. {_next(state, now)}"
                if state.last_checked
                else _next(state, now),
                f"Last new item {clock(state.last_new, now)}." if state.last_new else "Nothing new yet.",
                f"News: {_yield(state, vitals)}.",
                f"Lag: {_lag(vitals)}.",
                _push(vitals.push, now),
                _skipped(state),
            ),
        ),
        buttons=(*_mending(state, how), (b.button("All feeds", do.Feeds()),)),
    )


def push_words(push: Push | None, now: datetime) -> str:
    """How a feed's WebSub subscription goes, in a few words."""
    if push is None:
        return "none"
    host = urlsplit(push.hub).hostname or "its hub"
    why = f": {shorten(prose(one_line(push.reason)), 200)}" if push.reason else ""
    if push.mode is not PushMode.SUBSCRIBE:
        return f"off ({host})"
    if push.until is not None and push.until > now:
        return f"from {host}, until {clock(push.until, now)}{why}"
    if push.until is not None:
        return f"ended at {host} {clock(push.until, now)}, not renewed{why}"
    return f"not yet from {host}{why}"


def worth(state: FeedState, vitals: Vitals) -> str | None:
    """Yield, lag and push on one line, as far as there is something to say."""
    said = (
        _yield(state, vitals) if vitals.per_day is not None else None,
        f"lag {_length(vitals.lag)}" if vitals.lag is not None else None,
        "by push" if vitals.push and vitals.push.until and not vitals.push.reason else None,
        f"push: {shorten(prose(one_line(vitals.push.reason)), 80)}" if vitals.push and vitals.push.reason else None,
        f"{state.skipped:,} entries left out" if state.skipped else None,
    )
    return " · ".join(text for text in said if text) or None


def _page(states: Sequence[FeedState], page: int) -> tuple[int, int]:
    pages = -(-len(states) // PAGE)
    return max(min(page, pages - 1), 0), pages


def _rank(how: Health) -> int:
    if how.sick:
        return 0
    if how.odd:
        return 1
    return 2 if how.condition is Condition.PAUSED else 3


def _summary(states: Sequence[FeedState], now: datetime) -> str:
    conditions = [health.of(state, now).condition for state in states]
    counts = [(conditions.count(condition), word) for condition, word in _SUMMARY]
    return ", ".join(f"{count:,} {word}" for count, word in counts if count) or "all well"


def _head(state: FeedState, how: Health) -> Node:
    return join("", (f"{mark(how)} ", bold(prose(state.feed.id)), f" · {shorten(one_line(state.feed.publisher), 80)}"))


def _state(state: FeedState, vitals: Vitals, now: datetime) -> Node:
    how = health.of(state, now)
    if how.condition is Condition.PAUSED:
        return lines(_head(state, how), sentence(state, how, now))
    said = None if how.condition is Condition.OK else sentence(state, how, now)
    if how.sick:  # what it brought when it was well stands on its page
        return lines(_head(state, how), said, f"{_failed(state, now)} {_next(state, now)}")
    newest = f"Last new item {clock(state.last_new, now)}. " if state.last_new and how.condition is Condition.OK else ""
    return lines(_head(state, how), said, f"{newest}{_next(state, now)}", worth(state, vitals))


def _failed(state: FeedState, now: datetime) -> str | None:
    if not state.failures:
        return None
    times = "once" if state.failures <= 1 else f"{state.failures} times in a row"
    last = f", well until {clock(state.last_ok, now)}" if state.last_ok else ""
    return f"Failed {times}{last}."


def _next(state: FeedState, now: datetime) -> str:
    if state.feed.paused:
        return "Not polled while it is paused."
    due = state.next_check
    return f"Next check in {span(due - now)}." if due and due > now else "Next check: now."


def _yield(state: FeedState, vitals: Vitals) -> str:
    if vitals.per_day is None:
        return "not watched for long enough to say"
    amount = f"{vitals.per_day:,.0f} a day" if vitals.per_day >= 2 else f"{vitals.per_day * 7:,.0f} a week"
    return amount if state.fruitful is None else f"{amount}, in {state.fruitful:.0%} of polls"


def _lag(vitals: Vitals) -> str:
    if vitals.lag is None:
        return "not known; too few items with a date that can be right"
    return f"{_length(vitals.lag)} from publication to us, usually"


def _length(lag: timedelta) -> str:
    return "under a minute" if lag < timedelta(minutes=1) else span(lag)


def _push(push: Push | None, now: datetime) -> str | None:
    return f"Push: {push_words(push, now)}. Polls go on." if push else None


def _skipped(state: FeedState) -> str | None:
    if not state.skipped:
        return None
    entries = "One entry" if state.skipped == 1 else f"{state.skipped:,} entries"
    why = f": {shorten(prose(one_line(state.skipped_why)), 200)}" if state.skipped_why else ""
    return f"{entries} of its last document could not be read{why}."


def _rows(shown: Sequence[FeedState], now: datetime) -> list[tuple[Button | None, ...]]:
    """A row for each feed that is not well, with the mending at hand; the others two by two."""
    rows: list[tuple[Button | None, ...]] = []
    well = []
    for state in shown:
        how = health.of(state, now)
        opens = b.button(f"{mark(how)} {state.feed.id}", do.FeedAction(do.FeedVerb.OPEN, state.feed.id))
        mending = _mending(state, how)[0][:2] if how.sick or how.odd or state.feed.paused else ()
        if mending:
            rows.append((opens, *mending))
        else:
            well.append(opens)
    return [*rows, *(tuple(well[n : n + 2]) for n in range(0, len(well), 2))]


def _mending(state: FeedState, how: Health) -> tuple[tuple[Button | None, ...], ...]:
    """What may be done about a feed, likeliest first."""

    def verb(label: str, what: do.FeedVerb) -> Button | None:
        return b.button(label, do.FeedAction(what, state.feed.id))

    remove = verb("Remove", do.FeedVerb.ASK_REMOVE)
    if how.condition is Condition.PAUSED:
        return ((verb("Resume", do.FeedVerb.RESUME), remove),)
    usual = (verb("Retry", do.FeedVerb.RETRY), verb("Pause", do.FeedVerb.PAUSE), remove)
    if state.address or state.moved_to:
        return ((verb("Use new address", do.FeedVerb.USE_NEW_ADDRESS),), usual)
    return (usual,)
