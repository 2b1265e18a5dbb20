"""`wirewatch feeds …`: what admins do by chat, from the command line."""

from __future__ import annotations

import asyncio

from starlette.responses import HTMLResponse

from tests.cli.program import Program
from tests.newsroom import running_newsroom

ALLOWED = {"ALLOWED_NETWORKS": "127.0.0.0/8"}
MINE = "# my feeds\nfeeds:\n  - id: harbour   # the first\n    url: {root}/harbour\n    publisher: Harbour Post\n"


async def test_feeds_are_found_added_listed_exported_and_removed(program: Program) -> None:
    file = program.directory / "feeds.yaml"
    async with running_newsroom("harbour", "meridian", "page", "wall") as news:
        news["meridian"].publish("1", "Ever Given floats again", "Tugs freed the ship.")
        link = f'<link rel="alternate" type="application/rss+xml" href="{news.root}/meridian">'
        news["page"].broken = lambda request: HTMLResponse(f"<html><head>{link}</head></html>")
        news["wall"].broken = lambda request: HTMLResponse("<html><title>Just a moment</title></html>")
        file.write_text(MINE.format(root=news.root))

        found = (await program("feeds", "discover", f"{news.root}/page", "--json", **ALLOWED)).json()
        assert (found["url"], found["total"]) == (f"{news.root}/meridian", 1)
        assert file.read_text() == MINE.format(root=news.root)

        added = await program("feeds", "add", f"{news.root}/page", "--json", **ALLOWED)
        assert (added.code, added.json()["id"], added.json()["every"]) == (0, "meridian", 600)
        assert file.read_text().startswith(MINE.format(root=news.root))

        twice, wall, listed, machine, exported = await asyncio.gather(
            program("feeds", "add", f"{news.root}/meridian", **ALLOWED),
            program("feeds", "add", f"{news.root}/wall", **ALLOWED),
            program("feeds", "list"),
            program("feeds", "list", "--json"),
            program("feeds", "export", "-"),
        )
        assert (twice.code, twice.err) == (1, "wirewatch: That feed is there already, as meridian.\n")
        assert wall.code == 1
        assert "no feed" in wall.err
        assert [line.split()[:2] for line in listed.out.splitlines()[1:]] == [["harbour", "Harbour"], ["meridian"] * 2]
        assert all(len(line) <= 80 for line in listed.out.splitlines())
        assert "10m" in listed.out
        assert [feed["id"] for feed in machine.json()] == ["harbour", "meridian"]
        assert exported.out.startswith("<?xml")
        assert f'xmlUrl="{news.root}/harbour"' in exported.out

        wrong = await program("feeds", "remove", "meridan")
        assert (wrong.code, wrong.out) == (1, "")
        assert "Did you mean meridian?" in wrong.err
        assert (await program("feeds", "remove", "meridian", "--json")).json()["id"] == "meridian"
        assert file.read_text() == MINE.format(root=news.root)

    opml = exported.out.replace("/harbour", "/new")
    taken = await program("feeds", "import", "-", "--json", stdin=opml)
    assert (taken.code, len(taken.json()["added"]), taken.json()["left_out"]) == (0, 2, 0)
    assert "# the first" in file.read_text()


async def test_a_feeds_file_is_checked_with_its_line(program: Program) -> None:
    file = program.directory / "feeds.yaml"
    file.write_text(MINE.format(root="https://harbour.example") + "    topcs: [ships]\n")
    person, machine, listed, opml = await asyncio.gather(
        program("feeds", "check"),
        program("feeds", "check", "--json"),
        program("feeds", "list", "--json"),
        program("feeds", "import", "feeds.yaml"),
    )
    assert (person.code, person.out) == (1, "")
    assert person.err.startswith("wirewatch: feeds.yaml:6: ")
    assert "topics" in person.err
    assert machine.code == 1
    assert (machine.json()["ok"], machine.json()["line"]) == (False, 6)
    assert (listed.code, listed.out) == (1, "")
    assert (opml.code, opml.out) == (1, "")
    assert "OPML" in opml.err
