"""What is an edit, what is none, and what is kept of one."""

from __future__ import annotations

import pytest

from bot.ingest.edits import MOST, TRIES
from bot.model import FullText, Part, SearchQuery
from bot.ports import Store
from bot.store.versions import MOST as MOST_VERSIONS
from tests.build import feed
from tests.edits.desk import BROKEN, Room

TITLE = "Envoy lands in Caracas for talks"
TEXT = "The envoy landed in Caracas on Friday. Talks begin on Saturday. Nobody knows how long they will last."
LONG = " ".join(f"Sentence number {n} of the report says something of its own." for n in range(20))


async def published(room: Room, text: str = TEXT, title: str = TITLE) -> int:
    """One item, polled; its id."""
    room.publish("1", title, text)
    assert (await room.poll()).new == 1
    (item,) = await room.alerts()
    return item


async def test_an_edited_text_is_a_new_version_of_the_same_item(room: Room) -> None:
    item = await published(room)
    story = (await room.item(item)).story_id
    room.channel.edit("1", text=TEXT + " They went on for three hours.")
    result = await room.poll()
    assert (result.new, result.edited) == (0, 1)
    now = await room.item(item)
    assert now.body.endswith("They went on for three hours.")
    assert now.story_id == story
    (version,) = await room.versions(item)
    assert version.body == TEXT
    assert version.what == (Part.BODY,)
    assert (version.gone, version.came) == ((), ("They went on for three hours.",))
    assert version.replaced == room.now


async def test_an_edit_brings_no_second_change(room: Room) -> None:
    item = await published(room)
    news = room.news
    room.channel.edit("1", title="Envoy leaves Caracas without a deal")
    await room.poll()
    assert await room.alerts() == [item]
    assert room.news == news


async def test_an_edited_headline_is_found_and_heads_the_story_it_opened(room: Room) -> None:
    item = await published(room)
    room.channel.edit("1", title="Envoy lands in Bogota for talks")
    await room.poll()
    archive = room.store.archive
    assert [hit.item.id for hit in await archive.search(SearchQuery(terms=("bogota",)))] == [item]
    story = await archive.story((await room.item(item)).story_id)
    assert story is not None
    assert story.title == "Envoy lands in Bogota for talks"
    (version,) = await room.versions(item)
    assert version.title == TITLE
    assert version.what == (Part.TITLE,)


async def test_what_was_edited_out_is_found_no_more(room: Room) -> None:
    item = await published(room, TEXT + " A parrot came along.")
    room.channel.edit("1", text=TEXT)
    await room.poll()
    assert await room.store.archive.search(SearchQuery(terms=("parrot",))) == ()
    (version,) = await room.versions(item)
    assert version.gone == ("A parrot came along.",)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "<p>The envoy landed in Caracas on&nbsp;Friday.</p> <b>Talks begin on Saturday.</b> Nobody knows how"
                 " long they will last."},
        {"text": TEXT + " <span>1,234 views</span>"},
        {"text": TEXT + " (12 comments)"},
        {"text": TEXT + " Updated 5 minutes ago."},
        {"text": "Last updated: 6 March 2026, 12:40 GMT. " + TEXT},
        {"text": TEXT.upper()},
        {"link": "https://news.example/1?utm_source=rss"},
        {"link": "http://m.news.example/1/amp#top"},
        {"guid": "another"},
        {"title": TITLE.replace(" ", "  ")},
        {"title": f"<b>{TITLE}</b>"},
    ],
    ids=["markup", "views", "comments", "ago", "stamp", "case", "tracking", "amp", "guid", "spaces", "bold"],
)  # fmt: skip
async def test_no_edit(room: Room, changes: dict[str, str]) -> None:
    item = await published(room)
    before = await room.item(item)
    room.channel.edit("1", **changes)
    result = await room.poll()
    assert (result.new, result.edited) == (0, 0)
    assert await room.versions(item) == ()
    assert await room.item(item) == before


async def test_a_bumped_date_is_no_edit(room: Room) -> None:
    item = await published(room)
    for _ in range(3):
        room.channel.edit("1", published=room.now)
        assert (await room.poll()).new == 0
    assert await room.versions(item) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Envoy lands in Caracas for 2 talks"},
        {"text": TEXT.replace("Friday", "Thursday")},
        {"text": TEXT.replace("Talks begin on Saturday. ", "")},
        {"text": TEXT.replace("Nobody", "No body")},
        {"text": TEXT.replace(" on Friday.", ".")},
    ],
    ids=["number", "word", "sentence out", "spelling", "end of a sentence"],
)
async def test_an_edit_however_small(room: Room, changes: dict[str, str]) -> None:
    item = await published(room)
    room.channel.edit("1", **changes)
    assert (await room.poll()).edited == 1
    assert len(await room.versions(item)) == 1


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (LONG, LONG[:200]),
        (LONG, LONG[:200] + " […]"),
        (LONG, " ".join(LONG.split(". ")[:3]) + "."),
        (LONG, "An editor's summary of the report in other words, as feeds give it that had the whole text before."),
        (TEXT, TEXT[:60]),
        (TEXT, TEXT[:38]),
        (TEXT, ""),
    ],
    ids=["cut", "ellipsis", "first sentences", "teaser", "cut in a sentence", "first sentence", "nothing"],
)
async def test_a_thinner_text_does_not_replace_a_better_one(room: Room, text: str, cut: str) -> None:
    item = await published(room, text)
    before = await room.item(item)
    room.channel.edit("1", text=cut)
    assert (await room.poll()).edited == 0
    assert await room.item(item) == before
    room.channel.edit("1", text=text)
    assert (await room.poll()).edited == 0
    assert await room.versions(item) == ()


