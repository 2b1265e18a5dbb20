"""Which items are one event: joined when they are, apart when they only sound alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understand.grouping import event
from bot.understand.grouping.similarity import Background
from bot.understand.grouping.stories import Grouper, StoryDoc
from tests.build import NOON

_ids = count(1)
QUAKE = (
    "Powerful earthquake strikes southern Turkey",
    "An earthquake of magnitude 7.8 hit near Gaziantep in southern Turkey on Monday, toppling houses in Syria.",
)
QUAKE_TOLD_AGAIN = (
    "Hundreds dead after earthquake in Turkey and Syria",
    "Hundreds of people died when a magnitude 7.8 earthquake struck near Gaziantep in Turkey and across the border.",
)
BUDGET = (
    "Parliament passes budget after all-night debate",
    "Lawmakers in Oslo approved the budget on Monday with a narrow majority after fourteen hours of debate.",
)
FERRY = (
    "Ferry runs aground near Bergen",
    "A ferry with 120 passengers ran aground near Bergen on Friday morning in thick fog. All were taken ashore by boat,"
    " the rescue service said. Nobody was hurt, and the ship is to be towed to a yard at high tide later in the day.",
)


def doc(
    told: tuple[str, str], publisher: str = "Harbour Post", *, hours: float = 0, **changes: frozenset[str]
) -> StoryDoc:
    base = StoryDoc(next(_ids), *told, published=NOON + timedelta(hours=hours), publisher=publisher)
    return replace(base, **changes)  # type: ignore[arg-type]


def grouped(*docs: StoryDoc, grouper: Grouper | None = None) -> list[int]:
    """The story of each, where a story bears the number (from 0) of its first item here."""
    grouper = Grouper() if grouper is None else grouper
    stories: list[int] = []
    for n, one in enumerate(docs):
        story = grouper.place(one, one.published)
        stories.append(n if story is None else story)
        grouper.add(one, stories[-1])
    return stories


def test_two_publishers_on_one_event_are_one_story() -> None:
    assert grouped(doc(QUAKE, "Harbour Post"), doc(QUAKE_TOLD_AGAIN, "Lantern News", hours=2)) == [0, 0]


def test_two_events_are_two_stories() -> None:
    assert grouped(doc(QUAKE, "Harbour Post"), doc(BUDGET, "Lantern News", hours=2)) == [0, 1]


def test_syndicated_copy_joins_whoever_prints_it() -> None:
    assert grouped(doc(FERRY, "Harbour Post"), doc(FERRY, "Fjord Times", hours=1)) == [0, 0]


def test_one_publishers_copy_under_another_address_joins() -> None:
    assert grouped(doc(FERRY), doc(FERRY, hours=1)) == [0, 0]


def test_one_publishers_second_article_on_the_event_is_a_story_of_its_own() -> None:
    assert grouped(doc(QUAKE), doc(QUAKE_TOLD_AGAIN, hours=2)) == [0, 1]


@pytest.mark.parametrize(("publishers", "joins"), [(2, False), (4, False), (5, True), (9, True)])
def test_publisher_comes_back_to_a_story_that_many_tell(publishers: int, joins: bool) -> None:
    told = [doc((f"{QUAKE[0]}, says reporter {n}", QUAKE[1]), f"Outlet {n}", hours=n / 10) for n in range(publishers)]
    stories = grouped(*told, doc(QUAKE_TOLD_AGAIN, "Outlet 0", hours=2), doc(BUDGET, "Outlet 1", hours=3))
    assert stories == [0] * publishers + [0 if joins else publishers, publishers + 1]


def test_form_that_one_publisher_fills_in_again_stays_apart_however_many_tell_the_first() -> None:
    first, second = (FORM.format(size, place) for size, place in (("5.1", "Chile"), ("5.4", "Peru")))
    told = [doc(("Earthquake of magnitude 5.1 strikes off Chile", first), f"Outlet {n}") for n in range(6)]
    again = doc(("Earthquake of magnitude 5.4 strikes off Peru", second), "Outlet 0", hours=1)
    assert grouped(*told, again) == [0] * 6 + [6]


FORM = "A magnitude {} earthquake struck off the coast of {}, the survey said. There was no tsunami warning."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            ("Item 17: minister visits Lyon", "The minister visited Lyon and spoke with firefighters."),
            ("Item 18: minister visits Lyon", "The minister visited Lyon and spoke with firefighters."),
            id="number",
        ),
        pytest.param(
            ("Minister visits Lyon", "The minister spoke with firefighters about their equipment."),
            ("Minister visits Nantes", "The minister spoke with firefighters about their equipment."),
            id="name",
        ),
        pytest.param(
            ("Weather for Monday", "Sun and some cloud, light wind from the west."),
            ("Weather for Tuesday", "Sun and some cloud, light wind from the west."),
            id="day",
        ),
        pytest.param(
            ("Stocks close up 1.2 percent", "Shares rose 1.2 percent in light trading, led by banks."),
            ("Stocks close up 0.4 percent", "Shares rose 0.4 percent in light trading, led by banks."),
            id="market report",
        ),
        pytest.param(
            ("Погода на понедельник", "Солнечно, ветер западный, слабый."),
            ("Погода на вторник", "Солнечно, ветер западный, слабый."),
            id="Russian weather",
        ),
        pytest.param(
            ("Earthquake of magnitude 5.1 strikes off Chile", FORM.format("5.1", "Chile")),
            ("Earthquake of magnitude 5.4 strikes off Peru", FORM.format("5.4", "Peru")),
            id="quakes",
        ),
        pytest.param(
            ("Oil exports update k7", "Oil exports rose again, the harbour master said, update k7."),
            ("Oil exports update k8", "Oil exports rose again, the harbour master said, update k8."),
            id="code",
        ),
        pytest.param(
            ("Case 3fa901 goes to court", "The prosecutor brought case 3fa901 before the court."),
            ("Case 40117 goes to court", "The prosecutor brought case 40117 before the court."),
            id="code and number",
        ),
    ],
)
@pytest.mark.parametrize("publisher", ["Harbour Post", "Lantern News"])
def test_filled_in_forms_are_different_stories(first: tuple[str, str], second: tuple[str, str], publisher: str) -> None:
    assert grouped(doc(first, "Harbour Post"), doc(second, publisher, hours=1)) == [0, 1]


@pytest.mark.parametrize("hours", [24, 48, 168])
def test_daily_column_of_one_title_is_new_every_day(hours: float) -> None:
    column = ("Morning briefing", "Good morning. This is what matters today.")
    assert grouped(doc(column), doc(column, hours=hours)) == [0, 1]


def test_item_without_body_joins_when_its_headline_says_enough() -> None:
    told = ("Ferry Aurora runs aground near Bergen with 120 passengers in thick fog", "")
    assert grouped(doc(FERRY, "Harbour Post"), doc(told, "Lantern News", hours=1)) == [0, 0]


def test_short_headlines_with_one_word_in_common_stay_apart() -> None:
    assert grouped(doc(("Minister resigns", ""), "Harbour Post"), doc(("Minister arrested", ""), "Lantern News")) == [
        0,
        1,
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            ("Bridge collapses near Nairobi", "A road bridge near Nairobi in Kenya came down on Tuesday."),
            ("Airline resumes flights to Nairobi", "A national airline flies to Nairobi in Kenya again after a pause."),
            id="place and country",
        ),
        pytest.param(
            ("Lavrov meets Maduro in Caracas", "Minister Sergei Lavrov met President Nicolas Maduro in Caracas."),
            ("Maduro names oil minister", "President Nicolas Maduro named a new oil minister in Caracas on Friday."),
            id="person and place",
        ),
    ],
)
def test_short_items_that_share_names_alone_stay_apart(first: tuple[str, str], second: tuple[str, str]) -> None:
    assert grouped(doc(first, "Harbour Post"), doc(second, "Lantern News")) == [0, 1]


def test_short_items_that_share_names_and_what_happened_join() -> None:
    first = ("Bridge collapses near Nairobi", "A road bridge near Nairobi in Kenya came down on Tuesday.")
    second = ("Kenya: road bridge down", "A road bridge outside Nairobi, Kenya, came down on Tuesday; nobody was hurt.")
    assert grouped(doc(first, "Harbour Post"), doc(second, "Lantern News")) == [0, 0]


@pytest.mark.parametrize("empty", [("", ""), ("!!!", "…"), ("the of and", "")])
def test_item_without_words_opens_its_own_story(empty: tuple[str, str]) -> None:
    assert grouped(doc(empty, "A"), doc(empty, "B"), doc(QUAKE, "C")) == [0, 1, 2]


def test_different_countries_argue_against_and_shared_actors_for() -> None:
    first = (QUAKE[0], f"{QUAKE[1]} Rescue teams searched the ruins through the night and hospitals asked for blood.")
    near = (
        "Rescue teams look for survivors",
        "Soldiers and doctors reached the province by helicopter, treated people in tents and searched collapsed houses"
        " for families after the earthquake.",
    )
    grouper = Grouper()
    grouper.add(doc(first, "Harbour Post", countries=frozenset({"TR"}), actors=frozenset({"a", "b"})), 1)

    def fits(country: str, *actors: str) -> bool:
        told = doc(near, "Lantern News", countries=frozenset({country}), actors=frozenset(actors))
        return grouper.place(told, NOON) is not None

    assert fits("TR", "a", "b")
    assert not fits("IT", "c")


def test_window_counts_from_the_last_item_of_the_story() -> None:
    told = [doc(FERRY, f"Outlet {n}", hours=48 * n) for n in range(3)]
    assert grouped(*told) == [0, 0, 0]


def test_same_text_after_the_window_is_a_new_story() -> None:
    assert grouped(doc(FERRY, "Harbour Post"), doc(FERRY, "Lantern News", hours=61)) == [0, 1]


def test_story_does_not_outlive_its_age() -> None:
    told = [doc(FERRY, f"Outlet {n}", hours=48 * n) for n in range(5)]
    assert grouped(*told) == [0, 0, 0, 0, 4]


def test_item_that_comes_late_still_joins() -> None:
    assert grouped(doc(QUAKE, "Harbour Post"), doc(QUAKE_TOLD_AGAIN, "Lantern News", hours=-5)) == [0, 0]


@pytest.mark.parametrize("days", [-366, 366])
def test_item_dated_a_year_off_neither_joins_nor_spoils_the_story(days: int) -> None:
    grouper = Grouper()
    stories = grouped(
        doc(QUAKE, "Harbour Post"),
        doc(QUAKE_TOLD_AGAIN, "Quay Financial", hours=24 * days),
        doc(QUAKE_TOLD_AGAIN, "Lantern News", hours=1),
        grouper=grouper,
    )
    assert stories == [0, 1, 0]


def test_date_in_the_future_counts_as_now() -> None:
    grouper = Grouper()
    grouper.add(doc(QUAKE, "Harbour Post"), 1)
    assert grouper.place(doc(QUAKE_TOLD_AGAIN, "Lantern News", hours=24 * 366), NOON + timedelta(hours=1)) == 1


def test_story_that_moved_on_does_not_take_in_what_its_first_item_does_not_know() -> None:
    grouper = Grouper()
    grouper.add(doc(QUAKE, "Harbour Post"), 1)
    grouper.add(doc(BUDGET, "Lantern News"), 1)  # somebody merged them by hand
    told = (BUDGET[0], BUDGET[1] + " The budget debate in parliament was the longest since the war.")
    assert grouper.place(doc(told, "Quay Financial"), NOON) is None


def test_placing_changes_nothing() -> None:
    grouper = Grouper()
    grouper.add(doc(QUAKE, "Harbour Post"), 1)
    told = doc(QUAKE_TOLD_AGAIN, "Lantern News")
    assert [grouper.place(told, NOON) for _ in range(3)] == [1, 1, 1]
    assert len(grouper) == 1


def test_feeding_known_items_after_a_restart_gives_the_same_stories() -> None:
    first = [doc(QUAKE, "Harbour Post"), doc(BUDGET, "Harbour Post", hours=1)]
    running, restarted = Grouper(), Grouper()
    for one, story in zip(first, grouped(*first, grouper=running), strict=True):
        restarted.add(one, story)
    told = doc(QUAKE_TOLD_AGAIN, "Lantern News", hours=2)
    assert restarted.place(told, told.published) == running.place(told, told.published) == 0


def test_forgotten_story_takes_no_more_items() -> None:
    grouper = Grouper()
    grouper.add(doc(QUAKE, "Harbour Post"), 1)
    grouper.add(doc(BUDGET, "Harbour Post", hours=5), 2)
    grouper.forget(NOON + timedelta(hours=1))
    assert len(grouper) == 1
    assert grouper.place(doc(QUAKE_TOLD_AGAIN, "Lantern News", hours=2), NOON + timedelta(hours=2)) is None


def test_memory_is_bounded_by_the_number_of_stories() -> None:
    grouper = Grouper(most=40)
    for n in range(500):
        grouper.add(doc((f"Event number {n} in town{n}", f"Something{n} happened to somebody{n}."), hours=n / 100), n)
    assert len(grouper) <= 40
    assert sum(len(stories) for stories in grouper._index.values()) < 40 * 24


def test_running_story_of_thousands_of_items_keeps_its_memory() -> None:
    grouper = Grouper()
    for n in range(1_000):
        told = (f"{QUAKE[0]} {n}", f"{QUAKE[1]} Village{n} was cut off, mayor{n} said.")
        grouper.add(doc(told, f"Outlet {n}", hours=n / 10), 1)
    (story,) = grouper._stories.values()
    assert len(story.traces) <= 12
    assert len(story.total) <= 801


def test_report_that_others_moved_away_from_is_a_stray() -> None:
    grouper = Grouper()
    for n in range(6):
        told = (f"{QUAKE[0]}, reporter {n}", f"{QUAKE[1]} Houses fell, witness {n} said.")
        grouper.add(doc(told, f"Outlet {n}", hours=n / 10), 1)
        assert grouper.stray(1) is None
    odd = doc(BUDGET, "Fjord Times", hours=1)
    grouper.add(odd, 1)
    assert grouper.stray(1) == odd.item_id
    assert grouper.stray(2) is None


def test_first_report_is_never_the_stray() -> None:
    grouper = Grouper()
    grouper.add(doc(BUDGET, "Fjord Times"), 1)
    for n in range(8):
        grouper.add(doc(QUAKE, f"Outlet {n}", hours=n / 10), 1)
    assert grouper.stray(1) is None


def test_what_many_reports_are_like_has_to_be_more_alike() -> None:
    """The same likeness that joins a report to the one story near it joins it to none of several."""
    talks = (
        "Ministers met in {} on Monday for talks on gas prices, and spoke of pipelines, tariffs, storage and what"
        " households pay in winter."
    )
    report = (
        "The regulator put numbers to a quarrel of months on Friday: importers earned twice as much as before, while"
        " factories closed lines and households turned heating down. Unions called for a levy."
    )
    told = doc(("Regulator publishes gas report", report), "Lantern News")
    alone, crowded = Grouper(), Grouper()
    alone.add(doc(("Talks on gas", talks.format("Oslo")), "Harbour Post"), 1)
    for n, town in enumerate(("Oslo", "Rome", "Madrid", "Athens"), 1):
        crowded.add(doc(("Talks on gas", talks.format(town)), f"Outlet {n}"), n)
    assert alone.place(told, NOON) == 1
    assert crowded.place(told, NOON) is None


AID = (
    "Aid reaches Gaziantep",
    "Trucks with tents and stoves reached Gaziantep in Turkey, where families have slept in cars since the"
    " earthquake. Villages are without power, roads are cut, and snow is forecast for the week.",
)


@pytest.mark.parametrize(("hours", "near", "joins"), [(2, True, True), (50, True, False), (50, False, True)])
def test_follow_up_days_later_has_to_be_more_alike_where_other_stories_are_near(
    hours: float, near: bool, joins: bool
) -> None:
    first = (QUAKE[0], f"{QUAKE[1]} Rescue teams searched the ruins through the night and hospitals asked for blood.")
    grouper = Grouper()
    grouper.add(doc(first), 1)
    if near:
        grouper.add(doc(("Snow on roads", "Ferries stayed in port in Turkey, as snow was forecast."), "Quay"), 2)
    assert grouper.place(doc(AID, "Lantern News", hours=hours), NOON + timedelta(days=3)) == (1 if joins else None)


def test_brief_reports_that_share_names_alone_stay_apart() -> None:
    won = (
        "Johnson wins majority",
        "Boris Johnson won 365 seats in Britain, and Jeremy Corbyn goes; bookmakers, brokers and sterling cheered.",
    )
    asks = (
        "Sturgeon asks Johnson for a vote on independence",
        "Nicola Sturgeon asks Boris Johnson and Britain for another ballot; lawyers, fishers, hauliers wrote letters.",
    )
    assert grouped(doc(won), doc(asks, "Lantern News", hours=2)) == [0, 1]


FLASH = ("Blasts at hotels in Colombo", "Explosions hit hotels in Colombo on Sunday, police said.")
FLASH_TOLD_LATER = (
    "More than 50 killed in Sri Lanka",
    "Bombs tore through three luxury hotels in Colombo on Sunday as guests had breakfast, killing more than 50 people,"
    " hospital sources said. The Shangri-La and the Kingsbury were hit, and the government imposed a curfew.",
)
TOLL = (
    "Sri Lanka toll at 138",
    "At least 138 people have died in the explosions in Colombo, and a curfew is in force.",
)


def test_reports_that_follow_a_flash_within_hours_join_it() -> None:
    later = doc(FLASH_TOLD_LATER, "Lantern News", hours=1), doc(TOLL, "Fjord Times", hours=3)
    assert grouped(doc(FLASH, "Harbour Post"), *later) == [0, 0, 0]


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        pytest.param(
            ("Hotels in Colombo reopen", "Hotels in Colombo took guests again on Sunday."), 15 * 24, id="later"
        ),
        pytest.param(("Sunday train to Colombo", "A train ran into a bus near Colombo on Sunday."), 1, id="names"),
        pytest.param(("Police chief of Colombo", "The police chief of Colombo resigned on Sunday."), 1, id="office"),
    ],
)
def test_what_shares_little_with_a_flash_stays_apart(told: tuple[str, str], hours: float) -> None:
    assert grouped(doc(FLASH, "Harbour Post"), doc(told, "Lantern News", hours=hours)) == [0, 1]


docs = st.builds(
    StoryDoc,
    item_id=st.integers(1, 9),
    title=st.text(max_size=40),
    body=st.text(max_size=80),
    published=st.integers(-13_000, 4_400).map(lambda days: NOON + timedelta(days=days)),
    publisher=st.sampled_from(["A", "B"]),
)


@given(st.lists(docs, max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_stream_is_grouped(stream: list[StoryDoc]) -> None:
    grouper = Grouper()
    for n, one in enumerate(stream):
        story = grouper.place(one, NOON)
        assert story is None or 0 <= story < n
        grouper.add(one, n if story is None else story)
    grouper.forget(NOON + timedelta(days=20_000))
    assert len(grouper) == 0
    assert grouper._index == {}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        pytest.param("on 4 April 2023", "on 11 March 2024", True, id="a year apart"),
        pytest.param("on April 4, 2023", "on 5th April 2023", False, id="the day after, written otherwise"),
        pytest.param("on 4 April 2023", "on Tuesday", False, id="one gives no date"),
        pytest.param("on 31 February 2023", "on 4 April 2023", False, id="no such day"),
        pytest.param("on 1 May 2020 and 4 April 2023", "on 5 April 2023", False, id="one of several is near"),
    ],
)
def test_full_dates_far_apart_tell_of_two_events(one: str, other: str, apart: bool) -> None:
    def trace(publisher: str, when: str) -> event.Trace:
        doc = StoryDoc(1, "Flag goes up", f"The flag went up at the headquarters {when}.", NOON, publisher)
        return event.read(doc, Background(), NOON)

    assert event.days_differ(trace("a", one), trace("b", other)) is apart
