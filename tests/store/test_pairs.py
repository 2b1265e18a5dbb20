"""Actors that may be one: what hangs on one moves to the other in a merge, and all of it comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import (
    Actor,
    ActorTag,
    ChatRef,
    Item,
    Likeness,
    Mode,
    NewItem,
    Pair,
    PairState,
    SearchQuery,
    Sought,
    Subject,
    SubjectKind,
    Weight,
)
from bot.ports import Store
from bot.understand.identity import alike
from tests.build import NOON, actor, actor_tag, at, new_item

ADMIN = 7
CHAT = ChatRef(11)
KOTOV = replace(actor(1), id="sergei-kotov", name="Sergei Kotov")
SHORT = replace(actor(2), id="s-kotov", name="S. Kotov", aliases=("Kotov S.",))
OTHER = replace(actor(3), id="ivan-petrenko", name="Ivan Petrenko")


def tagged(n: int, *tags: ActorTag) -> NewItem:
    item = new_item(n)
    return replace(item, tagged=replace(item.tagged, actors=tags))


async def filled(store: Store) -> list[int]:
    """Items 1: Kotov, 2: S. Kotov, 3: both, 4: somebody else."""
    items = [
        await store.archive.add(new_item(1, actors=(KOTOV,))),
        await store.archive.add(new_item(2, actors=(SHORT,))),
        await store.archive.add(new_item(3, actors=(KOTOV, SHORT))),
        await store.archive.add(new_item(4, actors=(OTHER,))),
    ]
    return [item.id for item in items if item]


async def of(store: Store, actor_id: str) -> set[int]:
    return {hit.item.id for hit in await store.archive.search(SearchQuery(actors=(actor_id,)))}


async def follow(store: Store, *actors: Actor, chat: ChatRef = CHAT) -> int:
    subjects = [Subject(SubjectKind.ACTOR, one.id, one.name) for one in actors]
    return (await store.subscriptions.add(chat, subjects, Mode(), NOON)).id


async def proposed(store: Store) -> Pair:
    pair = await store.pairs.propose(SHORT.id, KOTOV.id, "an admin's", NOON)
    assert pair is not None
    return pair


async def merged(store: Store) -> Pair:
    pair = await store.pairs.merge((await proposed(store)).id, turned=False, by=ADMIN, now=at(1))
    assert pair is not None
    assert pair.state is PairState.MERGED
    return pair


async def names(store: Store, item_id: int) -> list[str]:
    item = await store.archive.get(item_id)
    assert isinstance(item, Item)
    return [tag.actor.id for tag in item.actors]


async def test_items_names_and_watches_follow_the_merged_actor(store: Store) -> None:
    ids = await filled(store)
    watch = await follow(store, SHORT)
    assert await store.pairs.weigh(SHORT.id) == Weight(items=2, watches=1)
    await merged(store)

    assert await of(store, KOTOV.id) == set(ids[:3])
    assert await of(store, SHORT.id) == set()
    assert await names(store, ids[2]) == [KOTOV.id], "an item that named both names one"
    found = await store.subscriptions.get(CHAT.chat_id, watch)
    assert found is not None
    assert found.subjects == (Subject(SubjectKind.ACTOR, KOTOV.id, KOTOV.name),)
    old = await store.actors.get(SHORT.id)
    assert old is not None
    assert old.id == KOTOV.id, "an old button finds the one that counts"
    assert {"S. Kotov", "Kotov S."} <= set(old.aliases)
    assert [one.id for one in (await store.actors.lookup(["s. kotov"]))["s. kotov"]] == [KOTOV.id]
    assert await store.pairs.weigh(KOTOV.id) == Weight(items=3, watches=1)


async def test_undone_merge_leaves_no_trace(store: Store) -> None:
    ids = await filled(store)
    both, one = await follow(store, SHORT, KOTOV), await follow(store, SHORT, OTHER)
    before = await store.subscriptions.of_chat(CHAT.chat_id)
    pair = await merged(store)
    narrowed = await store.subscriptions.get(CHAT.chat_id, both)
    assert narrowed is not None
    assert len(narrowed.subjects) == 1
    parted = await store.pairs.part(pair.id, ADMIN, at(2))

    assert parted is not None
    assert parted.state is PairState.DIFFERENT
    assert await of(store, SHORT.id) == {ids[1], ids[2]}
    assert await of(store, KOTOV.id) == {ids[0], ids[2]}
    assert await store.subscriptions.of_chat(CHAT.chat_id) == before
    assert one in {found.id for found in before}
    assert await store.pairs.weigh(SHORT.id) == Weight(items=2, watches=2)
    back = await store.actors.get(SHORT.id)
    assert back is not None
    assert back.id == SHORT.id
    assert await store.pairs.merged(9) == ()


async def test_merging_and_parting_twice_is_no_error(store: Store) -> None:
    await filled(store)
    pair = await merged(store)
    assert await store.pairs.merge(pair.id, turned=False, by=ADMIN, now=at(3)) == pair
    parted = await store.pairs.part(pair.id, ADMIN, at(4))
    assert await store.pairs.part(pair.id, ADMIN, at(5)) == parted
    assert await store.pairs.merge(99, turned=False, by=ADMIN, now=at(5)) is None
    assert await store.pairs.part(99, ADMIN, at(5)) is None


async def test_the_other_one_can_be_the_one_that_stays(store: Store) -> None:
    ids = await filled(store)
    pair = await store.pairs.merge((await proposed(store)).id, turned=True, by=ADMIN, now=at(1))
    assert pair is not None
    assert (pair.one.id, pair.other.id) == (KOTOV.id, SHORT.id)
    assert await of(store, SHORT.id) == set(ids[:3])


async def test_chains_hold_and_come_apart_link_by_link(store: Store) -> None:
    ids = await filled(store)
    first = await merged(store)
    second = await store.pairs.propose(KOTOV.id, OTHER.id, "an admin's", at(2))
    assert second is not None
    await store.pairs.merge(second.id, turned=False, by=ADMIN, now=at(3))
    assert await of(store, OTHER.id) == set(ids)
    assert await store.pairs.propose(SHORT.id, OTHER.id, "again", at(4)) is None, "they are one already"

    await store.pairs.part(first.id, ADMIN, at(5))
    assert await of(store, SHORT.id) == {ids[1], ids[2]}
    assert await of(store, OTHER.id) == {ids[0], ids[2], ids[3]}
    await store.pairs.part(second.id, ADMIN, at(6))
    assert await of(store, KOTOV.id) == {ids[0], ids[2]}
    assert await of(store, OTHER.id) == {ids[3]}


async def test_circle_is_refused(store: Store) -> None:
    await filled(store)
    await merged(store)
    assert await store.pairs.propose(KOTOV.id, SHORT.id, "the other way", at(2)) is None
    assert await store.pairs.propose(KOTOV.id, "nobody", "?", at(2)) is None


async def test_item_that_was_read_before_the_merge_is_stored_after_it(store: Store) -> None:
    await filled(store)
    await merged(store)
    late = await store.archive.add(new_item(5, actors=(SHORT,)))
    assert late is not None
    assert [tag.actor.id for tag in late.actors] == [KOTOV.id]
    assert late.id in await of(store, KOTOV.id)


async def test_watches_of_one_chat_on_both_stay_two_and_come_back(store: Store) -> None:
    await filled(store)
    first, second = await follow(store, KOTOV), await follow(store, SHORT)
    pair = await merged(store)
    both = await store.subscriptions.of_chat(CHAT.chat_id)
    assert [one.subjects[0].value for one in both] == [KOTOV.id, KOTOV.id]
    await store.pairs.part(pair.id, ADMIN, at(2))
    again = await store.subscriptions.of_chat(CHAT.chat_id)
    assert {one.id: one.subjects[0].value for one in again} == {first: KOTOV.id, second: SHORT.id}
    assert await follow(store, SHORT) == second, "it is known by its subject again"


async def test_what_an_item_shows_to_be_one_is_merged_with_its_reason(store: Store) -> None:
    await store.archive.add(new_item(1, actors=(KOTOV,)))
    tag = replace(actor_tag(KOTOV), origin=SHORT, likeness=Likeness(KOTOV, "initial", sure=True))
    item = await store.archive.add(tagged(2, tag))
    assert item is not None
    (pair,) = await store.pairs.merged(9, KOTOV.id)
    assert (pair.one.id, pair.other.id, pair.reason, pair.by) == (SHORT.id, KOTOV.id, "initial", None)
    known = await store.actors.known(Sought(names=("s kotov",), keys=alike.sought("S. Kotov")))
    assert known.named["s kotov"][0].id == SHORT.id
    assert known.merged[SHORT.id].id == KOTOV.id
    await store.pairs.part(pair.id, ADMIN, at(2))
    assert await of(store, SHORT.id) == {item.id}


async def test_what_may_be_one_waits_for_an_admin(store: Store) -> None:
    await store.archive.add(new_item(1, actors=(KOTOV,)))
    await store.archive.add(tagged(2, replace(actor_tag(SHORT), likeness=Likeness(KOTOV, "initial", sure=False))))
    count, (pair,) = await store.pairs.waiting(5)
    assert (count, pair.one.id, pair.other.id, pair.state) == (1, SHORT.id, KOTOV.id, PairState.WAITING)
    await store.pairs.part(pair.id, ADMIN, at(2))
    assert await store.pairs.waiting(5) == (0, ())
    await store.archive.add(tagged(3, replace(actor_tag(SHORT), likeness=Likeness(KOTOV, "initial", sure=False))))
    assert await store.pairs.waiting(5) == (0, ()), "what was decided is not asked again"


async def test_another_name_is_an_actor_that_is_merged(store: Store) -> None:
    await filled(store)
    nick = replace(actor(4), id="the-cat", name="The Cat", country=None)
    pair = await store.pairs.name(nick, KOTOV.id, ADMIN, NOON)
    assert pair is not None
    assert [one.id for one in (await store.actors.lookup(["the cat"]))["the cat"]] == [KOTOV.id]
    assert await store.pairs.name(nick, KOTOV.id, ADMIN, NOON) is None, "it is there already"
    assert await store.actors.given(9) == (("The Cat", nick),)
    await store.pairs.part(pair.id, ADMIN, at(1))
    kotov = await store.actors.get(KOTOV.id)
    assert kotov is not None
    assert "The Cat" not in kotov.aliases
    assert await store.actors.given(9) == ()


# ---------------------------------------------------------------- forgetting


async def test_name_that_one_old_report_had_is_forgotten_and_stays_readable(store: Store) -> None:
    ids = await filled(store)
    await store.actors.forget(at(1), 1)
    assert await store.actors.get(OTHER.id) is None
    item = await store.archive.get(ids[3])
    assert item is not None
    assert [(tag.actor.name, tag.actor.local) for tag in item.actors] == [(OTHER.name, True)]
    assert await store.actors.lookup([OTHER.name]) == {}


@pytest.mark.parametrize("kept", ["followed", "seeded", "lately", "twice", "decided"])
async def test_who_matters_is_not_forgotten(store: Store, kept: str) -> None:
    if kept == "seeded":
        await store.actors.seed([replace(OTHER, seeded=True)])
    await store.archive.add(new_item(1, actors=(OTHER,)))
    if kept == "followed":
        await follow(store, OTHER)
    if kept == "twice":
        await store.archive.add(new_item(2, actors=(OTHER,)))
    if kept == "decided":
        await store.archive.add(new_item(2, actors=(KOTOV,)))
        pair = await store.pairs.propose(KOTOV.id, OTHER.id, "?", NOON)
        assert pair is not None
        await store.pairs.part(pair.id, ADMIN, NOON)
    await store.actors.forget(at(-1) if kept == "lately" else at(1), 9)
    assert await store.actors.get(OTHER.id) is not None


async def test_forgetting_goes_in_bounded_steps(store: Store) -> None:
    for n in range(5):
        await store.archive.add(new_item(n, actors=(actor(n),)))
    assert [await store.actors.forget(at(1), 2) for _ in range(4)] == [2, 2, 1, 0]
