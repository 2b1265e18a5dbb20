"""PostgreSQL that is away, comes back, or throws us out."""

from __future__ import annotations

import asyncio
import time

import psycopg
import pytest

from bot.errors import StoreError
from bot.store import open_store
from tests.build import NOON, chat, new_alert, new_item

_END_THE_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'"
)


async def test_server_that_is_away_is_told_in_one_sentence(postgres_template: str) -> None:
    away = postgres_template.format("postgres").replace("/ww-pg-", "/ww-no-pg-")
    with pytest.raises(StoreError, match="PostgreSQL does not answer or does not let us in") as refused:
        await open_store(away)
    assert "\n" not in str(refused.value)


async def test_database_that_is_not_there_is_named(postgres_template: str) -> None:
    with pytest.raises(StoreError, match='database "nowhere" does not exist'):
        await open_store(postgres_template.format("nowhere"))


async def test_restarted_server_costs_no_error(postgres_url: str) -> None:
    store = await open_store(postgres_url)
    await store.archive.add(new_item(1))
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(_END_THE_OTHERS)
    await store.ping()
    assert await store.archive.add(new_item(2)) is not None
    assert (await store.archive.counts()).items == 2
    await store.close()


async def test_tables_that_were_dropped_are_told(postgres_url: str) -> None:
    store = await open_store(postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute("SET client_min_messages = warning")
        admin.execute("DROP TABLE meta")
    with pytest.raises(StoreError, match="is not as Wirewatch left it"):
        await store.ping()
    await store.close()


async def test_deadlock_is_tried_again(postgres_url: str) -> None:
    """Two transactions that lock two chats crosswise: PostgreSQL ends one, and it is done again."""
    store = await open_store(postgres_url)
    for chat_id in (1, 2):
        await store.chats.seen(chat_id, "private", "", NOON)
    with psycopg.connect(postgres_url) as other:
        other.execute("SET deadlock_timeout = '10s'")  # ours notices first
        other.execute("UPDATE chats SET title = 'x' WHERE id = 2")
        task = asyncio.create_task(store.chats.move(1, 2))
        await asyncio.to_thread(_until_someone_waits, postgres_url)
        await asyncio.to_thread(other.execute, "UPDATE chats SET title = 'x' WHERE id = 1")
        other.commit()
    await task
    assert await store.chats.active() == (2,)
    await store.close()


async def test_settling_waits_for_a_pause_that_is_under_way(postgres_url: str) -> None:
    store = await open_store(postgres_url)
    await store.chats.seen(chat(1).chat_id, "private", "", NOON)
    item = await store.archive.add(new_item(1))
    assert item is not None
    (change,) = await store.outbox.changes()
    with psycopg.connect(postgres_url) as other:
        other.execute("UPDATE chats SET paused = 'blocked'")
        task = asyncio.create_task(store.outbox.settle(change.id, [new_alert(1, item.id)], NOON))
        await asyncio.to_thread(_until_someone_waits, postgres_url)
        other.commit()
    assert await task == 0
    await store.close()


def _until_someone_waits(url: str) -> None:
    deadline = time.monotonic() + 10
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() == (0,):
            assert time.monotonic() < deadline, "nobody waits for a lock"
            time.sleep(0.01)
