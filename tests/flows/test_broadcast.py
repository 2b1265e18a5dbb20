"""A message to every chat: shown, confirmed, sent, stopped, and carried on by the next bot."""

from __future__ import annotations

import pytest

from tests.chat.conftest import labels
from tests.flows.conftest import World

PEOPLE = 12


def people(world: World) -> list[int]:
    """Private chats that have started the bot."""
    ids = [world.sandbox.add_user(f"Reader {n}").id for n in range(PEOPLE)]
    for user in ids:
        world.sandbox.start(user)
    return ids


async def met(world: World, ids: list[int]) -> None:
    await world.until(lambda: all(world.texts(user) for user in ids))


async def preview(world: World, text: str) -> tuple[int, int]:
    """The admin writes it: the admin's id, and the message with the question."""
    admin = world.sandbox.admin_id
    world.sandbox.start(admin)
    await world.sandbox.reply(admin)
    said = world.sandbox.say(admin, f"/broadcast {text}")
    message = await world.sandbox.reply(admin, said)
    assert text in message.text
    return admin, message.id


async def test_a_broadcast_is_shown_first_and_reaches_everybody_once(world: World) -> None:
    async with world.bot():
        ids = people(world)
        await met(world, ids)
        admin, question = await preview(world, "We move house tonight.")
        asked = world.sandbox.chat(admin).messages[question]
        assert asked.text.startswith(f"To {PEOPLE + 1} chats?")
        assert not any("house" in text for user in ids for text in world.texts(user))
        world.sandbox.press(admin, question, labels(asked)[0])
        await world.until(lambda: "Done: 13 of 13 chats" in world.sandbox.chat(admin).messages[question].text)
        world.sandbox.press(admin, question, data=asked.keyboard[0][0].value)  # an old button
    assert [sum("house" in text for text in world.texts(user)) for user in ids] == [1] * PEOPLE


async def test_nobody_but_an_admin_broadcasts(world: World) -> None:
    user = world.sandbox.desk_id
    async with world.bot():
        world.sandbox.start(user)
        await world.sandbox.reply(user)
        assert "Only the admins" in await world.says(user, "/broadcast Hello all")
        admin, question = await preview(world, "We move house tonight.")
        data = world.sandbox.chat(admin).messages[question].keyboard[0][0].value
        query = world.sandbox.press(user, world.sandbox.sent(user)[-1].id, data=data)
        answer = await world.until(lambda: world.sandbox.answer_to(query))
        assert "Only the admins" in answer.text


@pytest.mark.parametrize("how", ["stopped", "restarted"])
async def test_a_broadcast_that_is_interrupted(world: World, how: str) -> None:
    """Stopped it ends; restarted it goes on. Either way nobody gets it twice."""
    async with world.bot():
        ids = people(world)
        await met(world, ids)
        admin, question = await preview(world, "We move house tonight.")
        message = world.sandbox.chat(admin).messages[question]
        world.sandbox.press(admin, question, labels(message)[0])
        await world.until(lambda: any("house" in text for user in ids for text in world.texts(user)))
        if how == "stopped":
            running = await world.until(lambda: _with(world, admin, question, "Stop"))
            world.sandbox.press(admin, question, labels(running)[0])
            await world.until(lambda: not labels(world.sandbox.chat(admin).messages[question]))
    got = [sum("house" in text for text in world.texts(user)) for user in ids]
    async with world.bot():
        await world.polled()
        if how == "restarted":
            await world.until(lambda: all(any("house" in t for t in world.texts(user)) for user in ids))
            await world.until(lambda: "Done" in world.sandbox.chat(admin).messages[question].text)
    after = [sum("house" in text for text in world.texts(user)) for user in ids]
    assert after == ([1] * PEOPLE if how == "restarted" else got)


def _with(world: World, chat: int, message_id: int, label: str) -> object:
    message = world.sandbox.chat(chat).messages[message_id]
    return message if label in labels(message) else None
