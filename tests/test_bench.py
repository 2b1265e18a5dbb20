"""Every bench runs, with tiny sizes. What it measures is nobody's promise here."""

from __future__ import annotations

import json
import subprocess
import sys
from math import isfinite
from pathlib import Path

import pytest

from bench import BENCHES

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", BENCHES)
def test_every_bench_gives_its_figures(name: str) -> None:
    command = [sys.executable, "-m", "bench", name, "--scale", "0.001", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows
    for row in rows:
        assert set(row) == {"bench", "name", "value", "unit"}
        assert row["bench"] == name
        assert isfinite(row["value"])


def test_an_unknown_bench_is_wrong_use() -> None:
    done = subprocess.run([sys.executable, "-m", "bench", "nothing"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"there is no bench nothing" in done.stderr
