"""`wirewatch check`, `migrate`, `backup` and `restore`."""

from __future__ import annotations

import asyncio
import json

from tests.cli.program import Program, jsonl
from tests.cli.test_archive import VISIT
from tests.telegram import running_sandbox

BAD = {"FEEDS_FILE": "bad.yaml", "DATABASE_URL": "sqlite:///text.db"}
GOOD = "feeds:\n  - {id: harbour, url: 'https://harbour.example/rss', publisher: Harbour Post}\n"


async def test_a_good_setup_passes_the_check_and_each_fault_is_told_apart(program: Program) -> None:
    (program.directory / "feeds.yaml").write_text(GOOD)
    (program.directory / "bad.yaml").write_text(GOOD + "\t- x\n")
    (program.directory / "text.db").write_text("no database, but a text that is long enough to be told from one" * 20)
    async with running_sandbox() as telegram:
        api = {"TELEGRAM_API_URL": telegram.root}
        good, machine = await asyncio.gather(
            program("check", TELEGRAM_TOKEN=telegram.token, **api),
            program("check", "--json", TELEGRAM_TOKEN="1:wrong", **api, **BAD),
        )
    nowhere = {"TELEGRAM_API_URL": "http://127.0.0.1:9", "LLM_URL": "http://127.0.0.1:9"}
    unreachable = await program("check", TELEGRAM_TOKEN=telegram.token, LLM_MODEL="small", **nowhere)
    assert (good.code, good.out) == (0, "")
    assert [line.split()[0] for line in good.err.splitlines()] == ["ok"] * 7
    assert "1 feed in feeds.yaml" in good.err
    assert "ok    token: @" in good.err
    assert (machine.code, machine.json()["ok"]) == (1, False)
    bad = {check["check"]: check["detail"] for check in machine.json()["checks"] if not check["ok"]}
    assert set(bad) == {"feeds file", "database", "token"}
    assert "bad.yaml:3: " in bad["feeds file"]
    assert "@BotFather" in bad["token"]
    assert "1:wrong" not in machine.out + machine.err
    assert unreachable.code == 1
    assert "FAIL  token: http://127.0.0.1:9 cannot be reached" in unreachable.err
    assert "FAIL  model endpoint: no connection" in unreachable.err


async def test_the_database_is_made_backed_up_and_restored_elsewhere(program: Program) -> None:
    made = (await program("migrate", "--json")).json()
    assert made["from"] is None
    assert made["to"]
    again, loaded = await program("migrate"), await program("load", "-", "--json", stdin=jsonl([VISIT]))
    assert again.err == f"the database is at {made['to']}\n"
    assert loaded.json()["stored"] == 1
    saved = (await program("backup", "saved.bak", "--json")).json()
    assert saved["bytes"] == (program.directory / "saved.bak").stat().st_size
    elsewhere = {"DATABASE_URL": "sqlite:///other.db"}
    twice, absent, restored = await asyncio.gather(
        program("backup", "saved.bak"), program("restore", "none.bak"), program("restore", "saved.bak", **elsewhere)
    )
    assert (twice.code, absent.code, restored.code) == (1, 1, 0)
    assert "saved.bak" in twice.err
    assert "none.bak" in absent.err
    full, answer = await asyncio.gather(
        program("restore", "saved.bak", **elsewhere), program("ask", "--json", "Lavrov in Venezuela?", **elsewhere)
    )
    assert full.code == 1
    assert len(full.err.splitlines()) == 1
    assert json.loads(answer.out)["abstained"] is False
