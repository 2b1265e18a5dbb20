"""What admins are told of a feed that was braked, and what they can do."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.model import Brake, Message
from bot.notices import Notices
from bot.render import actions as do
from bot.render import brakes, buttons
from bot.store.store import SqlStore
from tests.build import NOON, at, new_item
from tests.edits.desk import Room


@dataclass
class Admin:
    """Takes messages while `there`."""

    there: bool = True
    messages: list[Message] = field(default_factory=list)

    async def tell(self, message: Message) -> bool:
        if self.there:
            self.messages.append(message)
        return self.there


@pytest.fixture
def admin() -> Admin:
    return Admin()


async def test_a_brake_is_told_once(room: Room, admin: Admin) -> None:
    await room.store.brakes.put(Brake("feed-1", NOON, ("g:a", "g:b"), ("g:c",)))
    for _ in range(3):
        await Notices(room.store, admin.tell, lambda: room.now).tick()
    (message,) = admin.messages
    assert "2 items that I had came under other addresses" in message.text
    assert "1 item dated long ago" in message.text
    assert "feed-1" in message.text


async def test_a_brake_that_could_not_be_told_is_told_later(room: Room, admin: Admin) -> None:
    await room.store.brakes.put(Brake("feed-1", NOON, ("g:a",), ()))
    admin.there = False
    await Notices(room.store, admin.tell, lambda: room.now).tick()
    admin.there = True
    await Notices(room.store, admin.tell, lambda: room.now).tick()
    assert len(admin.messages) == 1


async def test_nothing_is_told_without_a_brake(room: Room, admin: Admin) -> None:
    await Notices(room.store, admin.tell, lambda: room.now).tick()
    assert admin.messages == []


def test_only_what_is_old_can_be_sent() -> None:
    both = [Brake("feed-1", NOON, (), ("g:c", "g:d")), Brake("feed-2", NOON, ("g:a",), ())]
    made = brakes.notice(both, at(5))
    (row,) = made.buttons
    assert [button.text for button in row] == ["They were news: send the 2 of feed-1"]
    assert buttons.decode(row[0].data or "") == do.FeedAction(do.FeedVerb.RELEASE, "feed-1")


def test_many_feeds_are_one_message() -> None:
    many = [Brake(f"feed-{n}", NOON, (), ("g:a",)) for n in range(40)]
    made = brakes.notice(many, at(5))
    assert "40 sites" in made.text
    assert "… and 30 more." in made.text
    assert len(made.text) < 4096


@pytest.mark.parametrize(("count", "said"), [(0, "nothing"), (1, "1 item of"), (12, "12 items of")])
def test_what_the_button_did(count: int, said: str) -> None:
    assert said in brakes.released("feed-1", count).text


async def test_what_is_released_is_a_change_once_and_never_twice(store: SqlStore) -> None:
    for n in range(3):
        await store.archive.add(new_item(n, silent=n != 0))
    await store.brakes.put(Brake("feed-1", NOON, (), tuple(f"key-{n}" for n in range(3))))
    assert await store.brakes.release("feed-1", NOON - (at(60) - NOON)) == 2
    assert [change.item.id for change in await store.outbox.changes()] == [1, 2, 3]
    assert await store.brakes.release("feed-1", NOON) == 0
    assert await store.brakes.release("feed-9", NOON) == 0
