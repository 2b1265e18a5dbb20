"""`wirewatch inspect`: pages, texts and feeds, from files, addresses and standard input; and the stream of lines."""

from __future__ import annotations

import asyncio
import base64
import json
import signal
from typing import Any

import pytest

from bot.inspection import MAX_LINE
from tests.cli.program import Program, jsonl
from tests.newsroom import running_newsroom

PAGE = """<!doctype html><html lang="en"><head><title>Lavrov in Caracas | Harbour Post</title>
<meta charset="windows-1252"><meta property="article:published_time" content="2020-02-07T18:00:00Z"></head>
<body><nav>Home News</nav><article><h1>Lavrov in Caracas for talks with Maduro</h1>
<p>Russian Foreign Minister Sergei Lavrov met President Nicolás Maduro in Caracas on 7 February 2020.</p>
<p>He condemned the sanctions of the United States against Venezuela and spoke of a strategic alliance.</p>
<p>Subscribe to our newsletter!</p></article></body></html>"""
FEED = "<rss version='2.0'><channel><title>Порт</title><item><title>Привет</title><guid>1</guid></item></channel></rss>"
VISIT = "Russian Foreign Minister Sergei Lavrov met President Nicolás Maduro in Caracas."


async def test_a_page_a_text_and_a_feed_are_shown_to_people(program: Program) -> None:
    (program.directory / "page.html").write_bytes(PAGE.encode("cp1252"))
    (program.directory / "feed.xml").write_bytes(FEED.encode("cp1251"))
    page, text, feed = await asyncio.gather(
        program("inspect", "page.html"), program("inspect", stdin=VISIT), program("inspect", "feed.xml")
    )
    assert (page.code, text.code, feed.code) == (0, 0, 0)
    assert "Nicolás Maduro in Caracas" in page.out
    removed = page.out.split("Removed")[1]
    assert removed.index("headline repeated") < removed.index("– Lavrov in Caracas"), "the reason, then the line"
    assert "– Subscribe to our newsletter!" in removed
    assert "from heading" in page.out
    assert "Sergey Lavrov" in page.out
    assert "Summary" in page.out
    assert "Nicolás Maduro" in text.out
    assert {word for word in text.out.split() if word in ("agent", "recipient")} == {"agent", "recipient"}
    assert feed.out.splitlines()[0] == "Порт rss20"
    assert "Привет" in feed.out
    tables = [line for seen in (page, feed) for line in seen.out.splitlines() if line.startswith(" ")]
    assert all(len(line.rstrip()) <= 80 for line in tables if "mention" in line or "seed" in line)


async def test_an_address_is_fetched_where_that_is_allowed(program: Program) -> None:
    async with running_newsroom("harbour") as news:
        news["harbour"].publish("1", "Ever Given floats again", "Tugs freed the ship.")
        url = f"{news.root}/harbour"
        allowed, refused = await asyncio.gather(
            program("inspect", url, "--json", ALLOWED_NETWORKS="127.0.0.0/8"), program("inspect", url, "--json")
        )
    assert allowed.json()["entries"][0]["title"] == "Ever Given floats again"
    assert (refused.code, refused.out) == (1, "")
    assert "cannot be read" in refused.err
    assert news["harbour"].asked == 1


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("nothing.html", "No such file"),
        ("empty", "there is nothing in it"),
        ("binary", "binary data"),
        (".", "directory"),
    ],
)
async def test_what_cannot_be_read_ends_with_1_and_says_why(program: Program, source: str, reason: str) -> None:
    (program.directory / "empty").write_text(" \n")
    (program.directory / "binary").write_bytes(bytes(range(256)) * 12)
    seen = await program("inspect", source, "--json")
    assert (seen.code, seen.out) == (1, "")
    assert reason in seen.err
    assert len(seen.err.splitlines()) == 1


# ---------------------------------------------------------------- the stream

LONE = "\ud83d half a pair \u2028 Angela Merkel \x85"
AS_IS = "  Body   stays.\n\nSubscribe to our newsletter!\n  Emmanuel Macron 🇫🇷 met Olaf Scholz in Berlin.  \n"
STREAM: list[tuple[Any, dict[str, Any]]] = [  # a line of input -> what its line of output must have
    (
        {"id": "text", "text": VISIT, "title": "Lavrov in Caracas", "published": "2020-02-07"},
        {"title": "Lavrov in Caracas"},
    ),
    ("no JSON {", {"id": None, "body": "", "story": None, "error": "The line is not JSON"}),
    ({"id": "two", "text": "x", "html": "y"}, {"id": "two", "error": "Exactly one of"}),
    ({"id": "none"}, {"id": "none", "error": "Exactly one of"}),
    ([1, 2], {"id": None, "error": "A JSON object is expected."}),
    ({"id": {"a": 1}, "text": "x"}, {"id": None, "error": "The id must be"}),
    ({"id": True, "text": "x"}, {"id": None, "error": "The id must be"}),
    ({"id": "number", "text": 5}, {"id": "number", "error": "The value of text must be a string."}),
    ({"id": "as is", "text": AS_IS, "clean": False}, {"title": "", "body": AS_IS, "error": None}),
    ({"id": "clean", "text": "x", "clean": "no"}, {"error": "The value of clean must be true or false."}),
    ({"id": "lone", "text": LONE, "clean": False}, {"body": LONE, "error": None}),
    ({"id": "empty", "text": ""}, {"body": "", "error": "There is no text in it."}),
    ({"id": "date", "text": VISIT, "published": "soon"}, {"published": None, "error": "The value of published is not"}),
    ({"id": 7, "html": PAGE}, {"id": 7, "published": "2020-02-07T18:00:00+00:00", "error": None}),
    ({"id": "feed", "feed": FEED}, {"feed": {"title": "Порт", "link": None, "format": "rss20"}, "error": None}),
    (
        {"id": "cp1251", "feed_base64": base64.b64encode(FEED.encode("cp1251")).decode(), "content_type": "text/xml"},
        {"feed": {"title": "Порт", "link": None, "format": "rss20"}},
    ),
    ({"id": "no feed", "feed": "<html>"}, {"feed": None, "entries": [], "error": "This is a web page, not a feed."}),
    ({"id": "no base64", "feed_base64": "@"}, {"feed": None, "error": "The value of feed_base64 is not base64."}),
    ("[" * 100_000, {"error": "The line is nested too deeply."}),
    ('{"id": "too long", "text": "' + "a" * MAX_LINE + '"}', {"id": None, "error": "The line is longer than"}),
    ({"id": None, "text": VISIT, "surplus": 1, "html": None}, {"id": None, "error": None}),
]
KEYS = ["id", "title", "dek", "body", "authors", "published", "language", "image", "summary", "story_summary"]
KEYS += ["actors", "countries", "events", "story", "new", "reply", "error"]


