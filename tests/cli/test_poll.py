"""`wirewatch poll` on two hundred feeds: progress, a table, machine output, exit codes."""

from __future__ import annotations

import re

from starlette.responses import HTMLResponse, PlainTextResponse

from tests.cli.program import Program
from tests.newsroom import running_newsroom

HUNDREDS = tuple(f"feed-{n:03}" for n in range(200))
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


async def test_two_hundred_feeds_are_polled_and_then_found_unchanged(program: Program) -> None:
    async with running_newsroom(*HUNDREDS) as news:
        for n, name in enumerate(HUNDREDS):
            news[name].publish("1", f"Minister {n} visits Caracas", f"Minister number {n} met officials in Caracas.")
        news["feed-007"].broken = lambda request: HTMLResponse("<html><body>no</body></html>")
        news["feed-008"].broken = lambda request: PlainTextResponse("gone", status_code=410)
        news["feed-009"].broken = lambda request: PlainTextResponse("")
        (program.directory / "feeds.yaml").write_text(news.feeds_yaml(every="1h"))

        drawn = ANSI.sub("", await program.on_a_terminal("poll", ALLOWED_NETWORKS="127.0.0.0/8"))
        assert "━" in drawn  # the bar
        assert re.search(r"\d+/200 ", drawn)
        table, last = drawn.rsplit("feed      new  outcome", 1)[1].splitlines()[1:-1], drawn.splitlines()[-1]
        assert len([line for line in table if line.strip().startswith("feed-")]) == 200
        assert all(len(line) <= 80 for line in table)
        assert re.fullmatch(r"200 feeds in [\d.]+ s: 197 with new items, 3 failed; 197 items stored", last.strip())
        assert re.search(r"feed-006 +1  new items", drawn)
        assert re.search(r"feed-007 +failed: this is a web page, not a feed", drawn)
        assert re.search(r"feed-008 +failed: 127.0.0.1 answered 410, Gone", drawn)

        again = await program("poll", "--all", "--json", ALLOWED_NETWORKS="127.0.0.0/8")
        assert again.code == 0
        assert again.err.splitlines() == [f"polling: {n} of 200" for n in (50, 100, 150, 200)]
        feeds = {feed["id"]: feed for feed in again.json()["feeds"]}
        assert list(feeds) == sorted(HUNDREDS)
        broken = {"feed-007", "feed-008", "feed-009"}
        assert {id_ for id_, feed in feeds.items() if feed["outcome"] == "failed"} == broken
        assert {feed["outcome"] for id_, feed in feeds.items() if id_ not in broken} == {"not modified"}
        assert all(news[name].not_modified == 1 for name in HUNDREDS if name not in broken)

        due = await program("poll", "--json", ALLOWED_NETWORKS="127.0.0.0/8")
        assert due.json()["feeds"] == []


async def test_a_pass_in_which_every_feed_failed_ends_with_1_and_says_why(program: Program) -> None:
    async with running_newsroom("harbour") as news:
        news["harbour"].publish("1", "Ever Given floats again", "Tugs freed the ship.")
        (program.directory / "feeds.yaml").write_text(news.feeds_yaml())
        seen = await program("poll")
    assert (seen.code, seen.out) == (1, "")
    assert "not on the public internet" in " ".join(seen.err.split())
    assert "1 feed in" in seen.err
    assert news["harbour"].asked == 0
