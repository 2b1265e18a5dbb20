"""Watches on a pattern: what is found, what is refused, and that none is slow."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import match
from bot.errors import Refused
from bot.follow.names import pattern
from bot.match.patterns import MAX_PATTERN, Patterns, span
from bot.model import Mode
from tests.build import country_tag, item, subject, subscription

SLOW = ["(a+)+$", "(a|aa)+$", "(.*a){12}b", "[ab]*a[ab]{60}c"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("lavrov|maduro", "Maduro"),
        ("oil price", None),
        ("oil prices? (rose|fell)", "Oil prices fell"),
        (r"\bprice\b", None),
        ("(?-i)maduro", None),
        ("(?-i)Maduro", "Maduro"),
        ("^oil", None),
        (r"caracas\.$", "Caracas."),
        ("caf.", "Café"),
        ("слова", None),
    ],
)
def test_a_pattern_is_found_in_headline_and_text(written: str, found: str | None) -> None:
    news = replace(item(1), title="Maduro at a Café", dek="", body="The price: Oil prices fell. A day in Caracas.")
    if written == "oil price":
        news = replace(news, body="Nothing of it.")
    if written == r"\bprice\b":
        news = replace(news, body="Prices.")
    watch = subscription(1, subject("pattern", written))
    assert bool(match.matching(match.Reading(news), [watch])) is (found is not None)
    ((_, mention),) = match.explained(news, [watch])[0].evidence
    text = "" if mention is None else {"title": news.title, "body": news.body}[mention.field]
    assert (text[mention.start : mention.end] if mention else None) == found


def test_a_pattern_may_have_to_stand_with_the_other_in_one_sentence() -> None:
    news = replace(item(1), title="News", body="Oil fell. Caracas waits.", countries=(country_tag("VE"),))
    where = replace(news.countries[0].mentions[0], field="body", start=10, end=17)
    news = replace(news, countries=(replace(news.countries[0], mentions=(where,)),))
    near = Mode(near=True)
    watches = [
        subscription(n, subject(), subject("pattern", one), mode=near) for n, one in enumerate(("oil|gas", "wa.ts"), 1)
    ]
    assert [one.id for one in match.matching(match.Reading(news), watches)] == [2]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("(", "cannot be read"),
        ("a(?=b)", "no look-around"),
        (r"(aa)\1", "no look-around"),
        ("x{1000}{1000}", "repeats too much"),
        ("((x{100}){100}){100}", "repeats too much"),
        (r"\pL{500}", "repeats too much"),
        ("(.{100}x)+", "repeats too much"),
        ("x" * (MAX_PATTERN + 1), "at most 200 characters"),
        ("x" * 4096, "at most 200 characters"),
        *(
            (wide, "nearly every report")
            for wide in (".*", "a", "a|b", "^", "$", r"\b", "[a-z]", ".{5}", "[a-z]{2}", "x*")
        ),
    ],
)
def test_what_cannot_be_followed_is_refused_with_a_sentence(written: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        pattern(written)


@pytest.mark.parametrize(
    "written", ["oil|gas", r"minist\w+ of", "x" * MAX_PATTERN, r"\d{4} dead", "Lavrov.{0,40}Maduro"]
)
def test_what_can_be_followed_keeps_its_letters(written: str) -> None:
    assert (pattern(written).value, pattern(written).label) == (written, f"/{written}/")


@pytest.mark.parametrize("written", SLOW)
def test_no_pattern_is_slow(written: str) -> None:
    started = time.process_time()
    span(written, "a" * 100_000 + "!")
    assert time.process_time() - started < 2


def test_hundreds_of_hard_patterns_are_found_as_one_by_one() -> None:
    many = Patterns()
    patterns = [f"[ab]*a[ab]{{{n % 30}}}c{n}" for n in range(250)]
    for one in patterns:
        many.add(one)
    text = "abba" * 200 + " ".join(f"ab{'b' * (n % 30)}c{n}" for n in range(0, 250, 3))
    assert sorted(many.of(text)) == sorted(one for one in patterns if span(one, text))


def test_a_set_that_runs_out_of_memory_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.match.patterns._ALWAYS", "never there")  # as then it is not found
    many = Patterns()
    for n in range(60):
        many.add(f"word{n}[a-z]{{0,9}}")
    assert sorted(many.of("word7x and word33")) == sorted(
        one for one in (f"word{n}[a-z]{{0,9}}" for n in range(60)) if span(one, "word7x and word33")
    )


pieces = st.sampled_from(
    ["oil", "gas", ".", "[a-c]+", "x*", "|", "(", ")", " ", "é", "б", "^", "$", r"\b", "{2}", "?", "+"]
)


@settings(deadline=None)
@given(
    st.lists(st.lists(pieces, min_size=1, max_size=6).map("".join), max_size=40), st.text("oilgasxé б\n", max_size=60)
)
def test_one_pass_finds_what_each_would_find(written: list[str], text: str) -> None:
    many = Patterns()
    for one in written:
        many.add(one)
    assert sorted(many.of(text)) == sorted(one for one in dict.fromkeys(written) if span(one, text))
