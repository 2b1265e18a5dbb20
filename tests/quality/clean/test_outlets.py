"""Items of outlets in order: how much dirt goes from an outlet's first item, how much from its fifth, what is lost.

Fails when a figure falls under its floor in floors.json. What is lost is counted in paragraphs over all items.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clean import article, memory
from bot.model import NO_MEMORY, Article
from tests.quality.clean.outlets import Item, outlets, reports_of_such_things, sentences_that_open_like_dirt

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
FLOORS: dict[str, float] = json.loads((Path(__file__).parent.parent / "floors.json").read_text(encoding="utf-8"))[
    "clean"
]


def read(items: list[Item], *, titled: bool) -> list[Article]:
    known, made = NO_MEMORY, []
    for one in items:
        title = one.title if titled else None
        made.append(
            article.from_text(
                one.text, title=title, publisher=one.outlet, url=None, published=None, now=NOW, memory=known
            )
        )
        known = memory.learn(known, memory.lesson(made[-1]))
    return made


@pytest.mark.parametrize("name", ["dirt", "heldout"])
@pytest.mark.parametrize("titled", [True, False], ids=["titled", "untitled"])
def test_dirt_goes_and_the_report_stays(name: str, titled: bool) -> None:
    gone, lost = [0.0] * 5, []
    of = [0] * 5
    for items in outlets(f"{name}.txt"):
        for n, (one, made) in enumerate(zip(items, read(items, titled=titled), strict=True)):
            kept = [made.title, made.dek, *made.body.split("\n\n")]
            of[n] += len(one.dirt)
            gone[n] += sum(line not in kept for line in one.dirt)
            lost += [line for line in one.body if line not in kept]
    assert len(lost) <= FLOORS[f"{name}_lost"], lost
    assert gone[0] / of[0] >= FLOORS[f"{name}_first"]
    assert gone[4] / of[4] >= FLOORS[f"{name}_fifth"]


@pytest.mark.parametrize("report", reports_of_such_things(), ids=lambda report: report[0])
@pytest.mark.parametrize("titled", [True, False], ids=["titled", "untitled"])
def test_reports_that_use_such_words_stay_whole(report: list[str], titled: bool) -> None:
    title, *body = report
    made = article.from_text(
        "\n\n".join(body if titled else report),
        title=title if titled else None,
        publisher="Harbour Post",
        url=None,
        published=None,
        now=NOW,
    )
    assert (made.title, made.dek, made.body.split("\n\n")) == (title, "", body)
    assert made.removed == ()


AGROUND = [
    "Grain Ship Runs Aground at Riverton's Northern Pier",
    "The harbour of Riverton was closed on Tuesday after a grain ship ran aground at the northern pier.",
    "Divers found a crack of four metres in the hull, the port authority said, and pumped out the oil.",
    "The crew of nineteen was brought ashore before dawn, and nobody was hurt in the rescue.",
    "Two tugs from the southern coast are expected on Thursday with the next high tide.",
    "The grain on board, some 30,000 tonnes, was bound for the flour mills of the capital.",
]


@pytest.mark.parametrize("at", [1, 2, 4, 6], ids=["first", "second", "inside", "last"])
def test_a_sentence_of_the_report_stays_however_it_opens(at: int) -> None:
    lost = []
    for sentence in sentences_that_open_like_dirt():
        lines = [*AGROUND[:at], sentence, *AGROUND[at:]]
        made = article.from_text(
            "\n".join(lines), title=None, publisher="The Harbour Post", url=None, published=None, now=NOW
        )
        kept = [line for line in (made.dek, *made.body.split("\n\n")) if line]
        if made.title != AGROUND[0] or kept != lines[1:]:
            lost.append(sentence)
    assert lost == []


def test_there_are_plain_texts_of_many_outlets() -> None:
    items = [item for name in ("dirt", "heldout") for some in outlets(f"{name}.txt") for item in some]
    assert len(items) >= 40
    assert len({item.outlet for item in items}) >= 16
