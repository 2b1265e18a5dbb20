"""The list of feeds and a feed's own page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Condition, FeedState, Message, Push, PushMode, Vitals
from bot.render import actions as do
from bot.render import feeds
from bot.render.buttons import decode
from tests.build import NOON, at, feed

HUB = "https://hub.example/"
PUSH = Push("feed-1", "callback", "secret", HUB, "https://outlet-1.example/rss", next_try=at(60), until=at(600))
WORTH = Vitals(lag=timedelta(minutes=4), per_day=12.4)


def state(n: int, **changes: object) -> FeedState:
    paused = bool(changes.pop("paused", False))
    return replace(FeedState(feed(n, paused=paused)), **changes)  # type: ignore[arg-type]


WELL = state(1, last_checked=at(-3), last_ok=at(-3), last_new=at(-5), next_check=at(7), fruitful=0.3)


def labels(made: Message) -> list[list[str]]:
    return [[key.text for key in row] for row in made.buttons]


def actions(made: Message) -> list[object]:
    return [decode(key.data or "") for row in made.buttons for key in row]


def test_sick_feeds_come_first_with_reason_and_next_check() -> None:
    states = (
        WELL,
        state(2, failures=4, reason="The server says 503.", last_ok=at(-60), next_check=at(70)),
        state(3, paused=True),
    )
    made = feeds.listed(feeds.ordered(states, NOON), {"feed-1": WORTH}, 0, NOON)
    assert made.text == (
        "3 feeds · 1 failing, 1 paused\n\n"
        "🔴 feed-2 · Outlet 2\nFailing: The server says 503.\n"
        "Failed 4 times in a row, well until 11:00 UTC. Next check in 70 min.\n\n"
        "⏸ feed-3 · Outlet 3\nPaused by an admin.\n\n"
        "🟢 feed-1 · Outlet 1\nLast new item 11:55 UTC. Next check in 7 min.\n12 a day, in 30% of polls · lag 4 min"
    )
    assert labels(made) == [
        ["🔴 feed-2", "Retry", "Pause"],
        ["⏸ feed-3", "Resume", "Remove"],
        ["🟢 feed-1"],
        ["Export OPML"],
    ]
    assert do.FeedAction(do.FeedVerb.PAUSE, "feed-2") in actions(made)
    assert do.FeedAction(do.FeedVerb.OPEN, "feed-1") in actions(made)


def test_many_feeds_are_paged_and_well_ones_stand_two_by_two() -> None:
    states = tuple(replace(WELL, feed=feed(n)) for n in range(10, 40))
    made = feeds.listed(states, {}, 99, NOON)
    assert made.text.startswith("30 feeds · all well")
    assert labels(made)[:2] == [["🟢 feed-34", "🟢 feed-35"], ["🟢 feed-36", "🟢 feed-37"]]
    assert labels(made)[-2:] == [["‹", "4/4"], ["Export OPML"]]
    assert [one.feed.id for one in feeds.on_page(states, 99)] == [f"feed-{n}" for n in range(34, 40)]


def test_no_feeds_says_how_to_add_one() -> None:
    assert "/addfeed" in feeds.listed((), {}, 0, NOON).text
    assert list(feeds.on_page((), 0)) == []


def test_a_page_of_a_well_feed_says_all_there_is_to_know() -> None:
    made = feeds.opened(WELL, replace(WORTH, push=PUSH), NOON)
    assert made.text == (
        "🟢 feed-1 · Outlet 1\nAll well.\n\n"
        "https://outlet-1.example/rss\n\n"
        "Polled 11:57 UTC. Next check in 7 min.\n"
        "Last new item 11:55 UTC.\n"
        "News: 12 a day, in 30% of polls.\n"
        "Lag: 4 min from publication to us, usually.\n"
        "Push: from hub.example, until 22:00 UTC. Polls go on."
    )
    assert labels(made) == [["Retry", "Pause", "Remove"], ["All feeds"]]


def test_a_page_of_a_new_feed_claims_nothing() -> None:
    made = feeds.opened(state(1), Vitals(), NOON)
    assert "Not polled yet." in made.text
    assert "Nothing new yet." in made.text
    assert "News: not watched for long enough to say." in made.text
    assert "Lag: not known" in made.text
    assert "Push" not in made.text
    assert "could not be read" not in made.text


def test_entries_that_could_not_be_read_are_counted_with_the_reason() -> None:
    one = replace(WELL, skipped=1)
    assert "One entry of its last document could not be read." in feeds.opened(one, WORTH, NOON).text
    why = replace(WELL, skipped=3, skipped_why="3 without id, link, title or text")
    assert "3 entries of its last document could not be read: 3 without id" in feeds.opened(why, WORTH, NOON).text
    assert "3 entries left out" in feeds.listed((why,), {}, 0, NOON).text


def test_the_list_says_when_push_is_in_trouble() -> None:
    def line(push: Push) -> str:
        return feeds.listed((WELL,), {"feed-1": Vitals(push=push)}, 0, NOON).text.splitlines()[-1]

    assert line(PUSH) == "by push"
    assert line(replace(PUSH, reason="it was unsigned")) == "push: it was unsigned"
    assert "push" not in line(replace(PUSH, until=None, mode=PushMode.OFF))


def test_a_redirect_that_is_not_believed_yet_is_shown_with_its_button() -> None:
    moving = replace(WELL, moved_to="https://new.example/rss", moved_since=at(-60), moved_polls=1)
    made = feeds.opened(moving, WORTH, NOON)
    assert "redirects for good to https://new.example/rss" in made.text
    assert labels(made)[0] == ["Use new address"]


def test_a_feed_that_moved_is_told_from_one_that_is_not_known_there() -> None:
    known = replace(WELL, address="https://new.example/rss", moved_since=at(-60))
    assert (
        "it is polled at its new address, https://new.example/rss. feeds.yaml has"
        in feeds.opened(known, WORTH, NOON).text
    )
    strange = replace(WELL, moved_to="https://new.example/rss", moved_since=NOON - timedelta(days=2))
    assert "nothing there is known to me. Is that the same feed?" in feeds.opened(strange, WORTH, NOON).text


@pytest.mark.parametrize(
    ("push", "words"),
    [
        (None, "none"),
        (PUSH, "from hub.example, until 22:00 UTC"),
        (replace(PUSH, reason="it was unsigned"), "from hub.example, until 22:00 UTC: it was unsigned"),
        (replace(PUSH, until=at(-60)), "ended at hub.example 11:00 UTC, not renewed"),
        (replace(PUSH, until=None, reason="its hub refuses: no"), "not yet from hub.example: its hub refuses: no"),
        (replace(PUSH, mode=PushMode.OFF, until=None), "off (hub.example)"),
    ],
    ids=["none", "well", "unsigned", "lapsed", "denied", "off"],
)  # fmt: skip
def test_push_is_told_with_what_is_wrong_with_it(push: Push | None, words: str) -> None:
    assert feeds.push_words(push, NOON) == words


def test_conditions_are_counted_by_their_names() -> None:
    since = NOON - timedelta(days=3)
    sick = [
        replace(WELL, feed=feed(n), failures=9, trouble=trouble, since=since)
        for n, trouble in enumerate((Condition.BLOCKED, Condition.GONE, Condition.MISSING, Condition.NOT_A_FEED), 2)
    ]
    made = feeds.listed(feeds.ordered((WELL, *sick), NOON), {}, 0, NOON)
    assert made.text.startswith("5 feeds · 1 turned away, 1 no feed any more, 2 gone")
