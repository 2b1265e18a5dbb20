"""Who gets an item: each rule with its negative twin, and against a naive matcher."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import match
from bot.model import ChatRef, Exclude, ExcludeKind, Item, Mention, Mode, Subject, SubjectKind, Subscription
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
    ],
)
def test_matches(subjects: list[tuple[str, str]], expected: bool) -> None:
    assert bool(match.matching(item(), [watch(1, *subjects)], NOON)) is expected


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
    found = [one.subscription.id for one in match.matching(news, [usual, all_mentions], NOON)]
    assert found == ([1, 2] if about else [2])


def test_three_mentions_are_few_beside_many() -> None:
    many, few = mentioned(*range(0, 1500, 100)), mentioned(FAR, FAR + 90, FAR + 180)
    news = item(body=LONG, countries=(country_tag("VE", *many), country_tag("CU", *few)))
    assert not match.matching(news, [watch(1, ("country", "CU"))], NOON)


def test_an_actor_is_weighed_against_actors() -> None:
    news = item(body=LONG, title="Oil", countries=(country_tag("VE", *mentioned(*range(0, 1500, 100))),))
    news = replace(news, actors=(actor_tag(LAVROV, *mentioned(FAR, FAR + 90, FAR + 180)),))
    assert match.matching(news, [watch(1, ("actor", "sergey-lavrov"))], NOON)


def test_a_pair_needs_one_of_the_two_in_front() -> None:
    news = item(body=LONG, countries=(country_tag("VE", *mentioned(FAR)), country_tag("CU", *mentioned(FAR))))
    assert match.matching(news, [watch(1, ("actor", "sergey-lavrov"), ("country", "CU"))], NOON)
    assert not match.matching(news, [watch(1, ("country", "VE"), ("country", "CU"))], NOON)


def test_keyword_in_a_script_without_spaces() -> None:
    news = item(title="拉夫罗夫访问委内瑞拉", body="")
    assert match.matching(news, [watch(1, ("keyword", "委内瑞拉"))], NOON)
    assert not match.matching(news, [watch(1, ("keyword", "古巴"))], NOON)


def test_muted_watch_is_silent_until_its_time() -> None:
    muted = watch(1, ("all", ""), muted=1)
    assert not match.matching(item(), [muted], NOON)
    assert match.matching(item(), [muted], NOON + timedelta(hours=1))


@pytest.mark.parametrize(
    ("kind", "value", "matches"),
    [
        ("actor", "sergey-lavrov", False),
        ("actor", "lavrov", True),
        ("country", "RU", False),
        ("country", "CU", True),
        ("publisher", "the harbour post", False),
        ("publisher", "harbour", True),
        ("story", "7", False),
        ("story", "31", True),
    ],
)
def test_a_watch_gets_nothing_of_what_it_excludes(kind: str, value: str, matches: bool) -> None:
    one = replace(watch(1, ("country", "VE")), excludes=(Exclude(ExcludeKind(kind), value, value),))
    assert bool(match.matching(item(), [one], NOON)) is matches


def test_evidence_is_where_the_text_says_so() -> None:
    (found,) = match.matching(item(), [watch(1, ("country", "VE"), ("keyword", "oil prices"), ("all", ""))], NOON)
    texts = [item().title if m and m.field == "title" else item().body for _, m in found.evidence]
    mentions = [m for _, m in found.evidence]
    assert [text[m.start : m.end] if m else None for text, m in zip(texts, mentions, strict=True)] == [
        "Caracas",
        "Oil prices",
        None,
    ]


def alerts(*watches: Subscription, sources: int = 1) -> list[tuple[int, str, tuple[int, ...], bool]]:
    found = match.matching(item(), watches, NOON)
    made = match.to_alerts(item(), found, sources=sources, now=NOON, lifetime=timedelta(hours=1))
    return [(a.chat.chat_id, a.key, a.subscription_ids, a.silent) for a in made]


def test_several_watches_of_one_chat_are_one_alert_that_names_them() -> None:
    assert alerts(watch(1, ("country", "VE")), watch(2, ("actor", "sergey-lavrov"))) == [(1, "story:7", (1, 2), False)]


def test_every_chat_gets_its_own_alert() -> None:
    assert [a[0] for a in alerts(watch(1, ("all", ""), chat=1), watch(2, ("all", ""), chat=2))] == [1, 2]


def test_each_mode_is_keyed_by_item() -> None:
    assert alerts(watch(1, ("all", ""), mode=Mode(each=True)))[0][1] == "item:31"


def test_silent_only_when_all_watches_are() -> None:
    silent = watch(1, ("all", ""), mode=Mode(silent=True))
    assert alerts(silent)[0][3] is True
    assert alerts(silent, watch(2, ("country", "VE")))[0][3] is False


def test_confirmed_watch_waits_for_its_sources() -> None:
    careful = watch(1, ("all", ""), mode=Mode(confirmed=2))
    assert alerts(careful) == []
    assert alerts(careful, sources=2) == [(1, "story:7", (1,), False)]


PAIRS = st.sampled_from([("country", "VE"), ("country", "CU"), ("feed", "harbour"), ("topic", "russia"), ("all", "")])


@given(st.lists(st.lists(PAIRS, min_size=1, max_size=3), max_size=12))
def test_equal_to_the_naive_matcher(rules: list[list[tuple[str, str]]]) -> None:
    news = item()
    watches = [watch(n, *rule) for n, rule in enumerate(rules)]
    carried = set(match.keys_of(news))
    naive = [w.id for w in watches if all((s.kind.value, s.value) in carried for s in w.subjects)]
    assert [found.subscription.id for found in match.matching(news, watches, NOON)] == naive


def test_keywords_that_the_text_has_are_keys() -> None:
    news = replace(item(), title="Oil prices fall", body="Refineries close.")
    found = match.keys_of(news, ["oil", "oil prices", "fine", "refineries", "gas"])
    assert [value for kind, value in found if kind == "keyword"] == ["oil", "oil prices", "refineries"]
    assert not [kind for kind, _ in match.keys_of(news) if kind == "keyword"]