async def test_every_line_is_answered_in_order_whatever_it_is(program: Program) -> None:
    given = "\ufeff" + jsonl(line for line, _ in STREAM).removesuffix("\n")
    seen = await program("inspect", "--jsonl", stdin=given)
    assert (seen.code, seen.err) == (0, "")
    answers = seen.lines()
    assert len(answers) == len(STREAM)
    for (line, expected), answer in zip(STREAM, answers, strict=True):
        name = str(line)[:60]
        assert list(answer) == (["id", "feed", "entries", "skipped", "error"] if "feed" in answer else KEYS), name
        for key, value in expected.items():
            if key == "error" and value is not None:
                assert answer[key].startswith(value), name
                assert answer[key][0].isupper(), name
                assert answer[key].endswith("."), name
            else:
                assert answer[key] == value, name
        if isinstance(line, dict) and "id" not in expected:
            assert answer["id"] == line["id"]
    assert not set("\x85\u2028\u2029") & set(seen.out)
    by_id = {answer["id"]: answer for answer in answers}
    assert mentioned(by_id["text"]) >= {("sergey-lavrov", "Sergei Lavrov"), ("VE", "Caracas")}
    assert mentioned(by_id["as is"]) >= {("emmanuel-macron", "Emmanuel Macron"), ("olaf-scholz", "Olaf Scholz")}
    assert mentioned(by_id["lone"]) >= {("angela-merkel", "Angela Merkel")}
    assert by_id["text"]["story"] == "text"
    roles = {actor["id"]: actor["role"] for actor in by_id["text"]["actors"]}
    assert roles == {"sergey-lavrov": "agent", "nicolas-maduro": "recipient"}
    assert [actor["role"] for actor in by_id["lone"]["actors"]] == [None]


def mentioned(answer: dict[str, Any]) -> set[tuple[str, str]]:
    """Who or where, and what the text says at the offsets."""
    tags = [(actor["id"], actor["mentions"]) for actor in answer["actors"]]
    tags += [(country["code"], country["mentions"]) for country in answer["countries"]]
    return {(tag, answer[field][start:end]) for tag, mentions in tags for field, start, end in mentions}


async def test_a_stream_answers_each_line_before_it_reads_the_next_and_ends_with_its_input(program: Program) -> None:
    empty = await program("inspect", "--jsonl")
    assert (empty.code, empty.out, empty.err) == (0, "", "")
    process = await program.started("inspect", "--jsonl")
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(2):
        process.stdin.write(jsonl([{"id": number, "text": VISIT}]).encode())
        answer = json.loads(await asyncio.wait_for(process.stdout.readline(), 60))
        assert (answer["id"], answer["story"]) == (number, "0")
    process.send_signal(signal.SIGINT)  # with standard input still open, as on a terminal
    assert await asyncio.wait_for(process.wait(), 30) == 130
    assert process.stderr is not None
    assert b"Traceback" not in await process.stderr.read()


async def test_a_reader_that_leaves_early_ends_the_program_without_a_traceback(program: Program) -> None:
    (program.directory / "many.jsonl").write_text(jsonl({"id": n, "text": VISIT} for n in range(40)))
    process = await program.started("inspect", "--jsonl", "many.jsonl")
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(await process.stdout.readline())["id"] == 0
    process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]
    assert await asyncio.wait_for(process.wait(), 60) == 1
    assert await process.stderr.read() == b""


async def test_a_publishers_repeated_lines_go_within_one_run(program: Program) -> None:
    subjects = ("Egypt frees the Ever Given", "Sweden joins NATO", "India lands on the Moon", "Grain leaves Odesa")
    lines = [
        {
            "id": n,
            "title": subject,
            "publisher": "Harbour Post" if n < 3 else None,
            "text": f"{subject} on Monday, officials said at noon.\n\nThe view from the quay\n\n"
            f"{subject}, and nobody had expected it.\n\nIt was the first time that it happened, they said.",
        }
        for n, subject in enumerate(subjects)
    ]
    out = [json.loads(line) for line in (await program("inspect", "--jsonl", stdin=jsonl(lines))).out.splitlines()]
    assert ["The view from the quay" in one["body"] for one in out] == [True, True, False, True]


async def test_a_stream_is_tagged_by_the_tagger_that_is_set(program: Program) -> None:
    line = jsonl([{"id": "1", "clean": False, "text": "The contract went to Halvorsen Drilling on Monday."}])
    light, full = await asyncio.gather(
        program("inspect", "--jsonl", stdin=line, TAGGER="light"), program("inspect", "--jsonl", stdin=line)
    )
    assert light.json()["actors"] == []
    assert full.json()["actors"] != []
