"""The registry: the seed, what items teach, look-ups by any name, and names that are near."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Actor, ActorKind
from bot.ports import Store
from bot.store.actors import MAX_ALIASES
from tests.build import actor, new_item

LAVROV = Actor(
    "sergey-lavrov", "Sergey Lavrov", ActorKind.PERSON, "RU", "GOV", "Q58217", ("Lavrov", "Сергей Лавров"), seeded=True
)
PDVSA = Actor("pdvsa", "PDVSA", ActorKind.ORGANISATION, "VE", "BUS", aliases=("Petróleos de Venezuela",), seeded=True)


async def test_seed_reads_back_and_may_be_brought_in_again(store: Store) -> None:
    for _ in range(2):
        await store.actors.seed([LAVROV, PDVSA])
    assert await store.actors.get("sergey-lavrov") == LAVROV
    assert await store.actors.get("pdvsa") == PDVSA
    assert (await store.archive.counts()).actors == 2


async def test_actor_that_is_not_there_is_none(store: Store) -> None:
    assert await store.actors.get("nobody") is None
    assert await store.actors.lookup(["Nobody", "", "—"]) == {}


@pytest.mark.parametrize(
    "name", ["Sergey Lavrov", "SERGEY LAVROV", "lavrov", "Сергей Лавров", "Petroleos de Venezuela"]
)
async def test_actor_is_found_by_any_of_its_names(store: Store, name: str) -> None:
    await store.actors.seed([LAVROV, PDVSA])
    expected = PDVSA if "V" in name and "L" not in name else LAVROV
    assert await store.actors.lookup([name, "Somebody Else"]) == {name: (expected,)}


async def test_release_corrects_its_seed_and_learned_actors_stay(store: Store) -> None:
    await store.actors.seed([LAVROV, PDVSA])
    await store.archive.add(new_item(1, actors=(1, replace(LAVROV, aliases=("Lawrow",)))))
    await store.actors.seed([replace(LAVROV, sector="MIL", aliases=("S. Lavrov",))])

    corrected = await store.actors.get("sergey-lavrov")
    assert corrected is not None
    assert (corrected.sector, corrected.seeded) == ("MIL", True)
    assert set(corrected.aliases) == {"S. Lavrov", "Lawrow"}, "the learned name stays, the withdrawn one goes"
    assert await store.actors.get("person-1") == actor(1)
    left = await store.actors.get("pdvsa")
    assert left is not None
    assert not left.seeded


async def test_item_does_not_rename_a_seeded_actor(store: Store) -> None:
    await store.actors.seed([LAVROV])
    await store.archive.add(new_item(1, actors=(replace(LAVROV, name="Mr Lavrov", country="US", seeded=False),)))
    known = await store.actors.get("sergey-lavrov")
    assert known is not None
    assert (known.name, known.country, known.seeded) == ("Sergey Lavrov", "RU", True)
    assert "Mr Lavrov" in known.aliases


async def test_namesakes_come_most_frequent_first(store: Store) -> None:
    rare, frequent = (replace(actor(n), name="John Smith") for n in (1, 2))
    await store.archive.add(new_item(1, actors=(rare,)))
    await store.archive.add(new_item(2, actors=(frequent,)))
    assert await store.actors.lookup(["John Smith"]) == {"John Smith": (rare, frequent)}
    await store.archive.add(new_item(3, actors=(frequent,)))
    assert await store.actors.lookup(["John Smith"]) == {"John Smith": (frequent, rare)}


async def test_actor_does_not_gather_names_without_end(store: Store) -> None:
    names = [f"Name {chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(MAX_ALIASES + 20)]
    for n, name in enumerate(names):
        await store.archive.add(new_item(n, actors=(replace(actor(1), aliases=(name,)),)))
    known = await store.actors.get("person-1")
    assert known is not None
    assert len(known.aliases) == MAX_ALIASES - 1, "its own name is one of them"


@pytest.mark.parametrize("typed", ["Lavrow", "Sergei Lavrov", "Sergey Lavorv", "lavrof", "Zergey Lavrov"])
async def test_near_name_is_suggested(store: Store, typed: str) -> None:
    await store.actors.seed([LAVROV, PDVSA])
    assert LAVROV in await store.actors.near(typed)


@pytest.mark.parametrize("typed", ["", "x", "%", "___", "Quetzalcoatl", "💥", "\0", "'; DROP TABLE actors; --"])
async def test_name_that_is_near_nothing_suggests_nothing(store: Store, typed: str) -> None:
    await store.actors.seed([LAVROV, PDVSA])
    assert await store.actors.near(typed) == ()


async def test_suggestions_are_limited_and_nearest_first(store: Store) -> None:
    await store.actors.seed([replace(actor(n), name=f"Maria Lopez {'abcdefgh'[n]}ez") for n in range(8)])
    await store.actors.seed(
        [replace(actor(9), name="Maria Lopez"), *[replace(actor(n), name=f"Mario Lopes {n}") for n in range(8)]]
    )
    found = await store.actors.near("Maria Lopes", limit=3)
    assert len(found) == 3
    assert found[0].id == "person-9"
