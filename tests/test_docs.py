"""The documentation says what the code does: commands, settings, keys, paths, and the plugin's example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import cli, config, feedsfile
from handlers.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(document: str) -> set[str]:
    """The code in the first cells of a document's tables."""
    return set(re.findall(r"^\| `([^`]+)`", document, re.MULTILINE))


def test_every_command_is_documented_and_nothing_else() -> None:
    documented = {row.split()[0] for row in rows(read("docs/commands.md")) if row.startswith("/")}
    assert documented == {f"/{command.name}" for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_commands_arguments_are_documented(command: object) -> None:
    name, arguments = command.name, command.arguments  # type: ignore[attr-defined]
    assert f"`/{name} {arguments}`".replace(" `", "`") in read("docs/commands.md").replace("\\|", "|")


def test_every_setting_is_documented_with_its_default_and_nothing_else() -> None:
    text = read("docs/configuration.md")
    assert {row for row in rows(text) if row.startswith("WIREWATCH_")} == set(config.documented())
    assert "`60s`" in text
    assert "`24h`" in text


def test_every_command_of_the_command_line_is_documented_and_nothing_else() -> None:
    documented = {row.split()[1] for row in rows(read("docs/configuration.md")) if row.startswith("wirewatch ")}
    assert documented == set(cli.COMMANDS)


def test_every_key_of_the_feeds_file_is_documented_and_nothing_else() -> None:
    assert rows(read("docs/feeds-yaml.md")) == set(feedsfile.KEYS)


def test_the_example_of_the_feeds_file_is_valid(tmp_path: Path) -> None:
    for name in ("docs/feeds-yaml.md", "README.md"):
        example = re.findall(r"```yaml\n(.*?)```", read(name), re.DOTALL)
        file = tmp_path / "feeds.yaml"
        file.write_text(example[0])
        assert feedsfile.read(file)[0].id == "moscow-times"


def test_the_feeds_that_ship_are_valid_and_of_all_regions() -> None:
    feeds = feedsfile.read(ROOT / "feeds.yaml")
    assert len(feeds) >= 30
    assert all(feed.publisher and feed.language and feed.topics for feed in feeds)
    assert len({feed.country for feed in feeds if feed.country}) >= 20


@pytest.mark.parametrize("path", re.findall(r"`((?:bot|handlers|docs|tests)/[\w./-]*)`", read("ARCHITECTURE.md")))
def test_paths_of_the_architecture_exist(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("document", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_hold(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_readme_has_its_length() -> None:
    assert 400 <= len(read("README.md").split()) <= 550


def test_the_lock_files_have_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lock = read(name)
        assert "://" not in lock
        for requirement in re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", lock, re.MULTILINE | re.DOTALL):
            assert "--hash=sha256:" in requirement
