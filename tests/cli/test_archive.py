"""`wirewatch load` and `ask`: articles in, answers with citations out, by hand and by machine."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

from tests.cli.program import Program, jsonl

VISIT = {
    "id": "1",
    "title": "Lavrov in Caracas for talks with Maduro",
    "text": "Russian Foreign Minister Sergei Lavrov met President Nicolás Maduro in Caracas on 7 February 2020. "
    "He condemned the sanctions of the United States against Venezuela.",
    "url": "https://harbour.example/1",
    "published": "2020-02-07T12:00:00Z",
    "publisher": "Harbour Post",
    "clean": False,
}
CANAL = {
    "id": "2",
    "title": "Ever Given floats again",
    "text": "Salvage teams refloated the container ship Ever Given in the Suez Canal on 29 March 2021.",
    "published": "2021-03-29T15:00:00Z",
    "source": "meridian",
}
JOINED = {
    "id": "1",  # as the visit's: an id names a line of its file, not an article of the archive
    "title": "Finland joins NATO",
    "text": "Finland became the 31st member of NATO on 4 April 2023. The flag was raised in Brussels.",
    "published": "2023-04-04T12:00:00Z",
}
ANSWER = ["id", "question", "answer", "abstained", "confidence", "reason", "citations", "actors", "countries"]


async def test_articles_are_loaded_once_and_asked_about(program: Program) -> None:
    (program.directory / "some.jsonl").write_text(jsonl([VISIT, CANAL, "nonsense", JOINED, ""]))
    first = await program("load", "some.jsonl")
    assert (first.code, first.out) == (0, "")
    assert first.err.splitlines() == [
        "line 3: The line is not JSON: Expecting value: line 1 column 1 (char 0).",
        "3 stored, 0 known already, 1 refused",
    ]
    again = await program("load", "-", "--json", stdin=jsonl([VISIT, CANAL, JOINED]))
    assert again.json() == {"stored": 0, "known": 3, "refused": 0}
    with closing(sqlite3.connect(program.directory / "var" / "wirewatch.db")) as database:
        assert database.execute("SELECT count(*) FROM items").fetchone() == (3,)

    person, machine, stream, nothing = await asyncio.gather(
        program("ask", "what is Lavrov doing in Venezuela?"),
        program("ask", "--json", "what is Lavrov doing in Venezuela?"),
        program("ask", "--jsonl", stdin=jsonl(line for line, _ in QUESTIONS)),
        program("load", "-", stdin="nonsense\n"),
    )
    assert person.code == 0
    assert "Sergei Lavrov met President Nicolás Maduro in Caracas on 7 February 2020. [1]" in person.out
    assert "[1] Harbour Post, 07 Feb 2020: Lavrov in Caracas for talks with Maduro" in person.out
    assert "https://harbour.example/1" in person.out
    answer = machine.json()
    assert list(answer) == ANSWER
    assert (answer["abstained"], answer["actors"], answer["countries"]) == (False, ["sergey-lavrov"], ["VE"])
    assert 0 < answer["confidence"] <= 1
    assert answer["answer"].endswith("[1]")
    (citation,) = answer["citations"]
    assert citation["n"] == 1
    assert (citation["source"], citation["published"]) == ("Harbour Post", "2020-02-07T12:00:00+00:00")
    assert citation["sentence"] in VISIT["text"]  # type: ignore[operator]

    answers = stream.lines()
    assert (stream.code, len(answers)) == (0, len(QUESTIONS))
    for (line, expected), got in zip(QUESTIONS, answers, strict=True):
        assert set(got) == set(ANSWER), line
        assert {key: got[key] for key in expected} == expected, line
    assert [citation["n"] for citation in answers[1]["citations"]] == [1]
    assert "My archive goes back to 7 February 2020." in answers[2]["answer"]
    assert nothing.code == 1


WEEK = "What did Lavrov do in Venezuela this week?"
QUESTIONS: list[tuple[object, dict[str, object]]] = [
    ("bad", {"id": None, "question": None, "abstained": True, "citations": []}),
    ({"id": 1, "question": WEEK, "now": "2020-02-10T00:00:00Z"}, {"id": 1, "question": WEEK, "abstained": False}),
    ({"id": "x", "question": WEEK, "now": "2020-03-10"}, {"id": "x", "abstained": True, "confidence": 0.0}),
    ({"id": 3}, {"id": 3, "abstained": True, "reason": "A question is expected, as a string."}),
    ({"id": 4, "question": "Finland", "now": "soon"}, {"id": 4, "reason": "The value of now is not a date."}),
    ({"question": "\ud83d" * 30_000}, {"id": None, "abstained": True}),
    ({"id": 5, "question": "Finland?" + "?" * 100_000}, {"id": None, "abstained": True}),
    ({"id": 6, "question": "When did Finland join NATO?", "now": None}, {"id": 6, "abstained": False}),
]


async def test_an_empty_archive_says_so(program: Program) -> None:
    seen = await program("ask", "who is Lavrov?")
    assert seen.code == 0
    assert seen.err == ""
    assert "empty" in seen.out or "nothing" in seen.out
