"""How edits are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Part, Sources, Story, Version
from bot.render import pages
from bot.render.edits import SHOWN, sentence
from tests.build import at, item

WAS = Version(1, at(40), "Envoy lands in *Caracas*", "", "Text.", (Part.TITLE,))


@pytest.mark.parametrize(
    ("version", "said"),
    [
        (WAS, "edited 12:40 UTC: headline was “Envoy lands in *Caracas*”"),
        (replace(WAS, what=(Part.BODY,), came=("A.", "B."), gone=("C.",)), "edited 12:40 UTC: 2 sentences new, 1 gone"),
        (replace(WAS, what=(Part.BODY,), gone=("C.",)), "edited 12:40 UTC: 1 sentence gone"),
        (replace(WAS, what=(Part.BODY,), came=("C.",)), "edited 12:40 UTC: 1 sentence new"),
        (replace(WAS, what=(Part.DEK,), dek="Was."), "edited 12:40 UTC: another standfirst"),
        (replace(WAS, what=(Part.DEK,)), "edited 12:40 UTC: a standfirst came"),
        (
            replace(WAS, what=(Part.WITHDRAWN, Part.TITLE)),
            "withdrawn 12:40 UTC: headline was “Envoy lands in *Caracas*”",
        ),
        (replace(WAS, what=(Part.WITHDRAWN,), replaced=at(-24 * 60)), "withdrawn 5 Mar, 12:00 UTC"),
    ],
    ids=["title", "body", "gone", "came", "dek", "new dek", "withdrawn", "day"],
)
def test_an_edit_is_told_in_a_sentence(version: Version, said: str) -> None:
    assert sentence(version, at(60)) == said


def test_a_story_shows_how_its_reports_were_edited() -> None:
    story = Story(1, "A story", at(0), at(60), (item(1), item(2)))
    shown = pages.story(story, 0, [WAS], sources=Sources(1), country_name=str)
    first, second = shown.text.index("Headline 1"), shown.text.index("Headline 2")
    assert first < shown.text.index("edited 12:40 UTC: headline was “Envoy lands in *Caracas*”") < second
    assert "edited" not in pages.story(story, 0, sources=Sources(1), country_name=str).text


def test_of_many_edits_the_last_are_shown_and_the_rest_counted() -> None:
    many = [replace(WAS, title=f"Title {n}", replaced=at(n)) for n in range(SHOWN + 2)]
    text = pages.story(
        Story(1, "A story", at(0), at(60), (item(1),)), 0, many, sources=Sources(1), country_name=str
    ).text
    assert "Title 1" not in text
    assert all(f"Title {n}" in text for n in (2, 3))
    assert "and edited 2 times before that" in text


def test_a_page_of_reports_that_were_all_edited_is_one_message() -> None:
    reports = tuple(item(n) for n in range(1, 11))
    many = [replace(WAS, item_id=n, title="W " * 150, replaced=at(k)) for n in range(1, 11) for k in range(10)]
    shown = pages.story(Story(1, "A story", at(0), at(60), reports), 0, many, sources=Sources(1), country_name=str)
    assert len(shown.text) <= 4096
