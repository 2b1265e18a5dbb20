"""What is in the news, and lists of it, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import NotFound
from bot.model import Mention, NewItem, Subject, SubjectKind, Tagged
from bot.ports import Store
from bot.store import open_store
from bot.stories import Stories
from tests.build import NOON, actor, at, country_tag, new_item


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/t.db")
    yield opened
    await opened.close()


@pytest.fixture
def stories(store: Store) -> Stories:
    return Stories(store.archive, store.versions)


def with_headline_country(item: NewItem, code: str) -> NewItem:
    tags = item.tagged
    headline = country_tag(code, Mention("title", 0, 4))
    tagged = Tagged(tags.article, (*tags.countries, headline), tags.actors, tags.summary)
    return NewItem(
        feed_id=item.feed_id,
        publisher=item.publisher,
        keys=item.keys,
        tagged=tagged,
        first_seen=item.first_seen,
        published=item.published,
    )


async def test_a_country_of_a_headline_goes_before_one_in_passing(store: Store, stories: Stories) -> None:
    await store.archive.add(with_headline_country(new_item(1, countries=("BE", "US")), "VE"))
    await store.archive.add(new_item(2, countries=("US",)))
    assert await stories.countries_in_the_news(NOON, 2) == ("VE", "US")


async def test_many_reports_of_one_story_count_once(store: Store, stories: Stories) -> None:
    first = await store.archive.add(new_item(1, countries=("VE",)))
    assert first is not None
    for n in (2, 3, 4):
        await store.archive.add(new_item(n, countries=("VE",), story_id=first.story_id))
    for n in (5, 6):
        await store.archive.add(new_item(n, countries=("RU",)))
    assert await stories.countries_in_the_news(NOON, 5) == ("RU", "VE")


async def test_an_archive_that_stands_still_has_its_last_news(store: Store, stories: Stories) -> None:
    await store.archive.add(new_item(1, countries=("VE",), actors=(1,)))
    later = at(400 * 24 * 60)
    assert await stories.countries_in_the_news(later, 5) == ("VE",)
    assert [one.id for one in await stories.actors_in_the_news(later, 5)] == ["person-1"]


async def test_an_empty_archive_has_no_news(stories: Stories) -> None:
    assert await stories.countries_in_the_news(NOON, 5) == ()
    assert await stories.actors_in_the_news(NOON, 5) == ()
    listing = await stories.latest(None, 3, NOON)
    assert (listing.items, listing.page, listing.pages) == ((), 0, 1)


async def test_actors_of_one_country_only(store: Store, stories: Stories) -> None:
    await store.archive.add(new_item(1, countries=("VE",), actors=(1,)))
    await store.archive.add(new_item(2, countries=("RU",), actors=(actor(2),)))
    assert [one.id for one in await stories.actors_in_the_news(NOON, 5, "RU")] == ["person-2"]


async def test_the_latest_are_one_a_story_and_paged(store: Store, stories: Stories) -> None:
    first = await store.archive.add(new_item(1, topics=("energy",)))
    assert first is not None
    await store.archive.add(new_item(2, story_id=first.story_id))
    for n in range(3, 10):
        await store.archive.add(new_item(n))
    listing = await stories.latest(None, 0, NOON)
    assert [item.title for item in listing.items] == [f"Headline {n}" for n in (1, 3, 4, 5, 6)]
    assert listing.pages == 2
    assert (await stories.latest(None, 99, NOON)).page == 1


@pytest.mark.parametrize(
    ("subject", "titles"),
    [
        (Subject(SubjectKind.COUNTRY, "VE", "Venezuela"), ["Headline 1"]),
        (Subject(SubjectKind.ACTOR, "person-1", "Person"), ["Headline 2"]),
        (Subject(SubjectKind.TOPIC, "energy", "Energy"), ["Headline 3"]),
        (Subject(SubjectKind.FEED, "feed-2", "feed-2"), ["Headline 4"]),
        (Subject(SubjectKind.PUBLISHER, "outlet 9", "Outlet 9"), ["Headline 5"]),
        (Subject(SubjectKind.KEYWORD, "headline 6", "Headline 6"), ["Headline 6"]),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Subject) else "",
)
async def test_the_latest_on_a_subject(store: Store, stories: Stories, subject: Subject, titles: list[str]) -> None:
    await store.archive.add(new_item(1, countries=("VE",)))
    await store.archive.add(new_item(2, actors=(1,)))
    await store.archive.add(new_item(3, topics=("Energy",)))
    await store.archive.add(new_item(4, feed_id="feed-2"))
    await store.archive.add(new_item(5, publisher="Outlet 9"))
    await store.archive.add(new_item(6))
    assert [item.title for item in (await stories.latest(subject, 0, NOON)).items] == titles


async def test_search_takes_words_and_nothing_else(store: Store, stories: Stories) -> None:
    await store.archive.add(new_item(1, title="The oil embargo"))
    assert len((await stories.search('"oil" (embargo) OR *', 0, NOON)).items) == 1
    assert (await stories.search("!!! …", 0, NOON)).items == ()


async def test_a_story_that_is_not_there_is_not_found(stories: Stories) -> None:
    with pytest.raises(NotFound, match="I have no story 5"):
        await stories.story(5)
