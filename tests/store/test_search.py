"""Search: the same answers from both databases; whatever is typed, it is data."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import SearchQuery
from bot.ports import Store
from bot.store.search import MAX_TERMS, phrases
from tests.build import at, new_item


async def ids(store: Store, *terms: str, **filters: object) -> list[int]:
    hits = await store.archive.search(SearchQuery(terms=terms, **filters))  # type: ignore[arg-type]
    return [hit.item.id for hit in hits]


async def test_any_of_the_terms_is_enough_and_more_is_better(store: Store) -> None:
    await store.archive.add(new_item(1, title="Talks in Caracas", body="The minister arrived."))
    await store.archive.add(new_item(2, title="Weather", body="Rain."))
    await store.archive.add(new_item(3, title="Caracas and Moscow sign", body="A treaty."))
    assert await ids(store, "Caracas", "Moscow") == [3, 1]
    assert await ids(store, "Lima") == []


async def test_title_counts_for_more_than_body(store: Store) -> None:
    await store.archive.add(new_item(1, title="Other news", dek="", body="Sanctions. " * 3 + "More of other things."))
    await store.archive.add(new_item(2, title="Sanctions", dek="", body="Nothing more of other things is said here."))
    await store.archive.add(new_item(3, title="Other news", dek="Sanctions", body="Nothing more is said here."))
    assert (await ids(store, "sanctions"))[0] == 2


async def test_scores_fall_and_are_zero_without_terms(store: Store) -> None:
    await store.archive.add(new_item(1, title="Oil oil oil", body="Oil."))
    await store.archive.add(new_item(2, title="Weather", body="Oil, among many other things that are said."))
    hits = await store.archive.search(SearchQuery(terms=("oil",)))
    assert hits[0].score > hits[1].score > 0
    assert {hit.score for hit in await store.archive.search(SearchQuery())} == {0.0}


async def test_without_terms_the_newest_come_first(store: Store) -> None:
    await store.archive.add(new_item(5))
    await store.archive.add(new_item(1))
    await store.archive.add(new_item(3, published=None))
    assert await ids(store) == [3, 2, 1]


async def test_pages(store: Store) -> None:
    for n in range(1, 8):
        await store.archive.add(new_item(n))
    assert await ids(store, limit=3) == [1, 2, 3]
    assert await ids(store, limit=3, offset=6) == [7]
    first, second = await ids(store, "headline", limit=4), await ids(store, "headline", limit=4, offset=4)
    assert sorted(first + second) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("The ministers were meeting", "meet"),
        ("He will meet", "meetings"),
        ("Nicolás Maduro", "nicolas"),
        ("Nicolas", "NICOLÁS"),
        ("Лавров прибыл в Каракас", "лавров"),
        ("وصل لافروف إلى كاراكاس", "كاراكاس"),
        ("俄罗斯外长访问委内瑞拉", "委内瑞拉"),
        ("ロシアの外相がベネズエラを訪問", "ベネズエラ"),
        ("러시아 외무장관", "외무장관"),
        ("รัฐมนตรีเดินทางถึงการากัส", "การากัส"),
        ("विदेश मंत्री पहुंचे", "मंत्री"),
        ("Will Smith spoke", "will"),
        ("US-Russia summit at nato.int", "summit"),
        ("US-Russia summit at nato.int", "nato"),
        ("The F-16s of 2026", "2026"),
        ("Sea of Japan", "Sea of Japan"),
        ("O'Brien's view", "O'Brien"),
    ],
)
async def test_word_is_found_in_any_script_and_form(store: Store, text: str, term: str) -> None:
    await store.archive.add(new_item(1, title="Nothing", body="Here.", dek=""))
    await store.archive.add(new_item(2, title="Report", body=text, dek=""))
    assert await ids(store, term) == [2]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Japan by the sea", "Sea of Japan"),
        ("拉委内瑞", "委内瑞拉"),
        ("Лавровый лист", "лавров"),
        ("A meadow", "meet"),
        ("a OR b NOT c", "OR NOT"),
    ],
    ids=["phrase in another order", "characters in another order", "longer word", "other word", "operators"],
)
async def test_what_only_looks_alike_is_not_found(store: Store, text: str, term: str) -> None:
    await store.archive.add(new_item(1, title="Report", body=text, dek=""))
    assert await ids(store, term) == []


HOSTILE = [
    '"',
    '""',
    '"unclosed',
    "a AND",
    "NOT",
    "NEAR(a b)",
    "title:x",
    "*",
    "a*",
    "^a",
    "(",
    "{a b}:c",
    "'; DROP TABLE items; --",
    "a & b | !c",
    "a <-> b",
    ":*",
    "\\",
    "%",
    "\0",
    "\ud800",
    "—",
    "💥",
    "x" * 100_000,
    "q\u0301\u0323",
]


@pytest.mark.parametrize("term", HOSTILE, ids=ascii)
async def test_syntax_in_a_term_is_harmless(store: Store, term: str) -> None:
    await store.archive.add(new_item(1, title="Report", body="Nothing to see."))
    assert await ids(store, term) == []
    assert await ids(store, term, "report") == [1]
    assert await ids(store) == [1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=40), max_size=5), st.text(max_size=200))
async def test_any_text_can_be_stored_and_sought(store: Store, terms: list[str], body: str) -> None:
    await store.archive.add(new_item(1, title=body[:50], body=body, keys=(body or "-",)))
    await store.archive.search(SearchQuery(terms=tuple(terms)))


@given(st.text())
def test_phrases_hold_nothing_that_a_query_language_knows(term: str) -> None:
    for phrase in phrases([term]):
        assert not set(phrase) & set("\"'\\:*^()&|!<>{}+-\0")
        assert phrase == " ".join(phrase.split())


def test_terms_are_bounded() -> None:
    assert len(phrases([f"t{n}" for n in range(1000)])) == MAX_TERMS
    assert phrases(["a", "A", "á", "!", ""]) == ("a",)


async def test_terms_that_hold_no_word_find_nothing(store: Store) -> None:
    await store.archive.add(new_item(1))
    assert await ids(store, "!!!", "—") == []


async def test_items_carry_all_countries_and_actors(store: Store) -> None:
    await store.archive.add(new_item(1, countries=("VE", "RU"), actors=(1,)))
    await store.archive.add(new_item(2, countries=("VE",), actors=(1, 2)))
    await store.archive.add(new_item(3, countries=("RU",)))
    assert await ids(store, countries=("VE",)) == [1, 2]
    assert await ids(store, countries=("VE", "RU")) == [1]
    assert await ids(store, actors=("person-1",)) == [1, 2]
    assert await ids(store, actors=("person-1", "person-2")) == [2]
    assert await ids(store, "headline", countries=("VE",), actors=("person-2",)) == [2]
    assert await ids(store, countries=("ve",)) == []
    assert await ids(store, countries=("person-1",)) == []


async def test_items_come_from_any_of_the_topics_feeds_and_publishers(store: Store) -> None:
    await store.archive.add(new_item(1, topics=("a", "b"), feed_id="f1", publisher="P"))
    await store.archive.add(new_item(2, topics=("b",), feed_id="f2", publisher="P"))
    await store.archive.add(new_item(3, topics=(), feed_id="f3", publisher="Q"))
    assert await ids(store, topics=("a", "c")) == [1]
    assert await ids(store, topics=("a", "b")) == [1, 2]
    assert await ids(store, feeds=("f2", "f3")) == [2, 3]
    assert await ids(store, publishers=("P",)) == [1, 2]
    assert await ids(store, publishers=("P",), feeds=("f2",), topics=("b",)) == [2]
    assert await ids(store, publishers=("p",)) == []


async def test_dates_bound_both_ends_and_include_them(store: Store) -> None:
    for n in (1, 2, 3):
        await store.archive.add(new_item(n))
    assert await ids(store, since=at(-2)) == [1, 2]
    assert await ids(store, until=at(-2)) == [2, 3]
    assert await ids(store, "headline", since=at(-2), until=at(-2)) == [2]
    assert await ids(store, since=at(0)) == []


async def test_an_outline_is_what_a_search_finds_without_the_items(store: Store) -> None:
    for n in range(1, 5):
        await store.archive.add(new_item(n, countries=("VE",) if n % 2 else ("CU",), published=at(n), first_seen=at(n)))
    for query in (SearchQuery(countries=("VE",)), SearchQuery(terms=("Headline",)), SearchQuery(since=at(3))):
        hits = await store.archive.search(query)
        assert hits
        assert await store.archive.outline(query) == tuple((hit.item.story_id, hit.item.when) for hit in hits)
    assert await store.archive.outline(SearchQuery(terms=("...",))) == ()
