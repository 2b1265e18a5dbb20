"""One store fixture for both databases: every test of the contract runs on each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.ports import Store
from bot.store import open_store
from tests import postgres

Opener = Callable[[], Awaitable[Store]]


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """A server for the session: its URL with "{}" for the name of a database."""
    try:
        with postgres.server() as template:
            yield template
    except postgres.Unavailable as reason:
        pytest.fail(str(reason), pytrace=False)


@pytest.fixture
def postgres_url(postgres_template: str) -> str:
    """An empty database: always the same one, swept, since making a new one copies a thousand files."""
    url = postgres_template.format("postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'wirewatch.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """An empty database of either kind."""
    found = request.getfixturevalue(f"{request.param}_url")
    assert isinstance(found, str)
    return found


@pytest.fixture
async def opened(url: str) -> AsyncIterator[Opener]:
    """Opens the same database again and again, each time as another process would; closes them all."""
    stores: list[Store] = []

    async def opener() -> Store:
        stores.append(await open_store(url))
        return stores[-1]

    yield opener
    for store in stores:
        await store.close()


@pytest.fixture
async def store(opened: Opener) -> Store:
    return await opened()
