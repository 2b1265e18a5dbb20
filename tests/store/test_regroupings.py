"""Stories that merge and split: what chats were told goes along, nothing is sent for it, and it can be undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Alert, Change, ChatRef, Exclude, ExcludeKind, Mode, Story
from bot.ports import Store
from tests.build import NOON, at, chat, new_alert, new_item, subject

WHY = "one event"


async def report(store: Store, n: int, story: int | None = None) -> tuple[int, int]:
    """Item `n` in that story or in its own: its id, and its story's."""
    item = await store.archive.add(new_item(n, story_id=story, first_seen=at(n)))
    assert item is not None
    return item.id, item.story_id


async def two_stories(store: Store) -> tuple[int, int]:
    """Items 1 and 3 in the first, 2 and 4 in the second."""
    _, first = await report(store, 1)
    _, second = await report(store, 2)
    await report(store, 3, first)
    await report(store, 4, second)
    return first, second


async def story(store: Store, story_id: int) -> Story:
    found = await store.archive.story(story_id)
    assert found is not None
    return found


async def ids(store: Store, story_id: int) -> list[int]:
    return [item.id for item in (await story(store, story_id)).items]


async def settle(store: Store, item_id: int, *chats: ChatRef) -> int:
    """The item's change is matched: these chats are to be told of its story. How many rows were written."""
    change = await pending(store, item_id)
    story_id = change.item.story_id
    rows = [new_alert(1, item_id, story_id=story_id, to=one) for one in chats]
    return await store.outbox.settle(change.id, rows, NOON)


async def pending(store: Store, item_id: int) -> Change:
    return next(one for one in await store.outbox.changes() if one.item.id == item_id)


async def waiting(store: Store) -> list[Alert]:
    return list(await store.outbox.claim(at(30), owner="test", lease=timedelta(minutes=1), limit=99))


async def send(store: Store, message_id: int) -> None:
    for n, alert in enumerate(await waiting(store)):
        await store.outbox.sent(alert.id, message_id + n, at(30))


@pytest.fixture(autouse=True)
async def chats(store: Store) -> None:
    for n in (1, 2):
        await store.chats.seen(chat(n).chat_id, "private", f"Chat {n}", NOON)


async def test_a_merged_story_is_found_under_both_numbers(store: Store) -> None:
    first, second = await two_stories(store)
    done = await store.regroupings.merge(second, first, WHY, at(9))
    assert done is not None
    assert (done.source, done.target, done.item_ids, done.reason) == (second, first, (2, 4), WHY)
    for number in (first, second):
        found = await story(store, number)
        assert (found.id, found.first_seen, found.last_seen) == (first, at(1), at(4))
        assert [item.id for item in found.items] == [1, 2, 3, 4]


async def test_merging_twice_leads_to_the_last_story(store: Store) -> None:
    first, second = await two_stories(store)
    _, third = await report(store, 5)
    await store.regroupings.merge(third, second, WHY, at(9))
    await store.regroupings.merge(second, first, WHY, at(9))
    assert (await story(store, third)).id == first


async def test_item_that_was_on_its_way_into_a_merged_story_joins_the_other(store: Store) -> None:
    first, second = await two_stories(store)
    await store.regroupings.merge(second, first, WHY, at(9))
    assert (await report(store, 5, second))[1] == first


@pytest.mark.parametrize(("source", "target"), [(1, 1), (1, 99), (99, 1)], ids=["itself", "no target", "no source"])
async def test_what_is_not_there_does_not_merge(store: Store, source: int, target: int) -> None:
    await two_stories(store)
    assert await store.regroupings.merge(source, target, WHY, at(9)) is None
    assert (await store.regroupings.newest())[1] == 0


async def test_no_second_alert_after_a_merge(store: Store) -> None:
    first, second = await two_stories(store)
    await settle(store, 2, chat(1))
    await send(store, 70)
    await store.regroupings.merge(second, first, WHY, at(9))
    assert await settle(store, 1, chat(1)) == 0
    assert await settle(store, 3, chat(1), chat(2)) == 1, "chat 2 was not told"
    assert await store.outbox.told(first)


async def test_an_alert_decided_before_the_merge_and_written_after_it_is_no_second_one(store: Store) -> None:
    first, second = await two_stories(store)
    await settle(store, 1, chat(1))
    change = await pending(store, 2)
    late = new_alert(1, 2, story_id=second)
    await store.regroupings.merge(second, first, WHY, at(9))
    assert await store.outbox.settle(change.id, [late], NOON) == 0


async def test_of_two_waiting_alerts_of_merged_stories_one_is_sent(store: Store) -> None:
    first, second = await two_stories(store)
    await settle(store, 1, chat(1))
    await settle(store, 2, chat(1), chat(2))
    await store.regroupings.merge(second, first, WHY, at(9))
    assert [(one.chat, one.item_id, one.story_id) for one in await waiting(store)] == [
        (chat(1), 1, first),
        (chat(2), 2, first),
    ]


