"""Told to stop, the bot first answers what it has taken: Telegram would not bring it again."""

from __future__ import annotations

from bot.sandbox import Fault, FaultKind
from tests.flows.conftest import World


async def test_commands_in_hand_are_answered_before_the_bot_leaves(world: World) -> None:
    sandbox = world.sandbox
    people = (sandbox.desk_id, sandbox.analyst_id, sandbox.admin_id)
    async with world.bot():
        for person in people:
            sandbox.start(person)
            await sandbox.reply(person)
        before = {person: len(sandbox.sent(person)) for person in people}
        for person in people:
            for _ in range(3):
                sandbox.say(person, "/help")
        await sandbox.until(lambda: any(len(sandbox.sent(person)) > before[person] for person in people))
    async with world.bot():  # what was not taken yet is answered after the restart
        for person in people:
            await sandbox.until(lambda person=person: len(sandbox.sent(person)) >= before[person] + 3, 30)
    replies = [message.text for person in people for message in sandbox.sent(person)[before[person] :]]
    assert [text.splitlines()[0] for text in replies] == ["What you can do"] * 9


async def test_a_reply_that_may_not_go_yet_does_not_hold_the_bot_up(world: World) -> None:
    sandbox = world.sandbox
    async with world.bot():
        sandbox.start(sandbox.desk_id)
        await sandbox.reply(sandbox.desk_id)
        sandbox.fail(Fault(FaultKind.ERROR, "sendMessage", status=429, retry_after=600))
        sandbox.say(sandbox.desk_id, "/help")
        await sandbox.until(lambda: len(sandbox.calls("sendMessage")) > 1)
