"""The queue of what is still to be read: whole backlogs in or nothing, one item out at a time."""

from __future__ import annotations

from dataclasses import replace

from bot.model import Draft, Entry, NewItem, Reading, SearchQuery
from bot.ports import Store
from tests.build import NOON, at, entry, feed, new_item, tagged
from tests.store.conftest import Opener
from tests.store.cut import Cut, cut_at


def draft(n: int, **changes: object) -> Draft:
    """Draft `n`: entry `n`, its text as the feed has it."""
    new: NewItem = replace(new_item(n), silent=True, **changes)  # type: ignore[arg-type]
    return Draft(new, entry(n), page=n % 2 == 0)


def reading(item_id: int, n: int, **changes: object) -> Reading:
    base = Reading(item_id, tagged(n, countries=("VE",), actors=(1,), body="Quite another text."), "e1", at(-n))
    return replace(base, **changes)  # type: ignore[arg-type]


async def test_a_backlog_goes_in_whole_and_ends_the_silence_of_its_feed(store: Store) -> None:
    await store.feeds.sync([feed(1), feed(2)], NOON)
    ids = await store.unread.add([draft(n) for n in range(50)])
    assert ids == tuple(range(1, 51))
    assert await store.outbox.changes() == ()
    assert len(await store.archive.known([f"key-{n}" for n in range(50)])) == 50
    assert len(await store.archive.search(SearchQuery(terms=("paragraph",), limit=100))) == 50
    assert [state.silent for state in await store.feeds.list()] == [False, True]
    assert await store.archive.add(new_item(99)) is not None, "numbers go on behind it"


async def test_a_backlog_with_a_stored_key_stays_out_whole(store: Store) -> None:
    await store.archive.add(new_item(7))
    assert await store.unread.add([draft(n) for n in range(10)]) is None
    assert (await store.archive.counts()).items == 1
    assert await store.unread.add([draft(n) for n in range(7)]) is not None


async def test_cut_anywhere_a_backlog_leaves_nothing(store: Store) -> None:
    await store.feeds.sync([feed(1)], NOON)
    cuts = 0
    for n in range(1, 100):
        try:
            with cut_at(store, n):
                await store.unread.add([draft(1), draft(2)])
            break
        except Cut:
            cuts += 1
            counts = await store.archive.counts()
            assert (counts.items, counts.stories, counts.unread) == (0, 0, 0), f"cut at statement {n}"
            assert (await store.feeds.list())[0].silent
    assert cuts >= 6


async def test_the_newest_are_due_first_and_come_with_what_the_feed_said(store: Store) -> None:
    await store.unread.add([draft(n) for n in (3, 1, 2)])
    due = await store.unread.due(NOON, 2)
    assert [one.entry for one in due] == [entry(1), entry(2)]
    assert [one.page for one in due] == [False, True]


async def test_an_entry_comes_back_as_it_was(store: Store) -> None:
    whole = Entry("g", None, "T", "<p>é</p>", "<b>c</b>", at(1.5), None, ("A", "B"), ("x",), "https://o.example/i.png")
    await store.unread.add([Draft(new_item(1), whole, page=False)])
    (one,) = await store.unread.due(NOON, 1)
    assert one.entry == whole


async def test_reading_puts_the_clean_text_in_the_place_of_the_draft_everywhere(store: Store) -> None:
    (item_id,) = await store.unread.add([draft(1)]) or ()
    item = await store.unread.read(reading(item_id, 1))
    assert item is not None
    assert item == await store.archive.get(item_id)
    assert (item.body, [tag.code for tag in item.countries]) == ("Quite another text.", ["VE"])
    assert await store.archive.search(SearchQuery(terms=("paragraph",))) == ()
    assert len(await store.archive.search(SearchQuery(terms=("another",)))) == 1
    assert await store.unread.count() == 0


async def test_what_was_read_already_is_not_read_again(store: Store) -> None:
    (item_id,) = await store.unread.add([draft(1)]) or ()
    await store.unread.read(reading(item_id, 1))
    assert await store.unread.read(reading(item_id, 1, edition="e2")) is None


async def test_an_item_that_joins_a_story_leaves_none_behind(store: Store) -> None:
    first = await store.archive.add(new_item(1))
    assert first is not None
    (item_id,) = await store.unread.add([draft(2)]) or ()
    item = await store.unread.read(reading(item_id, 2, story_id=first.story_id))
    assert item is not None
    assert item.story_id == first.story_id
    assert (await store.archive.counts()).stories == 1


