"""Backlogs are there at once, read newest first, and never news; tagging that did not run is done again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import NewItem, SearchQuery, Tagger
from bot.understand.edition import edition
from tests.build import NOON, at, new_item
from tests.ingest.conftest import World
from tests.store.cut import Cut, cut_at

HOUR = timedelta(hours=1)
OLD = ["Caracas hails the accord", "Havana hears of it", "Oslo keeps out"]


async def test_a_backlog_is_found_before_it_is_read_and_has_its_tags_after(world: World) -> None:
    world.titles = list(OLD)
    await world.poll()
    hits = await world.store.archive.search(SearchQuery(terms=("accord",)))
    assert [hit.item.title for hit in hits] == OLD[:1]
    assert (world.desk.read, await world.about_venezuela()) == ([], set())
    assert await world.ingest.later.tick() == 3
    assert await world.about_venezuela() == {OLD[0]}
    (hit,) = await world.store.archive.search(SearchQuery(terms=("accord",)))
    assert hit.item.body == f"Clean: {OLD[0]}."
    assert await world.store.unread.count() == 0
    assert await world.ingest.later.tick() == 0


async def test_a_backlog_is_never_news_and_what_comes_beside_it_is(world: World) -> None:
    world.titles = list(OLD)
    await world.poll()
    world.titles.insert(0, "Caracas wakes up")
    await world.poll()
    assert world.desk.read == ["Caracas wakes up"], "before any of the backlog"
    assert await world.changed() == ["Caracas wakes up"]
    await world.ingest.later.tick()
    assert await world.changed() == ["Caracas wakes up"]


async def test_what_is_newest_is_read_first(world: World) -> None:
    for n in (3, 1, 2):
        await world.store.archive.add(_failed(n, silent=True))
    world.now = NOON + HOUR
    await world.ingest.later.read_all(lambda: None)
    assert world.desk.read == ["Headline 1", "Headline 2", "Headline 3"]


async def test_a_backlog_that_is_polled_twice_is_stored_once(world: World) -> None:
    world.titles = [*OLD, OLD[0]]
    await world.poll()
    await world.poll()
    assert (await world.store.archive.counts()).items == 3
    assert await world.changed() == []


@pytest.mark.parametrize("read", [False, True])
async def test_an_item_of_another_feed_does_not_keep_the_rest_of_a_backlog_out(world: World, read: bool) -> None:
    twin = new_item(1, keys=(f"l:o.example/{OLD[1]}".replace(" ", "%20"),), feed_id="other", title=OLD[1])
    await world.store.archive.add(twin)
    world.titles = list(OLD)
    await world.poll()
    if read:
        await world.ingest.later.tick()
    assert (await world.store.archive.counts()).items == 3
    state = await world.store.feeds.get("feed-1")
    assert state is not None
    assert (state.silent, state.failures) == (False, 0)


async def test_reports_of_one_event_in_a_backlog_are_one_story_once_they_are_read(world: World) -> None:
    text = "Lavrov lands in Caracas for talks on oil and grain with Maduro and his ministers"
    world.titles = [f"{text} today", f"{text} now"]
    await world.poll()
    assert (await world.store.archive.counts()).stories == 2
    await world.ingest.later.tick()
    counts = await world.store.archive.counts()
    assert counts.items == 2
    items = await world.store.archive.search(SearchQuery())
    assert len({hit.item.story_id for hit in items}) == counts.stories, "a story that lost its last item is gone"


async def test_cut_anywhere_a_reading_leaves_the_item_as_it_was_and_is_done_again(world: World) -> None:
    world.titles = OLD[:1]
    await world.poll()
    (before,) = await world.store.unread.due(world.now, 5)
    cuts = 0
    for n in range(1, 100):
        try:
            with cut_at(world.store, n):
                await world.ingest.later.read_all(lambda: None)
        except* Cut:
            cuts += 1
        if not (left := await world.store.unread.due(world.now, 5)):
            break
        assert left == (before,), f"cut at statement {n}"
    assert cuts >= 8
    assert await world.about_venezuela() == {OLD[0]}
    assert await world.changed() == []


async def test_a_tagger_that_died_is_tried_again_and_then_the_alert_goes_out(world: World) -> None:
    await _news_with_dead_taggers(world, 1)
    assert await world.about_venezuela() == set()
    world.now += HOUR
    await world.ingest.later.tick()
    assert await world.about_venezuela() == {"Caracas wakes up"}
    assert await world.changed() == ["Caracas wakes up"], "once more, now with its country"


async def test_a_tagger_that_died_yesterday_brings_no_alert_today(world: World) -> None:
    await _news_with_dead_taggers(world, 1)
    world.now += timedelta(hours=25)
    await world.ingest.later.tick()
    assert await world.about_venezuela() == {"Caracas wakes up"}
    assert await world.changed() == []


async def test_an_item_that_kills_every_tagger_is_given_up_with_its_reason(world: World) -> None:
    await _news_with_dead_taggers(world, 99)
    for _ in range(6):
        world.now += HOUR
        await world.ingest.later.tick()
    assert world.desk.read.count("Caracas wakes up") == 3
    assert await world.store.unread.count() == 0
    assert await world.changed() == []
    assert await _outdated(world, edition()) == 0


async def test_a_backlog_item_that_kills_every_tagger_keeps_its_clean_text(world: World) -> None:
    world.titles, world.desk.killed = OLD[:1], 99
    await world.poll()
    for _ in range(6):
        world.now += HOUR
        await world.ingest.later.tick()
    (hit,) = await world.store.archive.search(SearchQuery(terms=("accord",)))
    assert (hit.item.body, len(world.desk.read)) == (f"Clean: {OLD[0]}.", 3)


async def test_items_of_older_data_are_tagged_again_without_alerts_in_their_story(world: World) -> None:
    for n, age in ((1, 1), (2, 10), (3, 30)):
        when = NOON - timedelta(days=age)
        await world.store.archive.add(
            new_item(n, title=f"Caracas {n}", published=when, first_seen=when, edition="old", silent=True)
        )
    before = await world.store.archive.search(SearchQuery())
    assert await world.ingest.later.tick() == 2, "one is too old"
    assert await world.about_venezuela() == {"Caracas 1", "Caracas 2"}
    after = await world.store.archive.search(SearchQuery())
    assert [hit.item.story_id for hit in after] == [hit.item.story_id for hit in before]
    assert [hit.item.body for hit in after] == [hit.item.body for hit in before]
    assert await world.changed() == []


async def test_items_of_this_data_are_left_alone(world: World) -> None:
    await world.store.archive.add(new_item(1, edition=edition()))
    assert await world.ingest.later.tick() == 0


async def test_a_poll_that_breaks_off_rests_and_says_why(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.titles = OLD[:1]
    await world.poll()
    world.titles.insert(0, "Caracas wakes up")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.understand.grouping.stories.Grouper.find", broken)
    await world.poll()
    state = await world.store.feeds.get("feed-1")
    assert state is not None
    assert state.reason is not None
    assert "ZeroDivisionError" in state.reason
    assert state.next_check is not None
    assert state.next_check < world.now + timedelta(minutes=15)
    monkeypatch.undo()
    await world.poll()
    assert await world.changed() == ["Caracas wakes up"]


async def _news_with_dead_taggers(world: World, killed: int) -> None:
    """A fresh item whose tagging fails; who follows everything was told of it."""
    world.titles = ["Oslo keeps out"]
    await world.poll()
    await world.ingest.later.tick()
    world.titles.insert(0, "Caracas wakes up")
    world.desk.killed = killed
    await world.poll()
    (change,) = await world.store.outbox.changes()
    await world.store.outbox.settle(change.id, (), world.now)


async def _outdated(world: World, stamp: str) -> int:
    return await world.store.unread.outdated(stamp, at(-60))


def _failed(n: int, *, silent: bool) -> NewItem:
    return new_item(n, silent=silent, again=NOON)


def test_the_edition_tells_the_taggers_apart_and_is_the_same_each_time() -> None:
    assert edition() == edition(Tagger.FULL)
    assert edition() != edition(Tagger.LIGHT)
