"""Work in killable processes: whatever happens to one task, the next one is done."""

from __future__ import annotations

import asyncio
import gc
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotAFeed, NotFound, WorkerFailed
from bot.model import Article
from bot.worker import WorkerPool
from tests import work
from tests.parse.documents import NOW, URL, item, rss

_SECOND = timedelta(seconds=1)
_LONG = timedelta(seconds=30)


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    async with WorkerPool(prepared=False) as workers:
        yield workers


async def test_a_feed_is_parsed_and_a_page_searched(pool: WorkerPool) -> None:
    parsed = await pool.parse_feed(rss(item()).encode(), content_type=None, url=URL, now=NOW)
    assert [entry.title for entry in parsed.entries] == ["Ferry service resumes"]
    page = b'<link rel="alternate" type="application/rss+xml" href="/rss">'
    assert (await pool.discover(page, url=URL))[0] == "https://news.example/rss"


async def test_what_is_no_feed_is_told_through_the_process(pool: WorkerPool) -> None:
    with pytest.raises(NotAFeed, match="a web page"):
        await pool.parse_feed(b"<html><body>", content_type=None, url=URL, now=NOW)


async def test_errors_for_people_arrive_whole(pool: WorkerPool) -> None:
    with pytest.raises(NotFound, match="no such thing"):
        await pool.run(work.refuse, timeout=_LONG)


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        (work.loop_for_ever, "longer than 1 s"),
        (work.loop_in_c, "longer than 1 s"),
        (work.eat_memory, "memory|longer"),
        (work.vanish, "crashed"),
        (work.be_killed, "killed, out of memory"),
        (work.hang, "longer than 1 s"),
        (work.fail, "KeyError"),
        (work.unpicklable, "crashed"),
        (work.nest, "crashed"),
        (work.outgrow, "crashed|memory|longer"),
        (work.raise_strange, "_Strange"),
        (work.recurse, "RecursionError"),
        (work.leave, "SystemExit"),
        (work.interrupt, "KeyboardInterrupt"),
    ],
)
async def test_a_task_that_goes_wrong_costs_itself_only(
    pool: WorkerPool, task: Callable[[], Any], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(WorkerFailed, match=reason):
        await pool.run(task, timeout=_SECOND)
    assert [record for record in caplog.records if record.name == "bot.worker"]
    assert await pool.run(work.double, 4, timeout=_LONG) == 8


async def test_a_death_in_the_middle_of_an_answer_costs_that_answer_only(pool: WorkerPool) -> None:
    """Half an answer stands in the pipe then, and its lock is nobody's: the next task must not wait for either."""
    with pytest.raises(WorkerFailed, match="killed"):
        await pool.run(work.die_answering, timeout=_LONG)
    async with asyncio.timeout(20):
        assert await pool.run(work.double, 4, timeout=_LONG) == 8


async def test_the_death_of_one_process_is_nothing_to_its_neighbour() -> None:
    async with WorkerPool(heavy=2, prepared=False) as pool:
        asleep = asyncio.create_task(pool.run(work.slow_double, 4, timeout=_LONG))
        for _ in range(2):
            with pytest.raises(WorkerFailed, match="crashed"):
                await pool.run(work.vanish, timeout=_LONG)
        assert await asleep == 8


_DEATHS: tuple[Callable[[], Any], ...] = (work.vanish, work.be_killed, work.die_answering, work.leave)


async def test_deaths_leave_nothing_behind(pool: WorkerPool) -> None:
    async def die(times: int) -> None:
        for task in _DEATHS * times:
            with pytest.raises(WorkerFailed):
                await pool.run(task, timeout=_LONG)
        await pool.run(work.double, 1, timeout=_LONG)

    await die(1)
    await _until(lambda: _held()[2] <= 1)
    before = _held()
    await die(1)
    await _until(lambda: all(now <= then for now, then in zip(_held(), before, strict=True)))


def _held() -> tuple[int, int, int]:
    """Descriptors, threads and processes of this process; dead pools are garbage in circles."""
    gc.collect()
    return len(os.listdir("/proc/self/fd")), threading.active_count(), len(multiprocessing.active_children())


async def test_work_that_goes_well_is_not_logged(pool: WorkerPool, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await pool.run(work.double, 4, timeout=_LONG)
    assert caplog.records == []


async def test_hostile_feeds_do_not_hold_up_articles(pool: WorkerPool) -> None:
    """The lanes are apart: while the heavy one is busy, feeds are parsed."""
    busy = asyncio.create_task(pool.run(work.loop_for_ever, timeout=_LONG))
    await pool.parse_feed(rss(item()).encode(), content_type=None, url=URL, now=NOW)
    assert not busy.done()
    busy.cancel()
    with pytest.raises(asyncio.CancelledError):
        await busy


async def test_feeds_that_are_slow_to_parse_hold_up_no_other(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    document = rss(item()).encode()
    monkeypatch.setattr("bot.worker._PARSED_SLOWLY", -1.0)
    await pool.parse_feed(document, content_type=None, url="https://slow.example/", now=NOW)
    monkeypatch.undo()
    busy = asyncio.create_task(pool._slow.run(work.loop_for_ever, limit=_LONG))
    await asyncio.sleep(0)
    slow = asyncio.create_task(pool.parse_feed(document, content_type=None, url="https://slow.example/", now=NOW))
    for _ in range(2):
        await pool.parse_feed(document, content_type=None, url=URL, now=NOW)
    assert not slow.done()
    busy.cancel()
    assert (await slow).entries
    with pytest.raises(asyncio.CancelledError):
        await busy


async def test_a_worker_killed_while_idle_is_replaced(pool: WorkerPool) -> None:
    pid = await pool.run(work.own_pid, timeout=_LONG)
    os.kill(pid, signal.SIGKILL)
    assert await pool.run(work.own_pid, timeout=_LONG) != pid


async def test_cancelling_ends_the_work_and_keeps_the_pool(pool: WorkerPool) -> None:
    tasks = [asyncio.create_task(pool.run(work.loop_for_ever, timeout=_LONG)) for _ in range(20)]
    await asyncio.sleep(0.3)
    for task in tasks:
        task.cancel()
    assert all(isinstance(one, asyncio.CancelledError) for one in await asyncio.gather(*tasks, return_exceptions=True))
    assert await pool.run(work.double, 4, timeout=_LONG) == 8


async def test_any_number_of_calls_may_wait(pool: WorkerPool) -> None:
    assert await asyncio.gather(*(pool.run(work.double, n, timeout=_LONG) for n in range(200))) == list(
        range(0, 400, 2)
    )


async def test_waiting_does_not_count_as_working() -> None:
    async with WorkerPool(prepared=False) as pool:
        await pool.run(work.double, 1, timeout=_LONG)
        late = [pool.run(work.loop_for_ever, timeout=_SECOND / 2) for _ in range(2)]
        got = await asyncio.gather(*late, pool.run(work.double, 2, timeout=_SECOND / 2), return_exceptions=True)
        assert isinstance(got[0], WorkerFailed)
        assert isinstance(got[1], WorkerFailed)
        assert got[2] == 4


async def test_large_results_come_back(pool: WorkerPool) -> None:
    assert len(await pool.run(work.large, 30_000_000, timeout=_LONG)) == 30_000_000


async def test_children_leave_signals_to_the_parent(pool: WorkerPool) -> None:
    assert await pool.run(work.ignores_signals, timeout=_LONG) == (True, True)


async def test_heavy_libraries_are_not_loaded_by_the_parent() -> None:
    code = (
        "import bot.worker, sys; print([m for m in ('spacy', 'feedparser', 'trafilatura', 'lxml') if m in sys.modules])"
    )
    done = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


async def test_a_closed_pool_says_so() -> None:
    pool = WorkerPool(prepared=False)
    await pool.run(work.double, 1, timeout=_LONG)
    await pool.close()
    with pytest.raises(WorkerFailed, match="stopped"):
        await pool.run(work.double, 1, timeout=_LONG)


async def test_closing_ends_work_in_progress() -> None:
    pool = WorkerPool(prepared=False)
    await pool.run(work.double, 1, timeout=_LONG)
    busy = asyncio.create_task(pool.run(work.loop_for_ever, timeout=_LONG))
    await asyncio.sleep(0.2)
    async with asyncio.timeout(10):
        await pool.close()
        with pytest.raises(WorkerFailed):
            await busy


async def test_loading_the_models_does_not_count_as_working() -> None:
    async with WorkerPool() as pool:
        assert await pool.run(work.loaded, "bot.understand.read", timeout=_SECOND)
        article = Article(title="Lavrov in Caracas", body="Sergei Lavrov arrived in Caracas on Friday.")
        understood = await pool.understand(article)
        assert "VE" in [tag.code for tag in understood.countries]


_PARENT = """
import asyncio, sys
from datetime import timedelta
from bot.worker import WorkerPool
from tests import work

async def main():
    await WorkerPool(prepared=False).run(work.note_and_sleep, sys.argv[1], timeout=timedelta(seconds=60))

if __name__ == "__main__":
    asyncio.run(main())
"""


async def test_children_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script, note = tmp_path / "parent.py", tmp_path / "pid"
    script.write_text(_PARENT)
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        str(script),
        str(note),
        cwd=Path(__file__).parents[1],
        env={"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    await _until(lambda: note.exists() and note.read_text() != "")
    parent.kill()
    await parent.wait()
    await _until(lambda: not _alive(int(note.read_text())))


async def _until(holds: Callable[[], bool]) -> None:
    """Wait for what another process does, half a minute at most."""
    for _ in range(600):
        if holds():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it never came to be")


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


async def test_work_in_the_background_begins_when_no_other_waits() -> None:
    async with WorkerPool(prepared=False) as pool:
        ended: list[str] = []

        async def do(name: str, workers: WorkerPool) -> None:
            await workers.run(work.double, 1, timeout=_LONG)
            ended.append(name)

        patient = pool.background()
        waiting = [("first", pool), ("later 1", patient), ("later 2", patient), ("second", pool), ("third", pool)]
        await asyncio.gather(*(do(name, workers) for name, workers in waiting))
        assert ended == ["first", "second", "third", "later 1", "later 2"]


async def test_a_turn_that_is_not_wanted_any_more_is_passed_on() -> None:
    async with WorkerPool(prepared=False) as pool:
        first = asyncio.create_task(pool.run(work.double, 1, timeout=_LONG))
        given_up = [asyncio.create_task(pool.background().run(work.double, n, timeout=_LONG)) for n in range(3)]
        await asyncio.sleep(0)
        for task in given_up:
            task.cancel()
        last = asyncio.create_task(pool.background().run(work.double, 4, timeout=_LONG))
        assert (await first, await last) == (2, 8)