async def test_tags_of_a_clean_item_are_replaced_and_the_rest_stays(store: Store) -> None:
    first = await store.archive.add(new_item(1, countries=("RU",), actors=(1, 2), silent=True, again=at(1)))
    assert first is not None
    assert await store.unread.due(NOON, 5) == ()
    (one,) = await store.unread.due(at(2), 5)
    assert (one.entry, one.alert, one.attempts) == (None, False, 1)
    item = await store.unread.read(reading(first.id, 1))
    assert item is not None
    assert (item.body, item.story_id) == (first.body, first.story_id)
    assert [tag.code for tag in item.countries] == ["VE"]
    assert [actor.id for actor, n in await store.archive.busiest_actors(at(-99), 5)] == ["person-1"]
    assert await store.outbox.changes() == ()


async def test_news_is_matched_once_more_when_its_reading_says_so(store: Store) -> None:
    first = await store.archive.add(new_item(1, again=NOON))
    assert first is not None
    (change,) = await store.outbox.changes()
    await store.outbox.settle(change.id, (), NOON)
    await store.unread.read(reading(first.id, 1, alert=True))
    (again,) = await store.outbox.changes()
    assert (again.id, again.opened, [tag.code for tag in again.item.countries]) == (change.id, False, ["VE"])


async def test_given_up_it_keeps_its_text_and_says_why(store: Store) -> None:
    (item_id,) = await store.unread.add([draft(1)]) or ()
    before = await store.archive.get(item_id)
    await store.unread.later(item_id, at(5))
    assert await store.unread.due(at(4), 5) == ()
    assert [one.attempts for one in await store.unread.due(at(5), 5)] == [1]
    await store.unread.give_up(item_id, "it crashed", "e1")
    assert await store.archive.get(item_id) == before
    assert await store.unread.count() == 0
    assert await store.unread.outdated("e1", at(-99)) == 0


async def test_only_what_other_data_tagged_lately_is_outdated(store: Store) -> None:
    for n, edition in ((1, "e1"), (2, "e0"), (3, None), (500, "e0")):
        await store.archive.add(new_item(n, edition=edition))
    await store.unread.add([draft(4)])
    assert await store.unread.outdated("e1", at(-99)) == 2
    assert [one.item.id for one in await store.unread.due(NOON, 9)] == [2, 3, 5]
    assert await store.unread.outdated("e1", at(-99)) == 0


async def test_a_reader_of_new_items_does_not_see_drafts(opened: Opener) -> None:
    """The stories of a process follow the archive; what is not read has no place in them yet."""
    one, two = await opened(), await opened()
    (item_id,) = await one.unread.add([draft(1)]) or ()
    await one.archive.add(new_item(2))
    assert [item.id for item in await two.archive.added_after(0, since=at(-10))] == [2]
    await one.unread.read(reading(item_id, 1))
    assert [item.id for item in await two.archive.added_after(0, since=at(-10))] == [1, 2]


async def test_recent_items_of_a_publisher_are_queued_to_be_cleaned_again(store: Store) -> None:
    for n in (1, 2, 3):
        await store.archive.add(replace(new_item(n, body=f"Text {n}.\n\nThe view from the quay"), silent=True))
    await store.archive.add(replace(new_item(4), publisher="Outlet 2", silent=True))
    assert await store.unread.revisit("Outlet 1", at(-2), 10) == 2
    assert await store.unread.revisit("Outlet 1", at(-9), 10) == 1, "those that are queued are not queued twice"
    assert await store.unread.revisit("Outlet 3", at(-9), 10) == 0
    waiting = await store.unread.due(NOON, 10)
    assert [(one.item.title, one.entry, one.alert) for one in waiting] == [
        (f"Headline {n}", None, False) for n in (1, 2, 3)
    ]


async def test_the_newest_are_queued_where_there_are_too_many(store: Store) -> None:
    for n in (1, 2, 3):
        await store.archive.add(replace(new_item(n), silent=True))
    assert await store.unread.revisit("Outlet 1", at(-9), 1) == 1
    assert [one.item.title for one in await store.unread.due(NOON, 10)] == ["Headline 1"]


async def test_a_cleaner_body_takes_the_place_of_the_old_one_in_the_search_too(store: Store) -> None:
    item = await store.archive.add(replace(new_item(1, body="Ships left.\n\nThe view from the quay"), silent=True))
    assert item is not None
    await store.unread.revisit("Outlet 1", at(-9), 10)
    cleaner = tagged(1, countries=("VE",), body="Ships left.")
    found = await store.unread.read(Reading(item.id, cleaner, "e1", item.published, cleaner=True))
    assert found is not None
    assert (found.body, found.title, found.dek, found.story_id) == ("Ships left.", item.title, item.dek, item.story_id)
    assert await store.archive.search(SearchQuery(terms=("quay",))) == ()
    assert [hit.item.id for hit in await store.archive.search(SearchQuery(terms=("ships",)))] == [item.id]
    assert await store.outbox.changes() == ()
    assert await store.unread.count() == 0
