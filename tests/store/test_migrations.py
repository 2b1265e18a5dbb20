"""The schema: migrations and tables agree, on both databases, and each start finds the newest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, event, inspect, text

from bot.errors import StoreError
from bot.store import migrate, open_store
from bot.store.address import parse
from bot.store.engine import Database
from bot.store.feed_tables import metadata
from tests.build import new_item


async def run(url: str, work: Callable[[Connection], object]) -> object:
    db = Database(parse(url))
    try:
        with db.write() as connection:
            return work(connection)
    finally:
        await db.close()


def execute(statement: str) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(text(statement)) and None


def differences(connection: Connection) -> object:
    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        return not (kind in ("table", "index") and name and "item_search" in name)

    return compare_metadata(MigrationContext.configure(connection, opts={"include_object": ours}), metadata)


async def test_migrations_make_the_tables_that_the_code_knows(url: str) -> None:
    await migrate(url)
    assert await run(url, differences) == []


async def test_a_difference_would_be_seen(url: str) -> None:
    await migrate(url)
    await run(url, execute("ALTER TABLE chats ADD COLUMN surplus TEXT"))
    await run(url, execute("DROP INDEX ix_feeds_next_check"))
    assert len(await run(url, differences)) == 2  # type: ignore[arg-type]


async def test_migrating_twice_changes_nothing(url: str) -> None:
    assert await migrate(url) == (None, "0001")
    assert await migrate(url) == ("0001", "0001")


async def test_opening_migrates(url: str) -> None:
    await (await open_store(url)).close()
    assert await migrate(url) == ("0001", "0001")


async def test_opening_without_creating_wants_a_database(url: str) -> None:
    with pytest.raises(StoreError, match=r"There is no (Wirewatch )?database at"):
        await open_store(url, create=False)
    await migrate(url)
    await (await open_store(url, create=False)).close()


async def test_newer_schema_is_refused_and_left_alone(url: str) -> None:
    store = await open_store(url)
    await store.archive.add(new_item(1))
    await store.close()
    await run(url, execute("UPDATE alembic_version SET version_num = '9999'"))
    for use in (open_store, migrate):
        with pytest.raises(StoreError, match=r"made by a newer Wirewatch .*9999"):
            await use(url)
    await run(url, execute("UPDATE alembic_version SET version_num = '0001'"))
    store = await open_store(url)
    assert (await store.archive.counts()).items == 1
    await store.close()


async def test_tables_of_another_program_are_refused(url: str) -> None:
    await run(url, execute("CREATE TABLE bookmarks (id INTEGER)"))
    with pytest.raises(StoreError, match=r"another program|not Wirewatch's"):
        await open_store(url)


async def test_migration_that_is_cut_leaves_an_empty_database(url: str) -> None:
    class Cut(Exception):
        pass

    def crash(_: Connection, __: object, statement: str, *___: object) -> None:
        if "CREATE TABLE subscription_subjects" in statement:
            raise Cut

    event.listen(Engine, "before_cursor_execute", crash)
    try:
        with pytest.raises(Cut):
            await migrate(url)
    finally:
        event.remove(Engine, "before_cursor_execute", crash)
    assert await run(url, lambda connection: inspect(connection).get_table_names()) == []
    assert await migrate(url) == (None, "0001")


async def test_several_databases_are_migrated_at_once(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path / f'{n}.db'}" for n in range(6)]
    assert await asyncio.gather(*map(migrate, urls)) == [(None, "0001")] * 6
