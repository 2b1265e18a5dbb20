"""Names to addresses: slow ones hold up no other, and a name server's bad hour is not the feed's."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from bot.fetch.resolver import NoAddress, Resolver

_HOUR = 3_600.0


@dataclass
class Names:
    """A name server: `known` names have an address, `silent` ones no answer; the rest do not exist."""

    loop: asyncio.AbstractEventLoop
    known: set[str] = field(default_factory=set)
    silent: Callable[[str], bool] = lambda host: False
    hanging: Callable[[str], bool] = lambda host: False
    released: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if self.hanging(host):
            asyncio.run_coroutine_threadsafe(self.released.wait(), self.loop).result()
        if self.silent(host):
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        if host not in self.known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ["192.0.2.1"]


@dataclass
class Watch:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
async def names() -> AsyncIterator[Names]:
    server = Names(asyncio.get_running_loop(), known={"good.example", "other.example"})
    yield server
    server.released.set()


async def test_an_answer_is_used_again_for_a_minute(names: Names) -> None:
    watch = Watch()
    resolver = Resolver(names, watch)
    for seconds in (0, 59, 61):
        watch.seconds = seconds
        assert await resolver.addresses("good.example", 80) == ["192.0.2.1"]
    assert names.asked == ["good.example"] * 2


async def test_many_who_ask_at_once_cost_one_look_up(names: Names) -> None:
    resolver = Resolver(names)
    assert await asyncio.gather(*(resolver.addresses("good.example", 80) for _ in range(20))) == [["192.0.2.1"]] * 20
    assert names.asked == ["good.example"]


@pytest.mark.parametrize(("hours", "serves"), [(23, True), (25, False)])
async def test_an_address_serves_on_for_a_day_while_no_name_server_answers(
    names: Names, hours: int, serves: bool
) -> None:
    watch = Watch()
    resolver = Resolver(names, watch)
    await resolver.addresses("good.example", 80)
    names.silent = lambda host: True
    for part in (0.5, 1.0):
        watch.seconds = part * hours * _HOUR
        if serves or part < 1:
            assert await resolver.addresses("good.example", 80) == ["192.0.2.1"]
        else:
            with pytest.raises(NoAddress):
                await resolver.addresses("good.example", 80)


async def test_a_name_that_is_gone_has_no_address_any_more(names: Names) -> None:
    watch = Watch()
    resolver = Resolver(names, watch)
    await resolver.addresses("good.example", 80)
    names.known.clear()
    watch.seconds = 61
    for _ in range(2):
        with pytest.raises(NoAddress, match=r"good\.example has no address"):
            await resolver.addresses("good.example", 80)


async def test_names_that_were_slow_hold_up_neither_new_names_nor_known_ones(names: Names) -> None:
    watch = Watch()
    resolver = Resolver(names, watch)
    await resolver.addresses("good.example", 80)
    names.hanging = lambda host: host.startswith("slow")
    slow = [f"slow{n}.example" for n in range(64)]  # as many as there are places
    first = [asyncio.create_task(resolver.addresses(host, 80)) for host in slow]
    while len(names.asked) < 65:  # noqa: ASYNC110 - the look-ups are in threads
        await asyncio.sleep(0)
    watch.seconds = 61
    names.released.set()
    await asyncio.gather(*first, return_exceptions=True)
    names.released.clear()
    watch.seconds = 200
    again = [asyncio.create_task(resolver.addresses(host, 80)) for host in slow]
    await asyncio.sleep(0)
    for host in ("good.example", "other.example"):
        assert await resolver.addresses(host, 80) == ["192.0.2.1"]
    assert not any(task.done() for task in again)
    names.released.set()
    await asyncio.gather(*again, return_exceptions=True)
