"""The archive: stored whole, stored once, read back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.model import (
    ActorRole,
    ActorTag,
    Arrivals,
    Event,
    EventType,
    KnownItem,
    Mention,
    NewItem,
    Novelty,
    NoveltyKind,
    Party,
    SearchQuery,
)
from bot.ports import Store
from bot.store import articles
from bot.store.rows import MOST_KEYS
from tests.build import NOON, actor, actor_tag, article, at, new_item


async def test_item_reads_back_as_it_was_added(store: Store) -> None:
    new = new_item(1, countries=("VE", "RU"), actors=(1, 2), image="https://outlet.example/1.jpg", topics=("a", "b"))
    item = await store.archive.add(new)
    assert item is not None
    assert item == await store.archive.get(item.id)
    given = new.tagged
    assert (item.title, item.dek, item.body) == (given.article.title, given.article.dek, given.article.body)
    assert (item.summary, item.countries, item.actors) == (given.summary, given.countries, given.actors)
    assert (item.feed_id, item.publisher, item.topics) == (new.feed_id, new.publisher, ("a", "b"))
    assert (item.published, item.first_seen, item.when) == (at(-1), NOON, at(-1))
    assert (item.url, item.image, item.language, item.authors) == (
        given.article.url,
        given.article.image,
        "en",
        ("Author 1",),
    )


async def test_events_and_what_an_item_adds_are_kept(store: Store) -> None:
    side = Party("Sergey Lavrov", "RU", Mention("title", 0, 6))
    events = (
        Event(EventType.CONSULT, "Lavrov met Gil.", side, Party("Gil"), "VE", "on Friday", planned=True),
        Event(EventType.ASSAULT, "Two died."),
    )
    adds = (Novelty(NoveltyKind.NUMBER, "2 killed", "Two died.", strong=True),)
    new = new_item(1)
    item = await store.archive.add(replace(new, adds=adds, tagged=replace(new.tagged, events=events)))
    assert item is not None
    assert (item.events, item.adds) == (events, adds)
    assert item == await store.archive.get(item.id)


async def test_item_that_is_not_there_is_none(store: Store) -> None:
    assert await store.archive.get(1) is None


async def test_hours_with_news_are_those_of_publication_each_once(store: Store) -> None:
    for n, minutes in enumerate((-30, -10, 70, 75), start=1):
        when = at(minutes)
        assert await store.archive.add(new_item(n, published=when, first_seen=when + timedelta(minutes=9)))
    await store.archive.add(new_item(9, feed_id="feed-2", published=at(600), first_seen=at(600)))
    assert await store.archive.hours("feed-1", since=at(-60)) == (at(-60), at(60))
    assert await store.archive.hours("feed-3", since=at(-60)) == ()


async def test_backlog_counts_as_news_when_it_came(store: Store) -> None:
    for n, hours in enumerate((300, 200, 100), start=1):
        await store.archive.add(new_item(n, published=NOON - timedelta(hours=hours), first_seen=NOON))
    await store.archive.add(new_item(4, published=None, first_seen=at(180)))
    assert await store.archive.hours("feed-1", since=NOON - timedelta(days=60)) == (NOON, at(180))


async def test_the_oldest_item_tells_since_when_a_feed_is_watched(store: Store) -> None:
    await store.archive.add(new_item(1, published=at(-120), first_seen=at(0)))
    await store.archive.add(new_item(2, published=at(600), first_seen=at(601)))
    assert await store.archive.hours("feed-1", since=at(300)) == (NOON, at(600))


async def test_arrivals_are_those_since_a_feed_was_first_looked_at(store: Store) -> None:
    def came(n: int, published: float, seen: float, **changes: Any) -> NewItem:
        return new_item(n, published=at(published), first_seen=at(seen), **changes)

    for new in (
        came(1, -500, 0),  # the backlog of the first poll
        came(2, -10, 0),
        came(3, 60, 64),
        came(4, 120, 121),
        came(5, 130, 131, feed_id="feed-2"),
    ):
        assert await store.archive.add(new)
    found = await store.archive.arrivals(["feed-1", "feed-2", "feed-3"], since=at(-1000))
    assert found["feed-1"] == Arrivals(NOON, 2, ((at(120), at(121)), (at(60), at(64))))
    assert found["feed-2"] == Arrivals(at(131), 0, ()), "its only item is its backlog"
    assert "feed-3" not in found
    later = await store.archive.arrivals(["feed-1"], since=at(100))
    assert later["feed-1"] == Arrivals(at(100), 1, ((at(120), at(121)),))


async def test_moments_keep_their_microseconds(store: Store) -> None:
    exact = NOON + timedelta(microseconds=123_457)
    item = await store.archive.add(new_item(1, first_seen=exact))
    assert item is not None
    assert item.first_seen == exact


async def test_known_key_is_not_stored_again(store: Store) -> None:
    first = await store.archive.add(new_item(1))
    assert first is not None
    again = new_item(2, keys=("key-new", "key-1"), countries=("VE",), actors=(7,))
    assert await store.archive.add(again) is None

    counts = await store.archive.counts()
    assert (counts.items, counts.stories, counts.actors) == (1, 1, 0)
    assert len(await store.outbox.changes()) == 1
    assert await store.archive.known(["key-new"]) == {}
    assert [hit.item.id for hit in await store.archive.search(SearchQuery(terms=("headline",)))] == [first.id]


async def test_item_with_other_keys_is_stored(store: Store) -> None:
    await store.archive.add(new_item(1))
    assert await store.archive.add(new_item(2)) is not None
    assert (await store.archive.counts()).items == 2


async def test_item_without_keys_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="keys"):
        await store.archive.add(new_item(1, keys=()))
    assert (await store.archive.counts()).items == 0


async def test_keys_tell_what_is_known(store: Store) -> None:
    item = await store.archive.add(new_item(1, keys=("a", "b"), feed_id="feed-9"))
    assert item is not None
    known = KnownItem(item.id, "feed-9", item.title, item.url)
    assert await store.archive.known(["a", "c", "b"]) == {"a": known, "b": known}
    assert await store.archive.known([]) == {}


async def test_many_keys_at_once(store: Store) -> None:
    await store.archive.add(new_item(1))
    assert set(await store.archive.known([f"key-{n}" for n in range(5000)])) == {"key-1"}


async def test_remembered_keys_are_known_too(store: Store) -> None:
    one = await store.archive.add(new_item(1))
    two = await store.archive.add(new_item(2))
    assert one is not None
    assert two is not None
    await store.archive.remember([(one.id, ["late", "key-2"])])
    known = await store.archive.known(["late", "key-2"])
    assert known["late"].id == one.id
    assert known["key-2"].id == two.id, "a key stays with the item that had it first"


async def test_keys_of_an_item_are_bounded(store: Store) -> None:
    for n in (1, 2):
        await store.archive.add(new_item(n))
    for n in range(MOST_KEYS + 5):
        await store.archive.remember([(1, [f"again-{n}"])])
    await store.archive.remember([(1, ["late-1"]), (2, ["late-2"])])
    known = await store.archive.known([*(f"again-{n}" for n in range(MOST_KEYS + 5)), "late-1", "late-2"])
    assert sum(item.id == 1 for item in known.values()) == MOST_KEYS - 1
    assert known["late-2"].id == 2


async def test_of_a_story_of_very_many_items_the_first_and_the_newest_are_read(store: Store) -> None:
    for n in (1, 2, 3, 4, 5):
        await store.archive.add(new_item(n, story_id=1, first_seen=at(n)))
        story = await store.archive.story(1, 3)
        assert story is not None
        assert [item.id for item in story.items] == ([*range(1, n + 1)] if n <= 3 else [1, n - 1, n])


async def test_first_item_opens_a_story_and_the_next_joins_it(store: Store) -> None:
    first = await store.archive.add(new_item(1))
    assert first is not None
    second = await store.archive.add(new_item(2, story_id=first.story_id, first_seen=at(30), publisher="Outlet 2"))
    assert second is not None
    assert second.story_id == first.story_id

    story = await store.archive.story(first.story_id)
    assert story is not None
    assert (story.title, story.first_seen, story.last_seen) == (first.title, NOON, at(30))
    assert story.items == (first, second)
    assert story.publishers == ("Outlet 1", "Outlet 2")
    assert [change.opened for change in await store.outbox.changes()] == [True, False]


async def test_story_that_is_not_there_is_opened_rather_than_the_item_lost(store: Store) -> None:
    item = await store.archive.add(new_item(1, story_id=999))
    assert item is not None
    assert item.story_id != 999
    assert await store.archive.story(999) is None
    assert [change.opened for change in await store.outbox.changes()] == [True]


async def test_older_report_that_comes_late_moves_the_story_back_and_not_forward(store: Store) -> None:
    first = await store.archive.add(new_item(1, first_seen=at(60)))
    assert first is not None
    await store.archive.add(new_item(2, story_id=first.story_id, first_seen=at(10)))
    story = await store.archive.story(first.story_id)
    assert story is not None
    assert (story.first_seen, story.last_seen) == (at(10), at(60))


async def test_item_leaves_a_change_unless_it_is_silent(store: Store) -> None:
    loud = await store.archive.add(new_item(1))
    await store.archive.add(new_item(2, silent=True))
    assert [change.item for change in await store.outbox.changes()] == [loud]


async def test_local_actor_is_shown_with_its_item_and_never_registered(store: Store) -> None:
    local = replace(actor(1), id="rodriguez", name="Rodriguez", local=True)
    item = await store.archive.add(new_item(1, actors=(2, local, 3)))
    assert item is not None
    assert [tag.actor for tag in item.actors] == [actor(2), local, actor(3)]
    assert await store.actors.get("rodriguez") is None
    assert await store.actors.lookup(["Rodriguez"]) == {}
    assert await store.archive.search(SearchQuery(actors=("rodriguez",))) == ()
    assert (await store.archive.counts()).actors == 2


async def test_actor_tagged_twice_is_kept_once(store: Store) -> None:
    item = await store.archive.add(new_item(1, actors=(1, 1)))
    assert item is not None
    assert item.actors == (ActorTag(actor(1), (Mention("title", 0, 4),), "test"),)


async def test_an_item_keeps_who_acts_and_who_is_acted_on(store: Store) -> None:
    local = replace(actor(3), id="rodriguez", name="Rodriguez", local=True)
    acts, suffers = replace(actor_tag(1), role=ActorRole.AGENT), replace(actor_tag(local), role=ActorRole.RECIPIENT)
    new = new_item(1)
    item = await store.archive.add(replace(new, tagged=replace(new.tagged, actors=(acts, suffers, actor_tag(2)))))
    assert item is not None
    assert [tag.role for tag in item.actors] == [ActorRole.AGENT, ActorRole.RECIPIENT, None]
    assert await store.archive.get(item.id) == item


async def test_what_degraded_is_kept_and_does_not_stop_the_item(store: Store) -> None:
    new = new_item(1, notes=("page not fetched: 403",))
    assert await store.archive.add(replace(new, tagged=replace(new.tagged, failed=("actors",)))) is not None


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [("a\0b", "ab"), ("a\ud800b", "ab"), ("\udfff", ""), ("a\U0001f600b", "a\U0001f600b")],
    ids=["nul", "high surrogate", "low surrogate", "emoji stays"],
)
async def test_characters_that_a_database_refuses_are_taken_out(store: Store, dirty: str, clean: str) -> None:
    stored = await store.archive.add(
        new_item(1, title=dirty, body=dirty, dek=dirty, authors=(dirty,), publisher=dirty, topics=(dirty or "x",))
    )
    assert stored is not None
    item = await store.archive.get(stored.id)
    assert item is not None
    assert (item.title, item.body, item.dek, item.authors) == (clean, clean, clean, (clean,))
    assert item.publisher == clean


async def test_absurdly_long_values_are_stored(store: Store) -> None:
    long = "".join(chr(0x4E00 + n % 20_000) for n in range(100_000))
    stored = await store.archive.add(new_item(1, title=long, body=long, publisher=long, topics=(long,), keys=(long,)))
    assert stored is not None
    item = await store.archive.get(stored.id)
    assert item is not None
    assert item.body == long
    assert await store.archive.add(new_item(2, keys=(long,))) is None


async def test_items_added_after_come_by_number(store: Store) -> None:
    items = [await store.archive.add(new_item(n, first_seen=at(n))) for n in range(1, 6)]
    after = await store.archive.added_after(2, since=at(-100))
    assert after == tuple(items[2:])
    assert await store.archive.added_after(2, since=at(4)) == tuple(items[3:])
    assert await store.archive.added_after(0, since=at(-100), limit=2) == tuple(items[:2])
    assert await store.archive.added_after(5, since=at(-100)) == ()


@pytest.mark.parametrize(
    ("moment", "last"),
    [
        pytest.param(at(-100), 0, id="all are newer"),
        pytest.param(at(3), 2, id="some are newer"),
        pytest.param(at(100), 5, id="none is newer"),
    ],
)
async def test_last_item_before_a_moment(
    store: Store, moment: datetime, last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(articles, "_PAGE", 2)
    assert await store.archive.last_before(moment) == 0
    for n in range(1, 6):
        await store.archive.add(new_item(n, first_seen=at(n)))
    found = await store.archive.last_before(moment)
    assert last - 1 <= found <= last
    assert len(await store.archive.added_after(found, since=moment)) == 5 - last


async def test_busiest_actors(store: Store) -> None:
    await store.archive.add(new_item(1, countries=("VE", "RU"), actors=(1,)))
    await store.archive.add(new_item(2, countries=("VE",), actors=(1, 2)))
    await store.archive.add(new_item(3, countries=("FR",), actors=(2, 3)))
    await store.archive.add(new_item(500, countries=("FR",), actors=(3,)))  # published long before
    since = at(-60)
    assert await store.archive.busiest_actors(since, 10) == ((actor(1), 2), (actor(2), 2), (actor(3), 1))
    assert await store.archive.busiest_actors(since, 10, "VE") == ((actor(1), 2), (actor(2), 1))
    assert await store.archive.busiest_actors(since, 10, "XK") == ()


async def test_reach_and_counts_of_an_empty_archive(store: Store) -> None:
    assert await store.archive.reach() is None
    counts = await store.archive.counts()
    assert (counts.items, counts.oldest, counts.newest) == (0, None, None)


async def test_reach_is_by_what_is_shown(store: Store) -> None:
    await store.archive.add(new_item(5))
    await store.archive.add(new_item(9, published=None, first_seen=at(3)))
    assert await store.archive.reach() == (at(-5), at(3))


async def test_story_of_one_article_keeps_its_own_title(store: Store) -> None:
    one = await store.archive.add(new_item(1))
    two = await store.archive.add(new_item(2))
    assert one is not None
    assert two is not None
    assert one.story_id != two.story_id
    story = await store.archive.story(two.story_id)
    assert story is not None
    assert story.title == article(2).title
