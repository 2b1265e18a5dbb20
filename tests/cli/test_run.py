"""`wirewatch run` as a process: what it says, SIGTERM, a second one on the same database, a port that is taken."""

from __future__ import annotations

import asyncio
import signal
import socket

from tests.cli.program import Program
from tests.telegram import running_sandbox


async def test_it_says_what_to_do_next_refuses_a_twin_and_leaves_on_sigterm(program: Program) -> None:
    (program.directory / "feeds.yaml").write_text("feeds: []\n")
    async with running_sandbox() as telegram:
        settings = {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.root}
        process = await program.started("run", **settings)
        try:
            assert process.stderr is not None
            said = b""
            while b"is running. Open" not in said:
                said = await asyncio.wait_for(process.stderr.readline(), 60)
            with socket.create_server(("127.0.0.1", 0)) as held:
                port = held.getsockname()[1]
                twin, taken = await asyncio.gather(
                    program("run", **settings),
                    program("run", LISTEN=f"127.0.0.1:{port}", DATABASE_URL="sqlite:///other.db", **settings),
                )
            process.send_signal(signal.SIGTERM)
            out, err = await asyncio.wait_for(process.communicate(), 60)
        finally:
            if process.returncode is None:
                process.kill()
    assert (process.returncode, out) == (0, b"")
    assert said.startswith(b"@wirewatch_sandbox_bot is running. Open https://t.me/")
    assert b"Traceback" not in err
    assert telegram.token not in err.decode()
    assert (twin.code, twin.out) == (1, "")
    assert "wirewatch: Another Wirewatch already uses " in twin.err
    assert taken.code == 2
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in taken.err
