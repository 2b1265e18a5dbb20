"""What chats follow: written once, found by any subject, muted, removed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.model import Chat, ChatRef, Exclude, ExcludeKind, Mode, Quiet, Subscription
from bot.ports import Store
from bot.store.subscriptions import MOST_EXCLUDES
from tests.build import NOON, at, chat, subject

ONE = chat(1).chat_id
VE, RU, OIL = subject(), subject(value="RU"), subject("keyword", "oil", "Oil")


async def follow(store: Store, n: int, *subjects: object, **mode: object) -> Subscription:
    return await store.subscriptions.add(chat(n), subjects, Mode(**mode), NOON)  # type: ignore[arg-type]


async def test_subscription_reads_back(store: Store) -> None:
    made = await follow(store, 1, VE, OIL, each=True, silent=True, confirmed=3)
    assert made == Subscription(made.id, chat(1), (VE, OIL), Mode(each=True, silent=True, confirmed=3), NOON)
    assert await store.subscriptions.get(ONE, made.id) == made
    assert await store.subscriptions.of_chat(ONE) == (made,)
    assert made.label == "VE + Oil"


async def test_chat_that_follows_before_it_was_seen_is_made(store: Store) -> None:
    await follow(store, 1, VE)
    assert await store.chats.get(ONE) == Chat(ONE, "private", "")


async def test_following_the_same_again_changes_mode_and_lifts_the_mute(store: Store) -> None:
    made = await follow(store, 1, VE, OIL)
    await store.subscriptions.mute(ONE, made.id, at(60))
    again = await store.subscriptions.add(chat(1), [OIL, VE], Mode(confirmed=2), at(5))
    assert again == Subscription(made.id, chat(1), (VE, OIL), Mode(confirmed=2), NOON)
    assert await store.subscriptions.of_chat(ONE) == (again,)


@pytest.mark.parametrize(
    ("n", "thread", "subjects"),
    [(1, None, [VE]), (1, None, [VE, OIL, RU]), (1, 7, [VE, OIL]), (2, None, [VE, OIL])],
    ids=["fewer subjects", "more subjects", "another topic of the forum", "another chat"],
)
async def test_anything_else_is_a_subscription_of_its_own(
    store: Store, n: int, thread: int | None, subjects: list[object]
) -> None:
    made = await follow(store, 1, VE, OIL)
    other = await store.subscriptions.add(chat(n, thread), subjects, Mode(), NOON)  # type: ignore[arg-type]
    assert other.id != made.id
    assert other.chat == chat(n, thread)


async def test_subscriptions_come_oldest_first(store: Store) -> None:
    made = [await follow(store, 1, subject(value=code)) for code in ("ZW", "AF", "MX")]
    assert list(await store.subscriptions.of_chat(ONE)) == made
    assert await store.subscriptions.of_chat(chat(2).chat_id) == ()


async def test_removed_is_gone_and_told(store: Store) -> None:
    made = await follow(store, 1, VE)
    assert await store.subscriptions.remove(ONE, made.id) == made
    assert await store.subscriptions.remove(ONE, made.id) is None
    assert await store.subscriptions.awake([made.id]) == ()
    assert (await follow(store, 1, VE)).id != made.id, "an old button must not hit a new subscription"


async def test_chat_reaches_only_its_own(store: Store) -> None:
    mine = await follow(store, 1, VE)
    other = chat(2).chat_id
    assert await store.subscriptions.get(other, mine.id) is None
    assert await store.subscriptions.remove(other, mine.id) is None
    assert not await store.subscriptions.mute(other, mine.id, at(1))
    assert await store.subscriptions.of_chat(ONE) == (mine,)


async def test_mute_and_unmute(store: Store) -> None:
    made = await follow(store, 1, VE)
    assert await store.subscriptions.mute(ONE, made.id, at(60))
    muted = await store.subscriptions.get(ONE, made.id)
    assert muted is not None
    assert muted.muted_until == at(60)
    assert await store.subscriptions.mute(ONE, made.id, None)
    assert await store.subscriptions.get(ONE, made.id) == made


async def test_those_of_these_numbers_whose_chats_are_not_paused(store: Store) -> None:
    ve = await follow(store, 1, VE)
    both = await follow(store, 2, VE, RU)
    await store.chats.pause(chat(1).chat_id, "blocked")
    assert await store.subscriptions.awake([ve.id, both.id, 999]) == (both,)
    assert await store.subscriptions.awake([]) == ()
    assert await store.subscriptions.kept([ve.id, both.id, 999]) == {ve.id, both.id}
    assert await store.subscriptions.kept([]) == frozenset()


async def test_new_watches_come_after_the_last_known_with_what_they_are_on(store: Store) -> None:
    first, both = await follow(store, 1, VE), await follow(store, 2, VE, OIL)
    found = await store.subscriptions.after(0, 10)
    assert found == ((first.id, (("country", "VE"),)), (both.id, (("country", "VE"), ("keyword", OIL.value))))
    assert await store.subscriptions.after(0, 1) == found[:1]
    assert await store.subscriptions.after(both.id, 10) == ()


async def test_every_part_of_a_mode_is_kept(store: Store) -> None:
    mode = Mode(True, True, True, 3, 7, None, (480, 1110), Quiet.DROP, 9, ("en", "es"), True)
    assert (await store.subscriptions.add(chat(1), (VE,), mode, NOON)).mode == mode


async def test_two_who_change_different_things_both_have_their_way(store: Store) -> None:
    made = await follow(store, 1, VE)
    changes = (lambda mode: replace(mode, cap=3), lambda mode: replace(mode, confirmed=2))
    await asyncio.gather(*(store.subscriptions.change(ONE, made.id, one) for one in changes))
    changed = await store.subscriptions.get(ONE, made.id)
    assert changed is not None
    assert changed.mode == Mode(cap=3, confirmed=2)
    assert await store.subscriptions.change(chat(2).chat_id, made.id, changes[0]) is None


async def test_odd_keywords_are_kept_as_they_are(store: Store) -> None:
    odd = subject("keyword", "100% 'oil'; --\\ _ 💥", "Odd")
    made = await follow(store, 1, odd)
    assert made.subjects == (odd,)
    assert await store.subscriptions.awake([made.id]) == (made,)


async def test_what_a_watch_excludes_reads_back_oldest_first_and_can_be_taken_back(store: Store) -> None:
    made = await follow(store, 1, VE)
    lavrov, cuba = Exclude(ExcludeKind.ACTOR, "lavrov", "Lavrov"), Exclude(ExcludeKind.COUNTRY, "CU", "Cuba")
    for minute, one in enumerate((lavrov, cuba, lavrov)):
        await store.subscriptions.exclude(ONE, made.id, one, True, at(minute))
    assert await store.subscriptions.of_chat(ONE) == (replace(made, excludes=(lavrov, cuba)),)
    assert await store.subscriptions.awake([made.id]) == (replace(made, excludes=(lavrov, cuba)),)
    changed = await store.subscriptions.exclude(ONE, made.id, lavrov, False, at(3))
    assert changed == replace(made, excludes=(cuba,))


async def test_nobody_excludes_in_another_chats_watch(store: Store) -> None:
    made = await follow(store, 1, VE)
    cuba = Exclude(ExcludeKind.COUNTRY, "CU", "Cuba")
    assert await store.subscriptions.exclude(chat(2).chat_id, made.id, cuba, True, NOON) is None
    assert await store.subscriptions.get(ONE, made.id) == made


async def test_a_watch_excludes_so_much_and_the_oldest_gives_way(store: Store) -> None:
    made = await follow(store, 1, VE)
    for n in range(MOST_EXCLUDES + 2):
        one = Exclude(ExcludeKind.STORY, str(n), "a story")
        await store.subscriptions.exclude(ONE, made.id, one, True, at(n))
    (watch,) = await store.subscriptions.of_chat(ONE)
    assert [one.value for one in watch.excludes] == [str(n) for n in range(2, MOST_EXCLUDES + 2)]


async def test_excludes_go_with_their_watch(store: Store) -> None:
    made = await follow(store, 1, VE)
    await store.subscriptions.exclude(ONE, made.id, Exclude(ExcludeKind.COUNTRY, "CU", "Cuba"), True, NOON)
    await store.subscriptions.remove(ONE, made.id)
    again = await follow(store, 1, VE)
    assert again.excludes == ()


async def test_a_topics_watches_move_and_one_that_is_there_already_stays(store: Store) -> None:
    topic = ChatRef(ONE, 7)
    there = await store.subscriptions.add(ChatRef(ONE), [VE], Mode(), NOON)
    await store.subscriptions.add(topic, [VE], Mode(silent=True), NOON)
    oil = await store.subscriptions.add(topic, [OIL], Mode(), NOON)
    await store.subscriptions.add(ChatRef(ONE, 8), [RU], Mode(), NOON)
    assert await store.subscriptions.move(topic, None) == 2
    watches = await store.subscriptions.of_chat(ONE)
    assert [(one.id, one.chat.thread_id) for one in watches][:2] == [(there.id, None), (oil.id, None)]
    assert watches[2].chat.thread_id == 8
    assert await store.subscriptions.move(topic, None) == 0


async def test_one_watch_moves_alone(store: Store) -> None:
    first = await follow(store, 1, VE)
    second = await follow(store, 1, OIL)
    assert await store.subscriptions.move(chat(1), 9, first.id) == 1
    assert await store.subscriptions.move(chat(2), 9, second.id) == 0, "not of that chat"
    assert await store.subscriptions.move(chat(1), None, second.id) == 0, "it is there"
    assert [one.chat.thread_id for one in await store.subscriptions.of_chat(ONE)] == [9, None]
