"""PostgreSQL drops the running bot's lock, as in a restart: one bot goes on, never two."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from bot import app
from bot.errors import AlreadyRunning
from bot.store import open_store
from tests import postgres
from tests.flows.conftest import World

_END_THE_HOLDER = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"


async def test_a_bot_whose_database_another_took_over_stops_and_says_so(world: World) -> None:
    with postgres.server() as template:
        url = template.format("postgres")
        started = asyncio.Event()
        bot = asyncio.create_task(app.run(world.settings(database_url=url), started=lambda name: started.set()))
        await asyncio.wait_for(started.wait(), 60)
        other = await open_store(url)
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(_END_THE_HOLDER)
        async with asyncio.timeout(60):
            while True:
                try:
                    async with other.exclusive():
                        with pytest.raises(AlreadyRunning, match="Another Wirewatch already uses"):
                            await bot
                        break
                except AlreadyRunning:  # the server has not ended the session yet
                    await asyncio.sleep(0.01)
        await other.close()
