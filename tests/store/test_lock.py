"""One running bot a database; the lock goes with its process."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import psycopg
import pytest

from bot.errors import AlreadyRunning, StoreError
from bot.model import ChatRef, Mode
from bot.ports import Store
from bot.store import open_store
from bot.store.address import parse
from bot.store.engine import Database
from bot.store.lock import exclusive
from tests.build import NOON, new_item, subject
from tests.store.conftest import Opener

_HOLDS = """
import asyncio, sys
from bot.store import open_store

async def main():
    store = await open_store(sys.argv[1])
    async with store.exclusive():
        print("held", flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


async def test_second_bot_is_refused_and_told_who_runs(opened: Opener) -> None:
    one, two = await opened(), await opened()
    async with one.exclusive():
        with pytest.raises(AlreadyRunning, match=r"Another Wirewatch already uses .*Stop that one first"):
            async with two.exclusive():
                pytest.fail("two at once")
    async with two.exclusive():
        pass


async def test_the_running_bot_is_in_nobodys_way(opened: Opener) -> None:
    """Its lock is no other one's: whoever writes while it is held does not wait for its end."""
    store = await opened()
    async with store.exclusive(), asyncio.timeout(10):
        await store.chats.seen(1, "private", "", NOON)
        watch = await store.subscriptions.add(ChatRef(1), [subject()], Mode(), NOON)
        assert await store.archive.add(new_item(1)) is not None
        assert await store.subscriptions.of_chat(1) == (watch,)


async def test_bots_on_two_databases_do_not_meet(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    stores = [await open_store(url) for url in (sqlite_url, postgres_url, f"sqlite:///{tmp_path / 'other.db'}")]
    async with stores[0].exclusive(), stores[1].exclusive(), stores[2].exclusive():
        pass
    for store in stores:
        await store.close()


async def test_lock_is_freed_when_the_bot_fails(opened: Opener) -> None:
    one, two = await opened(), await opened()
    with pytest.raises(ZeroDivisionError):
        async with one.exclusive():
            raise ZeroDivisionError
    async with two.exclusive():
        pass


async def test_store_works_while_the_lock_is_held(opened: Opener) -> None:
    one, two = await opened(), await opened()
    async with one.exclusive():
        await one.set_meta("a", "1")
        assert await two.get_meta("a") == "1"


async def test_lock_of_a_killed_process_is_free_at_once(opened: Opener, url: str) -> None:
    store = await opened()
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _HOLDS, url, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    with pytest.raises(AlreadyRunning, match=str(holder.pid)):
        async with store.exclusive():
            pytest.fail("two at once")
    holder.kill()
    await holder.wait()
    await _soon_free(store)


async def _soon_free(store: Store) -> None:
    """PostgreSQL notices the end of a process a moment later; the file system at once."""
    async with _as_soon_as_free(store):
        pass


@asynccontextmanager
async def _as_soon_as_free(store: Store) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        async with asyncio.timeout(10):
            while True:
                try:
                    await stack.enter_async_context(store.exclusive())
                    break
                except AlreadyRunning:
                    await asyncio.sleep(0.01)
        yield


_END_THE_HOLDER = "SELECT pid, pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
_HELD = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> %s"


async def _held_again(url: str) -> None:
    """Until another session holds the lock, which was freed by force."""
    with psycopg.connect(url, autocommit=True) as admin:
        ended = admin.execute(_END_THE_HOLDER).fetchone()
        assert ended is not None
        async with asyncio.timeout(10):
            while True:
                if admin.execute(_HELD, ended[:1]).fetchone():
                    return
                await asyncio.sleep(0.01)


async def test_lock_that_a_restart_of_postgres_dropped_is_taken_again(postgres_url: str) -> None:
    one, two = Database(parse(postgres_url)), await open_store(postgres_url)
    taken_over: list[AlreadyRunning] = []
    async with exclusive(one, taken_over.append, every=0.05):
        await _held_again(postgres_url)
        with pytest.raises(AlreadyRunning):
            async with two.exclusive():
                pytest.fail("two at once")
    assert not taken_over
    async with two.exclusive():
        pass
    await one.close()
    await two.close()


async def test_bot_whose_lock_went_to_another_is_told_so(postgres_url: str) -> None:
    one, two = Database(parse(postgres_url)), await open_store(postgres_url)
    taken_over: asyncio.Future[AlreadyRunning] = asyncio.get_running_loop().create_future()
    async with exclusive(one, taken_over.set_result, every=1.0):
        with psycopg.connect(postgres_url, autocommit=True) as admin:
            admin.execute(_END_THE_HOLDER)
        async with asyncio.timeout(10), _as_soon_as_free(two):
            assert "Another Wirewatch already uses postgresql" in str(await taken_over)
    await one.close()
    await two.close()


async def test_lock_file_that_cannot_be_written_is_told(opened: Opener, sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    lock = Path(sqlite_url.removeprefix("sqlite:///") + ".lock")
    lock.mkdir()  # noqa: ASYNC240
    with pytest.raises(StoreError, match=r"lock file .* cannot be written"):
        async with store.exclusive():
            pytest.fail("no lock")
    await store.close()
