"""What becomes of an item that a chat's watches match: one decision, with its reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.hours import local, next_at, quiet_until
from bot.model import DUE, Chat, Decision, Fate, Item, Mode, Quiet, Spent, Subscription, Verdict

HOUR = timedelta(hours=1)
_RANK = {fate: n for n, fate in enumerate(Fate)}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision about one chat rests on, beside the item."""

    chat: Chat
    told: bool = False  # the chat was told of the story
    spent: Mapping[int, Spent] = field(default_factory=dict)  # by watch


@dataclass(frozen=True, slots=True)
class News:
    """An item with what is known of its story when it is decided about."""

    item: Item
    publishers: int = 1  # independent ones
    level: int = 0  # importance, 0 to 10


def decide(news: News, watches: Sequence[Subscription], standing: Standing, now: datetime) -> Decision:
    """The best that any of the chat's watches has for the item; ValueError when there is no watch.

    What would go now and is over the cap of one of them waits for all: the tightest cap is the item's.
    """
    verdicts = {watch.id: verdict(news, watch, standing, now) for watch in watches}
    best = min(verdicts.values(), key=_order)
    over = [one for one in verdicts.values() if one.fate is Fate.CAPPED]
    if over and best.fate in (Fate.SENT, Fate.CAPPED):
        best = max(over, key=_order)
    sending = [watch for watch in watches if best.fate is Fate.SENT and verdicts[watch.id].fate is Fate.SENT]
    item = news.item
    return Decision(
        chat=watches[0].chat,
        item_id=item.id,
        story_id=item.story_id,
        verdict=best,
        subscription_ids=tuple(watch.id for watch in watches),
        sending=tuple(watch.id for watch in sending),
        key=key_of(item, sending) if sending else "",
        silent=all(watch.mode.silent for watch in sending),
        level=news.level,
    )


def key_of(item: Item, watches: Sequence[Subscription]) -> str:
    """What an alert is unique by within a chat: its story, or the item where every item is wanted."""
    return f"item:{item.id}" if any(watch.mode.each for watch in watches) else f"story:{item.story_id}"


def is_better(fate: Fate, than: Fate) -> bool:
    """Whether a waiting decision is to be changed to that fate: it is told now, or was told, or has a time at last."""
    return fate in (Fate.SENT, Fate.MERGED) or (fate in DUE and than not in DUE)


def verdict(news: News, watch: Subscription, standing: Standing, now: datetime) -> Verdict:
    """What this watch alone would have become of it."""
    mode, chat = watch.mode, standing.chat
    if watch.muted_until is not None and watch.muted_until > now:
        return Verdict(Fate.MUTED, f"muted until {_clock(watch.muted_until, chat)}")
    if standing.told and not mode.each:
        return Verdict(Fate.MERGED, "you were told of this story")
    if mode.confirmed > news.publishers:
        return Verdict(Fate.UNCONFIRMED, f"{news.publishers} of {mode.confirmed} independent publishers")
    if mode.minimum > news.level:
        return Verdict(Fate.MINOR, f"importance {news.level}, wanted from {mode.minimum}")
    if mode.digest:
        due = next_at(now, chat.timezone, mode.digest)
        return Verdict(Fate.DIGEST, f"in the digest of {_clock(due, chat)}", due)
    return _by_the_clock(news, watch, standing, now)


def _by_the_clock(news: News, watch: Subscription, standing: Standing, now: datetime) -> Verdict:
    """Quiet hours, then the cap."""
    mode, chat = watch.mode, standing.chat
    until = quiet_until(now, chat.timezone, chat.quiet)
    if until is not None and not _is_awake(mode, news.level):
        if mode.quiet is Quiet.DROP:
            return Verdict(Fate.DROPPED, "came in quiet hours")
        return Verdict(Fate.HELD, f"quiet hours until {_clock(until, chat)}", until)
    waiting = standing.spent.get(watch.id, Spent()).due
    return _over_cap(watch, news.level, standing, waiting) or Verdict(Fate.SENT, "")


def waits_on(level: int, watches: Sequence[Subscription], standing: Standing) -> Verdict | None:
    """Of what is due now, with the importance it has: over the cap of one of the watches, the tightest; else None."""
    found = [_over_cap(watch, level, standing) for watch in watches if not watch.mode.digest]
    return max((one for one in found if one is not None), key=_order, default=None)


def _over_cap(watch: Subscription, level: int, standing: Standing, waiting: datetime | None = None) -> Verdict | None:
    """`waiting`: when what is over the cap already is due; more of it goes along."""
    mode, chat = watch.mode, standing.chat
    sent = standing.spent.get(watch.id, Spent()).sent
    if mode.cap is None or (waiting is None and len(sent) < mode.cap):
        return None
    due = waiting or sent[-mode.cap] + HOUR
    if not _is_awake(mode, level):
        due = quiet_until(due, chat.timezone, chat.quiet) or due
    return Verdict(Fate.CAPPED, f"over {mode.cap} an hour: with the others at {_clock(due, chat)}", due)


def _is_awake(mode: Mode, level: int) -> bool:
    """Whether quiet hours do not hold what has that importance."""
    return mode.quiet is Quiet.THROUGH or (0 < mode.wakes <= level)


def _order(one: Verdict) -> tuple[int, float]:
    """The best fate first; of those that have a time, the soonest."""
    if one.fate in DUE and one.due is not None:
        return _RANK[Fate.CAPPED], one.due.timestamp()
    return _RANK[one.fate], 0.0


def _clock(moment: datetime, chat: Chat) -> str:
    return f"{local(moment, chat.timezone):%H:%M}"
