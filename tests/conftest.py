"""Fixtures of every test: time stands still, and nothing but loopback can be reached."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings

# No time limit for one example: a busy machine is no fault of the code.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches beyond this machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not (
            str(address[0]).startswith("127.") or address[0] in _LOOPBACK
        ):
            pytest.fail(f"a test tried to reach {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    return


@pytest.fixture
def now() -> datetime:
    """A fixed moment: Friday noon."""
    return datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
