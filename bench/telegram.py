"""The sandbox's Bot API, with its limits enforced, in a process of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

from bot.sandbox import DEFAULT_TOKEN, Sandbox, create_app, serving


@dataclass(frozen=True, slots=True)
class Journal:
    """What the sandbox saw so far."""

    sent: int  # messages that were taken
    refused: int  # answered by 429
    asked_at: float | None  # unix seconds of the first getUpdates


@dataclass(frozen=True, slots=True)
class Telegram:
    """`chats` have pressed START."""

    root: str
    chats: tuple[int, ...]
    pipe: Connection
    token: str = DEFAULT_TOKEN

    def journal(self) -> Journal:
        self.pipe.send(None)
        answer: Journal = self.pipe.recv()
        return answer

    def wait_for(self, sent: int) -> None:
        """Until so many messages were taken. Blocks."""
        while self.journal().sent < sent:
            time.sleep(0.02)


@contextmanager
def telegram(chats: int = 1) -> Iterator[Telegram]:
    """Running with so many private chats; stopped on leaving."""
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(theirs, chats), daemon=True)
    process.start()
    try:
        root, people = ours.recv()
        yield Telegram(root, people, ours)
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection, chats: int) -> None:
    asyncio.run(_run(pipe, chats))


async def _run(pipe: Connection, chats: int) -> None:
    sandbox = Sandbox()
    people = tuple(sandbox.add_user(f"Reader {n}").id for n in range(chats))
    for person in people:
        sandbox.start(person)
    async with serving(create_app(sandbox), sandbox) as root:
        pipe.send((root, people))
        asyncio.get_running_loop().add_reader(pipe.fileno(), _tell, pipe, sandbox)
        await asyncio.Event().wait()


def _tell(pipe: Connection, sandbox: Sandbox) -> None:
    pipe.recv()
    sends = sandbox.calls("sendMessage")
    asked = [call.at for call in sandbox.calls("getUpdates")]
    taken = sum(call.accepted for call in sends)
    pipe.send(Journal(taken, sum(call.status == 429 for call in sends), asked[0] if asked else None))
