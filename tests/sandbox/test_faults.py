"""What the sandbox is told to do wrong, it does: to the call that was named, as often as was said, and no other."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.sandbox import Fault, FaultKind
from tests.telegram import Running


def texts(running: Running) -> list[str]:
    return [one.text for one in running.sandbox.sent(running.sandbox.desk_id)]


REFUSALS = [
    (Fault(status=502), NetworkError, "Bad Gateway"),
    (Fault(status=500, description="Internal Server Error: sorry"), NetworkError, "Internal Server Error: sorry"),
    (Fault(status=403), Forbidden, "Forbidden: bot was blocked by the user"),
    (Fault(status=400, description="Bad Request: CHAT_RESTRICTED"), BadRequest, "Chat_restricted"),
    (Fault(status=429, retry_after=7), RetryAfter, "Retry in 7 seconds"),
    (Fault(FaultKind.HTML, status=502), NetworkError, "Bad Gateway"),
    (Fault(FaultKind.DROP), NetworkError, "RemoteProtocolError"),
]


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # RetryAfter's own seconds
@pytest.mark.parametrize(("fault", "error", "words"), REFUSALS, ids=[row[2] for row in REFUSALS])
async def test_a_call_fails_and_nothing_is_sent(
    client: Bot, running: Running, fault: Fault, error: type[Exception], words: str
) -> None:
    running.sandbox.fail(fault)
    with pytest.raises(error, match=words):
        await client.send_message(running.sandbox.desk_id, "first")
    await client.send_message(running.sandbox.desk_id, "second")
    assert texts(running) == ["second"]


async def test_a_lost_answer_is_a_message_that_arrived(client: Bot, running: Running) -> None:
    running.sandbox.fail(Fault(FaultKind.LOST, "sendMessage"))
    with pytest.raises(NetworkError):
        await client.send_message(running.sandbox.desk_id, "first")
    assert texts(running) == ["first"]
    call = running.sandbox.calls("sendMessage")[0]
    assert (call.accepted, call.status, call.message_id) == (True, 0, 2)


async def test_a_slow_answer_times_out_after_the_message_arrived(client: Bot, running: Running) -> None:
    running.sandbox.fail(Fault(FaultKind.SLOW, "sendMessage", seconds=30))
    with pytest.raises(TimedOut):
        await client.send_message(running.sandbox.desk_id, "first", read_timeout=0.05)
    assert texts(running) == ["first"]


async def test_a_hanging_call_does_nothing(client: Bot, running: Running) -> None:
    running.sandbox.fail(Fault(FaultKind.HANG, "sendMessage"))
    with pytest.raises(TimedOut):
        await client.send_message(running.sandbox.desk_id, "first", read_timeout=0.05)
    assert texts(running) == []


async def test_other_calls_and_other_chats_are_spared(client: Bot, running: Running) -> None:
    sandbox = running.sandbox
    sandbox.start(sandbox.analyst_id)
    sandbox.fail(Fault(status=403, method="sendMessage", chat_id=sandbox.desk_id, times=2))
    await client.get_me()
    await client.send_message(sandbox.analyst_id, "fine")
    for _ in range(2):
        with pytest.raises(Forbidden):
            await client.send_message(sandbox.desk_id, "refused")
    await client.send_message(sandbox.desk_id, "fine")
    assert texts(running) == ["fine"]


async def test_a_fault_of_any_method_spares_the_poll(client: Bot, running: Running) -> None:
    running.sandbox.fail(Fault(status=500))
    await client.get_updates(timeout=0)
    with pytest.raises(NetworkError):
        await client.get_me()


async def test_a_fault_for_good_lasts_until_it_is_cleared(client: Bot, running: Running) -> None:
    running.sandbox.fail(Fault(status=500, method="getMe", times=0))
    for _ in range(3):
        with pytest.raises(NetworkError):
            await client.get_me()
    running.sandbox.world.faults.clear()
    await client.get_me()


async def test_a_group_moves_while_the_bot_writes_to_it(client: Bot, running: Running) -> None:
    sandbox = running.sandbox
    group = sandbox.add_group("Growing", basic=True)
    sandbox.fail(Fault(FaultKind.MIGRATE, "sendMessage"))
    with pytest.raises(ChatMigrated) as moved:
        await client.send_message(group.id, "to the old id")
    await client.send_message(moved.value.new_chat_id, "to the new id")
    updates = await client.get_updates(timeout=0)
    lines = [update.message for update in updates if update.message]
    assert [line.migrate_to_chat_id for line in lines if line.migrate_to_chat_id] == [moved.value.new_chat_id]
    assert [line.migrate_from_chat_id for line in lines if line.migrate_from_chat_id] == [group.id]


async def test_the_journal_tells_what_happened(client: Bot, running: Running) -> None:
    await client.send_message(running.sandbox.desk_id, "kept")
    with pytest.raises(BadRequest):
        await client.send_message(77, "lost")
    good, wrong = running.sandbox.calls("sendMessage")
    assert (good.chat_id, good.status, good.accepted, good.params["text"]) == (
        running.sandbox.desk_id,
        200,
        True,
        "kept",
    )
    assert (wrong.chat_id, wrong.status, wrong.accepted, wrong.description) == (
        77,
        400,
        False,
        "Bad Request: chat not found",
    )


async def test_a_server_that_stops_leaves_no_call_hanging(client: Bot, running: Running) -> None:
    running.sandbox.fail(Fault(FaultKind.HANG, "getMe"))
    hanging = asyncio.ensure_future(client.get_me(read_timeout=60))
    await running.sandbox.until(lambda: running.sandbox.calls("getMe")[1:])
    running.sandbox.close()
    with pytest.raises(NetworkError):
        await hanging
