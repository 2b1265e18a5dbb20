"""The one thread that writes into SQLite: in turn, and what is urgent first."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import pytest

from bot.store.engine import Writer


def test_what_is_urgent_goes_ahead_of_what_waits_and_all_else_is_in_turn() -> None:
    writer, begin, done = Writer(), threading.Event(), list[str]()
    futures: list[Future[object]] = [writer.submit(begin.wait, urgent=False)]
    for name, urgent in (("item 1", False), ("item 2", False), ("sent 1", True), ("item 3", False), ("sent 2", True)):
        futures.append(writer.submit(lambda name=name: done.append(name), urgent=urgent))  # type: ignore[misc]
    begin.set()
    writer.close()
    assert [future.done() for future in futures] == [True] * 6
    assert done == ["sent 1", "sent 2", "item 1", "item 2", "item 3"]


def test_a_write_that_fails_tells_who_waits_and_stops_no_other() -> None:
    writer = Writer()
    failed, fine = writer.submit(lambda: 1 // 0, urgent=False), writer.submit(lambda: 2, urgent=False)
    with pytest.raises(ZeroDivisionError):
        failed.result(10)
    assert fine.result(10) == 2
    writer.close()


def test_a_write_that_was_given_up_before_its_turn_is_not_done() -> None:
    writer, begin, done = Writer(), threading.Event(), list[str]()
    writer.submit(begin.wait, urgent=False)
    given_up = writer.submit(lambda: done.append("given up"), urgent=True)
    assert given_up.cancel()
    begin.set()
    writer.close()
    assert done == []
