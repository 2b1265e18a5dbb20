"""Who gets an item: each rule with its negative twin, and against a naive matcher."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import match
from bot.model import ChatRef, Item, Mention, Mode, Subject, SubjectKind, Subscription
from bot.text import fold
from tests.build import NOON, actor, actor_tag, country_tag

LAVROV = actor(1, id="sergey-lavrov", name="Sergey Lavrov")


def item(**changes: object) -> Item:
    base = Item(
        id=31,
        story_id=7,
        feed_id="harbour",
        publisher="The Harbour Post",
        title="Lavrov arrives in Caracas",
        url="https://harbour.example/1",
        dek="",
        body="The Russian minister met President Maduro. Oil prices were not discussed. Café talks followed.",
        summary=(),
        image=None,
        language="en",
        authors=(),
        published=NOON,
        first_seen=NOON,
        topics=("Russia",),
        countries=(country_tag("VE", Mention("title", 18, 25)), country_tag("RU", Mention("body", 4, 11))),
        actors=(actor_tag(LAVROV, Mention("title", 0, 6)),),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def subject(kind: str, value: str) -> Subject:
    return Subject(SubjectKind(kind), value, value)


def watch(
    n: int, *subjects: tuple[str, str], chat: int = 1, mode: Mode | None = None, muted: float = 0
) -> Subscription:
    return Subscription(
        n,
        ChatRef(chat),
        tuple(subject(kind, value) for kind, value in subjects),
        mode or Mode(),
        NOON,
        NOON + timedelta(hours=muted) if muted else None,
    )


def matching(news: Item, *watches: Subscription) -> tuple[Subscription, ...]:
    return match.matching(match.Reading(news), watches)


@pytest.mark.parametrize(
    ("subjects", "expected"),
    [
        pytest.param([("country", "VE")], True, id="country tagged"),
        pytest.param([("country", "CU")], False, id="country not tagged"),
        pytest.param([("actor", "sergey-lavrov")], True, id="actor tagged"),
        pytest.param([("actor", "nicolas-maduro")], False, id="named but not tagged: no tag, no match"),
        pytest.param([("topic", "russia")], True, id="topic, folded"),
        pytest.param([("topic", "africa")], False, id="other topic"),
        pytest.param([("feed", "harbour")], True, id="feed"),
        pytest.param([("feed", "meridian")], False, id="other feed"),
        pytest.param([("publisher", "the harbour post")], True, id="publisher, folded"),
        pytest.param([("keyword", "oil prices")], True, id="phrase"),
        pytest.param([("keyword", "cafe")], True, id="keyword without its accent"),
        pytest.param([("keyword", "price")], False, id="part of a word"),
        pytest.param([("keyword", "oil talks")], False, id="words apart are no phrase"),
        pytest.param([("keyword", "minister.met")], False, id="a dot is a dot"),
        pytest.param([("keyword", ".*")], False, id="no pattern"),
        pytest.param([("all", "")], True, id="everything"),
        pytest.param([("actor", "sergey-lavrov"), ("country", "VE")], True, id="pair"),
        pytest.param([("actor", "sergey-lavrov"), ("country", "CU")], False, id="half a pair"),
        pytest.param([], False, id="a watch on nothing matches nothing"),
        pytest.param([("keyword", "mini*")], True, id="words that begin so"),
        pytest.param([("keyword", "nister*")], False, id="words that only hold it"),
        pytest.param([("keyword", "oil pri*")], True, id="a phrase whose last word begins so"),
        pytest.param([("keyword", "oi*")], False, id="too short to stand for all that begin so"),
        pytest.param([("country", "VE"), ("without", "refinery")], True, id="without a word that is not there"),
        pytest.param([("country", "VE"), ("without", "oil prices")], False, id="without a phrase that is there"),
        pytest.param([("without", "refinery")], False, id="only what must not be there"),
    ],
)
def test_matches(subjects: list[tuple[str, str]], expected: bool) -> None:
    assert bool(matching(item(), watch(1, *subjects))) is expected


FAR = match.LEAD + 50  # characters into a text
LONG = "The Russian minister met President Maduro. " * 40


def mentioned(*starts: int) -> tuple[Mention, ...]:
    return tuple(Mention("body", start, start + 4) for start in starts)


@pytest.mark.parametrize(
    ("cuba", "about"),
    [
        pytest.param((Mention("title", 0, 4),), True, id="in the headline"),
        pytest.param(mentioned(match.LEAD - 1), True, id="at the end of the lead"),
        pytest.param(mentioned(FAR), False, id="once, further down"),
        pytest.param(mentioned(FAR, FAR + 90), False, id="twice"),
        pytest.param(mentioned(FAR, FAR + 90, FAR + 180), True, id="as often as the one it is about"),
        pytest.param((), True, id="nobody knows where"),
    ],
)
def test_a_report_is_about_what_it_puts_first_or_names_most(cuba: tuple[Mention, ...], about: bool) -> None:
    news = item(body=LONG, countries=(country_tag("VE", *mentioned(0, 90, 180)), country_tag("CU", *cuba)))
    usual, all_mentions = watch(1, ("country", "CU")), watch(2, ("country", "CU"), mode=Mode(mentions=True))
    found = [one.id for one in matching(news, usual, all_mentions)]
    assert found == ([1, 2] if about else [2])


def test_three_mentions_are_few_beside_many() -> None:
    many, few = mentioned(*range(0, 1500, 100)), mentioned(FAR, FAR + 90, FAR + 180)
    news = item(body=LONG, countries=(country_tag("VE", *many), country_tag("CU", *few)))
    assert not matching(news, watch(1, ("country", "CU")))


def test_an_actor_is_weighed_against_actors() -> None:
    news = item(body=LONG, title="Oil", countries=(country_tag("VE", *mentioned(*range(0, 1500, 100))),))
    news = replace(news, actors=(actor_tag(LAVROV, *mentioned(FAR, FAR + 90, FAR + 180)),))
    assert matching(news, watch(1, ("actor", "sergey-lavrov")))


def test_a_pair_needs_one_of_the_two_in_front() -> None:
    news = item(body=LONG, countries=(country_tag("VE", *mentioned(FAR)), country_tag("CU", *mentioned(FAR))))
    assert matching(news, watch(1, ("actor", "sergey-lavrov"), ("country", "CU")))
    assert not matching(news, watch(1, ("country", "VE"), ("country", "CU")))


def test_keyword_in_a_script_without_spaces() -> None:
    news = item(title="拉夫罗夫访问委内瑞拉", body="")
    assert matching(news, watch(1, ("keyword", "委内瑞拉")))
    assert not matching(news, watch(1, ("keyword", "古巴")))


def test_evidence_is_where_the_text_says_so() -> None:
    (found,) = match.explained(item(), [watch(1, ("country", "VE"), ("keyword", "oil prices"), ("all", ""))])
    texts = [item().title if m and m.field == "title" else item().body for _, m in found.evidence]
    mentions = [m for _, m in found.evidence]
    assert [text[m.start : m.end] if m else None for text, m in zip(texts, mentions, strict=True)] == [
        "Caracas",
        "Oil prices",
        None,
    ]


@pytest.mark.parametrize(
    ("subjects", "near"),
    [
        pytest.param([("actor", "sergey-lavrov"), ("country", "VE")], True, id="both in the headline"),
        pytest.param([("actor", "sergey-lavrov"), ("country", "RU")], False, id="headline and text"),
        pytest.param([("country", "RU"), ("keyword", "maduro")], True, id="tag and keyword in one sentence"),
        pytest.param([("country", "RU"), ("keyword", "oil")], False, id="in two sentences"),
        pytest.param([("country", "RU"), ("topic", "russia")], True, id="a topic stands nowhere"),
        pytest.param([("country", "VE"), ("without", "gas")], True, id="nor does what must not be there"),
    ],
)
def test_a_pair_may_have_to_stand_in_one_sentence(subjects: list[tuple[str, str]], near: bool) -> None:
    anywhere, together = watch(1, *subjects), watch(2, *subjects, mode=Mode(near=True))
    assert [one.id for one in matching(item(), anywhere, together)] == ([1, 2] if near else [1])


@pytest.mark.parametrize(
    ("language", "wanted", "found"),
    [("en", ("en", "es"), True), ("fr", ("en", "es"), False), (None, ("en",), False), (None, (), True)],
)
def test_only_in_the_languages_that_are_wanted(language: str | None, wanted: tuple[str, ...], found: bool) -> None:
    news = item(language=language)
    assert bool(matching(news, watch(1, ("all", ""), mode=Mode(languages=wanted)))) is found


@pytest.mark.parametrize("keyword", ["a" * 4096, "aaa* " * 20, "(a+)+$", "x" * 99 + "*"])
def test_no_keyword_is_slow(keyword: str) -> None:
    news = item(body="aaa " * 20_000 + "a" * 20_000)
    started = time.process_time()
    match.has_keyword(fold(keyword), match.Reading(news).text)
    assert time.process_time() - started < 2
