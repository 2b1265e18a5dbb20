"""What a bench reports, and how processor time and memory are measured."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import active_children
from os import sysconf
from pathlib import Path

_TICKS = sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number: "unchanged feeds", 612.0, "a CPU-second"."""

    name: str
    value: float
    unit: str


def scaled(n: int, scale: float, least: int = 1) -> int:
    """A size at this scale of the run."""
    return max(least, round(n * scale))


def children() -> frozenset[int]:
    """Process ids of what multiprocessing started here."""
    return frozenset(child.pid for child in active_children() if child.pid is not None)


def cpu_of(pids: Sequence[int] | frozenset[int]) -> float:
    """Seconds of processor time that those processes have used, in steps of a hundredth."""
    return sum(_cpu(pid) for pid in pids)


def rss_of(pid: int) -> float:
    """Megabytes of a process that are in memory now."""
    return _status(pid, "VmRSS:") / 1024


def peak_rss() -> float:
    """Megabytes that this process had in memory at most."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def cpu_seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time that a call takes in this process, all its threads; never 0."""
    started = time.process_time()
    work()
    return max(time.process_time() - started, 1e-9)


def rate(n: float, seconds: float) -> float:
    """How many a second; where the time is too short to be measured, as if it had been a microsecond."""
    return n / max(seconds, 1e-6)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
