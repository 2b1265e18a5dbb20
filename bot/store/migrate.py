"""The schema's revision: which one a database has, and bringing it to the newest.

A migration is one transaction, so one that is cut leaves the database as it was, and of two processes that start
together the second waits and finds nothing to do.
"""

from __future__ import annotations

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.errors import StoreError
from bot.store.advisory import Lock, alone

_SCRIPTS = Path(__file__).parent / "migrations"

_alembic = threading.Lock()  # it keeps the running migration in module globals


def upgrade(connection: Connection, shown: str, target: str = "head", *, create: bool = True) -> tuple[str | None, str]:
    """Bring the database of this open write transaction to `target`: (revision before, revision after).

    Raises StoreError for a database that is not ours, that is newer than this program, or, unless `create`, empty.
    """
    alone(connection, Lock.MIGRATION)
    before = revision(connection, shown)
    if before is None and not create:
        raise StoreError(f"There is no Wirewatch database at {shown}. `wirewatch migrate` makes an empty one.")
    wanted = str(ScriptDirectory(str(_SCRIPTS)).as_revision_number(target))
    if before != wanted:
        _run(connection, wanted)
    return before, wanted


def revision(connection: Connection, shown: str) -> str | None:
    """The database's revision; None: it is empty. Raises StoreError as `upgrade`."""
    found = _found(connection)
    if found == "":
        raise StoreError(f"{shown} holds tables that are not Wirewatch's. Give it a database of its own.")
    if found is not None and not is_known(found):
        raise StoreError(
            f"{shown} was made by a newer Wirewatch (its schema is {found}). Install that version or a later one."
        )
    return found


def is_known(name: str) -> bool:
    """Whether this program has the revision."""
    return any(script.revision == name for script in ScriptDirectory(str(_SCRIPTS)).walk_revisions())


def _found(connection: Connection) -> str | None:
    """The stamp; "" when there are tables but no stamp; None when there is nothing."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        return "" if tables else None
    stamp: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return stamp or ("" if tables - {"alembic_version"} else None)


def _run(connection: Connection, target: str) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    with _alembic:
        command.upgrade(config, target)