async def test_a_thin_text_that_is_back_and_longer_is_an_edit(room: Room) -> None:
    item = await published(room, LONG)
    room.channel.edit("1", text=LONG[:200])
    await room.poll()
    room.channel.edit("1", text=LONG + " One sentence more was written.")
    assert (await room.poll()).edited == 1
    (version,) = await room.versions(item)
    assert version.came == ("One sentence more was written.",)


async def test_a_withdrawn_report_says_so_however_short(room: Room) -> None:
    item = await published(room, LONG)
    room.channel.edit("1", title="WITHDRAWN: " + TITLE, text="This article has been removed. We regret the error.")
    await room.poll()
    assert (await room.item(item)).body == "This article has been removed. We regret the error."
    (version,) = await room.versions(item)
    assert version.what == (Part.WITHDRAWN, Part.TITLE, Part.BODY)


async def test_troops_that_are_withdrawn_are_news(room: Room) -> None:
    item = await published(room)
    room.channel.edit(
        "1", title="Troops are withdrawn from Caracas", text="The last soldiers were withdrawn on Sunday."
    )
    await room.poll()
    (version,) = await room.versions(item)
    assert Part.WITHDRAWN not in version.what


async def test_two_texts_that_take_turns_are_two_versions_for_good(room: Room) -> None:
    item = await published(room)
    for n in range(10):
        room.channel.edit("1", title="Envoy lands in Bogota" if n % 2 == 0 else TITLE)
        assert (await room.poll()).edited == 1
        assert (await room.item(item)).title == room.channel.pieces[0].title
    assert len(await room.versions(item)) == 2


async def test_versions_are_bounded_and_the_first_one_stays(room: Room) -> None:
    item = await published(room)
    for n in range(MOST_VERSIONS + 5):
        room.channel.edit("1", title=f"{TITLE}, day {n}")
        await room.poll()
    versions = await room.versions(item)
    assert len(versions) == MOST_VERSIONS
    assert versions[0].title == TITLE
    assert versions[-1].title == f"{TITLE}, day {MOST_VERSIONS + 3}"


async def test_a_poll_reads_a_bounded_number_again_and_the_next_ones_the_rest(room: Room) -> None:
    for n in range(MOST + 5):
        room.publish(f"{n}", f"Report number {n} from the harbour", f"Ship number {n} came in on Friday.")
    await room.poll()
    for n in range(MOST + 5):
        room.channel.edit(f"{n}", text=f"Ship number {n} came in on Saturday.")
    assert [(await room.poll()).edited for _ in range(3)] == [MOST, 5, 0]


async def test_an_edit_that_breaks_is_given_up_until_it_says_something_else(room: Room) -> None:
    item = await published(room)
    room.channel.edit("1", text=f"{TEXT} {BROKEN}")
    for _ in range(TRIES + 5):
        room.publish(f"other {room.now}", f"Report of {room.now}", f"Something else happened at {room.now}.")
        assert (await room.poll()).edited == 0
    assert room.desk.broke == TRIES + 1
    assert (await room.item(item)).body == TEXT
    room.channel.edit("1", text=f"{TEXT} They lasted two days.")
    assert (await room.poll()).edited == 1
    assert (await room.item(item)).body == f"{TEXT} They lasted two days."


async def test_another_feed_of_the_publisher_edits_nothing(store: Store) -> None:
    never = {"publisher": "Outlet", "full_text": FullText.NEVER}
    room = await Room(store, feed(1, **never), feed(2, **never)).opened()
    for one in ("feed-1", "feed-2"):
        await room.poll(one)
    room.publish("1", TITLE, TEXT, "feed-1")
    room.publish("2", TITLE, "The same in other words.", "feed-2", link="https://news.example/1")
    assert [(await room.poll(one)).new for one in ("feed-1", "feed-2")] == [1, 0]
    room.channels["feed-2"].edit("2", text="The same in still other words.")
    room.channels["feed-1"].edit("1", text=TEXT + " It rained.")
    assert [(await room.poll(one)).edited for one in ("feed-2", "feed-1")] == [0, 1]
    assert len(await room.versions(1)) == 1


