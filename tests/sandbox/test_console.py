"""The terminal chat: shows what is new, sends lines, presses buttons by number."""

from __future__ import annotations

import pytest

from bot.sandbox.console import Refused, Terminal, main
from bot.sandbox.loopback import Unreachable
from tests.sandbox.conftest import Direct
from tests.telegram import Running

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Follow", "callback_data": "follow"}, {"text": "Read", "url": "https://a.example/"}],
    ]
}


async def test_a_conversation_in_the_terminal(running: Running) -> None:
    sandbox, lines = running.sandbox, list[str]()
    terminal = Terminal(running.root, sandbox.desk_id, lines.append, {})
    await terminal.obey("what is new?")
    api = Direct(sandbox)
    api.message("sendMessage", chat_id=sandbox.desk_id, text="This", reply_markup=KEYBOARD)
    await terminal.look()
    assert lines == ["News desk: /start", "News desk: what is new?", "Wirewatch: This\n  [!1] Follow\n  [!2] Read"]
    await terminal.obey("!1")
    assert [query.data for query in sandbox.world.queries.values()] == ["follow"]
    lines.clear()
    api.message("editMessageText", chat_id=sandbox.desk_id, message_id=3, text="That")
    await terminal.look()
    await terminal.look()
    assert lines == ["Wirewatch (edited): That"]


@pytest.mark.parametrize("line", ["!1", "!0", "!x", "!", " "])
async def test_what_cannot_be_done_is_said(running: Running, line: str) -> None:
    terminal = Terminal(running.root, running.sandbox.desk_id, print, {})
    await terminal.look()
    with pytest.raises(Refused):
        await terminal.obey(line)


async def test_an_address_without_a_sandbox(running: Running) -> None:
    with pytest.raises(Refused, match="this is no sandbox"):
        await Terminal(f"{running.root}/elsewhere", running.sandbox.desk_id, print, {}).look()
    with pytest.raises(Unreachable):
        await Terminal("http://a.example", running.sandbox.desk_id, print, {}).look()


def test_the_command_line_says_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["http://127.0.0.1:1", "someone"]) == 2
    assert capsys.readouterr().err.startswith("usage:")
    assert main(["http://127.0.0.1:1"]) == 1
    assert capsys.readouterr().err == "http://127.0.0.1:1: Connection failed: ConnectionRefusedError\n"
