"""Admins merge names, tell them apart and give new ones; every step shows its counts, and can be undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import ActorTag, Likeness
from tests.build import actor, actor_tag, new_item
from tests.chat.conftest import Desk, labels

KOTOV = replace(actor(1), id="sergei-kotov", name="Sergei Kotov")
SHORT = replace(actor(2), id="s-kotov", name="S. Kotov")


async def two_kotovs(desk: Desk) -> None:
    await desk.add_item(1, actors=(KOTOV,))
    await desk.add_item(2, actors=(KOTOV,))
    await desk.add_item(3, actors=(SHORT,))
    await desk.say("/follow S. Kotov")


async def pages(desk: Desk, name: str) -> str:
    return (await desk.say(f"/actor {name}")).text


async def test_two_names_are_merged_after_a_look_at_the_counts_and_come_apart_again(desk: Desk) -> None:
    await two_kotovs(desk)
    asked = await desk.say("/merge Sergei Kotov and S. Kotov", by=desk.admin)
    assert "S. Kotov would count as Sergei Kotov: 1 report and 1 watch move." in asked.text
    assert "Sergei Kotov · person, Russia · 2 reports, 0 watches" in asked.text
    assert await desk.watches() == ["S. Kotov"], "nothing is done before the tap"

    await desk.tap(asked, "Merge into Sergei Kotov", by=desk.admin)
    done = await desk.changed(asked)
    assert "1 report and 1 watch moved." in done.text
    assert await desk.watches() == ["Sergei Kotov"]
    assert (await pages(desk, "S. Kotov")).startswith("Sergei Kotov")

    await desk.tap(done, "Undo", by=desk.admin)
    assert "are two" in (await desk.changed(done)).text
    assert await desk.watches() == ["S. Kotov"]


async def test_the_other_way_round(desk: Desk) -> None:
    await two_kotovs(desk)
    asked = await desk.say("/merge S. Kotov and Sergei Kotov", by=desk.admin)
    await desk.tap(asked, "Merge into S. Kotov", by=desk.admin)
    assert "2 reports and 0 watches moved." in (await desk.changed(asked)).text


async def test_pairs_that_wait_are_listed_and_decided(desk: Desk) -> None:
    await desk.add_item(1, actors=(KOTOV,))
    item = new_item(2)
    tag: ActorTag = replace(actor_tag(SHORT), likeness=Likeness(KOTOV, "initial", sure=False))
    await desk.store.archive.add(replace(item, tagged=replace(item.tagged, actors=(tag,))))
    listed = await desk.say("/merge", by=desk.admin)
    assert "S. Kotov – Sergei Kotov: initial" in listed.text
    await desk.tap(listed, "S. Kotov – Sergei Kotov", by=desk.admin)
    asked = await desk.changed(listed)
    await desk.tap(asked, "Different", by=desk.admin)
    assert "I shall not merge them" in (await desk.changed(asked)).text
    assert (await desk.say("/merge", by=desk.admin)).text.startswith("No names wait")


async def test_what_was_merged_is_listed_with_its_undo(desk: Desk) -> None:
    assert (await desk.say("/unmerge", by=desk.admin)).text == "Nothing was merged."
    await two_kotovs(desk)
    asked = await desk.say("/merge Sergei Kotov and S. Kotov", by=desk.admin)
    await desk.tap(asked, "Merge into Sergei Kotov", by=desk.admin)
    await desk.changed(asked)
    for command in ("/unmerge", "/unmerge Sergei Kotov"):
        assert "S. Kotov is Sergei Kotov: by an admin" in (await desk.say(command, by=desk.admin)).text
    listed = await desk.say("/unmerge S. Kotov", by=desk.admin)
    await desk.tap(listed, "Undo S. Kotov", by=desk.admin)
    await desk.changed(listed)
    assert (await desk.say("/unmerge", by=desk.admin)).text == "Nothing was merged."


async def test_a_name_is_given_and_taken_back(desk: Desk) -> None:
    offered = await desk.say("/alias Sergey Lavrov = Horse of Smolenskaya", by=desk.admin)
    assert offered.text.startswith("Shall Horse of Smolenskaya be a name of Sergey Lavrov?")
    assert not (await pages(desk, "Horse of Smolenskaya")).startswith("Sergey Lavrov")
    await desk.tap(offered, "Give the name", by=desk.admin)
    given = await desk.changed(offered)
    assert (await pages(desk, "Horse of Smolenskaya")).startswith("Sergey Lavrov")
    await desk.tap(given, "Undo", by=desk.admin)
    await desk.changed(given)
    assert not (await pages(desk, "Horse of Smolenskaya")).startswith("Sergey Lavrov")


async def test_a_name_of_somebody_else_becomes_the_question_whether_they_are_one(desk: Desk) -> None:
    await two_kotovs(desk)
    asked = await desk.say("/alias Sergei Kotov = S. Kotov", by=desk.admin)
    assert asked.text.startswith("Are these one and the same?")
    assert labels(asked) == ["Merge into Sergei Kotov", "Merge into S. Kotov", "Different", "Leave it"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("SL", "has too few letters: 0 reports"),
        ("Й", "has too few letters"),
        ("Venezuela", "is a country: 1 report here have it"),
        ("Россия", "is a country"),
        ("president", "is an office"),
        ("about", "is an everyday word: 1 report"),
        ("Foreign Minister", "is an office, not a name"),
        ("Maria", "is a given name"),
        ("Rodríguez", "is in the names of"),
        ("—", "A name has letters"),
        ("Lavrov", "is a name of Sergey Lavrov already"),
    ],
)
async def test_a_name_that_would_match_everything_is_refused_with_counts(desk: Desk, name: str, why: str) -> None:
    for n, given in enumerate(("Delcy", "Bruno", "Ana", "Luis"), start=5):
        await desk.add_item(n, actors=(replace(actor(n), id=f"r-{n}", name=f"{given} Rodriguez"),))
    await desk.add_item(1, title="Headline about Venezuela")
    reply = await desk.say(f"/alias Sergey Lavrov = {name}", by=desk.admin)
    assert why in reply.text
    assert labels(reply) == []


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("/merge Sergey Lavrov", "Which two are one?"),
        ("/merge Sergey Lavrov and Lavrov", "“Sergey Lavrov” is one already"),
        ("/merge Nobody Here and Sergey Lavrov", "I know nobody"),
        ("/alias Sergey Lavrov", "Whose name"),
        ("/alias = x", "Whose name"),
        ("/unmerge Nobody Here", "I know nobody"),
    ],
)
async def test_what_is_not_understood_is_answered(desk: Desk, command: str, reply: str) -> None:
    assert reply in (await desk.say(command, by=desk.admin)).text


@pytest.mark.parametrize("data", ["~pp:1", "~pm:1:0", "~pd:1", "~pn:token"])
async def test_only_admins_decide(desk: Desk, data: str) -> None:
    await two_kotovs(desk)
    await desk.say("/merge Sergei Kotov and S. Kotov", by=desk.admin)
    message = await desk.say("/start")
    assert (await desk.tap(message, data=data)).text == "Only the admins of this bot can do that."
    assert await desk.watches() == ["S. Kotov"]


@pytest.mark.parametrize("data", ["~pp:99", "~pm:99:0", "~pd:99", "~pn:token"])
async def test_an_old_button_says_so(desk: Desk, data: str) -> None:
    message = await desk.say("/start", by=desk.admin)
    assert (await desk.tap(message, data=data, by=desk.admin)).text == "That button is out of date."
