"""Backups: whole, restorable into either database, and never over something that is there."""

# ruff: noqa: ASYNC240  (files are what is tested; nothing else runs in the loop)

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.model import Mode, SearchQuery
from bot.ports import Store
from bot.store import backup, migrate, open_store, restore
from tests.build import NOON, actor, at, chat, feed, new_alert, new_item, subject

LEASE = timedelta(minutes=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.gz"


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where to restore; asked for late, since a test has one PostgreSQL database."""
    return f"sqlite:///{tmp_path / 'restored.db'}" if request.param == "sqlite" else "postgres"


async def fill(store: Store) -> None:
    """Something of everything: an alert sent, one waiting, a change that nobody matched."""
    await store.feeds.sync([feed(1), feed(2, topics=(), country=None)], NOON)
    await store.actors.seed([actor(1, aliases=("Лавров", "Other")), actor(2)])
    for n in (1, 2, 3):
        await store.archive.add(new_item(n, countries=("VE", "RU"), actors=(1, 3), title=f'Каракас {n} \u2028 \\ " 💥'))
    await store.chats.seen(chat(1).chat_id, "private", "A", NOON)
    await store.subscriptions.add(chat(1, 5), [subject(), subject("keyword", "oil")], Mode(confirmed=2), NOON)
    for change in (await store.outbox.changes())[:2]:
        await store.outbox.settle(change.id, [new_alert(1, change.item.id)], NOON)
    (first,) = await store.outbox.claim(NOON, owner="a", lease=LEASE, limit=1)
    await store.outbox.sent(first.id, 70, NOON)
    await store.set_meta("key", "value")


async def snapshot(store: Store) -> object:
    return (
        await store.archive.counts(),
        [await store.archive.get(n) for n in (1, 2, 3, 4)],
        await store.archive.known(["key-1", "key-2", "key-3"]),
        [hit.item.id for hit in await store.archive.search(SearchQuery(terms=("каракас", "headline")))],
        await store.archive.story(1),
        await store.outbox.changes(),
        await store.outbox.alert_of_message(chat(1).chat_id, 70),
        await store.subscriptions.of_chat(chat(1).chat_id),
        await store.chats.get(chat(1).chat_id),
        await store.actors.lookup(["Лавров"]),
        await store.feeds.list(),
        await store.get_meta("key"),
    )


async def made(url: str, file: Path) -> object:
    """A database at `url` with something of everything, its backup in `file`, and what it holds."""
    store = await open_store(url)
    await fill(store)
    held = await snapshot(store)
    assert await backup(url, file) > 30, "while it is open"
    await store.close()
    return held


@pytest.mark.parametrize("source", ["sqlite", "postgres"])
async def test_restored_database_holds_all_and_goes_on(
    source: str, target: str, file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    held = await made(request.getfixturevalue(f"{source}_url"), file)
    url = request.getfixturevalue("postgres_url") if target == "postgres" else target
    if source == target == "postgres":
        await _sweep(url)
    assert await restore(url, file) > 30

    store = await open_store(url)
    assert await snapshot(store) == held
    added = await store.archive.add(new_item(4, story_id=1))
    assert added is not None
    assert added.id == 4, "numbers go on where they were"
    assert [a.item_id for a in await store.outbox.claim(at(1), owner="b", lease=LEASE, limit=9)] == [2]
    await store.close()


async def _sweep(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


async def test_old_backup_is_restored_without_sending_what_waited(sqlite_url: str, tmp_path: Path, file: Path) -> None:
    await made(sqlite_url, file)
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    header = json.loads(lines[0])
    header["created"] = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    file.write_bytes(gzip.compress(json.dumps(header).encode() + b"\n" + b"".join(lines[1:])))
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    await restore(url, file)

    store = await open_store(url)
    assert await store.outbox.claim(at(1), owner="b", lease=LEASE, limit=9) == ()
    assert await store.outbox.changes() == ()
    assert all(state.silent for state in await store.feeds.list())
    assert (await store.archive.counts()).sent_alerts == 1
    await store.close()


async def test_backup_is_replaced_whole_and_private(sqlite_url: str, file: Path) -> None:
    file.write_text("older")
    await made(sqlite_url, file)
    assert file.read_bytes()[:2] == b"\x1f\x8b"
    assert file.stat().st_mode & 0o777 == 0o600
    assert not list(file.parent.glob("*.partial"))


async def test_database_that_holds_something_is_not_restored_over(url: str, file: Path) -> None:
    held = await made(url, file)
    with pytest.raises(StoreError, match="is not empty"):
        await restore(url, file)
    store = await open_store(url)
    assert await snapshot(store) == held
    await store.close()


async def test_database_that_is_empty_but_migrated_is_restored_into(
    sqlite_url: str, tmp_path: Path, file: Path
) -> None:
    await made(sqlite_url, file)
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    await migrate(url)
    assert await restore(url, file) > 30


@pytest.mark.parametrize("share", [0.2, 0.6, 0.98])
async def test_backup_that_was_cut_off_restores_nothing(
    sqlite_url: str, tmp_path: Path, file: Path, share: float
) -> None:
    await made(sqlite_url, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    await _restores_nothing(tmp_path, file)


async def test_backup_without_its_last_lines_restores_nothing(sqlite_url: str, tmp_path: Path, file: Path) -> None:
    await made(sqlite_url, file)
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    file.write_bytes(gzip.compress(b"".join(lines[:-2])))
    assert "it ends after" in await _restores_nothing(tmp_path, file)


@pytest.mark.parametrize(
    "content",
    [b"", b"feeds: []", gzip.compress(b""), gzip.compress(b"{}"), gzip.compress(b"[]\n[]"), gzip.compress(b"\xff\xfe")],
    ids=["empty", "not gzip", "gzip of nothing", "another object", "arrays", "not UTF-8"],
)
async def test_file_that_is_no_backup_is_refused(tmp_path: Path, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert "backup of Wirewatch" in await _restores_nothing(tmp_path, file)


async def test_backup_of_a_newer_version_is_refused(sqlite_url: str, tmp_path: Path, file: Path) -> None:
    await made(sqlite_url, file)
    text = gzip.decompress(file.read_bytes()).replace(b'"revision":"0001"', b'"revision":"0999"', 1)
    file.write_bytes(gzip.compress(text))
    assert "made by a newer Wirewatch" in await _restores_nothing(tmp_path, file)


async def test_missing_backup_is_named(tmp_path: Path, file: Path) -> None:
    assert f"There is no backup at {file}" in await _restores_nothing(tmp_path, file)


async def _restores_nothing(tmp_path: Path, file: Path) -> str:
    with pytest.raises(StoreError) as refused:
        await restore(f"sqlite:///{tmp_path / 'restored.db'}", file)
    assert not list(tmp_path.glob("restored.db*")), "no half of a database is left"
    return str(refused.value)


async def test_lost_database_is_restored_in_its_place(sqlite_url: str, tmp_path: Path, file: Path) -> None:
    store = await open_store(sqlite_url)
    async with store.exclusive():
        await fill(store)
    await backup(sqlite_url, file)
    await store.close()
    Path(sqlite_url.removeprefix("sqlite:///")).unlink()
    with pytest.raises(StoreError, match="is gone"):
        await open_store(sqlite_url)
    await restore(sqlite_url, file)
    store = await open_store(sqlite_url)
    assert (await store.archive.counts()).items == 3
    await store.close()


async def test_backup_that_cannot_be_written_is_told(sqlite_url: str, tmp_path: Path) -> None:
    await migrate(sqlite_url)
    with pytest.raises(StoreError, match=r"cannot be written: No such file"):
        await backup(sqlite_url, tmp_path / "nowhere" / "backup.gz")


async def test_empty_database_is_not_backed_up(postgres_url: str, file: Path) -> None:
    with pytest.raises(StoreError, match="nothing to back up"):
        await backup(postgres_url, file)
    assert not file.exists()
