"""The index finds what the naive matcher finds, whatever the watches are on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import match
from bot.model import Item, Mention, Mode, SubjectKind, Subscription
from bot.text import fold
from tests.build import actor, actor_tag, country_tag, item, subject, subscription

WORDS = ("oil", "oil price", "sanction", "sanction*", "café", "talks", "price*", "the oil")
KINDS: tuple[tuple[str, str], ...] = (
    *(("country", code) for code in ("VE", "CU", "RU")),
    *(("actor", who) for who in ("person-1", "person-2")),
    *(("keyword", word) for word in map(fold, WORDS)),
    *(("without", word) for word in ("oil", "talks")),
    ("pattern", "sanctions? on"),
    ("pattern", "^oil"),
    ("pattern", "o.l.*today"),
    ("pattern", "(never"),
    ("topic", "world"),
    ("feed", "feed-1"),
    ("feed", "feed-2"),
    ("publisher", "outlet 1"),
    ("all", ""),
)
SENTENCES = (
    "Oil prices fell.",
    "The oil price today.",
    "New sanctions on Caracas.",
    "Cafe talks.",
    "Lavrov left.",
)


def naive(news: Item, watches: Sequence[Subscription]) -> list[int]:
    """Every watch looked at, by nothing that the index knows."""
    return [one.id for one in watches if match.satisfies(match.Reading(news), one)]


def found(news: Item, watches: Sequence[Subscription]) -> list[int]:
    index = match.Index()
    for one in watches:
        index.add(one.id, [(subject.kind.value, subject.value) for subject in one.subjects])
    reading = match.Reading(news)
    by_id = {one.id: one for one in watches}
    return [one.id for one in match.matching(reading, [by_id[id_] for id_ in sorted(index.find(reading))])]


subjects = st.sampled_from(KINDS).map(lambda pair: subject(*pair))
modes = st.builds(
    Mode, mentions=st.booleans(), near=st.booleans(), languages=st.sampled_from([(), ("en",), ("es",), ("en", "fr")])
)
watches = st.lists(st.tuples(st.lists(subjects, min_size=1, max_size=4), modes), max_size=25).map(
    lambda rules: [subscription(n, *on, mode=mode) for n, (on, mode) in enumerate(rules, 1)]
)
mentions = st.sampled_from([Mention("title", 0, 4), Mention("body", 0, 5), Mention("body", 700, 705)])
news_items = st.builds(
    lambda title, body, codes, people, feed, language, mention: replace(
        item(1),
        title=title,
        body=" ".join(body),
        feed_id=feed,
        language=language,
        countries=tuple(country_tag(code, mention) for code in codes),
        actors=tuple(actor_tag(actor(n), mention) for n in people),
    ),
    st.sampled_from(SENTENCES),
    st.lists(st.sampled_from(SENTENCES), max_size=5),
    st.sets(st.sampled_from(["VE", "CU", "RU"])),
    st.sets(st.sampled_from([1, 2, 3])),
    st.sampled_from(["feed-1", "feed-2", "feed-3"]),
    st.sampled_from(["en", "es", None]),
    mentions,
)


@settings(max_examples=300, deadline=None)
@given(news_items, watches)
def test_equal_to_the_naive_matcher(news: Item, all_watches: list[Subscription]) -> None:
    assert found(news, all_watches) == naive(news, all_watches)


def ids(index: match.Index, news: Item) -> list[int]:
    return sorted(index.find(match.Reading(news)))


def test_many_keywords_are_found_in_one_pass_and_new_ones_at_once() -> None:
    watches = [subscription(n, subject("keyword", f"word{n}")) for n in range(1, 500)]
    index = match.Index()
    news = item(1, body="word7 and word77, not word or word9999.")
    for one in watches:
        index.add(one.id, [("keyword", one.subjects[0].value)])
        if one.id in (7, 450):
            assert 7 in ids(index, news)
    assert ids(index, news) == [7, 77]
    index.add(1000, [("keyword", "not word")])
    assert ids(index, news) == [7, 77, 1000]


def test_a_watch_stands_once_under_its_rarest_subject() -> None:
    index = match.Index()
    for n in range(100):
        index.add(n, [("country", "VE")])
    index.add(200, [("country", "VE"), ("actor", "person-1"), ("country", "VE")])
    index.add(201, [])
    index.add(202, [("without", "oil")])
    assert index.watches == 101
    assert 200 in ids(index, item(1, countries=("VE",), actors=(1,)))
    assert 200 not in ids(index, item(1, countries=("VE",)))
    assert ids(index, item(1, actors=(1,))) == []


def test_who_follows_the_same_is_found_with_the_others_and_dropped_alone() -> None:
    index = match.Index()
    for n in range(1, 6):
        index.add(n, [("country", "VE"), ("actor", "person-1")] if n % 2 else [("actor", "person-1")])
    news = item(1, countries=("VE",), actors=(1,))
    index.drop(match.Reading(news), {3, 4, 99})
    assert ids(index, news) == [1, 2, 5]
    index.drop(match.Reading(item(2, countries=("CU",), actors=(1,))), {1, 2})
    assert ids(index, news) == [1, 5], "1 is not among those of that item"
    index.drop(match.Reading(news), {1, 5})
    assert (ids(index, news), index.watches) == ([], 0)
    index.add(6, [("actor", "person-1"), ("country", "VE")])
    assert ids(index, news) == [6]


def test_very_many_on_the_same_few_are_found_and_no_others() -> None:
    index = match.Index()
    rules = [[("actor", f"person-{n % 7}"), ("country", f"C{n % 5}"), ("keyword", f"word{n % 3}")] for n in range(600)]
    for n, rule in enumerate(rules):
        index.add(n, rule[: n % 3 + 1])
    news = item(1, countries=("C1", "C2"), actors=(1, 2), body="word0 word1")
    reading = match.Reading(news)
    words = [("keyword", "word0"), ("keyword", "word1")]
    wanted = [n for n, rule in enumerate(rules) if {*rule[: n % 3 + 1]} <= {*reading.tags, *words}]
    assert wanted
    assert ids(index, news) == wanted


def test_kinds_are_apart() -> None:
    index = match.Index()
    index.add(1, [(SubjectKind.TOPIC.value, "ve")])
    assert ids(index, item(1, countries=("VE",), topics=("world",))) == []
