"""What becomes of an item that a chat's watches match: each fate with its negative twin."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import match
from bot.model import DUE, Chat, Fate, Mode, Quiet, Spent, Subscription
from tests.build import NOON, at, item, subscription

NIGHT = (11 * 60, 13 * 60)  # noon is within
CHAT = Chat(1001, "private", "")
NEWS = match.News(item(1), publishers=1, level=3)


def watch(n: int = 1, **mode: object) -> Subscription:
    return subscription(n, mode=Mode(**mode))  # type: ignore[arg-type]


def fate(
    one: Subscription, news: match.News = NEWS, *, chat: Chat = CHAT, told: bool = False, spent: Spent | None = None
) -> Fate:
    standing = match.Standing(chat, told, {one.id: spent} if spent else {})
    return match.decide(news, [one], standing, NOON).verdict.fate


QUIET = replace(CHAT, quiet=NIGHT)


@pytest.mark.parametrize(
    ("one", "chat", "expected"),
    [
        pytest.param(watch(), CHAT, Fate.SENT, id="at once"),
        pytest.param(watch(confirmed=2), CHAT, Fate.UNCONFIRMED, id="one publisher of two"),
        pytest.param(watch(confirmed=1), CHAT, Fate.SENT, id="one of one"),
        pytest.param(watch(minimum=4), CHAT, Fate.MINOR, id="below the minimum"),
        pytest.param(watch(minimum=3), CHAT, Fate.SENT, id="at the minimum"),
        pytest.param(watch(digest=(480,)), CHAT, Fate.DIGEST, id="digest"),
        pytest.param(watch(digest=(480,), confirmed=2), CHAT, Fate.UNCONFIRMED, id="unconfirmed comes before digest"),
        pytest.param(watch(), QUIET, Fate.HELD, id="quiet hours"),
        pytest.param(watch(), replace(CHAT, quiet=(0, 60)), Fate.SENT, id="not in quiet hours"),
        pytest.param(watch(quiet=Quiet.DROP), QUIET, Fate.DROPPED, id="dropped in quiet hours"),
        pytest.param(watch(quiet=Quiet.THROUGH), QUIET, Fate.SENT, id="through quiet hours"),
        pytest.param(watch(wakes=3), QUIET, Fate.SENT, id="weighty enough to wake"),
        pytest.param(watch(wakes=4), QUIET, Fate.HELD, id="not weighty enough to wake"),
        pytest.param(watch(digest=(720,)), QUIET, Fate.DIGEST, id="a digest has its own time"),
        pytest.param(replace(watch(), muted_until=at(1)), CHAT, Fate.MUTED, id="muted"),
        pytest.param(replace(watch(), muted_until=NOON), CHAT, Fate.SENT, id="muted until now"),
    ],
)
def test_fates(one: Subscription, chat: Chat, expected: Fate) -> None:
    assert fate(one, chat=chat) is expected


def test_a_story_is_told_once_unless_every_report_is_wanted() -> None:
    assert fate(watch(), told=True) is Fate.MERGED
    assert fate(watch(each=True), told=True) is Fate.SENT


def test_over_the_cap_it_is_due_when_the_oldest_is_an_hour_old() -> None:
    sent = Spent((at(-50), at(-20), at(-1)))
    decided = match.decide(NEWS, [watch(cap=3)], match.Standing(CHAT, spent={1: sent}), NOON)
    assert (decided.verdict.fate, decided.verdict.due) == (Fate.CAPPED, at(10))
    assert fate(watch(cap=4), spent=sent) is Fate.SENT
    assert fate(watch(cap=None), spent=Spent(sent.sent * 50)) is Fate.SENT


def test_what_is_over_the_cap_waits_together() -> None:
    decided = match.decide(NEWS, [watch(cap=3)], match.Standing(CHAT, spent={1: Spent((), at(7))}), NOON)
    assert (decided.verdict.fate, decided.verdict.due) == (Fate.CAPPED, at(7))


def test_the_best_of_a_chats_watches_counts_and_is_named() -> None:
    slow, quick, other = watch(1, digest=(480,)), watch(2, silent=True), watch(3)
    decided = match.decide(NEWS, [slow, quick, other], match.Standing(CHAT), NOON)
    assert (decided.verdict.fate, decided.sending, decided.subscription_ids) == (Fate.SENT, (2, 3), (1, 2, 3))
    assert not decided.silent
    assert match.decide(NEWS, [slow, quick], match.Standing(CHAT), NOON).silent
    assert decided.key == "story:1"


def test_every_report_is_keyed_by_itself() -> None:
    assert match.decide(NEWS, [watch(1), watch(2, each=True)], match.Standing(CHAT), NOON).key == "item:1"


def test_of_two_that_wait_the_sooner_counts() -> None:
    night = replace(CHAT, quiet=(11 * 60, 20 * 60))
    decided = match.decide(NEWS, [watch(1), watch(2, digest=(15 * 60,))], match.Standing(night), NOON)
    assert (decided.verdict.fate, decided.verdict.due) == (Fate.DIGEST, at(180))


def test_what_is_over_the_cap_does_not_come_in_quiet_hours() -> None:
    soon = replace(CHAT, quiet=(12 * 60 + 15, 13 * 60))
    standing = match.Standing(soon, spent={1: Spent((at(-30),))})
    assert match.decide(NEWS, [watch(cap=1)], standing, NOON).verdict.due == at(60)
    assert match.decide(NEWS, [watch(cap=1, quiet=Quiet.THROUGH)], standing, NOON).verdict.due == at(30)


def test_of_two_over_their_caps_the_later_counts() -> None:
    spent = {1: Spent((at(-10),)), 2: Spent((at(-40),))}
    decided = match.decide(NEWS, [watch(1, cap=1), watch(2, cap=1)], match.Standing(CHAT, spent=spent), NOON)
    assert (decided.verdict.fate, decided.verdict.due) == (Fate.CAPPED, at(50))


def test_reasons_are_by_the_chats_own_clock() -> None:
    berlin = replace(CHAT, timezone="Europe/Berlin", quiet=(12 * 60, 14 * 60))
    decided = match.decide(NEWS, [watch()], match.Standing(berlin), NOON)
    assert decided.verdict.reason == "quiet hours until 14:00"


modes = st.builds(
    Mode,
    each=st.booleans(),
    confirmed=st.integers(1, 3),
    minimum=st.integers(0, 5),
    cap=st.one_of(st.none(), st.integers(1, 3)),
    digest=st.lists(st.integers(0, 1439), max_size=2, unique=True).map(tuple),
    quiet=st.sampled_from(Quiet),
    wakes=st.integers(0, 5),
)


@given(st.lists(modes, min_size=1, max_size=4), st.booleans(), st.booleans(), st.integers(0, 3))
def test_there_is_one_decision_with_its_reason_and_time(wanted: list[Mode], told: bool, night: bool, sent: int) -> None:
    watches = [subscription(n, mode=mode) for n, mode in enumerate(wanted, 1)]
    spent = {one.id: Spent(tuple(at(-n) for n in range(sent, 0, -1))) for one in watches}
    decided = match.decide(NEWS, watches, match.Standing(QUIET if night else CHAT, told, spent), NOON)
    verdict = decided.verdict
    assert (verdict.due is not None) == (verdict.fate in DUE)
    assert bool(decided.sending) == bool(decided.key) == (verdict.fate is Fate.SENT)
    assert bool(verdict.reason) == (verdict.fate is not Fate.SENT)
    if verdict.due is not None:
        assert NOON < verdict.due <= NOON + timedelta(days=2)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(watch(1, cap=1), watch(2, cap=5), Fate.CAPPED, id="the tightest cap counts"),
        pytest.param(watch(1, cap=1), watch(2, cap=None), Fate.CAPPED, id="also beside one without"),
        pytest.param(watch(1, cap=2), watch(2, cap=5), Fate.SENT, id="none is over its cap"),
        pytest.param(watch(1, cap=1, confirmed=2), watch(2, cap=5), Fate.SENT, id="one that waits has no say"),
        pytest.param(watch(1, cap=1, digest=(480,)), watch(2, cap=5), Fate.SENT, id="nor has a digest"),
    ],
)
def test_a_story_of_two_watches_obeys_the_tighter_cap(
    first: Subscription, second: Subscription, expected: Fate
) -> None:
    spent = {1: Spent((at(-10),)), 2: Spent((at(-10),))}
    decided = match.decide(NEWS, [first, second], match.Standing(CHAT, spent=spent), NOON)
    assert decided.verdict.fate is expected
    assert decided.verdict.due == (at(50) if expected is Fate.CAPPED else None)


def test_what_is_due_waits_where_a_watch_has_sent_its_share() -> None:
    spent = {1: Spent((at(-50), at(-20))), 2: Spent((at(-20),))}
    tight, free, wide = watch(1, cap=1), watch(2, cap=2), watch(1, cap=3)
    over = match.waits_on(3, [tight, free], match.Standing(CHAT, spent=spent))
    assert over is not None
    assert (over.fate, over.due) == (Fate.CAPPED, at(40))
    assert match.waits_on(3, [wide, free], match.Standing(CHAT, spent=spent)) is None
    assert match.waits_on(3, [watch(1, cap=1, digest=(480,))], match.Standing(CHAT, spent=spent)) is None
    soon = match.Standing(replace(CHAT, quiet=(12 * 60 + 30, 13 * 60)), spent=spent)
    verdicts = [match.waits_on(level, [watch(1, cap=1, wakes=5)], soon) for level in (4, 5)]
    assert [one and one.due for one in verdicts] == [at(60), at(40)]
