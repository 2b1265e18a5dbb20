"""Edits in the database: the new text everywhere, the old one kept, the story and the alerts as they were."""

from __future__ import annotations

from bot.model import KnownItem, Part, Reading, SearchQuery
from bot.ports import Store
from bot.store.versions import MOST
from tests.build import NOON, at, edit, new_item, tagged


async def known(store: Store, n: int = 1) -> KnownItem:
    return (await store.archive.known([f"key-{n}"]))[f"key-{n}"]


async def found(store: Store, **query: object) -> list[int]:
    hits = await store.archive.search(SearchQuery(**query))  # type: ignore[arg-type]
    return [hit.item.id for hit in hits]


async def test_the_item_has_the_new_text_and_tags_and_the_old_text_is_kept(store: Store) -> None:
    before = await store.archive.add(new_item(1, countries=("RU",), actors=(1,)))
    assert before is not None
    change = edit(1, countries=("VE",), actors=(2,), at=at(5), gone=("Out.",), came=("In.",))
    assert await store.versions.replace(change)
    item = await store.archive.get(1)
    assert item is not None
    assert (item.title, item.body) == ("Headline 9", "First paragraph 9.\n\nSecond paragraph 9.")
    assert item.summary == ("Summary sentence 9.",)
    assert [tag.code for tag in item.countries] == ["VE"]
    assert [tag.actor.id for tag in item.actors] == ["person-2"]
    assert (item.story_id, item.published, item.first_seen) == (before.story_id, before.published, before.first_seen)
    assert item.topics == before.topics
    (version,) = await store.versions.of([1])
    assert (version.title, version.dek, version.body) == (before.title, before.dek, before.body)
    assert (version.replaced, version.what) == (at(5), (Part.TITLE, Part.BODY))
    assert (version.gone, version.came) == (("Out.",), ("In.",))


async def test_an_edit_leaves_the_change_as_it_was(store: Store) -> None:
    await store.archive.add(new_item(1))
    (before,) = await store.outbox.changes()
    await store.versions.replace(edit(1))
    (change,) = await store.outbox.changes()
    assert change.id == before.id
    await store.outbox.settle(change.id, [], NOON)
    await store.versions.replace(edit(1, 8))
    assert await store.outbox.changes() == ()


async def test_searches_find_the_new_text_and_not_the_old(store: Store) -> None:
    await store.archive.add(new_item(1, countries=("RU",), title="Lighthouse opened"))
    await store.versions.replace(edit(1, countries=("VE",), title="Drydock opened"))
    assert await found(store, terms=("drydock",)) == [1]
    assert await found(store, terms=("lighthouse",)) == []
    assert await found(store, countries=("VE",)) == [1]
    assert await found(store, countries=("RU",)) == []
    assert await found(store, topics=("world",)) == [1]


async def test_a_story_takes_the_headline_of_the_item_that_opened_it_and_of_no_other(store: Store) -> None:
    await store.archive.add(new_item(1))
    await store.archive.add(new_item(2, story_id=1))
    await store.versions.replace(edit(2))
    story = await store.archive.story(1)
    assert story is not None
    assert story.title == "Headline 1"
    await store.versions.replace(edit(1))
    story = await store.archive.story(1)
    assert story is not None
    assert story.title == "Headline 9"


async def test_actors_are_counted_once_an_item_however_often_it_is_edited(store: Store) -> None:
    await store.archive.add(new_item(1, actors=(1, 2)))
    for n in range(5):
        await store.versions.replace(edit(1, n, actors=(1,)))
    ranking = await store.archive.busiest_actors(at(-60), 10)
    assert [(who.id, n) for who, n in ranking] == [("person-1", 1)]


async def test_an_edit_that_is_stored_already_writes_nothing_but_what_was_said(store: Store) -> None:
    await store.archive.add(new_item(1, said="first"))
    assert await store.versions.replace(edit(1))
    assert not await store.versions.replace(edit(1, said="again"))
    assert len(await store.versions.of([1])) == 1
    assert (await known(store)).said == "again"


async def test_a_text_that_comes_back_and_goes_again_is_kept_once(store: Store) -> None:
    await store.archive.add(new_item(1))
    for n in range(6):
        await store.versions.replace(edit(1, (9, 1)[n % 2], at=at(n)))
    versions = await store.versions.of([1])
    assert [(version.title, version.replaced) for version in versions] == [("Headline 1", at(4)), ("Headline 9", at(5))]


async def test_versions_are_bounded_to_the_first_and_the_last_ones(store: Store) -> None:
    await store.archive.add(new_item(1))
    for n in range(2, MOST + 6):
        await store.versions.replace(edit(1, n, at=at(n)))
    titles = [version.title for version in await store.versions.of([1])]
    assert len(titles) == MOST
    assert (titles[0], titles[1], titles[-1]) == ("Headline 1", "Headline 6", f"Headline {MOST + 4}")


async def test_a_fuller_text_is_no_version(store: Store) -> None:
    await store.archive.add(new_item(1))
    assert await store.versions.replace(edit(1, what=(), full=True))
    assert await store.versions.of([1]) == ()
    assert (await known(store)).full


async def test_what_was_heard_is_remembered_and_counted_until_an_edit(store: Store) -> None:
    await store.archive.add(new_item(1, said="first"))
    assert (await known(store)).idle == 0
    await store.versions.heard(1, "second")
    await store.versions.heard(1, None)
    assert ((await known(store)).said, (await known(store)).idle) == ("second", 2)
    await store.versions.replace(edit(1, said=None))
    assert ((await known(store)).said, (await known(store)).idle) == ("second", 0)
    await store.versions.replace(edit(1, 8, said="third"))
    assert (await known(store)).said == "third"


async def test_versions_of_several_items_come_by_item_and_time(store: Store) -> None:
    for n in (1, 2):
        await store.archive.add(new_item(n))
    for n, minute in ((2, 1), (1, 2), (2, 3)):
        await store.versions.replace(edit(n, minute + 5, at=at(minute)))
    versions = await store.versions.of([2, 1, 7])
    assert [(version.item_id, version.replaced) for version in versions] == [(1, at(2)), (2, at(1)), (2, at(3))]
    assert await store.versions.of([]) == ()


async def test_an_edit_ends_a_reading_of_the_old_text(store: Store) -> None:
    await store.archive.add(new_item(1))
    assert await store.unread.outdated("newer data", at(-600)) == 1
    await store.versions.replace(edit(1))
    assert await store.unread.read(Reading(1, tagged(1), "newer data", at(-1))) is None
    item = await store.archive.get(1)
    assert item is not None
    assert item.title == "Headline 9"


async def test_an_item_that_waits_to_be_alerted_when_it_is_tagged_goes_on_waiting(store: Store) -> None:
    await store.archive.add(new_item(1, again=NOON))
    await store.versions.replace(edit(1))
    (unread,) = await store.unread.due(at(1), 10)
    assert unread.alert
    assert unread.item.title == "Headline 9"
