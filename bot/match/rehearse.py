"""What a watch would have sent: reports of the past through the very decisions that new ones go through. Pure."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from bot.hours import local
from bot.match.decide import HOUR, News, Standing, verdict
from bot.model import DUE, Chat, Fate, Item, Outcome, Spent, Subscription

SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the past, with what was known of its story then."""

    item: Item
    publishers: int
    level: int
    matches: bool  # the watch is on it; else it is there for what it says of its story


@dataclass(slots=True)
class _Run:
    watch: Subscription
    chat: Chat
    told: set[int] = field(default_factory=set)
    sent: deque[datetime] = field(default_factory=deque)  # in the last hour
    days: Counter[date] = field(default_factory=Counter)
    samples: list[Item] = field(default_factory=list)
    due: dict[datetime, list[Item]] = field(default_factory=dict)
    capped: set[datetime] = field(default_factory=set)  # the times of what is over the cap
    waiting: dict[int, Item] = field(default_factory=dict)  # by story: the last that was not sent


def rehearse(reports: Sequence[Report], watch: Subscription, chat: Chat, until: datetime) -> Outcome:
    """The reports in the order of their moments (Item.when), and what they leave waiting for a time after `until`.

    What waited when the reports begin is not among them: without what waits at their end, a digest would count as none.
    """
    run = _Run(watch, chat)
    for report in sorted(reports, key=lambda report: (report.item.when, report.item.id)):
        now = report.item.when
        _release(run, now)
        item = report.item if report.matches else run.waiting.get(report.item.story_id)
        if item is not None:
            _decide(run, News(item, report.publishers, report.level), now)
    _release(run, max((until, *run.due)))
    busiest = max(run.days.items(), key=lambda day: (day[1], day[0]), default=None)
    latest = {item.id: item for item in reversed(run.samples)}  # what stands for others is there several times
    return Outcome(run.days.total(), busiest, tuple(islice(latest.values(), SAMPLES)))


def _decide(run: _Run, news: News, now: datetime) -> None:
    while run.sent and run.sent[0] <= now - HOUR:
        run.sent.popleft()
    spent = {run.watch.id: Spent(tuple(run.sent), min(run.capped, default=None))}
    standing = Standing(run.chat, news.item.story_id in run.told, spent)
    decided = verdict(news, run.watch, standing, now)
    if decided.fate is Fate.SENT:
        _send(run, [news.item], now)
    elif decided.fate in DUE and decided.due is not None:
        run.due.setdefault(decided.due, []).append(news.item)
        run.capped |= {decided.due} if decided.fate is Fate.CAPPED else set()
        run.waiting.pop(news.item.story_id, None)
    elif decided.fate in (Fate.UNCONFIRMED, Fate.MINOR):
        run.waiting[news.item.story_id] = news.item


def _release(run: _Run, now: datetime) -> None:
    if not run.due or min(run.due) > now:
        return
    for due in sorted(due for due in run.due if due <= now):
        run.capped.discard(due)
        fresh = [item for item in run.due.pop(due) if item.story_id not in run.told or run.watch.mode.each]
        if fresh:
            _send(run, fresh, due)


def _send(run: _Run, items: list[Item], now: datetime) -> None:
    run.sent.append(now)
    run.days[local(now, run.chat.timezone).date()] += 1
    run.told |= {item.story_id for item in items}
    for item in items:
        run.waiting.pop(item.story_id, None)
        run.samples.append(item)