async def test_an_item_listed_twice_in_different_words_is_not_edited_at_each_poll(room: Room) -> None:
    item = await published(room)
    room.publish("1b", TITLE, "In other words of the same desk.", link="https://news.example/1")
    assert (await room.poll()).new == 0
    assert await room.versions(item) == ()


# ---------------------------------------------------------------- pages


def page(text: str, title: str = TITLE) -> str:
    paragraphs = "".join(f"<p>{one}.</p>" for one in text.split(". "))
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


@pytest.fixture
async def pages(store: Store) -> Room:
    """A feed of teasers, whose pages are read."""
    room = await Room(store, feed(1)).opened()
    await room.poll()
    room.web.pages["https://news.example/1"] = page(LONG)
    return room


async def test_a_page_is_fetched_again_only_when_its_entry_changed(pages: Room) -> None:
    item = await published(pages, "A teaser.")
    assert len((await pages.item(item)).body) > 700
    pages.channel.edit("1", published=pages.now, text="<i>A teaser.</i>")
    await pages.poll()
    assert pages.web.read["https://news.example/1"] == 1
    pages.web.pages["https://news.example/1"] = page(LONG + " One sentence more was written")
    pages.channel.edit("1", text="Another teaser.")
    assert (await pages.poll()).edited == 1
    assert pages.web.read["https://news.example/1"] == 2
    (version,) = await pages.versions(item)
    assert version.came == ("One sentence more was written.",)


async def test_a_page_that_cannot_be_read_now_keeps_its_text_and_is_tried_again(pages: Room) -> None:
    item = await published(pages, "A teaser.")
    text = (await pages.item(item)).body
    whole = pages.web.pages.pop("https://news.example/1")
    pages.channel.edit("1", title="Envoy lands in Bogota for talks", text="Another teaser.")
    assert (await pages.poll()).edited == 1
    assert (await pages.item(item)).body == text
    pages.web.pages["https://news.example/1"] = whole.replace("number 3", "number three")
    assert (await pages.poll()).edited == 1
    assert "number three" in (await pages.item(item)).body
    assert [version.what for version in await pages.versions(item)] == [(Part.TITLE,), (Part.BODY,)]


async def test_a_page_that_could_not_be_read_at_first_makes_the_text_fuller_and_no_version(pages: Room) -> None:
    whole = pages.web.pages.pop("https://news.example/1")
    item = await published(pages, "A teaser of the report.")
    assert (await pages.item(item)).body == "A teaser of the report."
    pages.web.pages["https://news.example/1"] = whole
    pages.channel.edit("1", text="Another teaser of the report.")
    assert (await pages.poll()).edited == 0
    assert len((await pages.item(item)).body) > 700
    assert await pages.versions(item) == ()


async def test_churn_that_brings_nothing_stops_fetching_the_page(pages: Room) -> None:
    item = await published(pages, "A teaser.")
    for n in range(10):
        pages.channel.edit("1", text=f"A teaser with token x{n}.")
        await pages.poll()
    assert pages.web.read["https://news.example/1"] == 1 + TRIES
    assert await pages.versions(item) == ()
    pages.channel.edit("1", title="Envoy lands in Bogota for talks")
    assert (await pages.poll()).edited == 1
    assert pages.web.read["https://news.example/1"] == 2 + TRIES


async def test_a_page_that_stays_away_is_not_asked_for_ever(pages: Room) -> None:
    await published(pages, "A teaser.")
    pages.web.pages.clear()
    pages.channel.edit("1", text="Another teaser.")
    for _ in range(10):
        await pages.poll()
    assert pages.web.read["https://news.example/1"] <= 2 + TRIES


# ---------------------------------------------------------------- backlogs


async def test_an_item_of_a_backlog_that_is_edited_before_it_is_read_keeps_the_edit(store: Store) -> None:
    room = await Room(store).opened()
    room.publish("1", TITLE, TEXT)
    await room.poll()
    room.channel.edit("1", text=TEXT + " They went on for three hours.")
    assert (await room.poll()).edited == 1
    await room.ingest.later.tick()
    assert (await room.item(1)).body.endswith("They went on for three hours.")
    assert [version.body for version in await room.versions(1)] == [TEXT]
    assert (await room.poll()).edited == 0
    assert await room.alerts() == []


async def test_an_item_of_a_backlog_that_is_read_is_not_edited_by_that(store: Store) -> None:
    room = await Room(store, feed(2)).opened()
    room.web.pages["https://news.example/1"] = page(LONG)
    room.publish("1", TITLE, "A teaser of it.")
    await room.poll()
    await room.ingest.later.tick()
    assert len((await room.item(1)).body) > 700
    room.channel.edit("1", text="<p>A teaser of it.</p>")
    assert (await room.poll()).edited == 0
    assert await room.versions(1) == ()