@pytest.mark.parametrize("told_of", [(1, 2), (2,)], ids=["both", "the younger"])
async def test_the_message_that_lives_on_is_the_older_storys_where_there_is_one(
    store: Store, told_of: tuple[int, ...]
) -> None:
    first, second = await two_stories(store)
    for n in told_of:
        await settle(store, n, chat(1))
        await send(store, 70 + n)
    await store.regroupings.merge(second, first, WHY, at(9))
    telling = await store.outbox.telling(chat(1), first)
    assert telling is not None
    assert telling[1] == 70 + told_of[0]


async def test_the_sent_message_lives_on_though_the_older_storys_still_waits(store: Store) -> None:
    first, second = await two_stories(store)
    await settle(store, 2, chat(1))
    await send(store, 72)
    await settle(store, 1, chat(1))
    await store.regroupings.merge(second, first, WHY, at(9))
    assert await waiting(store) == []
    telling = await store.outbox.telling(chat(1), first)
    assert telling is not None
    assert telling[1] == 72


async def test_no_lost_alert_after_a_split(store: Store) -> None:
    first, _ = await two_stories(store)
    await settle(store, 1, chat(1))
    done = await store.regroupings.split([3], "another event", at(9))
    assert done is not None
    assert [one.item_id for one in await waiting(store)] == [1], "what waited is sent, and nothing more"
    assert (await ids(store, first), await ids(store, done.target)) == ([1], [3])
    await report(store, 5, done.target)
    assert await settle(store, 5, chat(1)) == 1, "the chat was never told of the story that split off"
    await report(store, 6, first)
    assert await settle(store, 6, chat(1)) == 0


async def test_the_message_goes_with_the_report_it_was_made_of(store: Store) -> None:
    first, _ = await two_stories(store)
    await settle(store, 1, chat(1))
    done = await store.regroupings.split([1], "another event", at(9))
    assert done is not None
    await report(store, 5, first)
    assert await settle(store, 5, chat(1)) == 1, "what the chat was told was another story"
    assert (await story(store, done.target)).title == "Headline 1"


async def test_a_split_of_all_or_of_two_stories_is_none(store: Store) -> None:
    await two_stories(store)
    for item_ids in ([1, 3], [1, 2], [1, 99], []):
        assert await store.regroupings.split(item_ids, "another event", at(9)) is None


async def test_a_merge_that_is_undone_leaves_both_stories_as_they_were(store: Store) -> None:
    first, second = await two_stories(store)
    await settle(store, 1, chat(1))
    await settle(store, 2, chat(1), chat(2))
    done = await store.regroupings.merge(second, first, WHY, at(9))
    assert done is not None
    await report(store, 5, first)
    back = await store.regroupings.undo(done.id, "not one event", at(10))
    assert back is not None
    assert (await ids(store, first), await ids(store, second)) == ([1, 3, 5], [2, 4])
    assert (await story(store, second)).last_seen == at(4)
    rows = {(one.chat, one.story_id) for _ in range(3) for one in await waiting(store)}
    assert {(chat(1), first), (chat(2), second)} <= rows
    assert await settle(store, 4, chat(1), chat(2)) == 0, "both have their row again"
    assert await store.regroupings.undo(done.id, "again", at(11)) is None


async def test_a_split_that_is_undone_is_one_story_again(store: Store) -> None:
    first, _ = await two_stories(store)
    await settle(store, 1, chat(1))
    done = await store.regroupings.split([1], "another event", at(9))
    assert done is not None
    assert await store.regroupings.undo(done.id, "one event", at(10)) is not None
    assert await ids(store, done.target) == [1, 3]
    assert (await story(store, done.target)).id == first
    assert await settle(store, 3, chat(1)) == 0


async def test_regroupings_are_read_by_story_and_from_where_one_was(store: Store) -> None:
    first, second = await two_stories(store)
    assert (await store.regroupings.newest())[1] == 0
    one = await store.regroupings.merge(second, first, WHY, at(9))
    two = await store.regroupings.split([3], "another event", at(10))
    assert one is not None
    assert two is not None
    assert await store.regroupings.of(first) == (two, one)
    assert await store.regroupings.of(second) == (one,)
    assert await store.regroupings.after(one.id) == (two,)
    assert await store.regroupings.newest() == (4, two.id)


async def test_what_a_watch_excludes_stays_excluded_under_the_new_number(store: Store) -> None:
    first, second = await two_stories(store)
    watch = await store.subscriptions.add(chat(1), (subject(),), Mode(), NOON)
    against = Exclude(ExcludeKind.STORY, str(second), "x")
    await store.subscriptions.exclude(watch.chat.chat_id, watch.id, against, True, NOON)
    await store.regroupings.merge(second, first, WHY, at(9))
    (after,) = await store.subscriptions.of_chat(watch.chat.chat_id)
    assert {one.value for one in after.excludes} == {str(first), str(second)}


async def test_merged_stories_are_purged_together(store: Store) -> None:
    first, second = await two_stories(store)
    for n in (1, 2, 3, 4):
        await settle(store, n)
    await store.regroupings.merge(second, first, WHY, at(9))
    purged = await store.retention.purge([1, 2, 3, 4], at(60), since=at(50))
    assert purged.items == 4
    assert await store.archive.story(first) is None
    assert await store.archive.story(second) is None
    assert (await store.regroupings.newest())[1] == 0
