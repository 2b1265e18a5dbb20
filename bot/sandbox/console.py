"""A chat in the terminal with the bot of a running sandbox: python -m bot.sandbox.console [ADDRESS] [USER ID].

Lines are sent as written; "!2" presses the second button of the last message that has any; Ctrl+D leaves.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.sandbox.loopback import Answer, Unreachable, ask

DEFAULT_ADDRESS, DEFAULT_USER = "http://127.0.0.1:8081", 2_000_001
_ANSWER_BYTES = 8 * 1024 * 1024
_EVERY = 0.5  # seconds between two looks


class Refused(Exception):
    """The sandbox said no; the text says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """A message as the terminal shows it; `buttons` are (label, callback data or "")."""

    id: int
    author: str
    text: str
    edited: bool
    buttons: tuple[tuple[str, str], ...]


def shown(line: Line) -> str:
    """The message, and its buttons with the numbers that press them."""
    mark = " (edited)" if line.edited else ""
    keys = "".join(f"\n  [!{number}] {label}" for number, (label, _) in enumerate(line.buttons, 1))
    return f"{line.author}{mark}: {line.text}{keys}"


@dataclass(slots=True)
class Terminal:
    """One person's private chat with the bot at `address`."""

    address: str
    user_id: int
    say: Callable[[str], None]
    seen: dict[int, Line]

    async def look(self) -> None:
        """Show what is new or was edited since the last look."""
        for message in await self._messages():
            if self.seen.get(message.id) != message:
                self.seen[message.id] = message
                self.say(shown(message))

    async def obey(self, text: str) -> None:
        """Send a line, or press the button it names."""
        if not text.startswith("!"):
            await self._post("say", {"user_id": self.user_id, "text": text})
            return
        line = next((one for one in reversed(self.seen.values()) if one.buttons), None)
        number = int(text[1:]) if text[1:].isdecimal() else 0
        if line is None or not 1 <= number <= len(line.buttons) or not line.buttons[number - 1][1]:
            raise Refused(f"{text} is no button that can be pressed here")
        data = line.buttons[number - 1][1]
        await self._post("press", {"user_id": self.user_id, "message_id": line.id, "data": data})

    async def _messages(self) -> list[Line]:
        query = urlencode({"user": self.user_id, "chat": self.user_id})
        found = _result(await ask(f"{self.address}/ui/messages?{query}", limit=_ANSWER_BYTES))
        return [_line(one) for one in found] if isinstance(found, list) else []

    async def _post(self, action: str, values: dict[str, object]) -> None:
        headers = {"Content-Type": "application/json"}
        url, body = f"{self.address}/control/{action}", json.dumps(values).encode()
        _result(await ask(url, body=body, headers=headers, limit=_ANSWER_BYTES))


def _result(answer: Answer) -> object:
    try:
        value = json.loads(answer.body)
        if value["ok"]:
            return value["result"]
        reason = str(value["description"])
    except (ValueError, TypeError, KeyError):
        reason = "this is no sandbox"
    raise Refused(reason)


def _line(view: dict[str, Any]) -> Line:
    file = view["photo"] or view["document"]
    parts = [view["service"], f"[{file['name']}]" if file else "", view["text"]]
    keys = [
        (one["text"], one["value"] if one["kind"] == "callback_data" else "") for row in view["keyboard"] for one in row
    ]
    return Line(view["id"], view["sender"]["name"], " ".join(filter(None, parts)), view["edited"], tuple(keys))


async def run(terminal: Terminal) -> None:
    """Look and obey until the input ends. Raises Unreachable, Refused."""
    await terminal.look()
    looking = asyncio.create_task(_look_on(terminal))
    try:
        while line := await asyncio.to_thread(sys.stdin.readline):
            try:
                await terminal.obey(line.strip())
            except Refused as refused:
                terminal.say(f"({refused})")
    finally:
        looking.cancel()


async def _look_on(terminal: Terminal) -> None:
    while True:
        await asyncio.sleep(_EVERY)
        await terminal.look()


def main(arguments: list[str]) -> int:
    """Exit code: 0 left, 1 no sandbox there, 2 wrong use."""
    address = arguments[0].rstrip("/") if arguments else DEFAULT_ADDRESS
    user = arguments[1] if len(arguments) > 1 else str(DEFAULT_USER)
    if not user.isdecimal():
        print("usage: python -m bot.sandbox.console [ADDRESS] [USER ID]", file=sys.stderr)
        return 2
    try:
        asyncio.run(run(Terminal(address, int(user), print, {})))
    except (Unreachable, Refused) as error:
        print(f"{address}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
