"""A SQLite file that was lost, cut off or cannot be written: one clear sentence, never silently a new start."""

# ruff: noqa: ASYNC240  (files are what is tested; nothing else runs in the loop)

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.errors import StoreError
from bot.ports import Store
from bot.store import backup, migrate, open_store
from bot.store.store import SqlStore
from tests.build import new_item


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "wirewatch.db"


@pytest.fixture
async def used(path: Path) -> Path:
    """A database that ran and was stopped."""
    store = await open_store(f"sqlite:///{path}")
    async with store.exclusive():
        for n in range(30):
            await store.archive.add(new_item(n, body="Long text. " * 200))
    await store.close()
    return path


@pytest.fixture
async def live(used: Path) -> AsyncIterator[Store]:
    store = await open_store(f"sqlite:///{used}")
    yield store
    await store.close()


async def refusal(path: Path) -> str:
    """Why the database is not opened; the file must stay as it was."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as refused:
        await open_store(f"sqlite:///{path}")
    assert (path.read_bytes() if path.is_file() else None) == before
    message = str(refused.value)
    assert "\n" not in message
    return message


async def test_used_database_opens_again_with_its_items(used: Path) -> None:
    store = await open_store(f"sqlite:///{used}", create=False)
    assert (await store.archive.counts()).items == 30
    await store.close()


async def test_new_database_is_made_with_its_directory(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "wirewatch.db"
    await (await open_store(f"sqlite:///{path}")).close()
    assert path.exists()


async def test_missing_database_is_not_made_when_not_asked_for(path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no database at .*wirewatch migrate"):
        await open_store(f"sqlite:///{path}", create=False)
    assert not path.exists()


async def test_empty_file_becomes_a_database(path: Path) -> None:
    path.touch()
    await (await open_store(f"sqlite:///{path}")).close()
    assert path.stat().st_size > 0


async def test_file_of_something_else_is_refused(path: Path) -> None:
    path.write_text("feeds:\n  - id: one\n" * 100)
    assert "is not a SQLite database" in await refusal(path)


async def test_database_of_another_program_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (id INTEGER)")
    assert "another program" in await refusal(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
async def test_file_that_was_cut_off_is_refused(used: Path, share: float) -> None:
    os.truncate(used, int(used.stat().st_size * share))
    assert "is damaged" in await refusal(used)


async def test_large_file_that_was_cut_off_is_refused_by_its_header_alone(used: Path) -> None:
    with used.open("r+b") as file:
        file.seek(28)
        file.write((60_000).to_bytes(4, "big"))  # pages: 245 MB
    os.truncate(used, 150_000_000)  # a hole, no blocks on the disk
    with pytest.raises(StoreError, match="it was cut off"):
        await open_store(f"sqlite:///{used}")


async def test_overwritten_pages_are_refused(used: Path) -> None:
    with used.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * 16384)
    message = await refusal(used)
    assert "is damaged" in message
    assert "wirewatch restore" in message


async def test_file_emptied_by_a_crash_is_no_new_start(used: Path) -> None:
    os.truncate(used, 0)
    assert "it is empty, but wirewatch.db.lock says that it was in use" in await refusal(used)


async def test_deleted_database_is_no_new_start(used: Path) -> None:
    used.unlink()
    message = await refusal(used)
    assert "is gone, but wirewatch.db.lock beside it says that there was one" in message
    assert not used.exists()
    lock = used.with_name("wirewatch.db.lock")
    assert "delete wirewatch.db.lock" in message
    lock.unlink()
    await (await open_store(f"sqlite:///{used}")).close()


async def test_deleted_database_whose_journal_is_left_is_no_new_start(path: Path) -> None:
    path.with_name("wirewatch.db-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(100))
    assert "wirewatch.db-wal" in await refusal(path)


async def test_directory_is_no_database(tmp_path: Path) -> None:
    assert "is a directory" in await refusal(tmp_path)


async def test_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be made" in await refusal(tmp_path / "file" / "sub" / "wirewatch.db")


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """An open directory, and no superuser's rights; root may write anywhere, which would hide the fault."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o777)
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    yield place
    if was == 0:
        os.seteuid(0)
    place.chmod(0o700)
    shutil.rmtree(place)


async def test_read_only_directory_is_refused(unprivileged: Path) -> None:
    inner = unprivileged / "inner"
    inner.mkdir()
    inner.chmod(0o555)
    assert f"{inner} is read-only for this user" in await refusal(inner / "wirewatch.db")
    inner.chmod(0o755)
    await (await open_store(f"sqlite:///{inner / 'wirewatch.db'}")).close()


async def test_read_only_file_is_refused(unprivileged: Path) -> None:
    path = unprivileged / "wirewatch.db"
    await (await open_store(f"sqlite:///{path}")).close()
    path.chmod(0o444)
    assert f"{path} is read-only for this user" in await refusal(path)


async def test_database_deleted_while_in_use_takes_no_more_writes(live: Store, used: Path) -> None:
    await live.ping()
    used.rename(used.with_name("elsewhere.db"))
    with pytest.raises(StoreError, match="was deleted or replaced while in use"):
        await live.archive.add(new_item(99))
    with pytest.raises(StoreError, match="was deleted or replaced while in use"):
        await live.ping()
    used.with_name("elsewhere.db").rename(used)
    await live.ping()
    assert await live.archive.add(new_item(99)) is not None


async def test_database_replaced_while_in_use_takes_no_more_writes(live: Store, used: Path) -> None:
    shutil.copy(used, used.with_name("copy.db"))
    used.with_name("copy.db").replace(used)
    with pytest.raises(StoreError, match="was deleted or replaced while in use"):
        await live.archive.add(new_item(99))


async def test_locked_database_is_waited_for(live: Store, used: Path) -> None:
    with closing(sqlite3.connect(used, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        task = asyncio.create_task(live.archive.add(new_item(99)))
        done, _ = await asyncio.wait([task], timeout=0.3)
        assert not done
        assert (await live.archive.counts()).items == 30, "readers do not wait"
        other.execute("ROLLBACK")
    assert await task is not None


async def test_full_disk_is_told_and_nothing_half_is_left(live: Store) -> None:
    assert isinstance(live, SqlStore)

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 10}")

    live.db.engine.dispose()
    event.listen(live.db.engine, "connect", limit)
    stored = 30

    async def fill() -> None:
        nonlocal stored
        for n in range(100, 200):
            await live.archive.add(new_item(n, body="Long text. " * 300))
            stored += 1

    with pytest.raises(StoreError, match="The disk is full"):
        await fill()
    assert (await live.archive.counts()).items == stored
    assert len(await live.outbox.changes(1000)) == stored

    event.remove(live.db.engine, "connect", limit)
    live.db.engine.dispose()
    assert await live.archive.add(new_item(300, body="Long text. " * 300)) is not None


@pytest.mark.parametrize("use", [migrate, backup], ids=["migrate", "backup"])
async def test_every_command_refuses_a_damaged_file(used: Path, use: object, tmp_path: Path) -> None:
    os.truncate(used, 5000)
    more = [tmp_path / "out"] if use is backup else []
    with pytest.raises(StoreError, match="is damaged"):
        await use(f"sqlite:///{used}", *more)  # type: ignore[operator]
    assert not (tmp_path / "out").exists()


async def test_relative_path_is_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    await (await open_store("sqlite:///var/a b%20?.db")).close()
    assert (tmp_path / "var" / "a b%20?.db").exists()
